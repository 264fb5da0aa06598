# Title of V51: answering a request that is refused, or granted only in part.
reply-title = Answer the request
# Below the title of V51.
reply-subtitle = To refuse a request, or a part of it, note the law it rests on.
# Link of a request on V31: leads to V51.
reply-open-short = Refused or in part
# Whole name of the link above; $request says which request.
reply-open = Refused or in part: { $request }
# Question of V51.
reply-outcome = How is it answered?
# Answer.
reply-partly = Granted in part
# Answer.
reply-refused = Refused
# Field: the law that the refusal rests on.
reply-basis = Legal basis
# Hint of the field above.
reply-basis-hint = Law, article and reason, as the person is told
# Message of a field: nothing chosen.
reply-no-outcome = Choose how it is answered.
# Message of a field: the law is missing.
reply-no-basis = Write the legal basis.
# Main button of V51.
reply-save = Record the answer
# Notice on V31: refused.
reply-refused-done = Answer recorded: refused.
# Notice on V31: granted in part; $day = until when it is carried out.
reply-partly-done = Answer recorded: granted in part. Carry it out before { $day }.
