"""What programmes owe a person, and handing it over (V49, docs/accounts.md).

Delivered in kind, in cash from the open drawer, or onto the balance; signed for by the person or by
somebody for them. At most as often as it is owed, as far as this device knows; what two devices
delivered twice the central finds later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from kiosk.services.account_errors import (
    AccountUnknown,
    BenefitMeansWrong,
    BenefitNotNow,
    BenefitOver,
    BenefitUnknown,
    BenefitUnsigned,
)
from kiosk.services.citizens import PersonUnknown
from kiosk.services.desk import Desk, local, local_day
from kiosk.services.issuing import Issuing
from kiosk.services.permissions import Permissions
from kiosk.services.views.accounts import Benefit, BenefitDone
from kiosk.store import accounts, queries
from kiosk.texts import Texts
from sync.catalogue import Capability, EntitlementEntry, in_language
from sync.events import BenefitDelivered, BenefitMeans, OnBehalf, RuleVersion
from sync.ids import EventId, Salt, ShiftId, SubjectId, event_id_of
from sync.journal import Transaction
from sync.money import Centavos

CashShift = Callable[[Transaction], ShiftId]
"""Returns the shift whose drawer whoever is at work may use; raises KnownError `shift.none` …"""
CheckDrawer = Callable[[Transaction, Centavos], None]
"""Raises a KnownError where the drawer does not hold so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who signed: the drawn signature, and who received it for the person, if not they."""

    signature: bytes | None = None
    on_behalf: str = ""
    relation: str = ""


class Benefits:
    """Open entitlements of a person, and their delivery."""

    def __init__(
        self,
        desk: Desk,
        issuing: Issuing,
        texts: Callable[[], Texts],
        cash_shift: CashShift,
        check_drawer: CheckDrawer,
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._texts = texts
        self._cash_shift = cash_shift
        self._check_drawer = check_drawer
        self._permissions = Permissions(desk)

    def open_for(self, subject: SubjectId) -> tuple[Benefit, ...]:
        """Return what is owed to a person today and not yet delivered; writes nothing."""

        def work(tx: Transaction) -> tuple[Benefit, ...]:
            self._permissions.require(Capability.ACCOUNTS, tx=tx)
            today = self._today(tx)
            found = [
                self._benefit(tx, entry)
                for entry in accounts.entitlements_of(tx, subject)
                if entry.valid_from <= today <= (entry.valid_to or date.max)
            ]
            return tuple(one for one in found if one.left)

        return self._desk.read(work)

    def begin(self) -> Salt:
        """Return the salt of a delivery; drawn when V49 opens, kept on Back."""
        return self._desk.new_salt()

    def deliver(
        self,
        salt: Salt,
        subject: SubjectId,
        entitlement_id: str,
        means: BenefitMeans,
        receiver: Receiver,
    ) -> BenefitDone:
        """Record that a benefit was handed over (kind 102); the same salt again is the same one.

        Raises KnownError `benefit.unknown`, `benefit.over`, `benefit.not_now`, `benefit.means`,
        `benefit.unsigned`, `account.unknown`, `shift.none` (cash), `access.not_allowed`; nothing
        was written.
        """

        def work(tx: Transaction) -> BenefitDone:
            self._permissions.require(Capability.ACCOUNTS, tx=tx)
            event_id = event_id_of(salt)
            entry = accounts.entitlement(tx, entitlement_id)
            if self._desk.journal.find(tx, event_id) is None:
                if entry is None or entry.subject not in accounts.ids_of(tx, subject):
                    raise BenefitUnknown
                event = self._event(tx, subject, entry, means, receiver)
                self._desk.append(tx, event, salt=salt, subject=subject)
            return self._done(tx, subject, event_id, entry)

        return self._desk.write(work, last_room=True)

    def _event(
        self,
        tx: Transaction,
        subject: SubjectId,
        entry: EntitlementEntry,
        means: BenefitMeans,
        receiver: Receiver,
    ) -> BenefitDelivered:
        today = self._today(tx)
        if not entry.valid_from <= today <= (entry.valid_to or date.max):
            raise BenefitNotNow(entry.valid_from, entry.valid_to)
        if accounts.delivered_times(tx, entry) >= entry.times:
            raise BenefitOver(entry.times)
        if means not in entry.means:
            raise BenefitMeansWrong
        who, relation = (" ".join(t.split()) for t in (receiver.on_behalf, receiver.relation))
        if receiver.signature is None or bool(who) is not bool(relation):
            raise BenefitUnsigned
        account_id, shift = self._where(tx, subject, entry, means)
        return BenefitDelivered(
            entitlement=RuleVersion(rule_id=entry.entitlement_id, version=entry.version),
            means=means,
            amount_centavos=Centavos(0) if means is BenefitMeans.IN_KIND else entry.amount_centavos,
            what=self._words(entry.what) or entry.entitlement_id,
            quantity=entry.quantity,
            signature=receiver.signature,
            on_behalf=OnBehalf(who=who[:200], relation=relation[:100]) if who else None,
            account_id=account_id,
            shift=shift,
        )

    def _where(
        self, tx: Transaction, subject: SubjectId, entry: EntitlementEntry, means: BenefitMeans
    ) -> tuple[EventId | None, ShiftId | None]:
        """Return the balance or the drawer that a benefit goes through."""
        match means:
            case BenefitMeans.IN_KIND:
                return None, None
            case BenefitMeans.CASH:
                shift = self._cash_shift(tx)
                self._check_drawer(tx, entry.amount_centavos)
                return None, shift
            case BenefitMeans.BALANCE:
                held = accounts.accounts_of(tx, subject)
                if not held:
                    raise AccountUnknown
                return held[0].account_id, None
            case _:
                assert_never(means)

    def _benefit(self, tx: Transaction, entry: EntitlementEntry) -> Benefit:
        return Benefit(
            entitlement_id=entry.entitlement_id,
            version=entry.version,
            programme=self._words(entry.programmes),
            what=self._words(entry.what),
            means=entry.means,
            amount_centavos=entry.amount_centavos,
            quantity=entry.quantity,
            times=entry.times,
            delivered=accounts.delivered_times(tx, entry),
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
            legal_reference=entry.legal_reference,
        )

    def _done(
        self,
        tx: Transaction,
        subject: SubjectId,
        event_id: EventId,
        entry: EntitlementEntry | None,
    ) -> BenefitDone:
        row = accounts.benefit(tx, event_id)
        if row is None:
            raise BenefitUnknown
        programme = row.entitlement_id if entry is None else self._words(entry.programmes)
        return BenefitDone(
            event_id=event_id,
            programme=programme,
            what=row.what,
            means=row.means,
            amount_centavos=row.amount_centavos,
            delivered_at=local(row.delivered_seconds),
            slip=self._slip(tx, subject, row, programme),
        )

    def _slip(
        self,
        tx: Transaction,
        subject: SubjectId,
        row: accounts.BenefitRow,
        programme: str,
    ) -> tuple[str, ...]:
        """Return the lines of the paper that stays with the person; it names nobody in full."""
        texts, identity = self._texts(), self._desk.identity
        person = queries.person(tx, accounts.shown_as(tx, subject))
        if person is None:
            raise PersonUnknown
        way = texts.text(f"benefit-way-{row.means.name.lower()}")
        lines = [
            identity.institution.name,
            identity.office,
            texts.text("benefit-slip-title"),
            programme,
            f"{row.quantity} × {row.what}" if row.quantity > 1 else row.what,
            way,
        ]
        if row.amount_centavos:
            lines.append(texts.money(row.amount_centavos))
        lines.append(texts.when(local(row.delivered_seconds)))
        lines.append(texts.text("benefit-slip-number", number=event_id_words(row.event_id)))
        return tuple(lines)

    def _words(self, texts: tuple[tuple[str, str], ...]) -> str:
        return in_language(texts, self._texts().language) or ""

    def _today(self, tx: Transaction) -> date:
        return local_day(self._issuing.time(tx).seconds)


def event_id_words(event_id: EventId) -> str:
    """Return the first eight digits and letters of an id, as they are read out."""
    text = event_id.hex().upper()[:8]
    return f"{text[:4]}-{text[4:]}"
