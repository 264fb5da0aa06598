"""What the central thinks of one event: a code of PROTOCOL §8, or none; pure.

`read_candidate` decodes; `needs_of` says what must be looked up, for a whole batch at once; a
`Judge` walks the batch in order with what was found. Codes below 32 keep an event out of the read
tables, from 32 it is applied with a notice. A catalogue that was never published judges nobody:
code 7 needs a form or tariff list, code 8 a list of operators (also for one-time codes).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from sync import cbor
from sync.central.approvals import ApprovalBook, KnownApprovals
from sync.central.code_lists import Spent, Stretch
from sync.central.cuts import START_RECEIPT_NUMBER, Cut, Revocation
from sync.central.money_check import adds_up
from sync.errors import MessageInvalid
from sync.events import (
    ApprovalAsked,
    ApprovalGiven,
    Event,
    Folio,
    Header,
    KindUnknown,
    PaymentReversed,
    PaymentTaken,
    RegistrationCorrected,
    RegistrationMade,
    ShiftOpened,
    decode_event,
    decode_header,
)
from sync.ids import DeviceId, EventId, StreamId, series_of
from sync.one_time_codes import stretched
from sync.tariffs import CONCEPT_TOP_UP, TariffBook, reprice

log = logging.getLogger("sync.central.checks")

EARLIEST_TIME_SECONDS = 1_577_836_800  # 2020-01-01: before this program existed
CLOCK_AHEAD_SECONDS = 86_400

# Named in PROTOCOL §6a; it has no read table in this version and is kept as a canonical map.
KINDS_KEPT_RAW = frozenset({114})
KINDS_ABOUT_ANOTHER = frozenset({41, 61, 70, 71})  # their refs name events of this very device
SHIFT_KEY = 19
FOLIO_KEY = 1


class Code(IntEnum):
    """Codes this central gives (PROTOCOL §8)."""

    UNKNOWN_KIND = 1
    UNKNOWN_KIND_VERSION = 2
    NOT_DECODABLE = 3
    RULE_OF_A_FIELD = 4
    OTHER_CONTENT = 5
    UNKNOWN_REFERENCE = 6
    UNKNOWN_FORM_OR_TARIFF = 7
    OPERATOR_NOT_ALLOWED = 8
    DEVICE_REVOKED = 9
    MONEY_DOES_NOT_BALANCE = 11
    ERASED_BEFORE_ARRIVAL = 12
    PRUNED_AND_UNKNOWN = 13
    ATTACHMENT_REFUSED = 14
    FOLIO_USED = 33
    CLOCK_IMPLAUSIBLE = 34
    FORK_PROOF_WRONG = 35
    FOLIO_MISSING = 36
    ORDER_PAID = 37
    PRICE_DIFFERS = 38


FIRST_NOTICE = 32
REPLAYED_BY_ITSELF = frozenset({1, 2, 6, 7})


def is_quarantine(code: int | None) -> bool:
    """Say whether a code keeps an event out of the read tables."""
    return code is not None and code < FIRST_NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One event as far as it can be read by itself; `code` is set where that fails."""

    device_id: DeviceId
    stream: StreamId
    seq: int
    event_id: EventId
    header: Header | None
    event: Event | None  # None for kinds kept raw, and where a code is set
    raw: Mapping[int, Any] | None  # the body's map
    code: Code | None
    folio: Folio | None  # also of events that cannot be applied


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Everything that must be looked up before a batch can be judged."""

    event_ids: frozenset[bytes]
    folios: frozenset[tuple[int, int]]
    series: frozenset[int]
    forms: frozenset[tuple[str, str]]
    rules: frozenset[tuple[str, int]]
    operators: frozenset[int]
    approvers: frozenset[int]
    questions: frozenset[bytes]
    orders: frozenset[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the central holds of what a batch needs. `None` for a list that was never published."""

    event_ids: frozenset[bytes]
    business_days: Mapping[bytes, date]  # shift -> its day
    folios: Mapping[tuple[int, int], bytes]  # (series, number) -> event_id
    last_numbers: Mapping[int, int]  # series -> highest number
    forms: Mapping[tuple[str, str], bytes] | None  # (form, version) -> definition hash
    prices: TariffBook | None  # every row ever published
    operators: frozenset[int] | None
    approvals: KnownApprovals
    orders_paid: Mapping[bytes, bytes]  # order -> the event that paid it first, of any device
    revocation: Revocation | None  # of a device that was reported
    now_seconds: int


def read_candidate(
    *,
    device_id: DeviceId,
    stream: StreamId,
    seq: int,
    event_id: EventId,
    header: bytes,
    body: bytes | None,
    stub: int | None,
) -> Candidate:
    """Return what one item says. Never raises: what cannot be read carries its code."""

    def candidate(
        decoded: Header | None,
        code: Code | None,
        event: Event | None = None,
        raw: Mapping[int, Any] | None = None,
    ) -> Candidate:
        return Candidate(
            device_id=device_id,
            stream=stream,
            seq=seq,
            event_id=event_id,
            header=decoded,
            event=event,
            raw=raw,
            code=code,
            folio=None if decoded is None or raw is None else _folio_in(decoded, raw),
        )

    try:
        decoded = decode_header(header)
    except MessageInvalid:
        return candidate(None, Code.NOT_DECODABLE)
    except Exception:  # PROTOCOL §9: any exception is a code, never a lost batch
        log.exception("header of %s %d", stream.hex(), seq)
        return candidate(None, Code.NOT_DECODABLE)
    if stub is not None or body is None:
        code = Code.PRUNED_AND_UNKNOWN if stub == 2 else Code.ERASED_BEFORE_ARRIVAL
        return candidate(decoded, code)
    try:
        raw = cbor.decode(body)
        if not isinstance(raw, dict):
            return candidate(decoded, Code.NOT_DECODABLE)
        if decoded.kind in KINDS_KEPT_RAW and decoded.kind_version == 1:
            return candidate(decoded, None, raw=raw)
        event = decode_event(decoded.kind, decoded.kind_version, body, raw)
    except KindUnknown as error:
        unknown = Code.UNKNOWN_KIND if error.code == "kind" else Code.UNKNOWN_KIND_VERSION
        return candidate(decoded, unknown)
    except MessageInvalid as error:
        fault = Code.RULE_OF_A_FIELD if error.code == "shape" else Code.NOT_DECODABLE
        return candidate(decoded, fault)
    except Exception:  # as above
        log.exception("body of %s %d", stream.hex(), seq)
        return candidate(decoded, Code.NOT_DECODABLE)
    return candidate(decoded, None, event=event, raw=raw)


def _folio_in(header: Header, raw: Mapping[int, Any]) -> Folio | None:
    match raw.get(FOLIO_KEY):
        case [int() as series, int() as number] if 0 <= series < 2**16 and 0 < number < 2**32:
            if header.kind >= 20:
                return Folio(series=series, number=number)
    return None


def shift_of(candidate: Candidate) -> bytes | None:
    """Return the shift that an event says it belongs to."""
    shift = (candidate.raw or {}).get(SHIFT_KEY)
    return shift if isinstance(shift, bytes) else None


def needs_of(candidates: Iterable[Candidate]) -> Needs:
    """Return what must be looked up to judge *candidates*."""
    event_ids: set[bytes] = set()
    folios: set[tuple[int, int]] = set()
    forms: set[tuple[str, str]] = set()
    rules: set[tuple[str, int]] = set()
    operators: set[int] = set()
    approvers: set[int] = set()
    questions: set[bytes] = set()
    orders: set[bytes] = set()
    for candidate in candidates:
        event_ids.update(_must_exist(candidate))
        shift = shift_of(candidate)
        if shift is not None:
            event_ids.add(shift)
        folio = candidate.folio
        if folio is not None:
            folios.add((folio.series, folio.number))
        if candidate.header is not None:
            operators.add(candidate.header.operator)
            if isinstance(candidate.event, ApprovalGiven):
                approvers.add(candidate.event.approver)
                questions.update(candidate.header.refs)
        if isinstance(candidate.event, RegistrationMade | RegistrationCorrected):
            forms.add((candidate.event.form_id, candidate.event.form_version))
        if isinstance(candidate.event, PaymentTaken):
            rules.update(_rules_of(candidate.event))
            if candidate.event.order_id is not None:
                orders.add(candidate.event.order_id)
    return Needs(
        event_ids=frozenset(event_ids),
        folios=frozenset(folios),
        series=frozenset(series for series, _ in folios),
        forms=frozenset(forms),
        rules=frozenset(rules),
        operators=frozenset(operators),
        approvers=frozenset(approvers),
        questions=frozenset(questions),
        orders=frozenset(orders),
    )


def _must_exist(candidate: Candidate) -> frozenset[bytes]:
    """Return what code 6 asks for; a shift or person may stand on another device."""
    if candidate.header is None or candidate.header.kind not in KINDS_ABOUT_ANOTHER:
        return frozenset()
    return frozenset(candidate.header.refs)


def _rules_of(payment: PaymentTaken) -> list[tuple[str, int]]:
    """Return id and version of all that priced a payment; a top-up has no price (concept 2)."""
    rounding = payment.rounding_policy
    lines = [line for line in payment.lines if line.concept != CONCEPT_TOP_UP]
    return [
        (rounding.rule_id, rounding.version),
        *((line.tariff.rule_id, line.tariff.version) for line in lines),
        *((one.rule_id, one.version) for line in lines for one in line.changes),
    ]


class Judge:
    """Gives codes to the events of one batch in order, remembering what the batch brings."""

    def __init__(self, known: Known, stretch: Stretch = stretched) -> None:
        self._known = known
        self._versions_of_prices = None if known.prices is None else known.prices.versions()
        self._approvals = ApprovalBook(known.approvals, stretch)
        self._cut = None if known.revocation is None else Cut(known.revocation)
        self._event_ids = set(known.event_ids)
        self._days = dict(known.business_days)
        self._folios = dict(known.folios)
        self._last_numbers = dict(known.last_numbers)
        self._orders_paid = dict(known.orders_paid)

    @property
    def spent(self) -> tuple[Spent, ...]:
        """The one-time codes that the events judged so far have used."""
        return self._approvals.spent

    def judge(self, candidate: Candidate) -> int | None:
        """Return the event's code, or None where all is well."""
        code = candidate.code
        if self._is_cut_off(candidate) and code is None:
            self._remember(candidate)
            return int(Code.DEVICE_REVOKED)
        if code is None:
            code = _money(candidate) or self._operator(candidate)
            code = code or self._versions(candidate) or self._references(candidate)
            code = code or self._approval(candidate)
        notice = self._folio_notice(candidate)
        if code is None:
            code = (
                notice or self._order(candidate) or self._price(candidate) or self._clock(candidate)
            )
        self._remember(candidate)
        return None if code is None else int(code)

    def _is_cut_off(self, candidate: Candidate) -> bool:
        if self._cut is None or candidate.header is None:
            return False
        return self._cut.is_after(
            candidate.stream, candidate.seq, candidate.header.kind, candidate.folio
        )

    def _remember(self, candidate: Candidate) -> None:
        self._event_ids.add(candidate.event_id)
        if isinstance(candidate.event, ApprovalAsked) and candidate.header is not None:
            self._approvals.asked(candidate.event_id, candidate.header.operator)
        if isinstance(candidate.event, ShiftOpened):
            self._days[candidate.event_id] = candidate.event.business_day
        folio = candidate.folio
        if folio is not None:
            self._folios.setdefault((folio.series, folio.number), candidate.event_id)
            last = self._last_numbers.get(folio.series, START_RECEIPT_NUMBER)
            self._last_numbers[folio.series] = max(last, folio.number)

    def _operator(self, candidate: Candidate) -> Code | None:
        operator = 0 if candidate.header is None else candidate.header.operator
        if operator == 0 or self._known.operators is None or operator in self._known.operators:
            return None
        return Code.OPERATOR_NOT_ALLOWED

    def _approval(self, candidate: Candidate) -> Code | None:
        header, event = candidate.header, candidate.event
        if header is None or self._known.operators is None:
            return None
        if isinstance(event, ApprovalGiven):
            holds = self._approvals.holds(candidate.event_id, header, event)
            return None if holds else Code.OPERATOR_NOT_ALLOWED
        rests = self._approvals.rests_on_refused(header)
        return Code.OPERATOR_NOT_ALLOWED if rests else None

    def _versions(self, candidate: Candidate) -> Code | None:
        event = candidate.event
        forms = self._known.forms
        if isinstance(event, RegistrationMade | RegistrationCorrected) and forms is not None:
            definition = forms.get((event.form_id, event.form_version))
            if definition != event.definition_hash:
                return Code.UNKNOWN_FORM_OR_TARIFF
        versions = self._versions_of_prices
        named = _rules_of(event) if isinstance(event, PaymentTaken) else []
        if versions is not None and not versions.issuperset(named):
            return Code.UNKNOWN_FORM_OR_TARIFF
        return None

    def _references(self, candidate: Candidate) -> Code | None:
        missing = _must_exist(candidate) - self._event_ids
        return Code.UNKNOWN_REFERENCE if missing else None

    def _folio_notice(self, candidate: Candidate) -> Code | None:
        folio = candidate.folio
        if folio is None:
            return None
        owner = self._folios.get((folio.series, folio.number))
        if owner is not None and owner != candidate.event_id:
            return Code.FOLIO_USED
        last = self._last_numbers.get(folio.series, START_RECEIPT_NUMBER)
        own_series = folio.series == series_of(candidate.stream)
        return Code.FOLIO_MISSING if own_series and folio.number > last + 1 else None

    def _order(self, candidate: Candidate) -> Code | None:
        """One payment per order counts; a further one stands, and is refunded (RECEIPTS §2a).

        What was given back counts no more: its order is due again.
        """
        event = candidate.event
        if isinstance(event, PaymentReversed) and candidate.header is not None:
            given_back = candidate.header.refs[:1]
            self._orders_paid = {
                order: paid for order, paid in self._orders_paid.items() if paid not in given_back
            }
        if not isinstance(event, PaymentTaken) or event.order_id is None:
            return None
        first = self._orders_paid.setdefault(event.order_id, candidate.event_id)
        return None if first == candidate.event_id else Code.ORDER_PAID

    def _price(self, candidate: Candidate) -> Code | None:
        event, prices = candidate.event, self._known.prices
        if not isinstance(event, PaymentTaken) or prices is None:
            return None
        day = self._days.get(event.shift) or prices.first_day_of(event)
        return Code.PRICE_DIFFERS if reprice(event, prices, day) is not None else None

    def _clock(self, candidate: Candidate) -> Code | None:
        if candidate.header is None:
            return None
        stated = candidate.header.time_seconds
        latest = self._known.now_seconds + CLOCK_AHEAD_SECONDS
        return None if EARLIEST_TIME_SECONDS <= stated <= latest else Code.CLOCK_IMPLAUSIBLE


def _money(candidate: Candidate) -> Code | None:
    fits = adds_up(candidate.event)
    return None if fits else Code.MONEY_DOES_NOT_BALANCE
