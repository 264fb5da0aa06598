### V04 Find a person, V07 New record.

# As in es/people.ftl.
search-title = Find a person
# As in es/people.ftl.
search-hint = CURP or name
# As in es/people.ftl.
search-help = Type or scan: CURP or name.
# As in es/people.ftl.
search-found = People found
# As in es/people.ftl.
search-count = { $n ->
        [one] { $n } person
       *[other] { $n } people · arrows to choose
    }
# As in es/people.ftl.
search-none = We did not find “{ $text }”. Search by CURP or create a new record.
# As in es/people.ftl.
search-open = Open record
# As in es/people.ftl.
search-create = Create new record
# As in es/people.ftl.
search-recorded = The rest is seen on opening the record. Who opened it is noted.
# As in es/people.ftl.
person-without = Not given
# As in es/people.ftl.
person-born-on = Born on { $day }
# As in es/people.ftl.
person-born = Born
# As in es/people.ftl.
person-no-services = No services
# As in es/people.ftl.
person-last-service = Latest service
# As in es/people.ftl.
person-curp-tail = CURP { $tail }

# As in es/people.ftl.
person-title = New record
# As in es/people.ftl.
person-subtitle = Identity only, as on the document.
# As in es/people.ftl.
person-given = Given names
# As in es/people.ftl.
person-given-hint = As written on the document.
# As in es/people.ftl.
person-first = First surname
# As in es/people.ftl.
person-second = Second surname
# As in es/people.ftl.
person-second-hint = Leave it empty if there is none.
# As in es/people.ftl.
person-curp = CURP
# As in es/people.ftl.
person-curp-hint = 18 letters and numbers. Leave it empty if not at hand.
# As in es/people.ftl.
person-birth = Date of birth
# As in es/people.ftl.
person-sex = Sex
# As in es/people.ftl.
person-entity = State of birth
# As in es/people.ftl.
person-phone = Telephone
# As in es/people.ftl.
person-phone-hint = 10 digits. Optional.
# As in es/people.ftl.
person-save = Save record
# As in es/people.ftl.
person-curp-card = What the CURP says
# As in es/people.ftl.
person-curp-none = Once typed, it says here the date of birth, sex and state.
# As in es/people.ftl.
person-curp-unread = This CURP cannot be read. Check it against the document.
# As in es/people.ftl.
person-curp-says = Born on { $day }. { $sex }. { $entity }. Compare with the document.
# As in es/people.ftl.
person-only = If something is missing, save what there is. What you typed is kept.
# As in es/people.ftl.
person-warned = If the document says the same, press Save record again.
# As in es/people.ftl.
sex-h = Man
# As in es/people.ftl.
sex-m = Woman
# As in es/people.ftl.
sex-x = Non-binary

# As in es/people.ftl.
field-given-empty = Enter the given name.
# As in es/people.ftl.
field-first-surname-empty = Enter the first surname.
# As in es/people.ftl.
field-name-long = The name must have 80 letters or fewer.
# As in es/people.ftl.
field-date-form = Enter day, month and year of birth.
# As in es/people.ftl.
field-date-future = The date of birth must be today or earlier.
# As in es/people.ftl.
field-date-old = Check the year of birth: it is more than 130 years ago.
# As in es/people.ftl.
field-sex-choose = Choose the sex the document says.
# As in es/people.ftl.
field-entity-choose = Choose the state of birth.
# As in es/people.ftl.
field-phone-digits = A telephone number has 10 digits.
# As in es/people.ftl.
field-curp-length = A CURP has 18 letters and numbers. You entered { $n }.
# As in es/people.ftl.
field-curp-character = Check character { $position } of the CURP.
# As in es/people.ftl.
field-curp-date = The date inside the CURP does not exist. Check characters 5 to 10.
# As in es/people.ftl.
field-curp-future = The date inside the CURP is still to come. Check characters 5 to 10.
# As in es/people.ftl.
field-curp-sex = Character 11 of the CURP must be H, M or X.
# As in es/people.ftl.
field-curp-entity = Characters 12 and 13 of the CURP are not of a state.
# As in es/people.ftl.
field-curp-digit = A character of the CURP does not fit. Compare it with the document, letter by letter.
# As in es/people.ftl.
warn-curp-name = The first letters of the CURP do not fit the name typed.
# As in es/people.ftl.
warn-curp-born = The date of birth is not the CURP's.
# As in es/people.ftl.
warn-curp-sex = The sex is not the CURP's.
# As in es/people.ftl.
warn-curp-entity = The state is not the CURP's.
# As in es/people.ftl.
warn-curp-known = There is already a record with this CURP on this device. Search for it first.
