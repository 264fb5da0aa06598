"""The enrolment code: one text, one meaning, and nothing half read (RECEIPTS §2a)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.enrolment_code import (
    EnrolmentCode,
    base45,
    bytes_of_base45,
    decode,
    encode,
    profile_hash,
)
from sync.errors import MessageInvalid

CODE = EnrolmentCode(
    base_url="https://central.demo.invalid", code="61VTDBPADQ82", profile_hash=bytes(range(16))
)


@pytest.mark.parametrize(
    ("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")]
)
def test_base45_is_that_of_the_standard(data: bytes, text: str) -> None:
    """The examples of RFC 9285, both ways."""
    assert base45(data) == text
    assert bytes_of_base45(text) == data


@given(st.binary(max_size=200))
def test_any_bytes_come_back(data: bytes) -> None:
    """What is written is read."""
    assert bytes_of_base45(base45(data)) == data


def test_a_code_comes_back_whatever_the_scanner_puts_around_it() -> None:
    """A scanner ends with Enter."""
    assert decode(f" {encode(CODE)}\r\n") == CODE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "prefix"),
        ("https://demo.invalid/v#123", "prefix"),
        ("VTE1:", "cbor"),
        ("VTE1:A", "base45"),
        ("VTE1:aaa", "base45"),
        ("VTE1::::", "base45"),
        ("VTE1:" + "0" * 1_200, "size"),
        ("VTE1:" + base45(b"\xa1\x01\x61a"), "shape"),
        (encode(CODE)[:-3], "cbor"),
    ],
)
def test_what_is_no_code_is_refused(text: str, code: str) -> None:
    """Each with the check that failed; nothing is half believed."""
    with pytest.raises(MessageInvalid) as refused:
        decode(text)
    assert refused.value.code == code


def test_another_file_has_another_hash() -> None:
    """One byte is enough."""
    assert profile_hash(b"a") != profile_hash(b"b")
    assert len(profile_hash(b"")) == 16


def test_the_secret_is_not_in_the_representation() -> None:
    """A code that is logged by mistake opens nothing."""
    assert CODE.code not in repr(CODE)
