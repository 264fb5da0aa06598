"""What stands in the way of a change of the key slots; nothing was written then.

KnownError
├── LastOperator     keys.last_operator      nobody could come in any more
├── NotPublished     keys.not_published      the office's list has no such person
├── NoSuchSlot       keys.no_slot            it is gone already
├── HasSlot          keys.has_slot           that person can open the device already
└── ProtectionLower  keys.protection_lower   the keystore is gone and nobody decided to go on so
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.errors import KnownError


class LastOperator(KnownError):
    """The last person's slot stays; nothing was written."""

    code: ClassVar[str] = "keys.last_operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublishedFacts:
    """Which number is not on the list."""

    number: str


class NotPublished(KnownError):
    """The institution has not published that person as last pulled; nothing was written."""

    code: ClassVar[str] = "keys.not_published"


class NoSuchSlot(KnownError):
    """There is no slot of that number any more; nothing was written."""

    code: ClassVar[str] = "keys.no_slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class HasSlotFacts:
    """Who can open the device already."""

    name: str


class HasSlot(KnownError):
    """That person has a slot; only its owner changes the clave. Nothing was written."""

    code: ClassVar[str] = "keys.has_slot"


class ProtectionLower(KnownError):
    """A slot would be made without the keystore that guarded the others; nothing was written."""

    code: ClassVar[str] = "keys.protection_lower"
