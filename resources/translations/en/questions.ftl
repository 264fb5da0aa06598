### Questions of a form: what the fields say, whatever is asked.

# Name of a question's picture for the screen reader; $label is the question.
question-picture = Picture: { $label }
# Link under a picture.
question-picture-larger = Show larger
# Link under a large picture.
question-picture-smaller = Show smaller
# Link: the question is heard.
question-listen = Listen
# Whole name of the link.
question-listen-name = Listen: { $label }
# While it plays.
question-listen-stop = Stop
# Whole name of the link.
question-listen-stop-name = Stop: { $label }
# The question brings a clip and the device has no sound.
question-no-sound = The question has a sound clip. This device cannot play it.
# The question brings a video; $name is the file.
question-no-video = The question has a video ({ $name }). This device cannot show it.
# The form names a file that did not come to this device.
question-missing-file = The file { $name } is missing on this device.
# Link that opens a longer explanation.
question-help = More help
# The same link when it is open.
question-help-close = Less help

# Under an answer that is not seen (dots for letters).
question-hidden = What you type is not shown and cannot be copied.
# The form wants another app to be opened; here the answer is typed.
question-other-app = The form asks for another app. Type the answer here.
# Button − beside a number; name for the screen reader.
question-less = Take one away: { $label }
# Button + beside a number; name for the screen reader.
question-more = Add one: { $label }
# Button that opens a calendar; name for the screen reader.
question-calendar = Open calendar: { $label }
# The form asks for another calendar (Ethiopian, Persian…) and this device has the common one.
question-common-calendar = Enter the date in the common calendar.
# The field was left and what is typed is none of the answers; $typed is what is typed.
question-not-listed = “{ $typed }” is not in the list. Type a part of the answer and choose.
# The form wants a drawing to be touched; this device shows the drawing and the list.
question-image-map = This device cannot mark the drawing. Choose from the list.
# Button that takes a chosen answer away; name for the screen reader.
question-drop = Remove { $answer }
# In the field where more answers are looked for.
question-chosen-count = { $n ->
        [one] { $n } chosen. Type to add another.
       *[other] { $n } chosen. Type to add another.
    }
# Button under a list that is put in order.
rank-up = Move up
# See rank-up.
rank-down = Move down
# Button: the order shown is the right one.
rank-as-is = Use this order
# A number that is not on the scale.
range-which = Enter a number from { $start } to { $end } in steps of { $step }.
# One star of several; name for the screen reader.
range-star = { $n } of { $count }
# Link that takes the answer or the file away.
question-remove = Remove
# Size of a file.
file-size-kb = { $n } KB
# Size of a large file.
file-size-mb = { $n } MB
# Button; also the title of the dialog.
file-choose = Choose file
# The chosen file is of another kind than asked; $name is the file.
file-other-kind = { $name } is not of the kind the question asks for. Choose another file.
# Button: record sound or video.
file-record = Record
# While it records.
file-record-stop = Stop recording
# Sound question on a device without a microphone.
file-no-recorder = This device cannot record. Choose a sound file.
# Video question on a device that cannot record.
file-no-video = This device cannot record. Choose a video file.
# Button; also the title of the dialog.
image-choose = Choose picture
# Button.
image-open-camera = Open the camera
# Button: with the camera open.
image-take = Take photo
# Button: with the camera open.
image-close-camera = Close the camera
# Name of what the camera shows, for the screen reader.
image-camera = View of the camera
# The question wants a new photo and there is no camera.
image-no-camera = This device has no camera. Choose a picture.
# Name of the file of a photo taken here, without extension.
image-file-name = photo
# The chosen file is no picture; $name is the file.
image-not-read = { $name } is not a picture this device can show. Choose another.
# Button under a drawing: takes the last line back.
draw-undo = Undo line
# Button under a drawing: takes all lines away.
draw-clear = Clear
# Button: takes the kept drawing away and begins another.
draw-again = Draw again
# Button: takes the kept signature away to sign anew.
draw-sign-again = Sign again
# Pen.
draw-black = Black
# Pen.
draw-red = Red
# Pen.
draw-blue = Blue
# A picture has to be chosen before it is drawn on.
draw-choose-first = Choose the picture first. Then draw on it.
# In the field of a code.
barcode-placeholder = Scan or type
# Button.
barcode-camera = Read with the camera
# Button: with the camera open.
barcode-camera-stop = Close the camera
# Button.
barcode-picture = Read from a picture
# No code was found in the picture.
barcode-none = No code was found in the picture. Type it.
# The picture has several codes and the first was taken.
barcode-several = The picture has several codes. The first one was taken.
# Above the field.
place-latitude = Latitude
# Above the field.
place-longitude = Longitude
# Button: the position the receiver tells.
place-here = Use the position of this device
# Button: the device knows the office's place only.
place-office = Use the position of the office
# Under the position: it is not where the thing is.
place-is-office = This is the position of the office, not of the place.
# Under the position; $m is metres.
place-good = Accuracy: { $m } m.
# Under the position: less accurate than the form wants.
place-fair = Accuracy: { $m } m. The form asks for { $wanted } m. You can take it again.
# Under the position: very poor.
place-poor = Accuracy: { $m } m. That is poor: take it again under open sky.
# The form wants a map.
place-no-map = This device shows no maps.
# Without a receiver.
place-no-receiver = Enter degrees with a point, for example 20.967.
# Degrees that do not exist.
place-degrees = Latitude goes from -90 to 90, longitude from -180 to 180.
# Button: adds the typed point.
place-add = Add point
# Button: takes the marked point out of the list.
place-drop = Remove point
# Name of the list of points.
place-points = Points of { $label }
# Points are missing for a line or a shape.
place-missing = { $n ->
        [one] { $n } point missing.
       *[other] { $n } points missing.
    }
# Under the points of a shape.
place-closed = The shape is closed with the first point.
# What pens differ in; name for the screen reader.
draw-colour = colour of the pen
# See draw-colour.
draw-width = width of the pen
# Width of the pen.
draw-thin = Thin
# Width of the pen.
draw-middle = Medium
# Width of the pen.
draw-thick = Thick
# What a question would need and is not here; stands inside form-unsupported.
unsupported-other-app = an answer from another app
