### V33 Privacy notice; V11 and V12: what the person may refuse, and how they sign.

# Title of V33, the page before the first question.
notice-title = Privacy notice
# Below the title of V33.
notice-subtitle = Show it or read it to the person before you begin.
# Link that opens the full notice on the same page.
notice-full = See the full notice
# The same link while the full notice is open.
notice-close = Close the full notice
# Link; sends the full notice to the computer's printer.
notice-print = Print the full notice
# Button: how the person came to know the notice. It records the notice and begins the service.
notice-on-screen = They read it on the screen
# Button; see notice-on-screen.
notice-aloud = I read it to them
# Button; see notice-on-screen.
notice-on-paper = I gave it on paper
# Below a sensitive purpose; { $questions } = the questions asked for it alone.
notice-sensitive = Sensitive: the person may refuse and the service goes on. It is asked: { $questions }
# The person's answer to a sensitive purpose.
notice-accepts = Agrees
# The person's answer to a sensitive purpose.
notice-refuses = Does not agree
# The person has not said yes or no.
notice-undecided = Choose whether the person agrees or not. Both answers will do.
# V11 and V12: title of what the person said about sensitive data; also the name of its link "Change".
review-sensitive = Sensitive data
# V11 and V12: what follows from not agreeing; { $questions } = what is not asked.
review-left-out = Neither asked nor kept: { $questions }
# V12: title of the uses that the service does not need.
consent-optional = If the person wishes, tick as well:
# V12, below such a use; { $questions } = answers that are not kept without it.
consent-without = Without this tick it is not kept: { $questions }
# V12: asks for the way of agreeing.
consent-means = How does the person sign?
# V12, option: the sentence ticked above is enough.
consent-way-tick = The ticked sentence is enough
# V12, option.
consent-way-sign = Signs here
# V12, option: a cross or another mark by hand; never a fingerprint.
consent-way-mark = Cannot sign: makes a mark
# V12, option.
consent-way-witness = Cannot sign: a witness signs
# V12: name of the room to sign in.
consent-sign-here = Signature
# V12: the same room, by who signs.
consent-ink-sign = The person's signature
# See consent-ink-sign.
consent-ink-mark = The person's mark, made by hand
# See consent-ink-sign.
consent-ink-witness = The witness's signature
# V12, below the room to sign in.
consent-sign-hint = With a finger or the mouse. Only the drawing is kept.
# V12: field.
consent-witness = Name of the witness
# V12: field.
consent-relation = What they are to the person
# V12, example below the field.
consent-relation-hint = For example: daughter, neighbour, interpreter.
# V12, primary button where there is a signature.
consent-sign-save = Sign and save
# V12: no way of signing was chosen.
consent-no-means = Choose how the person signs.
# V12: the name is missing.
consent-no-witness = Enter the name of the witness.
# V12: the relation is missing.
consent-no-relation = Enter what the witness is to the person.
# V12: nothing is drawn.
consent-no-ink = The signature is missing. Make it in the box.
# V12: the drawing has too many lines to be kept.
consent-much-ink = The signature has too many lines. Clear it and make a simpler one.
# V09, card at the side: why the question in hand is asked.
why-title = Why is this asked?
# V09; { $basis } = law or rule with its article.
why-basis = Legal basis: { $basis }
# V09; { $retention } = how long, in the office's words.
why-kept = Kept: { $retention }
# V09, at the end of the same card.
why-sensitive = Sensitive. The person agreed to be asked.

### Kiosk: the same, said to whoever touches the screen.

# Title of the page before the first question.
kiosk-notice-title = Your data
# Below a sensitive purpose; { $questions } = the questions asked for it alone.
kiosk-notice-sensitive = You may say no and go on. We would ask you: { $questions }
# Answer to a sensitive purpose.
kiosk-notice-yes = Yes, I agree
# Answer to a sensitive purpose.
kiosk-notice-no = I do not agree
# Continue was touched without a choice.
kiosk-notice-undecided = Choose one of the two. Both let you go on.
