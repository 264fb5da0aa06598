"""What is held of a person's account: cards, benefits, incentives, and what the office published.

Neither the six digits nor their check are shown to anybody: they are of use to nobody but a thief.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.desk import local
from kiosk.services.views.rights import HeldField, HeldGroup, HeldKind
from kiosk.store import accounts
from kiosk.texts import Texts
from sync.cards import AccountCard
from sync.events import (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    IncentiveCredited,
    PersonsCompared,
    Recorded,
)
from sync.ids import SubjectId
from sync.journal import Transaction
from sync.money import Centavos

AccountEvent = AccountOpened | CardReplaced | BenefitDelivered | IncentiveCredited | PersonsCompared


def account_group(recorded: Recorded, event: AccountEvent, texts: Texts) -> HeldGroup:
    """Return what one event of an account says, for the person's own eyes."""
    say = texts.text
    fields: list[HeldField] = []
    match event:
        case AccountOpened() | CardReplaced():
            kind = HeldKind.CARD
            card = AccountCard(number=event.card_number, issue=event.card_issue)
            fields.append(HeldField(label=say("held-card-number"), value=card.words))
            fields.append(HeldField(label=say("held-card-digits"), value=say("held-card-hidden")))
        case BenefitDelivered():
            kind = HeldKind.BENEFIT
            basis = say("held-money-basis")
            fields.append(HeldField(label=say("held-benefit-what"), value=event.what))
            if event.amount_centavos:
                amount = texts.money(event.amount_centavos)
                fields.append(HeldField(label=say("held-total"), value=amount, legal_basis=basis))
            if event.on_behalf is not None:
                who = f"{event.on_behalf.who} ({event.on_behalf.relation})"
                fields.append(HeldField(label=say("held-benefit-for"), value=who))
            if event.signature is not None:
                fields.append(HeldField(label=say("held-signature"), value=say("held-drawn")))
        case IncentiveCredited():
            kind = HeldKind.INCENTIVE
            amount = texts.money(Centavos(event.amount_centavos))
            fields.append(HeldField(label=say("held-total"), value=amount))
        case PersonsCompared():
            kind = HeldKind.COMPARED
            word = "held-same" if event.decision else "held-other"
            fields.append(HeldField(label=say("held-decision"), value=say(word)))
    return HeldGroup(
        kind=kind,
        title=say(f"held-kind-{kind.value}"),
        when=local(recorded.header.time_seconds),
        fields=tuple(fields),
        event_id=recorded.event_id,
    )


def published_groups(
    tx: Transaction, subject: SubjectId, texts: Callable[[], Texts], now_seconds: int
) -> tuple[HeldGroup, ...]:
    """Return what the central published of a person to this device: accounts and entitlements."""
    say, words = texts().text, texts()
    groups: list[HeldGroup] = []
    for row in accounts.accounts_of(tx, subject):
        held = accounts.balance(tx, row.account_id)
        card = AccountCard(number=row.card_number, issue=row.card_issue)
        fields = [
            HeldField(label=say("held-card-number"), value=card.words),
            HeldField(label=say("held-balance"), value=words.money(Centavos(held.centavos))),
        ]
        groups.append(_published(HeldKind.ACCOUNT, fields, now_seconds, words))
    for entry in accounts.entitlements_of(tx, subject):
        name = dict(entry.programmes).get(words.language) or entry.programmes[0][1]
        what = dict(entry.what).get(words.language) or entry.what[0][1]
        field = HeldField(label=name, value=what, legal_basis=entry.legal_reference)
        groups.append(_published(HeldKind.ENTITLEMENT, [field], now_seconds, words))
    return tuple(groups)


def _published(
    kind: HeldKind, fields: list[HeldField], now_seconds: int, texts: Texts
) -> HeldGroup:
    return HeldGroup(
        kind=kind,
        title=texts.text(f"held-kind-{kind.value}"),
        when=local(now_seconds),
        fields=tuple(fields),
    )
