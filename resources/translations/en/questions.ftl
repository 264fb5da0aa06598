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
