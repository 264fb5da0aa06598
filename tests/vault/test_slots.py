"""Key slots and claves: who opens the file, and what a stolen file is worth."""

from __future__ import annotations

import itertools
import math
import os
from pathlib import Path

import pytest

from kiosk.vault import passphrase
from kiosk.vault.errors import Damaged, FileTrouble
from kiosk.vault.passphrase import normalised, propose
from kiosk.vault.slots import (
    create_operator_slot,
    list_slots,
    remove_slot,
    slots_path,
    unlock,
)
from sync import cbor
from sync.events import SlotKind
from sync.ids import OperatorNumber
from tests.support.vaults import Draws

KEY = bytes(range(32))
CLAVE = "rosu midi furo ñandú"
CLERK, OTHER = OperatorNumber(42), OperatorNumber(43)


@pytest.fixture(scope="module")
def slots(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a slot file of two operators."""
    path = slots_path(tmp_path_factory.mktemp("slots") / "vault.db")
    assert create_operator_slot(path, CLERK, "PRUEBA UNO", CLAVE, KEY) == 1
    assert create_operator_slot(path, OTHER, "PRUEBA DOS", "lobi tamu nesa fipo", KEY) == 2
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, slots: bytes) -> Path:
    """Return a copy of that file to play with."""
    copy = slots_path(tmp_path / "vault.db")
    copy.write_bytes(slots)
    return copy


@pytest.mark.parametrize(
    "typed",
    [CLAVE, f"  {CLAVE} ", CLAVE.replace(" ", "   "), "rosu midi furo n\u0303andu\u0301"],
)
def test_the_clave_opens_however_it_is_spaced_or_composed(path: Path, typed: str) -> None:
    """Spaces around and between, and letters composed or not, do not matter."""
    assert unlock(path, CLERK, typed) == KEY


@pytest.mark.parametrize(
    "typed", ["", "rosu midi furo", CLAVE.upper(), CLAVE.replace(" ", ""), "lobi tamu nesa fipo"]
)
def test_another_clave_opens_nothing(path: Path, typed: str) -> None:
    """A wrong clave is an ordinary answer, also another operator's right one."""
    assert unlock(path, CLERK, typed) is None


def test_an_operator_without_a_slot_opens_nothing(path: Path) -> None:
    """No slot, no key; and before the first slot there is no file."""
    assert unlock(path, OperatorNumber(44), CLAVE) is None
    assert unlock(path.with_name("none"), CLERK, CLAVE) is None
    assert list_slots(path.with_name("none")) == ()


def test_names_can_be_shown_before_anything_is_open(path: Path) -> None:
    """The unlock screen lists who may try."""
    shown = [(one.number, one.kind, one.operator, one.name) for one in list_slots(path)]

    assert shown == [
        (1, SlotKind.OPERATOR, 42, "PRUEBA UNO"),
        (2, SlotKind.OPERATOR, 43, "PRUEBA DOS"),
    ]


@pytest.mark.slow
def test_a_slot_cannot_be_passed_off_as_another(path: Path) -> None:
    """Operator, slot number and profile are bound to the wrapped key."""
    held = cbor.decode(path.read_bytes())

    for change in ({3: 43}, {1: 9}):
        slot = {**held[4][0], **change}
        path.write_bytes(cbor.encode({**held, 4: [slot]}))
        assert unlock(path, OperatorNumber(slot[3]), CLAVE) is None
    path.write_bytes(cbor.encode({**held, 2: bytes(16)}))
    assert unlock(path, CLERK, CLAVE) is None


@pytest.mark.parametrize("cost", [[1024, 3, 4], [65_536, 1, 4], [65_536, 3, 0]])
def test_a_file_that_asks_for_less_work_is_refused(path: Path, cost: list[int]) -> None:
    """Nobody makes guessing cheap by changing the file: below 64 MiB and 3 passes it is damage."""
    held = cbor.decode(path.read_bytes())
    held[4][0][5] = cost
    path.write_bytes(cbor.encode(held))

    with pytest.raises(Damaged):
        unlock(path, CLERK, CLAVE)


def test_a_truncated_file_is_damage(path: Path) -> None:
    """Half a file is said to be damaged, and is not overwritten by a new slot."""
    half = path.read_bytes()[:100]
    path.write_bytes(half)

    with pytest.raises(Damaged):
        list_slots(path)
    with pytest.raises(Damaged):
        create_operator_slot(path, CLERK, "X", CLAVE, KEY)
    assert path.read_bytes() == half


@pytest.mark.slow
def test_a_new_clave_replaces_the_old_one(path: Path) -> None:
    """The operator's old slot goes in the same write, and its number is not used again."""
    assert create_operator_slot(path, CLERK, "PRUEBA UNO", "otra clave nueva aqui", KEY) == 3

    assert unlock(path, CLERK, CLAVE) is None
    assert unlock(path, CLERK, "otra clave nueva aqui") == KEY
    assert [one.number for one in list_slots(path)] == [2, 3]
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_last_slot_stays(path: Path) -> None:
    """A slot can be taken away, but never the last: nobody could open the file again."""
    assert remove_slot(path, 1)
    assert not remove_slot(path, 1)
    assert unlock(path, CLERK, CLAVE) is None

    with pytest.raises(ValueError, match="nobody could open"):
        remove_slot(path, 2)

    assert [one.number for one in list_slots(path)] == [2]
    assert not remove_slot(path.with_name("none"), 1)


def test_what_protects_nothing_is_refused(path: Path) -> None:
    """An empty clave and a key of another length are defects of the caller."""
    with pytest.raises(ValueError, match="empty"):
        create_operator_slot(path, CLERK, "X", "   ", KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        create_operator_slot(path, CLERK, "X", CLAVE, b"short")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A missing folder is a known error."""
    with pytest.raises(FileTrouble):
        create_operator_slot(tmp_path / "gone" / "slots", CLERK, "X", CLAVE, KEY)
    with pytest.raises(FileTrouble):
        list_slots(tmp_path)


def test_four_different_words_are_proposed() -> None:
    """Words are pronounceable, different, fit, and typed back as they are shown."""
    draws = Draws()

    for _ in range(300):
        words = propose(draws).split(" ")
        assert len(set(words)) == 4
        for word in words:
            assert word not in passphrase._UNFIT
            assert word.isascii()
            assert word.islower()
    shown = propose(os.urandom)
    assert normalised(shown) == shown


def test_proposed_words_hold_47_bits() -> None:
    """The count of possible proposals is what the module says, and no word is unfit."""
    words = {"".join(pair) for pair in itertools.product(passphrase._SYLLABLES, repeat=2)}
    fit = words - passphrase._UNFIT

    assert len(words) == 3_600
    assert words >= passphrase._UNFIT
    assert math.log2(math.perm(len(fit), 4)) > 47
