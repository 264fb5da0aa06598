"""Key slots: who opens the file, and what a stolen file is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.vault.errors import Damaged, FileTrouble
from kiosk.vault.keystore import KeystoreGone, KeystoreTrouble
from kiosk.vault.slots import (
    add_device_slot,
    add_escrow_slot,
    add_recovery_slots,
    copy_path,
    create_operator_slot,
    destroy,
    list_slots,
    recovery_challenge,
    remove_slot,
    slots_path,
    unlock,
    unlock_with_device,
    unlock_with_recovery,
)
from kiosk.vault.slots.records import Cost, SlotFile, SlotRecord, decode_file, encode_file
from sync import cbor
from sync.errors import MessageInvalid
from sync.events import Protection, SlotKind
from sync.ids import DeviceId, OperatorNumber, kid_of
from sync.key_slots import open_escrow, recovery_check, recovery_text, unframed
from tests.support.institution import a_seal_key
from tests.support.keyfiles import (
    CLAVE,
    CLERK,
    DEVICE,
    KEY,
    OTHER,
    MemoryKeystore,
    changed,
    old_file,
)
from tests.support.vaults import Draws


@pytest.fixture(scope="module")
def slots(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a key file of two operators."""
    path = slots_path(tmp_path_factory.mktemp("slots") / "vault.db")
    assert create_operator_slot(path, CLERK, "PRUEBA UNO", CLAVE, KEY) == 1
    assert create_operator_slot(path, OTHER, "PRUEBA DOS", "lobi tamu nesa fipo", KEY) == 2
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, slots: bytes) -> Path:
    """Return that file with its copy, to play with."""
    path = slots_path(tmp_path / "vault.db")
    path.write_bytes(slots)
    copy_path(path).write_bytes(slots)
    return path


@pytest.mark.parametrize(
    "typed", [f"  {CLAVE.replace(' ', '   ')} ", "rosu midi furo n\u0303andu\u0301"]
)
def test_the_clave_opens_however_it_is_spaced_or_composed(path: Path, typed: str) -> None:
    """Spaces around and between, and letters composed or not, do not matter."""
    assert unlock(path, CLERK, typed) == KEY


@pytest.mark.parametrize("typed", ["", CLAVE.upper(), "lobi tamu nesa fipo"])
def test_another_clave_opens_nothing(path: Path, typed: str) -> None:
    """A wrong clave is an ordinary answer, also another operator's right one."""
    assert unlock(path, CLERK, typed) is None


@pytest.mark.slow
def test_ten_wrong_claves_change_nothing(path: Path) -> None:
    """Ten wrong tries open nothing and leave the file as it was; then the right one opens."""
    before = path.read_bytes()

    tries = [unlock(path, CLERK, f"otra clave {number}") for number in range(10)]

    assert tries == [None] * 10
    assert path.read_bytes() == copy_path(path).read_bytes() == before
    assert unlock(path, CLERK, CLAVE) == KEY


def test_an_operator_without_a_slot_opens_nothing(path: Path) -> None:
    """No slot, no key; and before the first slot there is no file."""
    none = path.with_name("none")

    assert unlock(path, OperatorNumber(44), CLAVE) is None
    assert unlock(none, CLERK, CLAVE) is None
    assert list_slots(none) == ()
    assert recovery_challenge(none) is None
    assert unlock_with_device(none, MemoryKeystore()) is None
    assert not remove_slot(none, 1)


def test_names_can_be_shown_before_anything_is_open(path: Path) -> None:
    """The unlock screen lists who may try."""
    shown = [(one.number, one.kind, one.operator, one.name) for one in list_slots(path)]

    assert shown == [
        (1, SlotKind.OPERATOR, 42, "PRUEBA UNO"),
        (2, SlotKind.OPERATOR, 43, "PRUEBA DOS"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("change", [{3: 44}, {1: 9}, {9: bytes(range(32))}])
def test_a_slot_cannot_be_passed_off_as_another(path: Path, change: dict[int, Any]) -> None:
    """Operator, slot number and public key are bound to the sealed key."""

    def alter(held: dict[int, Any]) -> None:
        held[4][0].update(change)
        held[3] = 10

    changed(path, alter)

    operator = OperatorNumber(change.get(3, CLERK))
    assert unlock(path, operator, CLAVE) is None


def test_a_slot_of_another_file_opens_nothing(path: Path) -> None:
    """The file's own identity is bound to each sealed key."""

    def alter(held: dict[int, Any]) -> None:
        held[2] = bytes(16)

    changed(path, alter)

    assert unlock(path, CLERK, CLAVE) is None


@pytest.mark.parametrize("cost", [[1024, 3, 4], [65_536, 1, 4], [65_536, 3, 0]])
def test_a_file_that_asks_for_less_work_is_refused(path: Path, cost: list[int]) -> None:
    """Nobody makes guessing cheap by changing the file: below 64 MiB and 3 passes it is damage."""

    def alter(held: dict[int, Any]) -> None:
        held[4][0][5] = cost

    changed(path, alter)

    with pytest.raises(Damaged):
        unlock(path, CLERK, CLAVE)


@pytest.mark.slow
def test_a_new_clave_replaces_the_old_one(path: Path) -> None:
    """The operator's old slot goes in the same write, and its number is not used again."""
    assert create_operator_slot(path, CLERK, "PRUEBA UNO", "otra clave nueva aqui", KEY) == 3

    assert unlock(path, CLERK, CLAVE) is None
    assert unlock(path, CLERK, "otra clave nueva aqui") == KEY
    assert [one.number for one in list_slots(path)] == [2, 3]
    assert path.stat().st_mode & 0o077 == copy_path(path).stat().st_mode & 0o077 == 0
    assert path.read_bytes() == copy_path(path).read_bytes()
    assert len(list(path.parent.iterdir())) == 2


def test_the_last_operator_stays(path: Path) -> None:
    """A slot can be taken away, but never the last operator's: nobody could come in again."""
    add_recovery_slots(path, DEVICE, KEY, Draws())
    assert remove_slot(path, 1)
    assert not remove_slot(path, 1)
    assert unlock(path, CLERK, CLAVE) is None

    with pytest.raises(ValueError, match="nobody could open"):
        remove_slot(path, 2)

    assert [one.number for one in list_slots(path)] == [2, 3, 4, 5, 6, 7]


def test_what_protects_nothing_is_refused(path: Path) -> None:
    """An empty clave, a key of another length, a computer without a keystore."""
    with pytest.raises(ValueError, match="empty"):
        create_operator_slot(path, CLERK, "X", "   ", KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        create_operator_slot(path, CLERK, "X", CLAVE, b"short")
    with pytest.raises(ValueError, match="keystore"):
        add_device_slot(path, KEY, MemoryKeystore(level=Protection.PASSPHRASE))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A missing folder is a known error, and so is a folder in the file's place."""
    with pytest.raises(FileTrouble):
        add_escrow_slot(tmp_path / "gone" / "slots", KEY, a_seal_key("recovery")[1])
    with pytest.raises(Damaged):
        list_slots(tmp_path)


# ------------------------------------------------------------------------------------ recovery


def test_a_recovery_code_opens_its_own_slot_of_this_device(path: Path) -> None:
    """Five codes of 80 bits; each opens one slot, typed as it is read out, and no other."""
    codes = add_recovery_slots(path, DEVICE, KEY, Draws())

    assert len({one.code for one in codes}) == 5
    first, second = codes[:2]
    typed = recovery_text(first.code).lower().replace("-", " ")
    assert unlock_with_recovery(path, DEVICE, first.slot, typed) == KEY
    assert unlock_with_recovery(path, DEVICE, second.slot, typed) is None
    assert unlock_with_recovery(path, DeviceId(bytes(8)), first.slot, typed) is None
    assert unlock_with_recovery(path, DEVICE, first.slot, typed[:-1]) is None
    assert unlock_with_recovery(path, DEVICE, 1, typed) is None


def test_the_office_sees_the_same_four_characters(path: Path) -> None:
    """What the screen shows fits what the office computes from the code it would read out."""
    codes = add_recovery_slots(path, DEVICE, KEY, Draws())

    asked = recovery_challenge(path)

    assert asked is not None
    assert (asked.device_id, asked.slot) == (DEVICE, codes[0].slot)
    assert asked.check == recovery_check(DEVICE, codes[0].slot, codes[0].code)


def test_a_code_works_once(path: Path) -> None:
    """Its slot goes in the same write that gives the operator a new clave."""
    codes = add_recovery_slots(path, DEVICE, KEY, Draws())
    text = recovery_text(codes[0].code)

    create_operator_slot(
        path, CLERK, "PRUEBA UNO", "otra clave nueva aqui", KEY, spent=codes[0].slot
    )

    assert unlock_with_recovery(path, DEVICE, codes[0].slot, text) is None
    assert unlock_with_recovery(path, DEVICE, codes[1].slot, recovery_text(codes[1].code)) == KEY
    asked = recovery_challenge(path)
    assert asked is not None
    assert asked.slot == codes[1].slot


def test_new_codes_end_the_old_ones(path: Path) -> None:
    """Whoever has written down an old code has nothing any more; numbers go on."""
    old = add_recovery_slots(path, DEVICE, KEY, Draws())
    new = add_recovery_slots(path, DEVICE, KEY, Draws(b"more"))

    assert [one.slot for one in new] == [8, 9, 10, 11, 12]
    assert unlock_with_recovery(path, DEVICE, old[0].slot, recovery_text(old[0].code)) is None
    assert unlock_with_recovery(path, DEVICE, new[0].slot, recovery_text(new[0].code)) == KEY


# ----------------------------------------------------------------------------- escrow, keystore


def test_the_institution_opens_its_escrow(path: Path) -> None:
    """The recovery key that the profile names opens the slot from the file's bytes alone."""
    private, public = a_seal_key("recovery")
    add_escrow_slot(path, KEY, a_seal_key("earlier")[1])
    number = add_escrow_slot(path, KEY, public)

    held = cbor.decode(unframed(path.read_bytes()))

    escrows = [slot for slot in held[4] if slot[2] == 3]
    assert [slot[1] for slot in escrows] == [number]
    assert escrows[0][9] == public
    opened = open_escrow(private, kid_of(public), held[2], number, escrows[0][10])
    assert opened == KEY


def test_a_kiosk_opens_by_itself_only_with_its_own_keystore(path: Path) -> None:
    """The secret stays in the keystore: the file alone, or another keystore, opens nothing."""
    keeper = MemoryKeystore()
    add_device_slot(path, KEY, keeper)

    assert unlock_with_device(path, keeper) == KEY
    with pytest.raises(KeystoreGone):
        unlock_with_device(path, MemoryKeystore())
    other = MemoryKeystore(held={name: bytes(32) for name in keeper.held})
    assert unlock_with_device(path, other) is None


@pytest.mark.slow
def test_with_a_keystore_the_clave_alone_opens_nothing(tmp_path: Path) -> None:
    """A copied file is useless elsewhere even to who knows the clave; that it is gone is said."""
    path, keeper = slots_path(tmp_path / "vault.db"), MemoryKeystore()
    create_operator_slot(path, CLERK, "PRUEBA UNO", CLAVE, KEY, keeper=keeper)

    assert unlock(path, CLERK, CLAVE, keeper=keeper) == KEY
    assert [one.keystore for one in list_slots(path)] == [True]
    for gone in (None, MemoryKeystore()):
        with pytest.raises(KeystoreGone):
            unlock(path, CLERK, CLAVE, keeper=gone)
    keeper.locked = True
    with pytest.raises(KeystoreTrouble):
        unlock(path, CLERK, CLAVE, keeper=keeper)


def test_no_keystore_is_no_half(tmp_path: Path) -> None:
    """The adapter for a computer without a keystore keeps nothing and the clave opens alone."""
    path = slots_path(tmp_path / "vault.db")
    keeper = MemoryKeystore(level=Protection.PASSPHRASE)

    create_operator_slot(path, CLERK, "PRUEBA UNO", CLAVE, KEY, keeper=keeper)

    assert keeper.held == {}
    assert unlock(path, CLERK, CLAVE) == KEY


# ------------------------------------------------------------------------------------ format 1


@pytest.mark.slow
def test_a_file_of_the_first_release_is_read_and_renewed(tmp_path: Path) -> None:
    """Both operators come in; each clave renews its own slot, and the other's stays good."""
    path = slots_path(tmp_path / "vault.db")
    path.write_bytes(old_file((CLERK, "PRUEBA UNO", CLAVE), (OTHER, "PRUEBA DOS", "otra clave")))

    assert [one.name for one in list_slots(path)] == ["PRUEBA UNO", "PRUEBA DOS"]
    assert unlock(path, CLERK, "no es esta") is None
    assert not copy_path(path).exists()
    assert unlock(path, CLERK, CLAVE) == KEY
    assert path.read_bytes() == copy_path(path).read_bytes()
    assert [slot.is_old for slot in decode_file(path.read_bytes()).slots] == [False, True]
    assert unlock(path, CLERK, CLAVE) == KEY
    assert unlock(path, OTHER, "otra clave") == KEY
    assert [slot.is_old for slot in decode_file(path.read_bytes()).slots] == [False, False]
    assert [one.number for one in list_slots(path)] == [1, 2]


def test_a_new_slot_upgrades_the_file(tmp_path: Path) -> None:
    """The file is written in the present format, with its copy, whatever was added."""
    path = slots_path(tmp_path / "vault.db")
    path.write_bytes(old_file((CLERK, "PRUEBA UNO", CLAVE)))

    assert add_escrow_slot(path, KEY, a_seal_key("recovery")[1]) == 2

    assert path.read_bytes()[:4] == b"VTK2"
    assert unlock(path, CLERK, CLAVE) == KEY


# -------------------------------------------------------------------------------------- the end


def test_a_destroyed_key_file_opens_for_nobody(path: Path) -> None:
    """File and copy are gone; the call may be repeated."""
    destroy(path)
    destroy(path)

    assert list(path.parent.iterdir()) == []
    assert unlock(path, CLERK, CLAVE) is None


_RECORDS = st.builds(
    SlotRecord,
    number=st.integers(1, 9_999),
    kind=st.sampled_from([SlotKind.OPERATOR, SlotKind.ESCROW]),
    operator=st.integers(0, 65_535).map(OperatorNumber),
    name=st.text(max_size=20),
    cost=st.builds(Cost),
    salt=st.binary(min_size=16, max_size=16),
    public=st.binary(min_size=32, max_size=32),
    sealed=st.binary(max_size=400),
    tag=st.binary(min_size=16, max_size=16),
    keystore=st.booleans(),
    device_id=st.none() | st.binary(min_size=8, max_size=8),
)


@settings(max_examples=40)
@given(
    slots=st.lists(_RECORDS, max_size=6, unique_by=lambda one: one.number),
    profile_id=st.binary(min_size=16, max_size=16),
    generation=st.integers(0, 2**62),
    data=st.data(),
)
def test_a_key_file_comes_back_as_it_was_written(
    slots: list[SlotRecord], profile_id: bytes, generation: int, data: st.DataObject
) -> None:
    """Written and read it is the same; with any byte changed it is refused, never misread."""
    held = SlotFile(
        profile_id=profile_id, next_number=10_000, slots=tuple(slots), generation=generation
    )
    content = encode_file(held)

    assert decode_file(content) == held
    at = data.draw(st.integers(0, len(content) - 1))
    other = content[:at] + bytes([content[at] ^ data.draw(st.integers(1, 255))]) + content[at + 1 :]
    with pytest.raises(MessageInvalid):
        decode_file(other)
