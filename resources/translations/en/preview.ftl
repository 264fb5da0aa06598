### Preview of a form, for its author: both modes and the report beside them.

preview-window = Preview of a form
preview-window-of = Preview: { $name }
preview-field = At the counter
preview-kiosk = At the kiosk
preview-turn = Turn the screen
preview-answers = See answers
preview-restart = Start again
preview-again = Read again
preview-reading = Reading the form. What was there stays.
preview-stop = Stop reading
preview-nothing-kept = This is a trial: nothing you type here is kept.
preview-refused-words = The form cannot be used yet. The report says what to change and where. Save the file and it is read again by itself.
preview-accepted = The form is accepted
preview-refused = The form is not accepted
preview-unreadable = { $file } cannot be opened
preview-count = { $n ->
        [0] The report points at nothing.
        [one] The report points at { $n } thing.
       *[other] The report points at { $n } things.
    }
preview-error = { $n ->
        [one] { $n } keeps it from being used
       *[other] { $n } keep it from being used
    }
preview-repair = { $n ->
        [one] { $n } put right while reading
       *[other] { $n } put right while reading
    }
preview-warning = { $n ->
        [one] { $n } worth a look
       *[other] { $n } worth a look
    }
preview-info = { $n ->
        [one] { $n } for information
       *[other] { $n } for information
    }
preview-word-error = Keeps it from use
preview-word-repair = Put right
preview-word-warning = Worth a look
preview-word-info = Information
preview-filter = Search in the report
preview-more = Show { $n } more
preview-check = Check this page
preview-before = Section before
preview-after = Next section
preview-up = Back up
preview-act = Preview of a form
preview-choose = Choose the form
preview-files = Forms

finding-xpath-syntax =
    .happened = A formula cannot be read
    .todo = Check brackets, quotes and signs in that cell.
finding-unknown-function =
    .happened = Unknown function
    .todo = Write the name as in the XLSForm guide.
finding-wrong-arity =
    .happened = Function with too many or too few arguments
    .todo = Count what stands between the brackets.
finding-typographic-quotes =
    .happened = Curly quotes in a formula
    .todo = Use straight quotes.
finding-cycle =
    .happened = Answers depend on each other in a circle
    .todo = Take one of the references in these rows away.
finding-unknown-reference =
    .happened = A question or list is named that is not there
    .todo = Correct the name between the braces.
finding-ambiguous-reference =
    .happened = Two questions have the name that is used
    .todo = Give each another name.
finding-missing-list =
    .happened = The list of choices is missing
    .todo = Add it on the sheet choices.
finding-missing-calculation =
    .happened = A calculation has no formula
    .todo = Write it in the column calculation.
finding-missing-name =
    .happened = A name is missing
    .todo = Write it in the column name.
finding-unknown-type =
    .happened = Unknown type of question
    .todo = Write a type of the XLSForm guide.
finding-unclosed-group =
    .happened = A group or repeat is not closed
    .todo = Add the row end_group or end_repeat.
finding-duplicate-name =
    .happened = Two rows have the same name
    .todo = Change one of them.
finding-reserved-name =
    .happened = Reserved name
    .todo = Choose another name.
finding-illegal-name =
    .happened = Name with signs or spaces
    .todo = Use letters, digits and underscores.
finding-duplicate-header =
    .happened = Two columns have the same header
    .todo = Keep one.
finding-duplicate-choice =
    .happened = A choice stands twice
    .todo = Take one away unless it is on purpose.
finding-choice-space =
    .happened = Space in the name of a choice
    .todo = Take the space out of the column name.
finding-literal-default =
    .happened = A default was taken as text
    .todo = Put it in quotes if it is text.
finding-container =
    .happened = The file is not what its name says
    .todo = Save it again as .xlsx.
finding-missing-file =
    .happened = A file that the form names is missing
    .todo = Put it into the folder of the form.
finding-missing-translation =
    .happened = A text is missing in a language
    .todo = Write it; until then the main language is used.
finding-unsupported =
    .happened = Not available here
    .todo = The question says so and the others go on.
finding-foreign-dialect =
    .happened = It belongs to another system
    .todo = Replace it by what ODK uses.
finding-quoted-function =
    .happened = A function in quotes is only text
    .todo = Take the quotes away.
finding-always-true =
    .happened = The condition is always the same
    .todo = Check that this is what you want.
finding-type-mismatch =
    .happened = Text is compared with a number
    .todo = Check the type of the question.
finding-unsafe-xml =
    .happened = The file has parts that are not allowed
    .todo = Take DOCTYPE and ENTITY declarations away.
finding-unsafe-path =
    .happened = File name that is not allowed
    .todo = Use a plain name, without folders.
finding-too-large =
    .happened = It is too large
    .todo = Split it or take away what is not used.
finding-regex-risk =
    .happened = A regular expression that may not end
    .todo = Write it in a simpler way.
finding-unknown-event =
    .happened = Unknown event
    .todo = Check the name of the event.
finding-unstable =
    .happened = Answers change without end
    .todo = Check the formulas that call each other.
finding-run-time =
    .happened = A formula could not be calculated
    .todo = Check what it is given.
finding-converter-failed =
    .happened = Reading did not end
    .todo = Read it again; if it repeats, report it with the file.
finding-bad-parameter =
    .happened = A parameter cannot be read
    .todo = Check the column parameters.
finding-unknown-column =
    .happened = Unknown column
    .todo = Leave it if it is your own note; else correct the header.
finding-ignored-row =
    .happened = A row is not used
    .todo = Check whether its type is missing.
finding-renamed-header =
    .happened = A header was corrected
    .todo = Nothing; better write it so.
finding-ignored-sheet =
    .happened = A sheet is not used
    .todo = Nothing, if it is not part of the form.
finding-control-characters =
    .happened = Letters that cannot be seen
    .todo = They were taken away; check the text.
finding-unknown-appearance =
    .happened = Unknown appearance
    .todo = The question is shown in its plain form.
finding-bad-entity =
    .happened = An entity is not described well
    .todo = Check the sheet entities and the column save_to.
finding-entities-version =
    .happened = Entities of a newer version
    .todo = Save them with an earlier version.
finding-yes-no =
    .happened = A yes or no was read as a value
    .todo = Nothing; better write yes or no.
