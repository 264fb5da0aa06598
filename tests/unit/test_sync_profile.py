"""The institution profile: whom a device trusts, and how it comes to."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import certificates, cose, profile
from sync.cbor import decode, encode
from sync.errors import MessageInvalid
from sync.ids import CROCKFORD
from sync.profile import InstitutionProfile, TrainingRoot
from tests.support.institution import a_seal_key, a_signer, an_institution

INSTITUTION = an_institution()
PROFILE = INSTITUTION.profile
FILE = profile.issue_profile(INSTITUTION.root, PROFILE)
ROOT = INSTITUTION.root.point


def signed(**changes: Any) -> bytes:
    """Return a profile file with entries changed as `k5=…`, or left out with None."""
    payload: dict[int, Any] = decode(decode(FILE)[2])
    for name, value in changes.items():
        payload[int(name.removeprefix("k"))] = value
    kept = {key: value for key, value in payload.items() if value is not None}
    protected = {cose.KID_LABEL: INSTITUTION.root.kid[:4]}
    return cose.sign(INSTITUTION.root, "profile", protected, encode(kept))


@pytest.mark.parametrize(
    "whole",
    [
        PROFILE,
        replace(PROFILE, training=None, offices={}, concepts={}),
        replace(
            PROFILE,
            roots=(ROOT, a_signer("next root").point),
            page_hashes=(bytes(32),),
            legal_pack="mx-lgpdppso",
            recovery_public=bytes(32),
            base_url="https://central.demo.invalid/ventanilla",
        ),
    ],
)
def test_a_profile_comes_back(whole: InstitutionProfile) -> None:
    """Every entry, and none that was not said."""
    data = profile.issue_profile(INSTITUTION.root, whole)

    assert profile.read_profile(data, None) == whole
    assert profile.read_profile(data, {ROOT}) == whole


def test_the_newest_central_certificate_comes_first() -> None:
    """A device seals to the one with the later begin and believes both."""
    later = certificates.issue_central_certificate(
        INSTITUTION.root,
        name="Tesorería",
        point=a_signer("central 2").point,
        seal_public=a_seal_key("central 2")[1],
        not_before_seconds=1_800_000_000,
        expires_seconds=1_900_000_000,
    )
    both = replace(PROFILE, central_certificates=(INSTITUTION.central_certificate, later))

    assert [one.encoded for one in both.centrals()] == [later, INSTITUTION.central_certificate]


def test_a_pinned_root_must_have_signed() -> None:
    """A fresh installation reads any profile; later only a pinned root counts."""
    assert profile.read_profile(FILE, []) == PROFILE
    with pytest.raises(MessageInvalid, match="root-unknown"):
        profile.read_profile(FILE, {a_signer("pinned elsewhere").point})


def test_a_profile_signed_by_a_root_outside_it_is_refused() -> None:
    """Whoever signs must be among the roots the profile itself names."""
    data = cose.sign(a_signer("other"), "profile", {4: a_signer("other").kid[:4]}, decode(FILE)[2])

    with pytest.raises(MessageInvalid, match="root-unknown"):
        profile.read_profile(data, None)


def test_a_changed_profile_is_refused() -> None:
    """The signature covers every entry."""
    parts = decode(FILE)
    parts[2] = encode({**decode(parts[2]), 9: "555"})

    with pytest.raises(MessageInvalid, match="sig"):
        profile.read_profile(encode(parts), None)


def test_a_lower_version_never_replaces_a_higher_one() -> None:
    """`old`, and what is held stays; the same version again is no harm."""
    assert profile.read_profile(FILE, None, version_held=1).version == 1
    with pytest.raises(MessageInvalid, match="old"):
        profile.read_profile(FILE, None, version_held=2)


@pytest.mark.parametrize(
    "changes",
    [
        {"k1": "1"},
        {"k2": None},
        {"k3": None},
        {"k3": []},
        {"k3": [ROOT] * 3},
        {"k3": [ROOT[1:]]},
        {"k3": [ROOT, b"\x02" + b"\xff" * 32]},
        {"k4": [ROOT]},
        {"k4": [ROOT, bytes(32)]},
        {"k4": [ROOT, INSTITUTION.training_root.private_bytes()]},
        {"k5": "http://central.demo.invalid"},
        {"k5": "http://localhost"},
        {"k5": "ftp://127.0.0.1"},
        {"k5": "https://"},
        {"k5": "https://[::1"},
        {"k5": "https://host:99999"},
        {"k5": "https://host:0"},
        {"k5": "https://user@host"},
        {"k5": "https://:secret@host"},
        {"k5": "https://host/?q"},
        {"k5": "https://host/#f"},
        {"k5": "https://hóst"},
        {"k5": "https://ho st"},
        {"k6": "https://demo.invalid/o#"},
        {"k6": "http://demo.invalid/v#"},
        {"k6": "https://recibos.gob.mx/v#"},
        {"k6": "https:///v#"},
        {"k7": []},
        {"k7": ["text"]},
        {"k7": [b""] * 9},
        {"k11": {1: "x"}},
        {"k11": {"x": 1}},
        {"k12": {"x": "y"}},
        {"k12": {-1: "y"}},
        {"k12": []},
        {"k14": [bytes(31)]},
        {"k16": bytes(31)},
        {"k24": 1},
    ],
)
def test_a_profile_of_a_wrong_shape_is_refused(changes: dict[str, Any]) -> None:
    """Even a root's signature does not excuse a broken entry."""
    with pytest.raises(MessageInvalid, match="shape"):
        profile.read_profile(signed(**changes), None)


def test_a_payload_that_is_no_map_is_refused() -> None:
    """There is nothing to look for roots in."""
    data = cose.sign(INSTITUTION.root, "profile", {4: INSTITUTION.root.kid[:4]}, encode([]))

    with pytest.raises(MessageInvalid, match="shape"):
        profile.read_profile(data, None)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "https://a.b/c"])
def test_plain_http_is_for_loopback_only(url: str) -> None:
    """A demonstration on one machine needs no TLS; everything else does."""
    assert profile.read_profile(signed(k5=url), None).base_url == url


def test_later_entries_are_ignored() -> None:
    """Keys 17 to 23 belong to later versions."""
    assert profile.read_profile(signed(k17="x", k23=1), None) == PROFILE


def test_what_a_reader_refuses_is_not_issued() -> None:
    """A bad prefix is found where the profile is made."""
    with pytest.raises(MessageInvalid, match="shape"):
        profile.issue_profile(INSTITUTION.root, replace(PROFILE, receipt_prefix="https://x/"))
    halves = TrainingRoot(point=ROOT, private=bytes(32))
    with pytest.raises(MessageInvalid, match="shape"):
        profile.issue_profile(INSTITUTION.root, replace(PROFILE, training=halves))


def test_a_person_compares_twelve_characters() -> None:
    """The first 60 bits of SHA-256 over the points, joined; two roots give another one than one."""
    number = int.from_bytes(hashlib.sha256(ROOT).digest()[:8], "big") >> 4
    wanted = "".join(CROCKFORD[number >> 5 * place & 31] for place in range(11, -1, -1))

    assert profile.fingerprint([ROOT]) == wanted
    assert profile.fingerprint([ROOT, a_signer("next").point]) != wanted


@settings(max_examples=150)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_no_changed_byte_of_a_profile_is_believed(place: int, change: int) -> None:
    """A damaged file raises MessageInvalid and nothing else; what is held stays."""
    data = bytearray(FILE)
    data[place] ^= change

    with pytest.raises(MessageInvalid):
        profile.read_profile(bytes(data), {ROOT})
