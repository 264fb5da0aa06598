"""Key slots: each seals the one database key to somebody who may open it (DESIGN §5).

The file beside the database, and its copy, hold only what is useless without the other half: salts,
public keys and sealed keys. Operators come in with a clave, the institution with its recovery key
(escrow), a person who forgot the clave with a code from the office (recovery), and a kiosk that
nobody unlocks with its own keystore (device).
"""

from kiosk.vault.slots.changing import (
    RECOVERY_SLOTS,
    RecoveryCode,
    add_device_slot,
    add_escrow_slot,
    add_recovery_slots,
    create_operator_slot,
    remove_slot,
)
from kiosk.vault.slots.keyfile import copy_path, destroy, slots_path
from kiosk.vault.slots.opening import (
    RecoveryChallenge,
    SlotName,
    escrow_public,
    is_nobody,
    list_people,
    list_slots,
    recovery_challenge,
    same_key,
    unlock,
    unlock_with_device,
    unlock_with_recovery,
)
from kiosk.vault.slots.records import KEY_BYTES, NOBODY_YET
from kiosk.vault.slots.rotation import OldSlot, OldSlotFacts, Settled, begin, settle

__all__ = [
    "KEY_BYTES",
    "NOBODY_YET",
    "RECOVERY_SLOTS",
    "OldSlot",
    "OldSlotFacts",
    "RecoveryChallenge",
    "RecoveryCode",
    "Settled",
    "SlotName",
    "add_device_slot",
    "add_escrow_slot",
    "add_recovery_slots",
    "begin",
    "copy_path",
    "create_operator_slot",
    "destroy",
    "escrow_public",
    "is_nobody",
    "list_people",
    "list_slots",
    "recovery_challenge",
    "remove_slot",
    "same_key",
    "settle",
    "slots_path",
    "unlock",
    "unlock_with_device",
    "unlock_with_recovery",
]
