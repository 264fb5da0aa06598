"""The central's report against what was typed: record by record, centavo by centavo."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from sync.money import Centavos
from tests.demo.checks import Check, equal
from tests.demo.job import (
    ACTA,
    CALCULATED,
    FLOAT_CENTAVOS,
    OPERATOR_NUMBER,
    REGISTRATIONS,
    DemoRegistration,
)
from tests.demo.people import PEOPLE, DemoPerson
from tests.demo.processes import DemoFailed

Row = Mapping[str, Any]


def fee_centavos(catalogue: Path, day: date) -> Centavos:
    """Return the price of the certified copy on a business day, read from the published file."""
    document = tomllib.loads((catalogue / "catalogue.toml").read_text(encoding="utf-8"))
    (service,) = (one for one in document["services"] if one["code"] == ACTA)
    prices = [
        row["unit_centavos"]
        for row in document["tariffs"]
        if row["concept"] in service["concepts"]
        and row["valid_from"] <= day <= row.get("valid_to", date.max)
    ]
    if len(prices) != 1:
        raise DemoFailed(f"{len(prices)} prices hold on {day}; the catalogue must name one")
    return Centavos(prices[0])


def compare(report: Mapping[str, Any], catalogue: Path) -> list[Check]:
    """Return every promise about what arrived."""
    checks = _people(report["people"])
    subjects = {row["curp"]: row["subject"] for row in report["people"]}
    checks += _shifts(report["shifts"])
    for number, wanted in enumerate(REGISTRATIONS, start=1):
        checks += _registration(number, wanted, subjects, report["registrations"])
    checks += _payments(report, subjects, catalogue)
    checks.append(equal("registrations, none twice", 4, len(report["registrations"])))
    consents = [
        subjects.get(one.person.curp, "")
        for one in REGISTRATIONS
        for _ in ("general", *one.agreed)  # what is sensitive has an event of its own
    ]
    checks.append(equal("consents", len(consents), len(report["consents"])))
    checks.append(
        equal(
            "consents of these people",
            sorted(consents),
            sorted(row["subject"] for row in report["consents"]),
        )
    )
    checks.append(equal("quarantined", [], report["quarantine"]))
    checks.append(equal("notices of the central", [], report["notices"]))
    checks.append(_folios(report))
    return checks


def _people(rows: Sequence[Row]) -> list[Check]:
    def typed(person: DemoPerson) -> tuple[str, ...]:
        return (
            person.given,
            person.first_surname,
            person.second_surname,
            person.born.isoformat(),
            person.sex,
            person.curp,
        )

    arrived = Counter(
        tuple(
            str(row[key])
            for key in ("given", "first_surname", "second_surname", "born", "sex", "curp")
        )
        for row in rows
    )
    checks = [equal("people, none twice", len(PEOPLE), len(rows))]
    for person in PEOPLE:
        checks.append(equal(f"person {person.full_name}", 1, arrived[typed(person)]))
    return checks


def _shifts(rows: Sequence[Row]) -> list[Check]:
    return [
        equal("shifts", 1, len(rows)),
        equal("float in centavos", FLOAT_CENTAVOS, rows[0]["float_centavos"] if rows else None),
        equal("operator of the shift", OPERATOR_NUMBER, rows[0]["operator"] if rows else None),
    ]


def _registration(
    number: int, wanted: DemoRegistration, subjects: Mapping[str, str], rows: Sequence[Row]
) -> list[Check]:
    subject = subjects.get(wanted.person.curp)
    own = [
        row
        for row in rows
        if row["subject"] == subject and row["service_code"] == wanted.service_code
    ]
    name = f"registration {number}"
    checks = [equal(f"{name}, times", 1, len(own))]
    if len(own) != 1:
        return checks
    sent = _leaves(own[0]["submission_xml"])
    typed = {answer.path: answer.stored for section in wanted.sections for answer in section}
    for path, stored in typed.items():
        checks.append(equal(f"{name} {path}", stored, sent.get(path)))
    if wanted.service_code != ACTA:
        for path, stored in CALCULATED.items():
            checks.append(equal(f"{name} {path}", stored, sent.get(path)))
    else:
        foreign = "solicita.nombre_titular"
        relevant = foreign in typed
        checks.append(equal(f"{name} {foreign} sent only if asked", relevant, foreign in sent))
    return checks


def _leaves(xml: str | None) -> dict[str, str]:
    """Return the answers of a submission by their path below the root."""
    if xml is None:
        return {}
    leaves: dict[str, str] = {}

    def walk(node: etree._Element, path: tuple[str, ...]) -> None:
        children = [child for child in node if isinstance(child.tag, str)]
        for child in children:
            walk(child, (*path, etree.QName(child).localname))
        if not children:
            leaves[".".join(path)] = node.text or ""

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    walk(etree.fromstring(xml.encode("utf-8"), parser), ())
    return leaves


def _payments(
    report: Mapping[str, Any], subjects: Mapping[str, str], catalogue: Path
) -> list[Check]:
    rows = report["payments"]
    paid = [one for one in REGISTRATIONS if one.tendered_centavos is not None]
    checks = [equal("payments, none twice", len(paid), len(rows))]
    if not report["shifts"]:
        return [*checks, equal("shift of the payments", "one", "none")]
    day_number = str(report["shifts"][0]["business_day"])
    day = date.fromisoformat(f"{day_number[:4]}-{day_number[4:6]}-{day_number[6:8]}")
    fee = fee_centavos(catalogue, day)
    for number, wanted in enumerate(paid, start=1):
        subject = subjects.get(wanted.person.curp)
        own = [row for row in rows if row["subject"] == subject]
        name = f"payment {number}"
        checks.append(equal(f"{name}, times", 1, len(own)))
        if len(own) != 1 or wanted.tendered_centavos is None:
            continue
        row = own[0]
        checks += [
            equal(f"{name} total in centavos", fee, row["total_centavos"]),
            equal(f"{name} tendered", wanted.tendered_centavos, row["tendered_centavos"]),
            equal(f"{name} change", wanted.tendered_centavos - fee, row["change_centavos"]),
            equal(
                f"{name} lines and rounding",
                row["total_centavos"],
                sum(line["net_centavos"] for line in row["lines"]) + row["rounding_centavos"],
            ),
            equal(f"{name} in the shift", report["shifts"][0]["shift"], row["shift"]),
        ]
    checks.append(
        equal("all payments in centavos", fee * len(paid), report["totals"]["payments_centavos"])
    )
    return checks


def _folios(report: Mapping[str, Any]) -> Check:
    """The numbers of the series follow each other from 2 (1 is the start receipt), none twice."""
    numbers = sorted(
        int(row["folio"].rsplit("-", 1)[1])
        for name in ("shifts", "registrations", "payments")
        for row in report[name]
        if row["folio"] is not None
    )
    return equal("folios without gap or repeat", list(range(2, 2 + len(numbers))), numbers)
