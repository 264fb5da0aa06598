"""Rows of the read tables about accounts, benefits and declared payments: one event, its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from sync.central import schema
from sync.events import (
    AccountOpened,
    BenefitDelivered,
    BenefitMeans,
    CardReplaced,
    Event,
    Folio,
    Header,
    IncentiveCredited,
    PaymentMeans,
    PaymentReversed,
    PaymentTaken,
    PersonsCompared,
)

Row = tuple[Table, dict[str, Any]]
DECLARED_MEANS = (PaymentMeans.BANK, PaymentMeans.TRANSFER)


def rows_about_accounts(event: Event, header: Header, stored: Any) -> Iterator[Row]:
    """Yield what an applied event adds to these tables, without the place it stands at."""
    said = {
        "event_id": stored.event_id,
        "subject": header.subject,
        "operator": header.operator,
        "device_time_seconds": header.time_seconds,
    }
    for table, values in (*_cards(event, header, stored), *_moved(event), *_given(event)):
        yield table, {**said, **values}


def _cards(event: Event, header: Header, stored: Any) -> Iterator[Row]:
    match event:
        case AccountOpened():
            account_id, previous, reason = stored.event_id, None, None
        case CardReplaced() if header.refs:
            account_id, previous = header.refs[0], header.refs[-1]
            reason = int(event.reason)
        case _:
            return
    yield (
        schema.account_card,
        {
            "account_id": account_id,
            "previous": previous,
            "card_number": event.card_number,
            "card_issue": event.card_issue,
            "number_check": event.number_check,
            "reason": reason,
        },
    )


def _moved(event: Event) -> Iterator[Row]:
    folio: Folio | None = None
    match event:
        case PaymentTaken() | PaymentReversed():
            if event.balance is None:
                return
            folio = event.folio
            account_id, change = event.balance.account_id, event.balance.change_centavos
        case IncentiveCredited():
            sign = -1 if event.taken_back else 1
            account_id, change = event.account_id, sign * event.amount_centavos
        case BenefitDelivered():
            if event.means is not BenefitMeans.BALANCE or event.account_id is None:
                return
            account_id, change = event.account_id, event.amount_centavos
        case _:
            return
    yield (
        schema.movement,
        {
            "account_id": account_id,
            "kind": event.kind,
            "change_centavos": change,
            "folio_series": None if folio is None else folio.series,
            "folio_number": None if folio is None else folio.number,
        },
    )


def _given(event: Event) -> Iterator[Row]:
    match event:
        case BenefitDelivered():
            behalf = event.on_behalf
            yield (
                schema.benefit,
                {
                    "entitlement_id": event.entitlement.rule_id,
                    "entitlement_version": event.entitlement.version,
                    "means": int(event.means),
                    "amount_centavos": event.amount_centavos,
                    "what": event.what,
                    "quantity": event.quantity,
                    "account_id": event.account_id,
                    "shift": event.shift,
                    "on_behalf": None if behalf is None else f"{behalf.who} ({behalf.relation})",
                    "signed": event.signature is not None,
                },
            )
        case PersonsCompared():
            yield (
                schema.person_compared,
                {
                    "other": event.other,
                    "decision": int(event.decision),
                    "score_permille": event.score_permille,
                },
            )
        case PaymentTaken() if event.settlement.means in DECLARED_MEANS:
            yield (
                schema.declared_payment,
                {
                    "means": int(event.settlement.means),
                    "reference": event.reference,
                    "total_centavos": event.total_centavos,
                    "folio_series": event.folio.series,
                    "folio_number": event.folio.number,
                },
            )
        case _:
            pass
