# No code could be read in the picture that was opened.
problem-verify-no_code =
    .happened = No code can be read in the picture.
    .safe = Nothing was decided and nothing was sent.
    .todo = Take the photo closer and with light, or enter number and code.
