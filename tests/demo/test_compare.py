"""The comparison of the demonstration fails whenever something was lost, doubled or changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import pytest

from tests.demo.compare import compare, fee_centavos
from tests.demo.job import ACTA, CALCULATED, FLOAT_CENTAVOS, OPERATOR_NUMBER, REGISTRATIONS
from tests.demo.people import PEOPLE
from tests.demo.processes import CATALOGUE

Report = dict[str, Any]
FEE = 18_550


def _xml(answers: dict[str, str]) -> str:
    tree: dict[str, Any] = {}
    for path, value in answers.items():
        node = tree
        *groups, leaf = path.split(".")
        for group in groups:
            node = node.setdefault(group, {})
        node[leaf] = value

    def write(node: dict[str, Any]) -> str:
        return "".join(
            f"<{name}>{write(value) if isinstance(value, dict) else escape(value)}</{name}>"
            for name, value in node.items()
        )

    return f"<data>{write(tree)}</data>"


@pytest.fixture
def report() -> Report:
    """Return the report that a perfect day leaves."""
    people = [
        {
            "subject": f"s{number}",
            "given": person.given,
            "first_surname": person.first_surname,
            "second_surname": person.second_surname,
            "born": person.born.isoformat(),
            "sex": person.sex,
            "curp": person.curp,
        }
        for number, person in enumerate(PEOPLE)
    ]
    subject_of = {row["curp"]: row["subject"] for row in people}
    registrations, payments, consents, number = [], [], [], 3
    for one in REGISTRATIONS:
        typed = {answer.path: answer.stored for section in one.sections for answer in section}
        if one.service_code != ACTA:
            typed |= CALCULATED
        subject = subject_of[one.person.curp]
        consents += [{"subject": subject} for _ in ("general", *one.agreed)]
        registrations.append(
            {
                "subject": subject,
                "service_code": one.service_code,
                "submission_xml": _xml(typed),
                "folio": f"20067-007-0001-{number}",
            }
        )
        number += 1
        if one.tendered_centavos is not None:
            payments.append(
                {
                    "subject": subject,
                    "folio": f"20067-007-0001-{number}",
                    "total_centavos": FEE,
                    "tendered_centavos": one.tendered_centavos,
                    "change_centavos": one.tendered_centavos - FEE,
                    "rounding_centavos": 0,
                    "lines": [{"net_centavos": FEE}],
                    "shift": "t1",
                }
            )
            number += 1
    return {
        "people": people,
        "registrations": registrations,
        "payments": payments,
        "consents": consents,
        "shifts": [
            {
                "shift": "t1",
                "float_centavos": FLOAT_CENTAVOS,
                "operator": OPERATOR_NUMBER,
                "business_day": 20_261_120,
                "folio": "20067-007-0001-2",
            }
        ],
        "quarantine": [],
        "notices": [],
        "totals": {"payments_centavos": FEE * len(payments)},
    }


def test_a_perfect_day_holds(report: Report) -> None:
    """Nothing is reported where everything arrived as typed."""
    assert [check.what for check in compare(report, CATALOGUE) if not check.held] == []


def _one_centavo(report: Report) -> None:
    report["payments"][0]["total_centavos"] += 1


def _payment_lost(report: Report) -> None:
    del report["payments"][1]


def _payment_twice(report: Report) -> None:
    report["payments"].append(copy.deepcopy(report["payments"][0]))


def _registration_twice(report: Report) -> None:
    report["registrations"].append(copy.deepcopy(report["registrations"][2]))


def _letter_changed(report: Report) -> None:
    row = report["registrations"][0]
    row["submission_xml"] = row["submission_xml"].replace("Ñica", "Nica")


def _answer_left_over(report: Report) -> None:
    row = report["registrations"][0]
    row["submission_xml"] = row["submission_xml"].replace(
        "<titular>", "<nombre_titular>x</nombre_titular><titular>"
    )


def _name_changed(report: Report) -> None:
    report["people"][0]["given"] = "Begona"


def _quarantined(report: Report) -> None:
    report["quarantine"].append({"code": 11})


def _folio_gap(report: Report) -> None:
    report["payments"][-1]["folio"] = "20067-007-0001-99"


def _other_shift(report: Report) -> None:
    report["payments"][0]["shift"] = "t2"


def _consent_lost(report: Report) -> None:
    report["consents"].pop()


@pytest.mark.parametrize(
    "breakage",
    [
        _one_centavo,
        _payment_lost,
        _payment_twice,
        _registration_twice,
        _letter_changed,
        _answer_left_over,
        _name_changed,
        _quarantined,
        _folio_gap,
        _other_shift,
        _consent_lost,
    ],
)
def test_any_difference_is_found(report: Report, breakage: Callable[[Report], None]) -> None:
    """One centavo, one letter, one record more or less: the comparison does not hold."""
    breakage(report)

    assert [check.what for check in compare(report, CATALOGUE) if not check.held] != []


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2025, 12, 31), 17_800), (date(2026, 1, 1), 18_550)]
)
def test_the_price_follows_the_day(day: date, expected: int) -> None:
    """The expected fee is that of the business day, not a constant."""
    assert fee_centavos(CATALOGUE, day) == expected
