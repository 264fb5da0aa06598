"""The verifier: three answers, the first failure decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync import cbor, cose, receipts, revocations
from sync.cose import SoftwareSigner
from sync.receipt_check import Answer, ReceiptTrust, Verdict, verify
from sync.revocations import ForgedStatement, Reported, RevocationList, RevokedDevice
from tests.support.institution import (
    EXPIRES_SECONDS,
    ISSUED_SECONDS,
    NOT_BEFORE_SECONDS,
    PREFIX,
    a_device_certificate,
    a_signer,
    an_institution,
)

INSTITUTION = an_institution()
TRUST = ReceiptTrust.of(INSTITUTION.profile)
SERIES = 0xDA0E


def a_receipt(
    *,
    certificate: bytes = INSTITUTION.device_certificate,
    signer: SoftwareSigner = INSTITUTION.device,
    **labels: Any,
) -> str:
    """Return the text of a payment's code; labels changed as `l4=…`."""
    entries: dict[int, Any] = {
        1: 1,
        2: 342,
        3: SERIES,
        4: ISSUED_SECONDS,
        5: 113_500,
        6: bytes(16),
        7: [[1101, 113_400], [1701, 100]],
        9: 42,
    }
    for name, value in labels.items():
        entries[int(name.removeprefix("l"))] = value
    signed = receipts.sign_receipt(signer, certificate, cbor.encode(entries))
    return receipts.qr_text(PREFIX, signed)


def outcome(verdict: Verdict) -> tuple[Answer, str]:
    """Return what a verdict decides."""
    return verdict.answer, verdict.code


def a_list(*devices: RevokedDevice) -> RevocationList:
    """Return a list of reported devices, the device of these tests cut above number 10."""
    return RevocationList(number=1, issued_at_seconds=ISSUED_SECONDS, devices=devices)


def reported(why: Reported = Reported.LOST, **changes: Any) -> RevokedDevice:
    """Return the entry of the device of these tests."""
    entry = RevokedDevice(device_id=INSTITUTION.device.kid, why=why, last_good={SERIES: 10})
    return replace(entry, **changes)


def test_an_honest_receipt_is_authentic_with_its_facts() -> None:
    """Answer, folio, office, names of concepts and typed code: all that the page shows."""
    verdict = verify(a_receipt(), TRUST)

    assert outcome(verdict) == (Answer.AUTHENTIC, "ok")
    assert verdict.folio == "20067-007-1PGE-342"
    assert verdict.office == "Caja de PRUEBA"
    assert verdict.concept_names == ("Impuesto de PRUEBA", None)
    assert verdict.typed_code == "00000-00000"
    assert verdict.receipt is not None
    assert verdict.receipt.time_seconds == ISSUED_SECONDS
    assert verdict.revocations_issued_at_seconds is None
    assert not verdict.is_training


def test_without_a_profile_nothing_can_be_known() -> None:
    """No root is built into the program."""
    assert outcome(verify(a_receipt(), None)) == (Answer.CANNOT_BE_KNOWN, "root-unknown")


def test_another_institution_cannot_be_known() -> None:
    """A root that is not pinned is no proof of a forgery."""
    other = a_signer("another root")
    text = a_receipt(certificate=a_device_certificate(other, INSTITUTION.device))

    verdict = verify(text, TRUST)

    assert outcome(verdict) == (Answer.CANNOT_BE_KNOWN, "root-unknown")
    assert (verdict.folio, verdict.typed_code, verdict.concept_names) == (None, None, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "prefix"),
        ("https://evil.invalid/v#123", "prefix"),
        (PREFIX, "cbor"),
        (PREFIX + "12x", "digits"),
        (PREFIX + "٣", "digits"),
        (PREFIX + "1", "digits"),
        (PREFIX + "0" * 1501, "size"),
        (PREFIX + "0" * 1462, "size"),
        (PREFIX + "000", "shape"),
    ],
)
def test_what_is_no_receipt_is_not_authentic(text: str, code: str) -> None:
    """Bad text has a code like everything else, and raises nothing."""
    assert outcome(verify(text, TRUST)) == (Answer.NOT_AUTHENTIC, code)


@pytest.mark.parametrize(
    ("labels", "answer", "code"),
    [
        ({"l5": 113_501}, Answer.NOT_AUTHENTIC, "total"),
        ({"l6": bytes(15)}, Answer.NOT_AUTHENTIC, "field"),
        ({"l1": 7}, Answer.CANNOT_BE_KNOWN, "newer"),
        ({"l20": 1}, Answer.CANNOT_BE_KNOWN, "newer"),
        ({"l1": 6}, Answer.NOT_AUTHENTIC, "training"),
        ({"l4": NOT_BEFORE_SECONDS - 1}, Answer.NOT_AUTHENTIC, "cert-time"),
        ({"l4": EXPIRES_SECONDS + 1}, Answer.NOT_AUTHENTIC, "cert-time"),
        ({"l4": NOT_BEFORE_SECONDS}, Answer.AUTHENTIC, "ok"),
        ({"l4": EXPIRES_SECONDS}, Answer.AUTHENTIC, "ok"),
    ],
)
def test_each_step_has_its_answer(labels: dict[str, Any], answer: Answer, code: str) -> None:
    """Fields, newer versions, training and the certificate's time, in this order."""
    assert outcome(verify(a_receipt(**labels), TRUST)) == (answer, code)


def test_practice_is_authentic_practice_only_under_the_training_root() -> None:
    """Kind 6 under the training root; a payment under it is not authentic."""
    certificate = a_device_certificate(INSTITUTION.training_root, INSTITUTION.device)

    practice = verify(a_receipt(certificate=certificate, l1=6), TRUST)
    payment = verify(a_receipt(certificate=certificate), TRUST)

    assert outcome(practice) == (Answer.AUTHENTIC, "training")
    assert practice.is_training
    assert outcome(payment) == (Answer.NOT_AUTHENTIC, "training")


def test_a_profile_without_training_root_does_not_know_practice() -> None:
    """No training root pinned: practice papers cannot be known here."""
    certificate = a_device_certificate(INSTITUTION.training_root, INSTITUTION.device)
    trust = ReceiptTrust.of(replace(INSTITUTION.profile, training=None))

    assert verify(a_receipt(certificate=certificate, l1=6), trust).code == "root-unknown"


def test_a_receipt_signed_by_another_key_is_not_authentic() -> None:
    """A genuine certificate does not lend itself to another key."""
    text = a_receipt(signer=a_signer("thief"))

    assert outcome(verify(text, TRUST)) == (Answer.NOT_AUTHENTIC, "sig")


def test_a_central_certificate_signs_no_receipt() -> None:
    """Only a device certificate stands inside a receipt."""
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(INSTITUTION.central_certificate)}
    signed = cose.sign(INSTITUTION.central, "receipt", protected, b"\xa0")

    verdict = verify(receipts.qr_text(PREFIX, signed), TRUST)

    assert verdict.answer is Answer.NOT_AUTHENTIC


def test_paper_before_the_cut_stays_authentic() -> None:
    """A lost device's earlier numbers count, and the age of the list is there to be shown."""
    verdict = verify(a_receipt(l2=10), TRUST, a_list(reported()))

    assert outcome(verdict) == (Answer.AUTHENTIC, "ok")
    assert verdict.revocations_issued_at_seconds == ISSUED_SECONDS


@pytest.mark.parametrize("labels", [{"l2": 11}, {"l2": 1, "l3": 7}])
def test_paper_after_the_cut_cannot_be_known(labels: dict[str, Any]) -> None:
    """Above the last good number, or in a series never reported: ask the office."""
    verdict = verify(a_receipt(**labels), TRUST, a_list(reported()))

    assert outcome(verdict) == (Answer.CANNOT_BE_KNOWN, "after-cut")
    assert verdict.folio is not None


def test_another_devices_entry_means_nothing() -> None:
    """The list is about the device whose key signed."""
    verdict = verify(a_receipt(), TRUST, a_list(reported(device_id=bytes(8))))

    assert verdict.answer is Answer.AUTHENTIC


def test_only_a_roots_statement_makes_paper_a_forgery() -> None:
    """The central's word alone, another signer's, or another device's statement is not enough."""
    statement = ForgedStatement(device_id=INSTITUTION.device.kid, last_good={SERIES: 10})
    by_root = revocations.sign_statement(INSTITUTION.root, statement)
    by_central = revocations.sign_statement(INSTITUTION.central, statement)
    of_other = revocations.sign_statement(INSTITUTION.root, replace(statement, device_id=bytes(8)))
    later_cut = revocations.sign_statement(
        INSTITUTION.root, replace(statement, last_good={SERIES: 500})
    )
    misused = Reported.KEY_MISUSED

    def code(entry: RevokedDevice) -> str:
        return verify(a_receipt(), TRUST, a_list(entry)).code

    assert code(reported(misused, statement=by_root)) == "revoked-forged"
    assert code(reported(misused, statement=by_central)) == "after-cut"
    assert code(reported(misused, statement=of_other)) == "after-cut"
    assert code(reported(misused, statement=later_cut)) == "after-cut"
    assert code(reported(misused)) == "after-cut"
    assert code(reported(Reported.LOST, statement=by_root)) == "after-cut"


def test_a_forgery_is_not_authentic() -> None:
    """With the root's statement the answer is a plain no."""
    statement = ForgedStatement(device_id=INSTITUTION.device.kid, last_good={})
    entry = reported(
        Reported.KEY_MISUSED, statement=revocations.sign_statement(INSTITUTION.root, statement)
    )

    verdict = verify(a_receipt(), TRUST, a_list(entry, reported()))

    assert outcome(verdict) == (Answer.NOT_AUTHENTIC, "revoked-forged")


@pytest.mark.slow
@pytest.mark.parametrize("labels", [{}, {"l10": "P. U. D.", "l8": bytes(8)}, {"l1": 4, "l7": []}])
def test_no_changed_digit_is_accepted(labels: dict[str, Any]) -> None:
    """Every digit of three receipts, all nine other values: none is authentic."""
    text = a_receipt(**labels)
    assert verify(text, TRUST).answer is Answer.AUTHENTIC

    accepted = [
        (place, digit)
        for place in range(len(PREFIX), len(text))
        for digit in "0123456789"
        if digit != text[place]
        and verify(text[:place] + digit + text[place + 1 :], TRUST).answer is Answer.AUTHENTIC
    ]

    assert accepted == []


@pytest.mark.slow
def test_no_changed_bit_is_accepted() -> None:
    """Every bit of a receipt: flipped, it is never authentic."""
    text = a_receipt()
    signed = receipts.bytes_of_digits(text.removeprefix(PREFIX))

    for bit in range(8 * len(signed)):
        changed = bytearray(signed)
        changed[bit // 8] ^= 1 << bit % 8
        verdict = verify(receipts.qr_text(PREFIX, bytes(changed)), TRUST)
        assert verdict.answer is not Answer.AUTHENTIC, bit
