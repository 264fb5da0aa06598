"""Both databases side by side: the same pushes get the same answers and leave the same tables.

Hypothesis draws what devices record — days that add up, any event that the format allows, and
bytes that are none — and how it arrives: in pieces, repeated, overlapping, with gaps, from a clone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import Table, select

from sync.central import schema
from sync.central.ingest import ingest
from sync.events import EVENT_TYPES, Event
from tests.delivery.central_support import JOURNAL, Central, Device, record_a_day
from tests.support.central_databases import Kind, database_kind
from tests.support.event_values import built

LONG = bool(os.environ.get("VENTANILLA_SOAK"))
TABLES = (*JOURNAL, schema.later_code, *schema.READ_TABLES)


@pytest.fixture(scope="module", autouse=True)
def both() -> Iterator[None]:
    """Keep a central on SQLite and one on PostgreSQL for all draws; their devices are new."""
    folder = Path(mkdtemp(prefix="ventanilla-both-"))
    for kind in Kind:
        with database_kind(kind):
            SideBySide.centrals[kind] = Central(folder / kind)
    yield
    for central in SideBySide.centrals.values():
        central.close()
    SideBySide.centrals.clear()
    shutil.rmtree(folder)


class SideBySide(RuleBasedStateMachine):
    """A device and its clone before two centrals."""

    centrals: ClassVar[dict[Kind, Central]] = {}

    @initialize()
    def enrol(self) -> None:
        """Let both centrals know a new device."""
        self.devices = [Device()]
        for central in self.centrals.values():
            central.enrol(self.devices[0])

    @rule(rounds=st.integers(1, 2), which=st.integers(0, 1))
    def record_a_day(self, rounds: int, which: int) -> None:
        """Record what a device really does."""
        record_a_day(self._one(which), rounds)

    @rule(event=st.one_of([built(kind) for kind in EVENT_TYPES]), which=st.integers(0, 1))
    def record_anything(self, event: Event, which: int) -> None:
        """Record an event that the format allows, whatever it says."""
        self._one(which).record(event)

    @rule(header=st.binary(max_size=40), body=st.binary(max_size=40))
    def record_nonsense(self, header: bytes, body: bytes) -> None:
        """Record bytes that nobody can read, with a header that is one or is none."""
        device = self.devices[0]
        device.raw(device.header(60) if len(header) % 2 else header, body)

    @rule(keep=st.integers(0, 5))
    def clone(self, keep: int) -> None:
        """Let the device be copied: both go on with one identity."""
        if len(self.devices) == 1 and self.devices[0].items:
            self.devices.append(self.devices[0].fork(min(keep, len(self.devices[0].items))))

    @rule(first=st.integers(0, 12), count=st.integers(1, 9), which=st.integers(0, 1))
    def push(self, first: int, count: int, which: int) -> None:
        """Push a piece, wherever it begins; both centrals say the same of it."""
        device = self._one(which)
        if not device.items:
            return
        begin = 1 + first % len(device.items)
        batch = device.batch(begin, min(begin + count - 1, len(device.items)))

        said = {
            kind: ingest(one.database, batch, one.now_ms(), follow=one.platform.consequences)
            for kind, one in self.centrals.items()
        }

        assert said[Kind.SQLITE] == said[Kind.POSTGRESQL]

    @rule()
    def catch_up(self) -> None:
        """Let the read tables follow."""
        for central in self.centrals.values():
            central.platform.catch_up()

    def teardown(self) -> None:
        """Compare every table once all has followed."""
        if hasattr(self, "devices"):
            self.catch_up()
            for table in TABLES:
                rows = {kind: self._rows(one, table) for kind, one in self.centrals.items()}
                assert rows[Kind.SQLITE] == rows[Kind.POSTGRESQL], table.name

    def _one(self, which: int) -> Device:
        return self.devices[which % len(self.devices)]

    def _rows(self, central: Central, table: Table) -> list[dict[str, Any]]:
        mine = table.c.device_id == self.devices[0].device_id
        with central.database.read() as connection:
            found = connection.execute(
                select(table).where(mine).order_by(*table.primary_key.columns)
            )
            return [dict(row._mapping) for row in found]


TestSideBySide = SideBySide.TestCase
TestSideBySide.settings = settings(
    max_examples=400 if LONG else 12, stateful_step_count=30 if LONG else 12
)
