"""A clave that somebody chooses instead of the proposed one must be long enough (UX §3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.errors import KnownError

SHORTEST_CHARACTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseFacts:
    """How long a clave must be at least."""

    shortest: int


class PassphraseShort(KnownError):
    """The chosen clave is too short to guard the file; nothing was written."""

    code: ClassVar[str] = "enrol.passphrase_short"

    def __init__(self) -> None:
        super().__init__(PassphraseFacts(shortest=SHORTEST_CHARACTERS))


def accept(passphrase: str) -> str:
    """Return a chosen clave with single spaces; raise PassphraseShort below twelve characters."""
    tidy = " ".join(passphrase.split())
    if len(tidy) < SHORTEST_CHARACTERS:
        raise PassphraseShort
    return tidy
