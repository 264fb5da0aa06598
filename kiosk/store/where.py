"""Where an event stands: once, or again in a newer stream after a fork (PROTOCOL §10).

Conditions for statements that join `event AS e` with its `stream AS s`; each leaves one place.
"""

from __future__ import annotations

STANDS_FIRST = (
    "s.number = (SELECT min(n.number) FROM event AS m JOIN stream AS n ON n.stream = m.stream"
    " WHERE m.event_id = e.event_id)"
)
"""The place of first recording: its order is the order in which things happened."""

STANDS_NOW = (
    "s.number = (SELECT max(n.number) FROM event AS m JOIN stream AS n ON n.stream = m.stream"
    " WHERE m.event_id = e.event_id)"
)
"""The place it is delivered in: acknowledgements and codes are about this one."""
