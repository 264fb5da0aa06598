### K07 and the questions of the kiosk.

kiosk-aid-language = Language
kiosk-aid-letters = Letters
kiosk-aid-contrast = Contrast
kiosk-aid-help = Help
kiosk-finish-short = Finish
kiosk-step = Step { $step } of { $steps }
kiosk-help-words = Read the question and touch your answer. Then touch Continue. With Back you can change what came before.
kiosk-language-title = In which language?
kiosk-close = Back to the question
kiosk-end-title = You have answered everything
kiosk-end-words = Touch Continue, or Back to change an answer.
repeat-another = Add another one?
repeat-first = Add one?
repeat-count = { $n ->
        [0] There is none yet.
        [one] You have answered { $n }.
       *[other] You have answered { $n }.
    }
repeat-yes = Yes
repeat-no = No
repeat-number = { $what } · { $n }
quick-chosen = You chose: { $answer }
quick-undo = Undo
paged-down = See more
paged-up = Back to the top

touch-done = Done
touch-may-skip = If you do not know, touch Continue.
touch-choose-one = Choose one answer.
touch-choose-some = You can choose several. Touch again to take one away.
touch-no-choices = There are no answers to choose from here. Touch Continue.
touch-do-not-know = I do not know
touch-do-not-know-note = A person helps you
touch-listen = Listen
touch-listen-name = Listen: { $question }
touch-search-hint = Type the first letters
touch-found = { $n ->
        [0] There is none with those letters. Erase and try again.
        [one] There is { $n } answer.
       *[other] There are { $n } answers.
    }
cards-before = Earlier
cards-after = Next ones
cards-page = Page { $page } of { $pages }
touch-rank-agree = This order is right
touch-rank-up = Move up { $label }
touch-rank-down = Move down { $label }
touch-rank-moved = { $label }, place { $place }
touch-less = Less
touch-more = More
touch-no-number = —
touch-stars = { $n } of { $count }
touch-understood = I have read this
touch-not-here = This cannot be answered here.
touch-not-here-go-on = Answer it at the counter. Now touch Continue.
touch-not-here-required = It is answered at the counter. Touch Help to call a person.
touch-canvas-sign = Place to sign with a finger
touch-canvas-draw = Place to draw with a finger
touch-wipe = Erase all
touch-undo-line = Take the last line away
touch-photo-hold = Put the paper inside the corners.
touch-photo-take = Take the photo
touch-photo-again = Repeat
touch-photo-taken = Can it be read? If not, touch Repeat.
touch-photo-gone = The camera does not answer. You can do it at the counter.
touch-scan-how = Pass the code in front of the reader, or type it.
touch-scan = Read with the camera
touch-scan-read = Code read
touch-place-office = Use the place of this office
touch-place-here = Take the place
touch-place-blank = There is no place yet.
touch-place-none = The place is not known now. You can do it at the counter.
touch-place-shown = Latitude { $latitude }, longitude { $longitude }. More or less { $accuracy } metres.
touch-our-calendar = The date is asked with the common calendar.
touch-other-list = It is chosen from a list, without a map.
touch-other-place = The place is shown in numbers, without a map.
touch-other-scale = The scale is shown lying down.
touch-other-app = No other application is opened here. Type the answer.
touch-other-plain = This question is shown in its plain form.

time-hour = hour
time-minute = minute
time-less = − 1 minute
time-more = + 1 minute

key-erase = Erase
key-space = Space
key-capital = Capital letter
key-signs = 123
key-letters = ABC
key-line = New line
key-point = Point { $sign }
key-comma = Comma { $sign }
key-dash = Dash { $sign }
key-slash = Slash { $sign }
key-quote = Apostrophe { $sign }
curp-part-1 = name
curp-part-2 = birth
curp-part-3 = sex
curp-part-4 = state
curp-part-5 = letters
curp-part-6 = end
curp-now-or = Now: { $choices } or { $last }
curp-now = Now: { $choices }
curp-now-kind = { $kind ->
        [digits] Now: a number
        [letters] Now: a letter
       *[both] Now: letter or number
    }
curp-whole = It is complete
curp-born = Born on { $day }. If not, erase and correct.
