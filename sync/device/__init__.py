"""The device side of delivery: outbox, engine, transport, enrolment."""
