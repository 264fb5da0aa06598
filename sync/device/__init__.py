"""The device side of delivery (PROTOCOL §8 to §18), without a screen or a file of its own.

driver       the one thread: step, wait, wake, stop
engine       step(): one exchange at most, by the lane that is due
pace         gate and timers: which lane may go out when, and what the link is called
probe push pull   the lanes: prepare in a transaction, send, conclude in a transaction
decision     what a valid acknowledgement means
outbox states     the stored facts of delivery, and the state of a record computed from them
orders       signed orders of dataset 1: the revocation list and the wipe, as they are held
wiping lease running   the stages of a wipe, the lease, and the running time both are counted in
erasures pruning   bodies that go: by order of the central, or because it keeps them for good
memory       what is remembered of the central: incarnation, times, certificates
transport route   the wire, and the operating system's hint that there may be one
link         words for trouble and for the link's state; backoff
enrolment    how a device becomes one of the institution's
schema       the tables, as migrations that the vault runs
"""
