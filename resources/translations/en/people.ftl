### A person's card (V07): what to put right, what to look at again.

# Shown beside the field and in the summary. The field names itself in its own words.
field-given-empty = Enter the given name.
field-first-surname-empty = Enter the first surname.
field-name-long = The name has more than 80 letters. Enter it as on the document.
field-date-form = Enter the date with day, month and year. That day must exist.
field-date-future = The date of birth must be today or earlier.
field-date-old = Check the year of birth: that is more than 130 years.
field-sex-choose = Choose one of the three options, or leave it without answer.
field-entity-choose = Choose the state from the list.
field-phone-digits = A phone number has 10 digits.
# $n: how many characters were typed.
field-curp-length = A CURP has 18 letters and numbers. You entered { $n }.
# $position: which character, counted from 1.
field-curp-character = Check the CURP: in place { $position } another kind of sign belongs (letter or number).
field-curp-date = The CURP holds a date that does not exist. Check the numbers 5 to 10.
field-curp-future = The CURP holds a date of birth after today. Check it.
field-curp-sex = Place 11 of the CURP holds H, M or X.
field-curp-entity = The CURP holds a state that does not exist. Check places 12 and 13.
field-curp-digit = The last number of the CURP does not match. Compare it with the document.
# Warnings: saving is allowed when the person says it is right.
warn-curp-name = The letters of the CURP do not come from this name. Compare with the document.
warn-curp-born = The date you entered is not the one in the CURP.
warn-curp-sex = The sex you chose is not the one in the CURP.
warn-curp-entity = The state you chose is not the one in the CURP.
warn-curp-known = There is already a record with this CURP on this device.
