"""Approvals, rights, accesses and the care of devices: what an office reads of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sync.central.report import make_report
from sync.central.report_people import due_after
from sync.events import (
    ApprovalAsked,
    ApprovalMatter,
    ApprovalRefused,
    BackupAct,
    BackupChanged,
    BackupPlace,
    CardOpened,
    CardReason,
    CopyHandedOver,
    CopyMeans,
    DataCancelled,
    IdentityProof,
    NoticeMeans,
    NoticeShown,
    PersonCorrected,
    PersonName,
    PersonRight,
    Protection,
    ProtectionDecided,
    PurposeConsent,
    RecordViewed,
    RequestOutcome,
    RightsAnswered,
    RightsRequested,
    UseOpposed,
    ViewedPart,
)
from sync.ids import OperatorNumber
from tests.delivery.central_support import (
    CLERK,
    SUPERVISOR,
    Central,
    Device,
    a_person,
    read_tables_of,
    stream_opened,
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


def record_rights(device: Device) -> bytes:
    """Record a person who corrects, asks, is answered, opposes and is cancelled."""
    device.record(stream_opened(), operator=0)
    subject = device.record(a_person())
    device.record(
        NoticeShown(
            notice_id="aviso",
            notice_version=1,
            text_hash=bytes(16),
            means=NoticeMeans.READ_ALOUD,
            language="es",
        ),
        subject=subject,
    )
    asked = device.record(
        RightsRequested(
            right=PersonRight.RECTIFICATION,
            received_on=date(2026, 11, 20),
            proof=IdentityProof.OFFICIAL_DOCUMENT,
            words="mi nombre",
        ),
        subject=subject,
    )
    device.record(
        PersonCorrected(
            names=PersonName(given="ANA MARÍA", first_surname="UNO", second_surname="DOS"),
            reason="acta",
        ),
        subject=subject,
        refs=(asked,),
    )
    device.record(RightsAnswered(outcome=RequestOutcome.GRANTED), subject=subject, refs=(asked,))
    purposes = (PurposeConsent(purpose="difusion", accepted=False),)
    device.record(UseOpposed(purposes=purposes, words="no quiero"), subject=subject)
    device.record(CopyHandedOver(means=CopyMeans.PRINTED, content_hash=bytes(16)), subject=subject)
    device.record(CardOpened(reason=CardReason.CURP_SEARCH), subject=subject)
    device.record(RecordViewed(part=ViewedPart.HELD_DATA), subject=subject, operator=SUPERVISOR)
    device.record(DataCancelled(erased=3, blocked=1), subject=subject)
    return subject


def delivered(central: Central, device: Device) -> dict[str, list[dict[str, object]]]:
    outcome = central.push(device, 1, len(device.items))
    assert outcome.codes == ()
    central.platform.catch_up()
    report = make_report(central.database)
    json.dumps(report)
    return report


def test_a_persons_rights_are_read_with_their_clocks(central: Central) -> None:
    """Request, answer, correction, opposition and cancellation, each with who and when."""
    device = central.enrol()
    subject = record_rights(device)

    report = delivered(central, device)

    request = report["rights_requests"][0]
    assert (request["right"], request["received_on"], request["outcome"]) == (2, 20261120, 1)
    assert (request["answer_by"], request["carry_out_by"]) == ("2026-12-18", "2027-01-08")
    assert [one["given"] for one in report["person_corrections"]] == ["ANA MARÍA"]
    assert [one["given"] for one in report["people"]] == ["PRUEBA ANA"]
    assert [(one["kind"], one["erased"], one["purposes"]) for one in report["rights_acts"]] == [
        (96, None, [["difusion", False]]),
        (93, 3, None),
    ]
    assert [one["notice"] for one in report["notices_shown"]] == ["aviso"]
    about = read_tables_of(central)["about"]
    assert len(about) == len(device.items) - 1
    assert {row["subject"] for row in about} == {subject}


def test_who_looked_at_whose_data_is_read(central: Central) -> None:
    """The access log of every device in one place."""
    device = central.enrol()
    subject = record_rights(device)

    accesses = delivered(central, device)["accesses"]

    assert [(one["kind"], one["how"], one["operator"]) for one in accesses] == [
        (91, 1, CLERK),
        (90, 2, CLERK),
        (97, 2, SUPERVISOR),
    ]
    assert {one["subject"] for one in accesses} == {subject.hex()}


def test_approvals_and_the_care_of_a_device_are_read(central: Central) -> None:
    """Questions and refusals, backups and a lower protection that somebody decided on."""
    device = central.enrol()
    device.record(stream_opened(), operator=0)
    question = device.record(ApprovalAsked(matter=ApprovalMatter.ACCESS, reason="turno"))
    device.record(
        ApprovalRefused(
            matter=ApprovalMatter.ACCESS, approver=OperatorNumber(SUPERVISOR), reason="no"
        ),
        refs=(question,),
    )
    device.record(BackupChanged(act=BackupAct.MADE, place=BackupPlace.FOLDER, size_bytes=10))
    device.record(ProtectionDecided(wanted=Protection.TPM, actual=Protection.PASSPHRASE))

    report = delivered(central, device)

    assert [(one["kind"], one["question"], one["reason"]) for one in report["approvals"]] == [
        (80, None, "turno"),
        (82, question.hex(), "no"),
    ]
    care = [(one["kind"], one["body"]) for one in report["device_care"]]
    assert [kind for kind, _ in care] == [1, 111, 115]
    assert care[2][1] == {"2": 2, "3": 0}


def test_a_working_day_is_no_weekend() -> None:
    """Twenty working days from a Friday are four weeks; holidays make the clock err early."""
    assert due_after(date(2026, 11, 20), 20) == date(2026, 12, 18)
    assert due_after(date(2026, 11, 21), 1) == date(2026, 11, 23)
