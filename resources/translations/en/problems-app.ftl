### What is said of a fault that nobody foresaw, where there is no page of its own for it.

# No code: a fault of ours.
problem-app-unforeseen =
    .happened = The program met a fault of its own.
    .safe = What is saved is safe on this device.
    .todo = Try again. If it happens again, tell the supervisor.
