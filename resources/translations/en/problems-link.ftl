### Why delivery makes no progress (V24). Saving always comes before sending.

# Code link.no_route.
problem-link-no_route =
    .happened = There is no connection to the central office.
    .safe = Everything is saved on this device.
    .todo = Keep working; delivery is automatic.
# Code link.cut.
problem-link-cut =
    .happened = The connection broke during delivery.
    .safe = Everything is saved; what was sent is repeated and counts once.
    .todo = Keep working; delivery continues by itself.
# Code link.timeout.
problem-link-timeout =
    .happened = The central office stopped answering during delivery.
    .safe = Everything is saved; what was sent is repeated and counts once.
    .todo = Keep working; delivery continues by itself.
# Code link.tls.
problem-link-tls =
    .happened = Another machine answered in place of the central office.
    .safe = Everything is saved; nothing was sent.
    .todo = Open the browser in case the network asks to accept a page. If it lasts, tell your supervisor.
# Code link.server.
problem-link-server =
    .happened = The central office answers that it cannot receive now.
    .safe = Everything is saved on this device.
    .todo = Keep working; it is tried again, with longer and longer pauses.
# Code link.busy.
problem-link-busy =
    .happened = The central office is busy and asks to wait.
    .safe = Everything is saved on this device.
    .todo = Keep working; delivery continues by itself after the wait.
# Code link.wrong_signature.
problem-link-wrong_signature =
    .happened = The answer does not carry the central office's signature.
    .safe = Everything is saved; nothing was taken as delivered.
    .todo = Keep working and tell your supervisor.
# Code link.no_answer.
problem-link-no_answer =
    .happened = The answer does not belong to what was sent.
    .safe = Everything is saved; nothing was taken as delivered.
    .todo = Keep working. If it lasts, tell your supervisor.
# Code link.envelope_refused.
problem-link-envelope_refused =
    .happened = The central office does not accept one record.
    .safe = The record is saved here; it is tried again every six hours.
    .todo = Keep working and tell your supervisor.
# Code link.page.
problem-link-page =
    .happened = New data of the central office could not be used.
    .safe = What is saved is delivered; the earlier data are used.
    .todo = Keep working. If it lasts, tell your supervisor.
# Code link.defect.
problem-link-defect =
    .happened = Delivery met an error of the program.
    .safe = Everything is saved on this device; it is tried again.
    .todo = Keep working and tell your supervisor.
