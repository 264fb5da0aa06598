"""What is being charged, kept as a draft row under the salt of its payment until it is paid.

One row per unpaid registration, order or top-up: leaving, coming back, pressing twice, or a crash
between two presses find the same id, and so there is one payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk.services.erasing import CHARGE
from kiosk.store import kept
from sync import cbor
from sync.ids import EventId, Salt, SubjectId
from sync.journal import Transaction
from sync.money import Centavos

Fact = str | int
"""What a tariff asks: months late, metres, a zone."""


class ChargeKind(IntEnum):
    """What a charge is for."""

    REGISTRATION = 1
    ORDER = 2
    TOP_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeDraft:
    """A charge that was begun: for what, at which price shown, what the tariff was told."""

    kind: ChargeKind
    about: EventId
    """The registration, the order, or the account to which money is added."""
    shown_centavos: Centavos
    order_text: str = ""
    subject: SubjectId | None = None
    facts: tuple[tuple[str, Fact], ...] = ()
    questions: tuple[EventId, ...] = ()
    """Approvals that a second person gave for this very payment."""

    def encode(self) -> bytes:
        """Return the bytes of the draft row; key 1 says what an erasure would take with it."""
        return cbor.encode(
            {
                1: self.about,
                2: self.shown_centavos,
                3: int(self.kind),
                4: self.order_text,
                5: [list(fact) for fact in self.facts],
                6: list(self.questions),
                7: self.subject,
            }
        )

    @classmethod
    def decode(cls, content: bytes) -> ChargeDraft:
        """Return what a draft row holds; rows of earlier versions are charges of registrations."""
        read = cbor.decode(content)
        return cls(
            kind=ChargeKind(read.get(3, ChargeKind.REGISTRATION)),
            about=EventId(read[1]),
            shown_centavos=Centavos(read[2]),
            order_text=read.get(4, ""),
            facts=tuple((key, value) for key, value in read.get(5, ())),
            questions=tuple(EventId(one) for one in read.get(6, ())),
            subject=None if read.get(7) is None else SubjectId(read[7]),
        )


def begun(tx: Transaction, about: EventId) -> tuple[Salt, ChargeDraft] | None:
    """Return the charge that was begun for a registration, order or account, or None."""
    for row in kept.drafts(tx, CHARGE):
        draft = ChargeDraft.decode(row.content)
        if draft.about == about:
            return row.salt, draft
    return None


def held(tx: Transaction, charge_id: Salt) -> ChargeDraft | None:
    """Return a charge by its id, or None once it was paid, or was never begun."""
    row = kept.draft(tx, charge_id)
    return None if row is None or row.kind != CHARGE else ChargeDraft.decode(row.content)


def keep(tx: Transaction, charge_id: Salt, draft: ChargeDraft, now_seconds: int) -> None:
    """Keep a charge as it stands now."""
    kept.save_draft(
        tx,
        salt=charge_id,
        kind=CHARGE,
        subject=draft.subject,
        content=draft.encode(),
        now_seconds=now_seconds,
    )
