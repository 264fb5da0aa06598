"""Read tables follow the journal: built afterwards, the same however often, disposable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync import cbor
from sync.blobs import blob_id_of, seal_blob
from sync.central import schema
from sync.central.report import make_report
from sync.events import Attachment, RegistrationCorrected, SmallFile
from sync.ids import EventId, folio_text, series_of
from sync.money import Centavos
from tests.delivery.central_support import (
    DEFINITION,
    FORM,
    TERMINAL,
    UNIT_CENTAVOS,
    Central,
    Device,
    a_catalogue,
    a_form,
    a_payment,
    a_person,
    a_registration,
    a_shift,
    journal_of,
    read_tables_of,
    record_a_day,
    stream_opened,
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    return central.enrol()


def test_report_says_record_by_record_what_was_recorded(central: Central, device: Device) -> None:
    """People, registrations with their XML, payments with their lines, shifts and totals agree."""
    device.record(stream_opened(), operator=0)
    opened = a_shift(device, float_centavos=12_300)
    shift = device.record(opened)
    subject = device.record(a_person("PRUEBA ANA"))
    salt = device.random(16)
    made = a_registration(device, salt, answers=("uno", "<&>"))
    registered = device.record(made, salt=salt, subject=subject)
    payment = a_payment(device, shift, quantity=3)
    paid = device.record(payment, subject=subject, refs=(registered,))
    central.push(device, 1, len(device.items))

    central.platform.catch_up()
    report = make_report(central.database)

    series = series_of(device.stream)
    assert json.loads(json.dumps(report)) == report
    assert report["events"] == 5
    assert report["quarantine"] == []
    [entry] = report["devices"]
    assert entry["device_id"] == device.device_id.hex()
    assert entry["terminal"] == TERMINAL
    assert entry["streams"] == [
        {
            "stream": device.stream.hex(),
            "seq": 5,
            "head": device.heads[5].hex(),
            "durable": 0,
        }
    ]
    [person] = report["people"]
    assert (person["subject"], person["given"]) == (subject.hex(), "PRUEBA ANA")
    assert person["curp"] == "UODA900517MOCNSN09"
    [registration] = report["registrations"]
    assert registration["event_id"] == registered.hex()
    assert registration["answers"] == ["uno", "<&>"]
    assert registration["folio"] == folio_text(TERMINAL, series, made.folio.number)
    digest = hashlib.sha256(registration["submission_xml"].encode()).digest()
    assert digest[:4] == made.submission_hash
    assert registration["submission_xml_sha256"] == digest.hex()
    [row] = report["payments"]
    assert (row["event_id"], row["shift"], row["subject"]) == (
        paid.hex(),
        shift.hex(),
        subject.hex(),
    )
    assert row["total_centavos"] == payment.total_centavos == 3 * UNIT_CENTAVOS
    assert row["tendered_centavos"] - row["change_centavos"] == row["total_centavos"]
    assert row["refs"] == [registered.hex()]
    assert [line["net_centavos"] for line in row["lines"]] == [3 * UNIT_CENTAVOS]
    assert report["totals"]["payments_centavos"] == 3 * UNIT_CENTAVOS
    [slip] = report["shifts"]
    assert (slip["shift"], slip["float_centavos"]) == (shift.hex(), 12_300)


def test_rebuild_gives_identical_rows_and_touches_nothing_else(
    central: Central, device: Device
) -> None:
    """The read tables may be dropped at any time; the journal does not change by it."""
    record_a_day(device, 5)
    central.push(device, 1, len(device.items))
    central.platform.catch_up()
    tables, journal = read_tables_of(central), journal_of(central)
    assert len(tables["payment"]) == 5

    central.platform.projections.rebuild()

    assert read_tables_of(central) == tables
    assert journal_of(central) == journal


def test_projecting_in_steps_or_twice_gives_the_same(central: Central, device: Device) -> None:
    """After each push, after all pushes, or again from an earlier mark: the same rows."""
    record_a_day(device, 5)
    last = len(device.items)
    for first in range(1, last + 1, 4):
        central.push(device, first, min(first + 3, last))
        central.platform.catch_up()
    tables = read_tables_of(central)
    with central.database.write() as connection:
        connection.execute(schema.projected.update().values(seq=2))

    central.platform.catch_up()

    assert read_tables_of(central) == tables
    assert len(tables["person"]) == 5


def test_xml_that_differs_is_a_code_never_a_loss(central: Central, device: Device) -> None:
    """Key 8 against X: a difference is code 4 after the ack; the event stays."""
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    device.record(a_registration(device, salt, submission_hash=b"\x00" * 4), salt=salt)
    device.record(a_person())
    assert central.push(device, 1, 3).codes == ()

    central.platform.catch_up()

    assert [row["code"] for row in central.rows(schema.quarantine)] == [4]
    assert central.rows(schema.registration) == []
    assert central.rows(schema.event)[1]["body"] is not None
    assert [(row["seq"], row["code"]) for row in central.rows(schema.later_code)] == [(2, 4)]
    assert len(central.rows(schema.person)) == 1
    assert central.push(device, 1, 3).codes == ((2, 4),)


def test_answers_that_do_not_fit_the_definition_are_a_code_too(
    central: Central, device: Device
) -> None:
    """X refuses answers of another shape; that is code 4 and nothing else stops."""
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    device.record(
        a_registration(device, salt, answers=("uno", "dos", "tres"), submission_hash=bytes(4)),
        salt=salt,
    )
    central.push(device, 1, 2)

    central.platform.catch_up()

    assert [row["code"] for row in central.rows(schema.quarantine)] == [4]


def test_a_registration_without_a_published_form_waits_for_it(
    central: Central, device: Device
) -> None:
    """Code 7 until the form is published; then it is projected with its XML, by itself."""
    other = b"<other/>"
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    made = a_registration(
        device,
        salt,
        form_version="9",
        definition_hash=hashlib.sha256(other).digest()[:16],
    )
    device.record(made, salt=salt)
    device.record(a_person())
    assert central.push(device, 1, 3).codes == ((2, 7),)
    central.platform.catch_up()
    assert central.rows(schema.registration) == []

    central.publish(a_catalogue(forms=(a_form(), a_form(xml=DEFINITION, version="10"))))
    central.platform.catch_up()
    assert [row["code"] for row in central.rows(schema.quarantine)] == [7]
    central.publish(a_catalogue(forms=(a_form(), a_form(xml=other, version="9"))))
    central.platform.catch_up()

    # The XML of this invented form differs from what the device hashed: found now, told as code 4.
    assert [row["code"] for row in central.rows(schema.quarantine)] == [4]
    assert [row["code"] for row in central.rows(schema.later_code)] == [0, 4]


def test_quarantined_money_is_in_no_total(central: Central, device: Device) -> None:
    """What does not balance is listed with its code and counted nowhere."""
    device.record(stream_opened(), operator=0)
    shift = device.record(a_shift(device))
    device.record(a_payment(device, shift))
    device.record(a_payment(device, shift, total_centavos=Centavos(999_999)))
    central.push(device, 1, 4)

    central.platform.catch_up()
    report = make_report(central.database)

    assert report["totals"]["payments_centavos"] == UNIT_CENTAVOS
    assert [(one["seq"], one["code"]) for one in report["quarantine"]] == [(4, 11)]


def test_events_moved_to_a_new_stream_count_once(central: Central, device: Device) -> None:
    """The same events under another stream leave people and money as they were."""
    record_a_day(device, 2)
    central.push(device, 1, len(device.items))
    central.platform.catch_up()
    before = make_report(central.database)
    later = Device(signer=device.signer, seal=device.seal)
    later.record(stream_opened(), operator=0)
    later.items += device.items[1:]
    central.push(later, 1, len(later.items))

    central.platform.catch_up()
    after = make_report(central.database)

    assert after["totals"] == before["totals"]
    assert after["people"] == before["people"]
    assert after["events"] == before["events"] + len(later.items)


def test_kept_answers_are_what_was_sent(central: Central, device: Device) -> None:
    """The stored answers are the bytes of key 5, groups, numbers and nulls included."""
    central.publish()
    with central.database.write() as connection:
        connection.execute(schema.form_definition.delete())
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    made = a_registration(device, salt, answers=(("uno", 2, None), ""), form_id=FORM)  # type: ignore[arg-type]
    device.record(made, salt=salt)
    central.push(device, 1, 2)

    central.platform.catch_up()

    [row] = central.rows(schema.registration)
    assert cbor.decode(bytes(row["answers"])) == [["uno", 2, None], ""]
    assert row["submission_xml"] is None


def test_answers_that_travel_as_a_file_lose_nothing(central: Central, device: Device) -> None:
    """Key 5 null: the registration is there with its file, its XML comes with the file later."""
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    sealed = seal_blob(salt, 0, cbor.encode(["uno", "dos"]))
    file = Attachment(
        index=0,
        media_type="application/cbor",
        length_bytes=len(sealed),
        blob_id=blob_id_of(sealed),
    )
    made = replace(a_registration(device, salt), answers=None, attachments=(file,))
    device.record(made, salt=salt)
    central.push(device, 1, len(device.items))

    central.platform.catch_up()
    report = make_report(central.database)

    assert report["quarantine"] == []
    [registration] = report["registrations"]
    assert registration["answers"] is None
    assert registration["submission_xml"] is None
    [listed] = report["files"]
    assert (listed["index"], listed["media_type"]) == (0, "application/cbor")
    assert listed["blob_id"] == blob_id_of(sealed).hex()


def test_a_correction_stands_beside_what_it_corrects(central: Central, device: Device) -> None:
    """Both versions with their XML, the reason, the files; the read tables come back the same."""
    device.record(stream_opened(), operator=0)
    salt, later = device.random(16), device.random(16)
    first = device.record(a_registration(device, salt), salt=salt)
    again = a_registration(device, later, answers=("uno", "tres"))
    correction = RegistrationCorrected(
        form_id=again.form_id,
        form_version=again.form_version,
        definition_hash=again.definition_hash,
        answers=again.answers,
        submission_hash=again.submission_hash,
        deprecated_instance_id=bytes(16),
        service_code=again.service_code,
        small_files=(SmallFile(name="signature-1.png", media_type="image/png", content=b"png"),),
        reason="Mal copiado",
    )
    device.record(correction, salt=later, refs=(first,))
    central.push(device, 1, len(device.items))

    central.platform.catch_up()
    before = read_tables_of(central)
    report = make_report(central.database)
    central.platform.projections.rebuild()

    [made] = report["registrations"]
    [changed] = report["corrections"]
    assert made["answers"] == ["uno", "dos"]
    assert changed["registration"] == changed["replaces"] == made["event_id"] == first.hex()
    assert (changed["answers"], changed["reason"]) == (["uno", "tres"], "Mal copiado")
    assert changed["submission_xml"] is not None
    assert [one["inside"] for one in report["files"]] == [True]
    assert read_tables_of(central) == before


def test_a_correction_of_nothing_waits_until_it_is_known(central: Central, device: Device) -> None:
    """Code 6, kept raw: one bad record blocks nothing."""
    device.record(stream_opened(), operator=0)
    salt = device.random(16)
    again = a_registration(device, salt)
    device.record(
        RegistrationCorrected(
            form_id=again.form_id,
            form_version=again.form_version,
            definition_hash=again.definition_hash,
            answers=again.answers,
            submission_hash=again.submission_hash,
            deprecated_instance_id=bytes(16),
            service_code=again.service_code,
            reason="Motivo",
        ),
        salt=salt,
        refs=(EventId(bytes(16)),),
    )
    central.push(device, 1, len(device.items))

    central.platform.catch_up()
    report = make_report(central.database)

    assert [one["code"] for one in report["quarantine"]] == [6]
    assert report["corrections"] == []
