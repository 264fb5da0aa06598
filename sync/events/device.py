"""Events of the device itself: streams, starts, clocks, access, key slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sync.annotated import InArray, Key, Place
from sync.events.values import (
    MILLISECONDS,
    SECONDS,
    LockReason,
    OffsetSample,
    OldStream,
    Protection,
    SlotAct,
    SlotKind,
    StreamReason,
    UnlockMeans,
    WrongTries,
)
from sync.ids import OperatorNumber
from sync.shape import Choice, Flag, Many, Octets, OrNull, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamOpened:
    """A stream begins; always its seq 1, anchored by the start receipt (PROTOCOL §6, §10)."""

    kind: ClassVar[int] = 1
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "stream.opened"

    reason: Annotated[StreamReason, Key(1, Choice(StreamReason))]
    old: Annotated[OldStream | None, Key(2, OrNull(InArray(OldStream)))]
    certificate_hash: Annotated[bytes, Key(3, Octets(16, "SHA-256(device certificate)[:16]"))]
    app_version: Annotated[str, Key(4, Text(1, 64, "app version"))]
    protection: Annotated[Protection, Key(5, Choice(Protection))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppStarted:
    """The program started: the zero points that `drift` is counted from (PROTOCOL §6)."""

    kind: ClassVar[int] = 2
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "app.started"

    started_seconds: Annotated[int, Key(1, SECONDS)]
    monotonic_milliseconds: Annotated[int, Key(2, MILLISECONDS)]
    app_version: Annotated[str, Key(3, Text(1, 64, "app version"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJumped:
    """The device's clock moved by more than 2 s against its own monotonic time."""

    kind: ClassVar[int] = 3
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "clock.jumped"

    jump_seconds: Annotated[int, Key(1, Whole(-(2**40), 2**40, "s, > 0 forward"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamMoved:
    """A closed stream was shortened: the events after its new base follow (PROTOCOL §10)."""

    kind: ClassVar[int] = 5
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "stream.moved"

    old: Annotated[OldStream, Key(2, InArray(OldStream))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSample:
    """Offset samples taken at contacts with the central (PROTOCOL §17)."""

    kind: ClassVar[int] = 6
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "clock.sample"

    samples: Annotated[tuple[OffsetSample, ...], Key(1, Many(InArray(OffsetSample), 1, 1000))]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorUnlocked:
    """A person opened the screen; the header says who.

    With it goes what was typed wrong at the locked screen since the last event of this kind: on
    this name, on others, and one-time codes. Counts lost: their file was gone from the device.
    """

    kind: ClassVar[int] = 20
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "operator.unlocked"

    means: Annotated[UnlockMeans, Key(2, Choice(UnlockMeans))]
    wrong_tries: Annotated[int, Key(3, Whole(0, 65_535, "wrong tries before"))] = 0
    on_other_names: Annotated[
        tuple[WrongTries, ...] | None, Key(4, Many(InArray(WrongTries), 1, 1000))
    ] = None
    wrong_codes: Annotated[
        tuple[WrongTries, ...] | None, Key(5, Many(InArray(WrongTries), 1, 1000))
    ] = None
    helped_by: Annotated[
        OperatorNumber | None, Key(6, Whole(1, 65_535, "who read out the recovery code"))
    ] = None
    counts_lost: Annotated[bool, Key(7, Flag("wrong tries unknown", only_true=True))] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorLocked:
    """The screen was locked."""

    kind: ClassVar[int] = 21
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "operator.locked"

    reason: Annotated[LockReason, Key(2, Choice(LockReason))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecovery:
    """One recovery code, sealed to one reader (PROTOCOL §18)."""

    sealing_kid: Annotated[bytes, Place(0, Octets(8, "sealing kid"))]
    sealed: Annotated[bytes, Place(1, Octets(4096, "sealed R", at_most=True))]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySlotChanged:
    """A key slot was added, removed or used (DESIGN §5)."""

    kind: ClassVar[int] = 112
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "key_slot.changed"

    act: Annotated[SlotAct, Key(2, Choice(SlotAct))]
    slot_kind: Annotated[SlotKind, Key(3, Choice(SlotKind))]
    slot: Annotated[int, Key(4, Whole(0, 65_535))]
    recovery: Annotated[
        tuple[SealedRecovery, ...] | None, Key(5, Many(InArray(SealedRecovery)))
    ] = None
