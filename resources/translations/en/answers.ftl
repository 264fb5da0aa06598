### Answers of a form that cannot be stored as they were typed.

# A whole number beyond 32 bits. $field: the question.
field-integer-range = The number is too large: { $field }
