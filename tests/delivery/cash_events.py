"""A day at the drawer as one device records it: honest, until a test plants something."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from sync.central.code_lists import draw_list
from sync.central.ingest import Outcome, ingest
from sync.clock import system_random
from sync.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalMatter,
    CashMoved,
    CashPurpose,
    DepositConfirmed,
    DepositMade,
    Folio,
    NumberRange,
    PaymentMeans,
    PaymentReversed,
    PaymentTaken,
    PrintResult,
    ReceiptConcept,
    ReceiptReprinted,
    ReversalReason,
    Settlement,
    ShiftClosed,
)
from sync.ids import EventId, OperatorNumber, ShiftId
from sync.money import Centavos
from tests.delivery.central_support import (
    CLERK,
    NOW_SECONDS,
    SUPERVISOR,
    Central,
    Device,
    a_payment,
    a_shift,
    stream_opened,
)

DAY = date(2026, 11, 20)
FLOAT = 50_000


def quick(code: str, salt: bytes) -> bytes:
    """Stand in for Argon2id where only who, where and how often matters."""
    return hashlib.sha256(salt + code.encode()).digest()[:16]


@dataclass(slots=True)
class Till:
    """One device at work: what it recorded, and what its drawer must hold."""

    device: Device
    codes: list[str]
    shift: EventId = field(default_factory=lambda: EventId(bytes(16)))
    drawer: int = 0
    first: int = 0
    pushed: int = 0
    last_payment: EventId | None = None

    def open(self, day: date = DAY, time_seconds: int = NOW_SECONDS - 3600) -> EventId:
        if not self.device.items:
            self.device.record(stream_opened(), operator=0)
        opened = a_shift(self.device, FLOAT, day)
        self.first = opened.folio.number
        self.shift = self.device.record(opened, time_seconds=time_seconds)
        self.drawer = FLOAT
        return self.shift

    def pay(self, quantity: int = 1, operator: int = CLERK, **changes: object) -> EventId:
        payment = a_payment(self.device, self.shift, quantity, **changes)
        return self.taken(payment, operator)

    def taken(self, payment: PaymentTaken, operator: int = CLERK) -> EventId:
        if payment.settlement.means is PaymentMeans.CASH:
            settled = payment.settlement
            self.drawer += settled.tendered_centavos - settled.change_centavos
        self.last_payment = self.device.record(payment, operator=operator)
        return self.last_payment

    def approval(
        self,
        matter: ApprovalMatter = ApprovalMatter.REVERSAL,
        *,
        code: str | None = None,
        approver: int = SUPERVISOR,
        asker: int = CLERK,
        about: EventId | None = None,
        amount: int | None = None,
    ) -> EventId:
        """Record an approval; asked about the last payment, unless said otherwise."""
        known = about or self.last_payment
        asked = self.device.record(
            ApprovalAsked(
                matter=matter, amount_centavos=None if amount is None else Centavos(amount)
            ),
            refs=() if known is None else (known,),
            operator=asker,
        )
        given = ApprovalGiven(
            matter=matter,
            approver=OperatorNumber(approver),
            one_time_code=code or self.codes.pop(),
        )
        return self.device.record(given, refs=(asked,), operator=asker)

    def reverse(
        self,
        payment: EventId,
        approval: EventId | None,
        *,
        quantity: int = 1,
        less: int = 0,
        folio: Folio | None = None,
        shift: EventId | None = None,
        scanned: bool = True,
    ) -> EventId:
        paid = a_payment(Device(stream=self.device.stream), self.shift, quantity)
        total = Centavos(paid.total_centavos - less)
        self.drawer -= total
        event = PaymentReversed(
            folio=self.device.folio(),
            total_centavos=total,
            concepts=(ReceiptConcept(code=1001, net_centavos=total),),
            settlement=Settlement(
                means=PaymentMeans.CASH, tendered_centavos=total, change_centavos=Centavos(0)
            ),
            original=folio or self.folio_of(payment),
            reason=ReversalReason.WRONG_SERVICE,
            original_scanned=scanned,
            shift=ShiftId(shift or self.shift),
        )
        refs = (payment,) if approval is None else (payment, approval)
        return self.device.record(event, refs=refs)

    def folio_of(self, _payment: EventId) -> Folio:
        """Return the folio of the last payment: tests reverse what they have just taken."""
        return Folio(series=int.from_bytes(self.device.stream[:2], "big"), number=self.paid_number)

    @property
    def paid_number(self) -> int:
        return self.device.numbers - 1

    def move(
        self,
        change: int,
        purpose: CashPurpose = CashPurpose.SAFE,
        *,
        witness: str | None = "PRUEBA TESTIGO",
        approval: EventId | None = None,
    ) -> EventId:
        self.drawer += change
        return self.device.record(
            CashMoved(
                change_centavos=change,
                purpose=purpose,
                witness=witness,
                shift=ShiftId(self.shift),
            ),
            refs=() if approval is None else (approval,),
        )

    def close(
        self, *, short: int = 0, expected: int | None = None, approval: EventId | None = None
    ) -> EventId:
        folio = self.device.folio()
        stated = self.drawer if expected is None else expected
        counted = stated - short
        return self.device.record(
            ShiftClosed(
                folio=folio,
                counted_centavos=Centavos(counted),
                expected_centavos=stated,
                difference_centavos=-short,
                numbers=NumberRange(first=self.first, last=folio.number),
                shift=ShiftId(self.shift),
            ),
            refs=() if approval is None else (approval,),
        )

    def deposit(self, amount: int) -> EventId:
        return self.device.record(
            DepositMade(amount_centavos=Centavos(amount), bank="BANCO PRUEBA", slip="7", day=DAY)
        )

    def confirm(self, deposit: bytes, amount: int) -> EventId:
        return self.device.record(
            DepositConfirmed(amount_centavos=Centavos(amount), bank_reference="R1", day=DAY),
            refs=(deposit,),
        )

    def reprint(self, about: bytes, counter: int | None = None) -> EventId:
        return self.device.record(
            ReceiptReprinted(
                copy=1,
                printer="PRUEBA",
                result=PrintResult.PRINTED,
                paper_counter=counter,
                reason="se perdió",
                fact=1,
            ),
            refs=(about,),
        )

    def push(self, central: Central) -> Outcome:
        """Hand over what was recorded since the last time."""
        batch = self.device.batch(self.pushed + 1, len(self.device.items))
        self.pushed = len(self.device.items)
        return ingest(central.database, batch, central.now_ms(), quick)


def a_till(central: Central) -> Till:
    """Return an enrolled device with an open shift and codes of the supervisor."""
    device = central.enrol()
    codes = draw_list(central.database, SUPERVISOR, 6, system_random, central.now_ms(), quick).codes
    till = Till(device=device, codes=list(codes))
    till.open()
    return till
