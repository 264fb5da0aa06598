"""Certificates and revocations: what a root vouches for, and what it takes back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync import cbor, certificates, cose, revocations
from sync.errors import MessageInvalid
from sync.revocations import ForgedStatement, Reported, RevocationList, RevokedDevice
from tests.support.institution import (
    EXPIRES_SECONDS,
    NOT_BEFORE_SECONDS,
    TERMINAL,
    a_signer,
    an_institution,
)

INSTITUTION = an_institution()
ROOTS = [INSTITUTION.root.point]
POINT = INSTITUTION.device.point
KEY = {1: cose.key_map_of(POINT)}


def signed_claims(domain: str = "device-cert", **changes: Any) -> bytes:
    """Return a device certificate with claims changed as `c2=…`, or left out with `None`."""
    claims: dict[int, Any] = {
        2: TERMINAL,
        4: EXPIRES_SECONDS,
        5: NOT_BEFORE_SECONDS,
        8: KEY,
        9: b"\1\0",
    }
    for name, value in changes.items():
        claims[int(name.removeprefix("c").replace("m", "-"))] = value
    kept = {claim: value for claim, value in claims.items() if value is not None}
    protected = {cose.KID_LABEL: INSTITUTION.root.kid[:4]}
    return cose.sign(INSTITUTION.root, domain, protected, cbor.encode(kept))


def test_a_device_certificate_is_read_as_it_was_issued() -> None:
    """153 bytes, the terminal's visible name, and a device_id computed from the key."""
    data = INSTITUTION.device_certificate

    read = certificates.read_device_certificate(data, ROOTS)

    assert len(data) == 153
    assert (read.terminal, read.point, read.protection) == (TERMINAL, POINT, 0)
    assert (read.not_before_seconds, read.expires_seconds) == (NOT_BEFORE_SECONDS, EXPIRES_SECONDS)
    assert (read.device_id, read.root, read.encoded) == (
        INSTITUTION.device.kid,
        INSTITUTION.root.point,
        data,
    )


def test_a_central_certificate_carries_its_sealing_key() -> None:
    """The device finds the key to seal to, and the signer of acknowledgements."""
    read = certificates.read_central_certificate(INSTITUTION.central_certificate, ROOTS)

    assert read.seal_public == INSTITUTION.central_seal[1]
    assert list(INSTITUTION.central_seal_keys) == [read.seal_kid]
    assert certificates.signers_of([read]) == INSTITUTION.signers


def test_an_administrator_certificate_is_of_its_own_kind() -> None:
    """Role 3 has its own domain: it serves nowhere else."""
    data = certificates.issue_administrator_certificate(
        INSTITUTION.root,
        name="Contraloría de PRUEBA",
        point=POINT,
        not_before_seconds=1,
        expires_seconds=2,
    )

    read = certificates.read_administrator_certificate(data, ROOTS)

    assert (read.name, read.point) == ("Contraloría de PRUEBA", POINT)
    for reader in (certificates.read_device_certificate, certificates.read_central_certificate):
        with pytest.raises(MessageInvalid, match="cert-sig"):
            reader(data, ROOTS)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"c2": None}, "cert"),
        ({"c6": 1}, "cert"),
        ({"c2": "20067-00O"}, "cert"),
        ({"c2": "20067-007\n"}, "cert"),
        ({"c2": "٢0067-007"}, "cert"),
        ({"c2": 5}, "cert"),
        ({"c4": "x"}, "cert"),
        ({"c5": True}, "cert"),
        ({"c5": EXPIRES_SECONDS}, "cert"),
        ({"c5": -1}, "cert"),
        ({"c8": KEY[1]}, "cert"),
        ({"c8": {**KEY, 2: 1}}, "cert"),
        ({"c8": {1: {**cose.key_map_of(POINT), 3: -7}}}, "cert"),
        ({"c8": {1: {**cose.key_map_of(POINT), -2: bytes(31)}}}, "cert"),
        ({"c9": b"\1"}, "cert"),
        ({"c9": [1, 0]}, "cert"),
        ({"c9": b"\1\3"}, "cert"),
        ({"c9": b"\2\0"}, "cert-role"),
        ({"c8": {1: {**cose.key_map_of(POINT), -2: b"\xff" * 32}}}, "key"),
        ({"c9": b"\2\0", "c8": {1: {**cose.key_map_of(POINT), -2: b"\xff" * 32}}}, "cert-role"),
    ],
)
def test_each_wrong_claim_has_its_code(changes: dict[str, Any], code: str) -> None:
    """Claims, then role, then key."""
    with pytest.raises(MessageInvalid) as caught:
        certificates.read_device_certificate(signed_claims(**changes), ROOTS)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cm70001": None}, "cert"),
        ({"cm70001": {1: 1, -1: 4}}, "cert"),
        ({"cm70001": {1: 1, -1: 4, -2: bytes(31)}}, "cert"),
        ({"cm70001": {1: True, -1: 4, -2: bytes(32)}}, "cert"),
        ({"c2": ""}, "cert"),
        ({"c2": "ñ" * 33}, "cert"),
        ({"c9": b"\2\1"}, "cert"),
        ({"c9": b"\1\0"}, "cert-role"),
    ],
)
def test_each_wrong_claim_of_a_central_has_its_code(changes: dict[str, Any], code: str) -> None:
    """A central certificate needs a name of 1 to 64 bytes and an exact sealing key."""
    claims = {
        "c2": "Tesorería",
        "c9": b"\2\0",
        "cm70001": {1: 1, -1: 4, -2: bytes(32)},
        **changes,
    }
    with pytest.raises(MessageInvalid) as caught:
        certificates.read_central_certificate(signed_claims("central-cert", **claims), ROOTS)

    assert caught.value.code == code


def test_an_administrator_has_a_name() -> None:
    """An empty name is no name."""
    data = signed_claims("admin-cert", c2="", c9=b"\3\0")

    with pytest.raises(MessageInvalid, match="cert"):
        certificates.read_administrator_certificate(data, ROOTS)


def test_only_a_pinned_root_vouches() -> None:
    """Another root is unknown; a wrong signature under the right hint is not."""
    other = a_signer("another root")

    with pytest.raises(MessageInvalid, match="root-unknown"):
        certificates.read_device_certificate(INSTITUTION.device_certificate, [other.point])
    forged = cose.sign(other, "device-cert", {4: INSTITUTION.root.kid[:4]}, b"")
    with pytest.raises(MessageInvalid, match="cert-sig"):
        certificates.read_device_certificate(forged, ROOTS)


def a_list() -> RevocationList:
    """Return a list with one lost and one misused device."""
    statement = ForgedStatement(device_id=bytes(8), last_good={7: 10})
    return RevocationList(
        number=4,
        issued_at_seconds=5,
        devices=(
            RevokedDevice(device_id=INSTITUTION.device.kid, why=Reported.LOST, last_good={}),
            RevokedDevice(
                device_id=bytes(8),
                why=Reported.KEY_MISUSED,
                last_good={7: 10, 300: 2},
                statement=revocations.sign_statement(INSTITUTION.root, statement),
            ),
        ),
    )


def test_a_revocation_list_comes_back() -> None:
    """Entries, last good numbers and a root's statement inside survive the signature."""
    data = revocations.sign_revocations(
        INSTITUTION.central, INSTITUTION.central_certificate, a_list()
    )

    assert revocations.read_revocations(data, ROOTS) == a_list()


def test_a_list_signed_by_another_key_is_refused() -> None:
    """The certificate inside must be the signer's."""
    data = revocations.sign_revocations(
        INSTITUTION.device, INSTITUTION.central_certificate, a_list()
    )

    with pytest.raises(MessageInvalid, match="sig"):
        revocations.read_revocations(data, ROOTS)


@pytest.mark.parametrize(
    "entry", [[bytes(8), 1], [bytes(7), 1, {}], [bytes(8), 4, {}], [bytes(8), 1, {"a": 1}], 5]
)
def test_a_list_with_a_broken_entry_is_refused_whole(entry: object) -> None:
    """A list is believed whole or not at all."""
    payload = cbor.encode({1: 4, 2: 5, 3: [entry]})
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(INSTITUTION.central_certificate)}
    data = cose.sign(INSTITUTION.central, "revocations", protected, payload)

    with pytest.raises(MessageInvalid, match="shape"):
        revocations.read_revocations(data, ROOTS)


def test_a_statement_needs_a_root() -> None:
    """Nobody but a root declares a key misused."""
    statement = ForgedStatement(device_id=bytes(8), last_good={7: 10})

    by_root = revocations.sign_statement(INSTITUTION.root, statement)
    by_other = revocations.sign_statement(a_signer("another root"), statement)

    assert revocations.read_statement(by_root, ROOTS) == statement
    assert statement.covers(bytes(8), 7, 11)
    assert not statement.covers(bytes(8), 7, 10)
    assert statement.covers(bytes(8), 8, 1)
    assert not replace(statement, device_id=bytes(7) + b"x").covers(bytes(8), 8, 1)
    with pytest.raises(MessageInvalid, match="root-unknown"):
        revocations.read_statement(by_other, ROOTS)


def test_an_entry_cuts_above_its_last_good_number() -> None:
    """By folio, never by date: series that are not named are cut whole."""
    entry = a_list().devices[1]

    assert [entry.cuts(bytes(8), 7, number) for number in (10, 11)] == [False, True]
    assert entry.cuts(bytes(8), 9, 1)
    assert not entry.cuts(INSTITUTION.device.kid, 9, 1)
