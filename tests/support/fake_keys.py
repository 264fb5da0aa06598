"""Key slots and recovery in memory, with the same results as the real services."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services import keys, recovering
from kiosk.services.claves import accept
from kiosk.services.key_faults import (
    LastOperator,
    NoSuchSlot,
    NotPublished,
    NotPublishedFacts,
    ProtectionLower,
)
from kiosk.services.views.keys import (
    OldPassphraseWrong,
    PassphraseChanged,
    RecoveryAsked,
    RecoveryCodeDoesNotFit,
    RecoveryDrawn,
    Restored,
    SlotView,
)
from sync.ids import DeviceId, EventId, OperatorNumber
from sync.key_slots import recovery_check, recovery_text, typed_recovery
from tests.support.fake_values import CLAVE

DEVICE = DeviceId(bytes.fromhex("3f9a00c4d17be852"))
CODE = bytes(range(10))
CODE_TEXT = recovery_text(CODE)
PUBLISHED = {42: "Marisol Canul", 43: "Jorge Tun", 44: "Rosa Uc"}


class FakeKeys(keys.Keys):
    """Two people's slots, five codes and the institution's; 44 is published and has no slot."""

    def __init__(self) -> None:
        self.clave = CLAVE
        self.rotations = 0
        self.keystore_gone = self.left_keystore = False
        self.held = [
            _slot(1, 1, 42, "Marisol Canul", mine=True),
            _slot(2, 1, 43, "Jorge Tun", removable=True),
            _slot(3, 3, 0, ""),
            *(_slot(number, 4, 0, "20067-007") for number in range(4, 9)),
        ]

    def slots(self) -> tuple[SlotView, ...]:
        return tuple(self.held)

    def add_operator(
        self, number: int, passphrase: str, *, approval: EventId | None = None
    ) -> SlotView:
        del approval
        accept(passphrase)
        self._require_guard()
        if number not in PUBLISHED:
            raise NotPublished(NotPublishedFacts(number=str(number)))
        added = _slot(self._next(), 1, number, PUBLISHED[number], removable=True)
        self.held.append(added)
        return added

    def change_passphrase(self, old: str, new: str) -> PassphraseChanged | OldPassphraseWrong:
        accepted = accept(new)
        if old != self.clave:
            return OldPassphraseWrong()
        self._require_guard()
        self.clave = accepted
        mine = next(one for one in self.held if one.mine)
        self.held[self.held.index(mine)] = replace(mine, slot=self._next())
        return PassphraseChanged(slot=self._next() - 1)

    def remove(self, slot: int, *, approval: EventId | None = None) -> None:
        del approval
        seen = next((one for one in self.held if one.slot == slot), None)
        if seen is None:
            raise NoSuchSlot
        if not seen.removable:
            raise LastOperator
        self.held.remove(seen)

    def rotate(self) -> None:
        self.rotations += 1

    def draw_recovery(self) -> RecoveryDrawn:
        first = self._next()
        self.held = [one for one in self.held if one.kind != 4]
        self.held += [_slot(number, 4, 0, "20067-007") for number in range(first, first + 5)]
        return RecoveryDrawn(slots=tuple(range(first, first + 5)))

    def leave_keystore(self) -> None:
        self.left_keystore = True

    def make_good(self) -> None:
        return None

    def _require_guard(self) -> None:
        if self.keystore_gone and not self.left_keystore:
            raise ProtectionLower

    def _next(self) -> int:
        return max(one.slot for one in self.held) + 1


class FakeRecovering(recovering.Recovering):
    """Slot 4 of DEVICE stands; its code is CODE_TEXT, once."""

    def __init__(self, fake: FakeKeys) -> None:
        self.keys = fake
        self.used: list[tuple[int, OperatorNumber | None]] = []

    def challenge(self) -> RecoveryAsked | None:
        codes = [one.slot for one in self.keys.held if one.kind == 4]
        if not codes:
            return None
        check = recovery_check(DEVICE, codes[0], CODE)
        return RecoveryAsked(device_id=DEVICE, slot=codes[0], check=check)

    def use(
        self,
        slot: int,
        typed: str,
        number: int,
        passphrase: str,
        helped_by: OperatorNumber | None = None,
        *,
        without_keystore: bool = False,
    ) -> Restored | RecoveryCodeDoesNotFit:
        accepted = accept(passphrase)
        asked = self.challenge()
        if asked is None or slot != asked.slot or typed_recovery(typed) != CODE:
            return RecoveryCodeDoesNotFit()
        if self.keys.keystore_gone and not without_keystore:
            raise ProtectionLower
        self.keys.left_keystore |= self.keys.keystore_gone
        self.keys.held = [one for one in self.keys.held if one.slot != slot]
        self.keys.clave = accepted
        self.used.append((number, helped_by))
        return Restored(slot=9)


def _slot(
    slot: int, kind: int, operator: int, name: str, *, mine: bool = False, removable: bool = False
) -> SlotView:
    return SlotView(
        slot=slot,
        kind=kind,
        operator=OperatorNumber(operator),
        name=name,
        keystore=False,
        mine=mine,
        removable=removable,
    )
