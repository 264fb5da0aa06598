"""Why each amount is what it is, in words: the engine's reasons joined with texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from kiosk.domain.tariffs import FactQuestion, PricedCharge, PricedLine
from kiosk.texts import Texts
from sync.catalogue import BracketMode, FactKind, RuleKind
from sync.money import Centavos
from sync.tariffs.reasons import (
    Bound,
    Bounded,
    ByBrackets,
    ByRate,
    ByRounding,
    ByRule,
    ByUnit,
    FactUsed,
    NotStacked,
    Reason,
    Step,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedAmount:
    """One amount of a charge: what it is, how much, why, and by which law."""

    label: str
    amount_centavos: int  # a change may be below zero
    sentences: tuple[str, ...]
    legal_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLine:
    """One line: quantity × unit first, then each change; `remarks` say what was not applied."""

    amounts: tuple[ExplainedAmount, ...]
    remarks: tuple[str, ...]
    net_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A charge in words."""

    lines: tuple[ExplainedLine, ...]
    rounding: ExplainedAmount | None
    total_centavos: Centavos


def explained(charge: PricedCharge, questions: Sequence[FactQuestion], texts: Texts) -> Explained:
    """Return every amount of a charge with its reason, in the language of *texts*."""
    words = _Words(texts, {question.key: question for question in questions}, charge)
    rounding = None
    if charge.rounding_reason is not None:
        rounding = ExplainedAmount(
            label=texts.text("tariff-rounding"),
            amount_centavos=charge.rounding_centavos,
            sentences=(words.sentence(charge.rounding_reason),),
            legal_reference=charge.policy.legal_reference,
        )
    return Explained(
        lines=tuple(words.line(line) for line in charge.lines),
        rounding=rounding,
        total_centavos=charge.total_centavos,
    )


def percent(rate_per_million: int) -> str:
    """Return a rate as people write it, `1.13 %`; exact, whatever its digits."""
    value = Decimal(rate_per_million) / 10_000
    text = f"{value:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


class _Words:
    """Sentences of one charge."""

    def __init__(
        self, texts: Texts, questions: dict[str, FactQuestion], charge: PricedCharge
    ) -> None:
        self._texts = texts
        self._questions = questions
        self._labels = dict(charge.rule_labels)

    def line(self, line: PricedLine) -> ExplainedLine:
        """Return a line's amounts with their reasons."""
        own = [
            one for one in line.reasons if isinstance(one, ByUnit | ByBrackets | ByRate | Bounded)
        ]
        base = ExplainedAmount(
            label=line.row.label,
            amount_centavos=line.quantity * line.row.unit_centavos,
            sentences=tuple(said for one in own for said in self._sentences(one)),
            legal_reference=line.row.legal_reference,
        )
        changes = [
            ExplainedAmount(
                label=change.label or self._texts.text("tariff-rounding"),
                amount_centavos=change.change_centavos,
                sentences=self._sentences(change.reason),
                legal_reference=change.legal_reference,
            )
            for change in line.changes
        ]
        left_out = [one for one in line.reasons if isinstance(one, NotStacked)]
        return ExplainedLine(
            amounts=(base, *changes),
            remarks=tuple(self.sentence(one) for one in left_out),
            net_centavos=line.net_centavos,
        )

    def sentence(self, reason: Reason) -> str:
        """Return all that is said of a reason in one text."""
        return " ".join(self._sentences(reason))

    def _sentences(self, reason: Reason) -> tuple[str, ...]:
        match reason:
            case ByUnit():
                return (self._by_unit(reason),)
            case ByBrackets():
                return tuple(self._step(reason, step) for step in reason.steps)
            case ByRate():
                return (
                    self._say(
                        "tariff-by-rate",
                        rate=percent(reason.rate_per_million),
                        fact=self._label(reason.measure.fact),
                        value=self._value(reason.measure),
                        amount=self._money(reason.unit_centavos),
                    ),
                )
            case Bounded():
                return (self._bounded(reason),)
            case ByRule():
                return (self._by_rule(reason), *map(self._bounded, reason.bounds))
            case NotStacked():
                return (
                    self._say(
                        "tariff-not-stacked",
                        rule=self._rule(reason.rule_id, reason.version),
                        better=self._rule(reason.better_rule_id, reason.better_version),
                    ),
                )
            case ByRounding():
                return (
                    self._say(
                        "tariff-by-rounding",
                        unit=self._money(reason.unit_centavos),
                        up_from=self._money(reason.up_from_centavos),
                    ),
                )
            case _:
                assert_never(reason)

    def _by_unit(self, reason: ByUnit) -> str:
        if not reason.facts and reason.quantity == 1:
            return self._say("tariff-fixed")
        asked = [self._value(fact) for fact in reason.facts] or [str(reason.quantity)]
        return self._say(
            "tariff-by-unit",
            factors=" × ".join([*asked, self._money(reason.unit_centavos)]),
            amount=self._money(reason.quantity * reason.unit_centavos),
        )

    def _step(self, reason: ByBrackets, step: Step) -> str:
        first, last = step.over + (step.over > 0), step.up_to
        whole = reason.mode is BracketMode.WHOLE
        place = self._say(
            "tariff-step-open" if last is None else "tariff-step",
            first=self._number(reason.measure.fact, first),
            last="" if last is None else self._number(reason.measure.fact, last),
        )
        parts = []
        if step.flat_centavos or not (step.unit_centavos or step.rate_per_million):
            parts.append(self._money(step.flat_centavos))
        if step.unit_centavos:
            units = self._number(reason.measure.fact, step.units)
            parts.append(f"{units} × {self._money(step.unit_centavos)}")
        if step.rate_per_million:
            units = self._number(reason.measure.fact, step.units)
            parts.append(f"{percent(step.rate_per_million)} × {units}")
        message = "tariff-step-whole" if whole else "tariff-step-part"
        return self._say(message, place=place, price=" + ".join(parts))

    def _bounded(self, reason: Bounded) -> str:
        amount = self._money(reason.after_centavos)
        match reason.bound:
            case Bound.AT_LEAST:
                return self._say("tariff-at-least", amount=amount)
            case Bound.AT_MOST:
                return self._say("tariff-at-most", amount=amount)
            case Bound.WHAT_IS_LEFT:
                return self._say("tariff-what-is-left", amount=amount)
            case _:
                assert_never(reason.bound)

    def _by_rule(self, reason: ByRule) -> str:
        base = self._money(reason.base_centavos)
        if reason.kind is RuleKind.EXEMPTION:
            return self._say("tariff-exempt")
        if reason.indexed is not None:
            found = reason.indexed
            return self._say(
                "tariff-indexed",
                index=found.index.upper(),
                newer=self._month(found.newer_month),
                older=self._month(found.older_month),
                factor=f"{Decimal(found.factor_ten_thousandths) / 10_000:.4f}",
                base=base,
            )
        parts = []
        if reason.rate_per_million:
            parts.append(
                self._say(
                    "tariff-rate-of",
                    rate=percent(reason.rate_per_million),
                    base=base,
                    of=reason.base.name.lower(),
                )
            )
        if reason.amount_centavos:
            parts.append(self._money(reason.amount_centavos))
        each = " + ".join(parts)
        if reason.count is None or reason.count_fact is None:
            return self._say("tariff-once", price=each)
        count = self._number(reason.count_fact, reason.count)
        return self._say("tariff-for-each", price=each, count=count)

    # ------------------------------------------------------------------------- small words

    def _value(self, used: FactUsed) -> str:
        question = self._questions.get(used.fact)
        if isinstance(used.value, str):
            options = () if question is None else question.options
            return next((one.label for one in options if one.code == used.value), used.value)
        return self._number(used.fact, used.value)

    def _number(self, fact: str, value: int) -> str:
        question = self._questions.get(fact)
        if question is not None and question.kind is FactKind.MONEY:
            return self._money(value)
        number = f"{value:,}"
        return f"{number} {question.unit}" if question is not None and question.unit else number

    def _label(self, fact: str) -> str:
        question = self._questions.get(fact)
        return fact if question is None else question.label

    def _rule(self, rule_id: str, version: int) -> str:
        return self._labels.get((rule_id, version), rule_id)

    def _month(self, month: int) -> str:
        name = self._texts.months()[month % 100 - 1]
        return self._say("tariff-month", month=name, year=str(month // 100))

    def _money(self, centavos: int) -> str:
        return self._texts.money(Centavos(centavos))

    def _say(self, message_id: str, **arguments: str) -> str:
        return self._texts.text(message_id, **arguments)
