"""A priced charge in the app's language: the engine's result with the labels of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sync.catalogue import RoundingEntry, in_language
from sync.events import LineChange, PaymentLine
from sync.money import Centavos
from sync.tariffs import FactValue, Line, Priced, TariffBook
from sync.tariffs.reasons import ByRounding, ByRule, NotStacked, Reason

FALLBACK_LANGUAGE = "es"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """The published row that priced a line, with its label; `unit_centavos` is what was used."""

    tariff_id: str
    version: int
    valid_from: date
    valid_to: date | None
    legal_reference: str
    concept: int
    unit_centavos: Centavos
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingPolicy:
    """How a sum is rounded: to *unit*, upwards where the rest is *up_from* or more."""

    policy_id: str
    version: int
    valid_from: date
    valid_to: date | None
    legal_reference: str
    unit_centavos: Centavos
    up_from_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRule:
    """A rule that changed a line, with its label, its law and how its amount came about."""

    rule_id: str
    version: int
    label: str
    legal_reference: str
    change_centavos: int
    reason: ByRule | ByRounding


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line of a charge; net = quantity × unit + changes, never below zero."""

    row: FeeRow
    quantity: int
    changes: tuple[AppliedRule, ...]
    net_centavos: Centavos
    reasons: tuple[Reason, ...]
    payment_line: PaymentLine  # as the event holds it

    @property
    def line_changes(self) -> tuple[LineChange, ...]:
        """Return the changes as the event holds them."""
        return self.payment_line.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCharge:
    """What is due: lines, rounding line, total, the rule that rounded, and the facts used."""

    lines: tuple[PricedLine, ...]
    rounding_centavos: int  # total - sum of nets; negative when rounded down
    total_centavos: Centavos
    policy: RoundingPolicy
    facts: tuple[tuple[str, FactValue], ...] = ()  # key 10 of the event
    rounding_reason: ByRounding | None = None
    rule_labels: tuple[tuple[tuple[str, int], str], ...] = ()  # of rules that reasons name

    @property
    def event_facts(self) -> tuple[tuple[str, FactValue], ...] | None:
        """Return key 10 of the event: None where no row asked anything."""
        return self.facts or None

    @property
    def payment_lines(self) -> tuple[PaymentLine, ...]:
        """Return key 3 of the event."""
        return tuple(line.payment_line for line in self.lines)


def charge_of(priced: Priced, book: TariffBook, language: str) -> PricedCharge:
    """Return the engine's result with the labels of its rows in *language*."""
    named = {
        version
        for line in priced.lines
        for one in line.reasons
        if isinstance(one, NotStacked)
        for version in ((one.rule_id, one.version), (one.better_rule_id, one.better_version))
    }
    return PricedCharge(
        lines=tuple(_line(line, priced.policy, language) for line in priced.lines),
        rounding_centavos=priced.rounding_centavos,
        total_centavos=priced.total_centavos,
        policy=_policy(priced.policy),
        facts=priced.facts,
        rounding_reason=priced.rounding_reason,
        rule_labels=tuple(
            ((rule.rule_id, rule.version), said(rule.names, language) or rule.rule_id)
            for rule in book.rules
            if (rule.rule_id, rule.version) in named
        ),
    )


def _line(line: Line, policy: RoundingEntry, language: str) -> PricedLine:
    row = line.row
    changes = [
        AppliedRule(
            rule_id=one.rule.rule_id,
            version=one.rule.version,
            label=said(one.rule.names, language) or one.rule.rule_id,
            legal_reference=one.rule.legal_reference,
            change_centavos=one.change_centavos,
            reason=one.reason,
        )
        for one in line.applied
    ]
    if line.rounding is not None:
        changes.append(
            AppliedRule(
                rule_id=policy.rounding_id,
                version=policy.version,
                label="",  # the rounding has no name of its own: whoever shows it says the word
                legal_reference=policy.legal_reference,
                change_centavos=line.rounding.change_centavos,
                reason=line.rounding,
            )
        )
    return PricedLine(
        row=FeeRow(
            tariff_id=row.tariff_id,
            version=row.version,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            legal_reference=row.legal_reference,
            concept=row.concept,
            unit_centavos=line.unit_centavos,
            label=said(row.names, language) or str(row.concept),
        ),
        quantity=line.quantity,
        changes=tuple(changes),
        net_centavos=line.net_centavos,
        reasons=line.reasons,
        payment_line=line.payment_line,
    )


def said(texts: tuple[tuple[str, str], ...], language: str) -> str:
    """Return what stands in a language, else in Spanish, else "" where nothing does."""
    return in_language(texts, language, FALLBACK_LANGUAGE) or ""


def _policy(entry: RoundingEntry) -> RoundingPolicy:
    return RoundingPolicy(
        policy_id=entry.rounding_id,
        version=entry.version,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        legal_reference=entry.legal_reference,
        unit_centavos=entry.unit_centavos,
        up_from_centavos=entry.up_from_centavos,
    )
