"""Following what the office orders of this device: a wipe, stage by stage (PROTOCOL §19).

Every stage is set in one transaction with its event (kind 117), so that a kill between any two
leaves a stage from which it goes on. Only destroying the keys lies outside the file: its mark
stands before the first key goes (`kiosk.vault.wiped`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from kiosk.domain.versions import is_below
from kiosk.services import limits
from kiosk.services.desk import Desk
from kiosk.services.drafts import KIND as DRAFT_KIND
from kiosk.services.lease import lease_state
from kiosk.services.permissions import Permissions
from kiosk.services.views.orders import (
    DeviceOrders,
    OrderedErasure,
    OrderOutcome,
    ReportedWhy,
    RevocationsHeld,
    UpdateNotice,
    WipeNotice,
    WipeStep,
)
from kiosk.settings import APP_VERSION
from kiosk.store import kept, pulled, versions
from kiosk.vault import wiped
from sync.catalogue import Capability
from sync.device import orders
from sync.device.blob_tables import waiting as blobs_waiting
from sync.device.erasures import Ordered, Outcome, ordered, waiting
from sync.device.memory import LinkMemory
from sync.device.outbox import Outbox
from sync.device.running import running_seconds, starts
from sync.device.wiping import WipeFacts, WipeStage, after, seconds_left
from sync.events import WipeFollowed
from sync.events import WipeStep as RecordedStep
from sync.ids import EventId, Salt, folio_text
from sync.journal import NOBODY, Transaction

_RECORDED = {
    WipeStage.WAITING: RecordedStep.SHOWN,
    WipeStage.DELIVERING: RecordedStep.CAPTURE_STOPPED,
    WipeStage.DELIVERED: RecordedStep.DELIVERED,
    WipeStage.DESTROYING: RecordedStep.DESTROYING,
}
_SHOWN = {
    WipeStage.TAKEN: WipeStep.ANNOUNCED,
    WipeStage.WAITING: WipeStep.ANNOUNCED,
    WipeStage.DELIVERING: WipeStep.DELIVERING,
    WipeStage.DELIVERED: WipeStep.ENDING,
    WipeStage.DESTROYING: WipeStep.ENDING,
}
_OUTCOMES = {
    Outcome.WAITING: OrderOutcome.WAITING,
    Outcome.CARRIED_OUT: OrderOutcome.CARRIED_OUT,
    Outcome.BLOCKED_INSTEAD: OrderOutcome.BLOCKED_INSTEAD,
}
_REFERENCE_DIGITS = 8

_log = logging.getLogger("ventanilla.orders")


class Orders:
    """What the office ordered of this device.

    *destroy* removes the key slots of a path. *copies* is called once a minute while everything is
    to be delivered: without a link the drives get a copy. *leave* is called on delivery's thread
    once the keys are gone and the file is closed: delivery is over.
    """

    def __init__(
        self,
        desk: Desk,
        leave: Callable[[], None] = lambda: None,
        destroy: wiped.Destroy = wiped.destroy_slots,
        copies: Callable[[], object] = lambda: None,
    ) -> None:
        self._desk = desk
        self._leave = leave
        self._destroy = destroy
        self._copies = copies
        self._permissions = Permissions(desk)
        self._outbox = Outbox()
        self._memory = LinkMemory()

    def status(self) -> DeviceOrders:
        """Return everything the office has said about this device; raise FileClosed."""
        return self._desk.read(self._status)

    def erasures(self) -> tuple[OrderedErasure, ...]:
        """Return what the office ordered to erase or block here and what became of it.

        What waits stands first; orders over records that were never here are left out. Raises
        NotAllowed for who is no supervisor, FileClosed.
        """

        def work(tx: Transaction) -> tuple[OrderedErasure, ...]:
            self._permissions.require(Capability.APPROVE, tx=tx)
            found = [
                self._ordered(tx, one, _OUTCOMES[one.outcome])
                for one in ordered(tx)
                if one.outcome in _OUTCOMES
            ]
            return tuple(sorted(found, key=lambda one: one.outcome is not OrderOutcome.WAITING))

        return self._desk.read(work)

    def _ordered(self, tx: Transaction, one: Ordered, outcome: OrderOutcome) -> OrderedErasure:
        event_id = EventId(one.entry.event_id)
        row = versions.one_registration(tx, event_id)
        folio = ""
        if row is not None:
            terminal = self._desk.identity.terminal
            folio = folio_text(terminal, row.folio.series, row.folio.number)
        return OrderedErasure(
            reference=event_id.hex()[:_REFERENCE_DIGITS],
            act=one.entry.act,
            outcome=outcome,
            folio=folio,
            legal_basis=one.entry.legal_basis,
        )

    def followed(self) -> int | None:
        """Return the order by which this device's keys were destroyed, None while it works.

        Needs no open file: there is none any more.
        """
        return wiped.order_followed(self._desk.database.path)

    def follow(self) -> WipeStage | None:
        """Go on, stage by stage, as far as is due; at the last one destroy the keys.

        Called on delivery's thread once a minute. Return the stage now, None without an order.
        """
        if not self._desk.is_open:
            return None
        row = self._desk.read(orders.wipe_row)
        if row is None:
            return None
        stage = row.stage
        while stage is not WipeStage.DESTROYING and self._desk.read(self._next) is not stage:
            stage = self._desk.write(self._advance)
        if stage is WipeStage.DELIVERING:
            self._copies()
        if stage is WipeStage.DESTROYING:
            self._end(row.number)
        return stage

    def undelivered(self, tx: Transaction) -> int:
        """Return how many events the central has not confirmed."""
        rows = self._outbox.streams(tx)
        return sum(max(0, row.last_to_send - row.acknowledged) for row in rows)

    def _next(self, tx: Transaction) -> WipeStage:
        row = _row(tx)
        return after(row.stage, self._facts(tx, row))

    def _advance(self, tx: Transaction) -> WipeStage:
        row, stage, undelivered = _row(tx), self._next(tx), self.undelivered(tx)
        if stage is row.stage:
            return stage
        _log.warning("wipe order %d: %s", row.number, stage.name)
        event = WipeFollowed(
            order_number=row.number, step=_RECORDED[stage], undelivered=undelivered or None
        )
        salt = Salt(self._desk.random(16))
        self._desk.journal.append(tx, event, salt=salt, operator=NOBODY)
        orders.set_stage(tx, row.number, stage)
        return stage

    def _end(self, number: int) -> None:
        """Destroy the keys; nothing opens the file from the first line on, whatever happens."""
        path = self._desk.database.path
        wiped.begin(path, number)
        self._desk.clear()
        self._desk.database.close()
        wiped.finish(path, self._destroy)
        _log.warning("wipe order %d was followed: the keys are gone", number)
        self._leave()

    def _facts(self, tx: Transaction, row: orders.WipeRow) -> WipeFacts:
        return WipeFacts(
            why=row.why,
            not_before_seconds=row.not_before_seconds,
            server_seconds=self._memory.newest_server_milliseconds(tx) // 1000,
            waited_seconds=running_seconds(tx) - row.running_seconds,
            starts=starts(tx) - row.starts,
            starts_allowed=pulled.settings(tx).wipe_after_starts,
            all_delivered=not (self.undelivered(tx) or blobs_waiting(tx).count),
        )

    def _status(self, tx: Transaction) -> DeviceOrders:
        identity = self._desk.identity
        institution, device_id = identity.institution, identity.certificate.device_id
        held = limits.revocations(tx, institution)
        return DeviceOrders(
            lease=lease_state(tx),
            wipe=self._notice(tx),
            reported=limits.reported(tx, institution, device_id),
            revocations=None
            if held is None
            else RevocationsHeld(
                number=held.number,
                issued_at=datetime.fromtimestamp(held.issued_at_seconds, UTC).astimezone(),
                devices=len(held.devices),
            ),
            erasures_waiting=waiting(tx),
            update=_update(tx),
        )

    def _notice(self, tx: Transaction) -> WipeNotice | None:
        row = orders.wipe_row(tx)
        if row is None:
            return None
        return WipeNotice(
            number=row.number,
            administrator=row.administrator,
            why=ReportedWhy[row.why.name],
            step=_SHOWN[row.stage],
            hours_left=-(-seconds_left(row.stage, self._facts(tx, row)) // 3_600),
            undelivered=self.undelivered(tx),
            drafts=len(kept.drafts(tx, DRAFT_KIND)),
        )


def _row(tx: Transaction) -> orders.WipeRow:
    row = orders.wipe_row(tx)
    if row is None:
        raise AssertionError("an order that was taken stays")
    return row


def _update(tx: Transaction) -> UpdateNotice | None:
    """Return what the institution says of this version, None where it is new enough."""
    settings = pulled.settings(tx)
    if is_below(APP_VERSION, settings.minimum_version):
        return UpdateNotice(wanted=settings.minimum_version, required=True)
    if is_below(APP_VERSION, settings.wanted_version):
        return UpdateNotice(wanted=settings.wanted_version, required=False)
    return None
