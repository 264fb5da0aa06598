"""Events of the drawer, of orders, of reversals and of paper beyond the first print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from sync.annotated import InArray, Key
from sync.events.values import (
    ACCOUNT,
    AMOUNT,
    CHANGE,
    FOLIO,
    ID16,
    INITIALS,
    SECONDS,
    SIGNATURE,
    BalanceChange,
    CashPurpose,
    CountReason,
    Folio,
    NumberRange,
    OrderItem,
    Pieces,
    PrintResult,
    ReceiptConcept,
    ReversalReason,
    Settlement,
)
from sync.ids import OperatorNumber, ShiftId
from sync.money import Centavos
from sync.shape import Choice, Day, Flag, Many, Octets, Text, Whole

OPERATOR = Whole(1, 65_535, "operator number")


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMoved:
    """Cash entered the drawer (> 0) or left it (< 0) without a payment.

    0: only the pieces changed, `pieces` for `pieces_out`, such as notes against coins.
    Refs name the approval (kind 81) where the institution's limits asked for one.
    """

    kind: ClassVar[int] = 31
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "cash.moved"

    change_centavos: Annotated[int, Key(2, CHANGE)]
    purpose: Annotated[CashPurpose, Key(3, Choice(CashPurpose))]
    slip: Annotated[str | None, Key(4, Text(1, 100, "slip of safe or bank"))] = None
    reason: Annotated[str | None, Key(5, Text(1, 500, "why"))] = None
    witness: Annotated[str | None, Key(6, Text(1, 200, "who saw it"))] = None
    pieces: Annotated[tuple[Pieces, ...] | None, Key(7, Many(InArray(Pieces)))] = None
    pieces_out: Annotated[tuple[Pieces, ...] | None, Key(8, Many(InArray(Pieces)))] = None
    shift: Annotated[ShiftId, Key(19, ID16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerCounted:
    """The drawer was counted by denomination, without the expected sum in sight."""

    kind: ClassVar[int] = 32
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "drawer.counted"

    counted_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    pieces: Annotated[tuple[Pieces, ...], Key(3, Many(InArray(Pieces)))]
    reason: Annotated[CountReason, Key(4, Choice(CountReason))]
    round_number: Annotated[int, Key(5, Whole(1, 100, "1 first, 2 again"))] = 1
    witness: Annotated[str | None, Key(6, Text(1, 200, "who asked for the surprise count"))] = None
    shift: Annotated[ShiftId, Key(19, ID16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClosed:
    """The cashier closed the drawer; what was counted went to the safe (RECEIPTS §10).

    Refs name the count (kind 32) and, over the office's limit, the approval (kind 81).
    """

    kind: ClassVar[int] = 33
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "shift.closed"

    folio: Annotated[Folio, Key(1, FOLIO)]
    counted_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    expected_centavos: Annotated[int, Key(3, CHANGE)]
    difference_centavos: Annotated[int, Key(4, CHANGE)]  # counted - expected
    numbers: Annotated[NumberRange, Key(5, InArray(NumberRange))]
    paper_counter: Annotated[int | None, Key(6, Whole(0, 2**40))] = None
    reason: Annotated[str | None, Key(7, Text(1, 500, "why the count differs"))] = None
    signature: Annotated[bytes | None, Key(8, SIGNATURE)] = None
    shift: Annotated[ShiftId, Key(19, ID16)]
    receipt_time_seconds: Annotated[int | None, Key(22, SECONDS)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerHandedOver:
    """The money of a closed shift was handed to the next cashier; refs name the closing (33)."""

    kind: ClassVar[int] = 34
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "drawer.handed_over"

    counted_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    pieces: Annotated[tuple[Pieces, ...], Key(3, Many(InArray(Pieces)))]
    to_operator: Annotated[OperatorNumber, Key(4, OPERATOR)]
    signature: Annotated[bytes | None, Key(5, SIGNATURE)] = None
    shift: Annotated[ShiftId, Key(19, ID16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerTakenOver:
    """The next cashier counted what was handed over and signed; refs name the hand-over (34)."""

    kind: ClassVar[int] = 35
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "drawer.taken_over"

    counted_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    pieces: Annotated[tuple[Pieces, ...], Key(3, Many(InArray(Pieces)))]
    reason: Annotated[str | None, Key(4, Text(1, 500, "why the count differs"))] = None
    signature: Annotated[bytes | None, Key(5, SIGNATURE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositMade:
    """Money of the safe was taken to the bank: it is in transit until the bank's word arrives."""

    kind: ClassVar[int] = 36
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "deposit.made"

    amount_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    bank: Annotated[str, Key(3, Text(1, 100, "bank and account, as the office calls them"))]
    slip: Annotated[str, Key(4, Text(1, 100, "number of the deposit slip"))]
    day: Annotated[date, Key(5, Day("day of the deposit yyyymmdd"))]
    pieces: Annotated[tuple[Pieces, ...] | None, Key(6, Many(InArray(Pieces)))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositConfirmed:
    """The bank's statement shows a deposit; refs name it (kind 36, or 31 to the bank)."""

    kind: ClassVar[int] = 37
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "deposit.confirmed"

    amount_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    bank_reference: Annotated[str, Key(3, Text(1, 100, "reference on the bank's statement"))]
    day: Annotated[date, Key(4, Day("day on the bank's statement yyyymmdd"))]
    reason: Annotated[str | None, Key(5, Text(1, 500, "why the amounts differ"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReversed:
    """A payment of the same open shift was given back whole; refs: the payment, the approval."""

    kind: ClassVar[int] = 61
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "payment.reversed"

    folio: Annotated[Folio, Key(1, FOLIO)]
    total_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    concepts: Annotated[tuple[ReceiptConcept, ...], Key(3, Many(InArray(ReceiptConcept), 1, 3))]
    settlement: Annotated[Settlement, Key(5, InArray(Settlement))]  # tendered = given back
    payer: Annotated[str | None, Key(8, Text(0, 400, "payer"))] = None
    original: Annotated[Folio, Key(10, FOLIO)]
    reason: Annotated[ReversalReason, Key(11, Choice(ReversalReason))]
    original_scanned: Annotated[bool, Key(12, Flag())]
    balance: Annotated[BalanceChange | None, Key(13, InArray(BalanceChange))] = None
    pieces: Annotated[tuple[Pieces, ...] | None, Key(14, Many(InArray(Pieces)))] = None
    account: Annotated[str | None, Key(18, ACCOUNT)] = None
    shift: Annotated[ShiftId, Key(19, ID16)]
    discreet: Annotated[bool, Key(20, Flag("discreet service", only_true=True))] = False
    initials: Annotated[str | None, Key(21, INITIALS)] = None
    receipt_time_seconds: Annotated[int | None, Key(22, SECONDS)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMade:
    """What is to be paid was written on a slip without an amount; its event_id is the order's."""

    kind: ClassVar[int] = 62
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "order.made"

    service_code: Annotated[int, Key(2, Whole(0, 65_535))]
    items: Annotated[tuple[OrderItem, ...], Key(3, Many(InArray(OrderItem), 1, 3))]
    good_until_seconds: Annotated[int, Key(4, SECONDS)]
    account: Annotated[str | None, Key(18, ACCOUNT)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReprinted:
    """The stored bytes were printed again, marked DUPLICADO; refs name the receipt's event."""

    kind: ClassVar[int] = 71
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "receipt.reprinted"

    copy: Annotated[int, Key(2, Whole(1, 65_535, "1 first duplicate"))]
    printer: Annotated[str, Key(3, Text(1, 100, "printer"))]
    result: Annotated[PrintResult, Key(4, Choice(PrintResult))]
    paper_counter: Annotated[int | None, Key(5, Whole(0, 2**40))] = None
    reason: Annotated[str, Key(6, Text(1, 500, "why it was printed again"))]
    fact: Annotated[int, Key(7, Whole(0, 100, "which fact the person showed"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionalPrinted:
    """A comprobante provisional without a code was printed; refs name the receipt's event."""

    kind: ClassVar[int] = 72
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "receipt.provisional"

    copy: Annotated[int, Key(2, Whole(0, 65_535, "0 first"))]
    printer: Annotated[str, Key(3, Text(1, 100, "printer"))]
    result: Annotated[PrintResult, Key(4, Choice(PrintResult))]
    paper_counter: Annotated[int | None, Key(5, Whole(0, 2**40))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSeen:
    """A supervisor's device scanned another device's shift slip (PROTOCOL §10)."""

    kind: ClassVar[int] = 114
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "slip.seen"

    receipt: Annotated[bytes, Key(2, Octets(600, "receipt of kind 4", at_most=True))]
