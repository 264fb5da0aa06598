"""The account card: a signed pointer to an account, printed before anybody owns it (RECEIPTS §2a).

The code names nobody and holds no balance: a number, and which issue of it. Only the central makes
cards. Together with six digits that the person chose it shows a balance; lost, it is replaced.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sync import cbor, cose
from sync.argon import argon2id
from sync.certificates import Signers
from sync.clock import RandomBytes
from sync.cose import Signer
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.receipts import bytes_of_digits, digits_of

DOMAIN = "card"
CARD_CAP_BYTES = 128
CARD_NUMBER_BYTES = 8
CARD_DIGITS_LIMIT = 400
NUMBER_DIGITS = 6
SALT_BYTES, CHECK_BYTES = 16, 32
_PREFIX_END = "/c#"
_MEMORY_KIB, _PASSES, _LANES = 65_536, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """What a card says."""

    number: bytes
    issue: int

    @property
    def words(self) -> str:
        """Return the number as it is printed and spoken: four groups of four digits and letters."""
        text = self.number.hex().upper()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def sign_card(signer: Signer, card: AccountCard) -> bytes:
    """Return the signed card, 96 bytes for an issue below 24."""
    payload = cbor.encode({1: card.number, 2: card.issue})
    return cose.sign(signer, DOMAIN, {cose.KID_LABEL: signer.kid}, payload)


def card_prefix(receipt_prefix: str) -> str:
    """Return what cards of an institution begin with, from its receipts' prefix."""
    return receipt_prefix.removesuffix("/v#") + _PREFIX_END


def card_text(receipt_prefix: str, signed: bytes) -> str:
    """Return the text of a card's code."""
    return card_prefix(receipt_prefix) + digits_of(signed)


def looks_like_card(text: str) -> bool:
    """Say whether a scanned text is meant as a card; says nothing of whether it holds."""
    return _PREFIX_END in text.strip()


def read_card(text: str, receipt_prefix: str, signers: Signers) -> AccountCard:
    """Return the card that a scanned text holds, made by a central that is believed.

    Raises MessageInvalid with the code of the first check that fails (`prefix`, `digits`, `size`,
    `shape`, `kid-unknown`, `sig` …); nothing of the card is believed then.
    """
    begins = card_prefix(receipt_prefix)
    tidied = "".join(text.split())
    if not tidied.startswith(begins):
        raise MessageInvalid("prefix", "another institution's card, or none")
    digits = tidied.removeprefix(begins)
    if not (0 < len(digits) <= CARD_DIGITS_LIMIT and digits.isascii() and digits.isdigit()):
        raise MessageInvalid("digits", "a card's code is digits")
    message = cose.open_shape(bytes_of_digits(digits), DOMAIN, CARD_CAP_BYTES, {cose.KID_LABEL})
    point = signers.get(message.kid)
    if point is None:
        raise MessageInvalid("kid-unknown", "signed by no central that is known here")
    message.verify(point)
    read = Fields.decode(message.payload, {1, 2})
    return AccountCard(number=read.octets(1, CARD_NUMBER_BYTES), issue=read.uint(2, 2**32))


def number_check(digits: str, random: RandomBytes) -> bytes:
    """Return what is kept of a card's six digits: salt and Argon2id of them; about 0.2 s.

    A million numbers would be tried in two days by whoever holds an opened file, so the check is a
    lock against the counter, not against a stolen key: the file's own encryption is that.
    """
    salt = random(SALT_BYTES)
    return salt + _stretched(digits, salt)


def number_fits(digits: str, check: bytes) -> bool:
    """Say whether six digits are those that a check was made of."""
    salt, expected = check[:SALT_BYTES], check[SALT_BYTES:]
    return hmac.compare_digest(_stretched(digits, salt), expected)


def _stretched(digits: str, salt: bytes) -> bytes:
    return argon2id(
        digits.encode(),
        salt=salt,
        length=CHECK_BYTES,
        passes=_PASSES,
        lanes=_LANES,
        memory_kib=_MEMORY_KIB,
    )
