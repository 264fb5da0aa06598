"""What is due for a registration, an order, or money added to a balance (RECEIPTS §2a, §10).

The price comes from the dated tariff of this device and nowhere else; only money that is added to a
citizen's own balance has an amount that somebody says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from kiosk.domain.citizens import display_name, receipt_initials
from kiosk.domain.tariffs import FactQuestion, PricedCharge, PricedLine
from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue
from kiosk.services.charges import ChargeDraft, ChargeKind, Fact
from kiosk.services.desk import Desk
from kiosk.services.order_reading import OrderPaid, OrderReader, facts_in
from kiosk.services.tariff_words import Explained, ExplainedLine
from kiosk.services.views import ChargeChange, ChargeLine, ChargeQuestion
from kiosk.store import order_tables, pulled, queries
from sync.catalogue import FactKind, ServiceEntry
from sync.events import BalanceChange, Concept, PaymentLine, RuleVersion
from sync.ids import EventId, SubjectId
from sync.journal import Transaction
from sync.money import RECEIPT_LIMIT_CENTAVOS, Centavos

CONCEPT_TOP_UP = Concept(2)
_TOP_UP_TARIFF = RuleVersion(rule_id="saldo", version=1)
_NO_ROUNDING = RuleVersion(rule_id="exact", version=1)


class RegistrationUnknown(KnownError):
    """There is no such registration on this device; nothing was written."""

    code: ClassVar[str] = "payment.registration_unknown"


class AlreadyPaid(KnownError):
    """The registration's fee is paid; nothing was written."""

    code: ClassVar[str] = "payment.already_paid"


class NothingDue(KnownError):
    """The service has no fee; nothing was written."""

    code: ClassVar[str] = "payment.nothing_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpFacts:
    """What was to be added, and the most that a receipt can state."""

    amount_centavos: Centavos
    limit_centavos: Centavos


class TopUpAmount(KnownError):
    """Nothing, or more than a receipt can state, was to be added; nothing was written."""

    code: ClassVar[str] = "payment.top_up_amount"

    def __init__(self, amount_centavos: Centavos) -> None:
        super().__init__(
            TopUpFacts(amount_centavos=amount_centavos, limit_centavos=RECEIPT_LIMIT_CENTAVOS)
        )


KnownFacts = Callable[[Transaction, ServiceEntry, date, EventId], Mapping[str, Fact]]
"""What a registration's answers, and the person's age, say to the tariff of its service."""


Explain = Callable[[PricedCharge, Sequence[FactQuestion]], Explained]
"""Every amount of a charge in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due, as the event will hold it and as V13 shows it."""

    lines: tuple[PaymentLine, ...]
    shown: tuple[ChargeLine, ...]
    rounding_centavos: int
    total_centavos: Centavos
    policy: RuleVersion
    paid_for: EventId
    """What the payment refers to first: a registration, an order of elsewhere, or an account."""
    registration: EventId | None = None
    order_id: EventId | None = None
    order_made_at: str = ""
    service_name: str = ""
    person_name: str = ""
    initials: str | None = None
    subject: SubjectId | None = None
    discreet: bool = False
    facts: tuple[tuple[str, Fact], ...] | None = None
    asked: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Which facts the tariff asks of each concept."""
    balance: BalanceChange | None = None
    price_list_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    lines: tuple[PaymentLine, ...]
    shown: tuple[ChargeLine, ...]
    rounding_centavos: int
    total_centavos: Centavos
    policy: RuleVersion
    facts: tuple[tuple[str, Fact], ...] | None
    asked: Mapping[int, tuple[str, ...]]
    valid_from: date


class Dues:
    """Prices what a charge is for, inside the caller's transaction."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        known: KnownFacts | None = None,
        explain: Explain | None = None,
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._orders = OrderReader(desk)
        self._known = known
        self._explain = explain

    def of(self, tx: Transaction, draft: ChargeDraft, day: date) -> Due:
        """Return what is due for a charge on a business day.

        Raises KnownError `payment.*` or `order.*` where nothing can be charged.
        """
        match draft.kind:
            case ChargeKind.REGISTRATION:
                return self.of_registration(tx, draft.about, dict(draft.facts), day)
            case ChargeKind.ORDER:
                return self._of_order(tx, draft.order_text, day)
            case ChargeKind.TOP_UP:
                return self._of_top_up(tx, draft)

    def of_registration(
        self, tx: Transaction, registration_id: EventId, facts: Mapping[str, Fact], day: date
    ) -> Due:
        """Return what an unpaid registration costs."""
        row = queries.registration(tx, registration_id)
        if row is None:
            raise RegistrationUnknown
        if queries.payment_for(tx, registration_id) is not None:
            raise AlreadyPaid
        for order_id in order_tables.orders_of(tx, registration_id):
            if order_tables.payment_of_order(tx, order_id) is not None:
                raise AlreadyPaid
        service = self._catalogue.entry(tx, row.service_code)
        if not service.concepts:
            raise NothingDue
        known = self._known_facts(tx, service, day, registration_id, facts)
        priced = self._price(tx, service, day, known)
        return self._due(tx, priced, row, registration_id)

    def _due(
        self, tx: Transaction, priced: _Price, row: queries.RegistrationRow, paid_for: EventId
    ) -> Due:
        return Due(
            lines=priced.lines,
            shown=priced.shown,
            rounding_centavos=priced.rounding_centavos,
            total_centavos=priced.total_centavos,
            policy=priced.policy,
            paid_for=paid_for,
            registration=row.event_id,
            service_name=self._catalogue.name_of(tx, row.service_code),
            person_name=self.person_name(tx, row.subject),
            initials=self._initials(tx, row.subject),
            subject=row.subject,
            discreet=row.discreet,
            facts=priced.facts,
            asked=priced.asked,
            price_list_date=priced.valid_from,
        )

    def _of_order(self, tx: Transaction, text: str, day: date) -> Due:
        """Return what an order costs here: its concepts, this device's tariff."""
        read = self._orders.read(tx, text, fresh=False)
        order = read.order
        own = order_tables.order(tx, order.order_id)
        registration = None if own is None or own.registration is None else own.registration
        row = None if registration is None else queries.registration(tx, registration)
        if row is not None:
            named = frozenset(int(item.concept) for item in order.items)
            against = order_tables.payment_against(tx, row.event_id, named)
            paid = None if against is None else queries.payment(tx, against)
            if paid is not None:
                raise OrderPaid.by(self._desk, paid)
        service = self._catalogue.entry(tx, order.service_code)
        wanted = tuple((item.concept, item.quantity) for item in order.items)
        asked = self._catalogue.questions(tx, service, day, [concept for concept, _ in wanted])
        choices = frozenset(one.key for one in asked if one.kind is FactKind.CHOICE)
        priced = self._price(tx, service, day, facts_in(order, choices), wanted)
        if row is not None:
            due = self._due(tx, priced, row, row.event_id)
        else:
            due = Due(
                lines=priced.lines,
                shown=priced.shown,
                rounding_centavos=priced.rounding_centavos,
                total_centavos=priced.total_centavos,
                policy=priced.policy,
                paid_for=order.order_id,
                service_name=self._catalogue.name_of(tx, order.service_code),
                discreet=service.discreet,
                facts=priced.facts,
                price_list_date=priced.valid_from,
            )
        return replace(due, order_id=order.order_id, order_made_at=self._orders.made_at(read))

    def _of_top_up(self, tx: Transaction, draft: ChargeDraft) -> Due:
        """Return money that a person adds to an account: the one amount that somebody says."""
        amount = draft.shown_centavos
        if not 0 < amount <= RECEIPT_LIMIT_CENTAVOS:
            raise TopUpAmount(amount)
        label = self._catalogue.concept_label(
            tx, CONCEPT_TOP_UP, _TOP_UP_TARIFF.rule_id, _TOP_UP_TARIFF.version
        )
        line = PaymentLine(
            concept=CONCEPT_TOP_UP,
            quantity=1,
            unit_centavos=amount,
            tariff=_TOP_UP_TARIFF,
            changes=(),
            net_centavos=amount,
        )
        shown = ChargeLine(
            label=label,
            quantity=1,
            unit_centavos=amount,
            net_centavos=amount,
            legal_reference="",
        )
        return Due(
            lines=(line,),
            shown=(shown,),
            rounding_centavos=0,
            total_centavos=amount,
            policy=_NO_ROUNDING,
            paid_for=draft.about,
            service_name=label,
            person_name="" if draft.subject is None else self.person_name(tx, draft.subject),
            initials=None if draft.subject is None else self._initials(tx, draft.subject),
            subject=draft.subject,
            balance=BalanceChange(account_id=draft.about, change_centavos=amount),
        )

    def questions(
        self, tx: Transaction, draft: ChargeDraft, day: date
    ) -> tuple[ChargeQuestion, ...]:
        """Return what the tariff asks of a registration, with what is known of each.

        An order says by itself what its tariff asks, and a top-up has none.
        """
        row = queries.registration(tx, draft.about)
        if draft.kind is not ChargeKind.REGISTRATION or row is None:
            return ()
        service = self._catalogue.entry(tx, row.service_code)
        known = self._known_facts(tx, service, day, draft.about, dict(draft.facts))
        return tuple(
            ChargeQuestion(question=one, value=known.get(one.key, one.default))
            for one in self._catalogue.questions(tx, service, day)
        )

    def _known_facts(
        self,
        tx: Transaction,
        service: ServiceEntry,
        day: date,
        registration_id: EventId,
        told: Mapping[str, Fact],
    ) -> dict[str, Fact]:
        """Return what the form's answers say, and over it what somebody said at the counter."""
        if self._known is None:
            return dict(told)
        return {**self._known(tx, service, day, registration_id), **told}

    def _price(
        self,
        tx: Transaction,
        service: ServiceEntry,
        day: date,
        facts: Mapping[str, Fact],
        concepts: Sequence[tuple[int, int]] | None = None,
    ) -> _Price:
        priced = self._catalogue.price(tx, service, day, facts, concepts)
        return _Price(
            lines=priced.payment_lines,
            shown=self._shown(tx, service, day, priced, concepts),
            rounding_centavos=priced.rounding_centavos,
            total_centavos=priced.total_centavos,
            policy=RuleVersion(rule_id=priced.policy.policy_id, version=priced.policy.version),
            facts=priced.event_facts,
            asked={
                line.row.concept: tuple(
                    one.key
                    for one in self._catalogue.questions(tx, service, day, [line.row.concept])
                )
                for line in priced.lines
            },
            valid_from=max(line.row.valid_from for line in priced.lines),
        )

    def _shown(
        self,
        tx: Transaction,
        service: ServiceEntry,
        day: date,
        priced: PricedCharge,
        concepts: Sequence[tuple[int, int]] | None,
    ) -> tuple[ChargeLine, ...]:
        """Return the lines as V13 shows them, each amount with its reason in words."""
        if self._explain is None:
            return tuple(_shown(line, None) for line in priced.lines)
        wanted = None if concepts is None else [concept for concept, _ in concepts]
        asked = self._catalogue.questions(tx, service, day, wanted)
        words = self._explain(priced, asked).lines
        return tuple(_shown(line, said) for line, said in zip(priced.lines, words, strict=True))

    def person_name(self, tx: Transaction, subject: SubjectId) -> str:
        """Return a person's whole name, "" for one who is not here."""
        person = queries.person(tx, subject)
        if person is None:
            return ""
        return display_name(person.given, person.first_surname, person.second_surname)

    def _initials(self, tx: Transaction, subject: SubjectId) -> str | None:
        """Return the payer's initials for label 10, where the office's policy wants them."""
        person = queries.person(tx, subject)
        if person is None or not pulled.settings(tx).initials_on_receipts:
            return None
        shown = receipt_initials(person.given, person.first_surname, person.second_surname)
        return shown or None


def _shown(line: PricedLine, words: ExplainedLine | None) -> ChargeLine:
    said = () if words is None else tuple(" ".join(one.sentences) for one in words.amounts)
    base = " ".join((said[0], *words.remarks)).strip() if words is not None and said else ""
    return ChargeLine(
        label=line.row.label,
        quantity=line.quantity,
        unit_centavos=line.row.unit_centavos,
        net_centavos=line.net_centavos,
        legal_reference=line.row.legal_reference,
        changes=tuple(
            ChargeChange(
                label=one.label,
                change_centavos=one.change_centavos,
                legal_reference=one.legal_reference,
                explanation=said[place] if place < len(said) else "",
            )
            for place, one in enumerate(line.changes, start=1)
        ),
        explanation=base,
    )
