"""What the central asks devices to forget or to keep for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, ClassVar

from sync.annotated import Key
from sync.shape import Choice, Day, Octets, Text, Whole


class ErasureAct(IntEnum):
    """What a device does with events it holds."""

    ERASE = 1
    BLOCK = 2
    UNBLOCK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureEntry:
    """The central asks for an event's body to be erased or blocked (PROTOCOL §14, dataset 10)."""

    dataset: ClassVar[int] = 10

    event_id: Annotated[bytes, Key(1, Octets(16))]
    act: Annotated[ErasureAct, Key(2, Choice(ErasureAct))]
    legal_basis: Annotated[str, Key(3, Text(0, 500))] = ""
    until: Annotated[date | None, Key(4, Day())] = None

    @property
    def key(self) -> str:
        """Return `erasure:EVENT_ID` in hexadecimal."""
        return f"erasure:{self.event_id.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeEntry:
    """One device's recovery code, for a supervisor's device alone (PROTOCOL §14, dataset 11)."""

    dataset: ClassVar[int] = 11

    device_id: Annotated[bytes, Key(1, Octets(8))]
    terminal: Annotated[str, Key(2, Text(1, 64))]
    slot: Annotated[int, Key(3, Whole(1, 65_535))]
    code: Annotated[bytes, Key(4, Octets(10, "R"))]

    @property
    def key(self) -> str:
        """Return `recovery:DEVICE:SLOT`."""
        return f"recovery:{self.device_id.hex()}:{self.slot}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryEntry:
    """A zstd dictionary, trained on synthetic events only (PROTOCOL §7, dataset 7)."""

    dataset: ClassVar[int] = 7

    dictionary_id: Annotated[int, Key(1, Whole(1, 2**32 - 1))]
    content: Annotated[bytes, Key(2, Octets(65_536, "zstd dictionary", at_most=True))]

    @property
    def key(self) -> str:
        """Return `dictionary:ID` in eight hexadecimal digits."""
        return f"dictionary:{self.dictionary_id:08x}"
