"""Key slots and recovery as screens see them; no key is in here."""

from __future__ import annotations

from dataclasses import dataclass

from sync.ids import DeviceId, OperatorNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """One way to open this device's file."""

    slot: int
    kind: int  # 1 operator, 2 the computer itself, 3 the institution, 4 recovery code
    operator: OperatorNumber  # 0 where the slot is nobody's own
    name: str
    keystore: bool  # the computer's keystore holds the other half
    mine: bool  # of whoever is at work
    removable: bool  # it may go: not one's own, not the last person's


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseChanged:
    """The clave is another one from now on."""

    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPassphraseWrong:
    """The old clave does not fit; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryDrawn:
    """New recovery codes stand; they go to the office, sealed, with the next delivery."""

    slots: tuple[int, ...]  # empty where neither central nor institution could read them


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryAsked:
    """What somebody who forgot the clave reads to the office."""

    device_id: DeviceId
    slot: int
    check: str  # four characters that the office must see too

    @property
    def device_text(self) -> str:
        """Return the device's number as it is read aloud: sixteen digits and letters a to f."""
        text = self.device_id.hex()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A new clave stands; the code is spent. The person comes in with the new clave now."""

    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeDoesNotFit:
    """What was typed is not the code of this slot; it is still good for another try."""
