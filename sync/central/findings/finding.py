"""One finding: what an auditor must look at, at which event, with the facts that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.central.findings.book import Place

Facts = dict[str, int | str | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that an honest day does not leave behind, or that an auditor counts.

    `name` is stable. The place is the event's; of a paper without an event, its anchor and number.
    """

    name: str
    device_id: bytes
    stream: bytes
    seq: int
    facts: Facts


def at(name: str, row: Any, **facts: int | str | bool | bytes | None) -> Finding:
    """Return a finding at a row of a read table; identifiers become hex, what is None is left."""
    place: Place = (row.device_id, row.stream, row.seq)
    return Finding(
        name=name,
        device_id=place[0],
        stream=place[1],
        seq=place[2],
        facts={
            key: value.hex() if isinstance(value, bytes) else value
            for key, value in facts.items()
            if value is not None
        },
    )
