### V20 Approve, V34 what waits for approval; the second person gives a one-time code.

# As in es/approvals.ftl.
approve-title = Approve
# As in es/approvals.ftl.
approve-asks-reversal = { $person } asks to cancel a payment.
# As in es/approvals.ftl.
approve-asks-discount = { $person } asks to give a discount.
# As in es/approvals.ftl.
approve-asks-cash = { $person } asks for approval about the cash in the drawer.
# As in es/approvals.ftl.
approve-asks-business_day = { $person } asks to open the shift with another date.
# As in es/approvals.ftl.
approve-asks-clock = { $person } asks to work with the date of this device.
# As in es/approvals.ftl.
approve-asks-reprint = { $person } asks to print a receipt again.
# As in es/approvals.ftl.
approve-asks-erasure = { $person } asks to erase data of a person.
# As in es/approvals.ftl.
approve-asks-amount = { $person } asks to have an amount approved.
# As in es/approvals.ftl.
approve-asks-access = { $person } asks to give or get back access to this device.
# As in es/approvals.ftl.
approve-asks-protection = { $person } asks to work with less protection.
# As in es/approvals.ftl.
approve-asks-blocked_data = { $person } asks to see blocked data.
# As in es/approvals.ftl.
approve-asks-removal = { $person } asks to retire this device.
# As in es/approvals.ftl.
approve-when = Asked { $when }
# As in es/approvals.ftl.
approve-why = Reason: { $reason }
# As in es/approvals.ftl.
approve-who = Who approves?
# As in es/approvals.ftl.
approve-nobody = Nobody else can approve on this device now. You can leave the request for later.
# As in es/approvals.ftl.
approve-code = One-time code of the person who approves
# As in es/approvals.ftl.
approve-code-hint = The next code of their printed list: 8 letters and digits.
# As in es/approvals.ftl.
approve-code-empty = Enter the code of the person who approves.
# As in es/approvals.ftl.
approve-code-wrong = The code is not on that person's list. { $tries ->
        [0] No tries left for now.
        [one] { $tries } try left.
       *[other] { $tries } tries left.
    }
# As in es/approvals.ftl.
approve-code-used = That code was used before. Cross it out and enter the next one of the list.
# As in es/approvals.ftl.
approve-code-wait = Too many tries. Try again at { $time }.
# As in es/approvals.ftl.
approve-trying = Checking…
# As in es/approvals.ftl.
approve-give = Approve
# As in es/approvals.ftl.
approve-refuse = Do not approve
# As in es/approvals.ftl.
approve-refuse-now = Do not approve, for this reason
# As in es/approvals.ftl.
approve-later = Later
# As in es/approvals.ftl.
approve-go-on = Go on
# As in es/approvals.ftl.
approve-reason = Why is it not approved?
# As in es/approvals.ftl.
approve-reason-hint = The person who asked will read it.
# As in es/approvals.ftl.
approve-reason-empty = Enter why it is not approved.
# As in es/approvals.ftl.
approve-given = Approved. { $person } can go on.
# As in es/approvals.ftl.
approve-refused = { $person } did not approve: { $reason }
# As in es/approvals.ftl.
approve-kept = The request is saved and waits for approval.
# As in es/approvals.ftl.
approve-timed-out = Two minutes passed without approval. Nothing was changed.
# As in es/approvals.ftl.
approvals-title = Waiting for approval
# As in es/approvals.ftl.
approvals-subtitle = What other people left for somebody to approve.
# As in es/approvals.ftl.
approvals-none = Nothing waits for approval.
# As in es/approvals.ftl.
approvals-answer = Answer
# As in es/approvals.ftl.
approvals-answer-name = Answer request { $number } of { $person }
# As in es/approvals.ftl.
home-approvals = { $n ->
        [0] Approvals
        [one] { $n } approval waits
       *[other] { $n } approvals wait
    }
# As in es/approvals.ftl.
approval-state-waiting = waits for approval
# As in es/approvals.ftl.
approval-state-refused = not approved
# As in es/approvals.ftl.
approval-state-given = approved
