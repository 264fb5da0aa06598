"""Who can open a device: each change an event, none that locks everybody out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.services.departed import SlotRemoved
from kiosk.services.key_faults import (
    HasSlot,
    LastOperator,
    NoSuchSlot,
    NotPublished,
    ProtectionLower,
)
from kiosk.services.keys import Keys
from kiosk.services.permissions import NotAllowed
from kiosk.services.recovering import Recovering
from kiosk.services.views.keys import (
    OldPassphraseWrong,
    PassphraseChanged,
    RecoveryCodeDoesNotFit,
    Restored,
)
from kiosk.store import kept
from kiosk.vault import slots
from kiosk.vault.keystore import KeystoreGone
from sync.catalogue import OperatorEntry, Role
from sync.device.memory import read_centrals
from sync.events import (
    KeySlotChanged,
    OperatorUnlocked,
    Protection,
    ProtectionDecided,
    SlotAct,
    SlotKind,
    StreamOpened,
    StreamReason,
    UnlockMeans,
)
from sync.ids import DeviceId, OperatorNumber, kid_of
from sync.journal import Transaction, history
from sync.key_slots import recovery_text
from tests.support.keyfiles import KEY, MemoryKeystore
from tests.support.logs import ExpectedLogs
from tests.support.offices import PASSPHRASE, Counter, a_counter, give_slot, publish
from tests.support.vaults import CLERK, Draws

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product
OTHER = OperatorNumber(43)
NEW_CLAVE = "otra clave nueva aqui"


@dataclass(slots=True)
class Bench:
    """A counter whose clerk is a supervisor, with the slots of its file."""

    counter: Counter
    keeper: MemoryKeystore = field(default_factory=MemoryKeystore)

    @property
    def path(self) -> Path:
        """Return where the key file is."""
        return slots.slots_path(self.counter.database.path)

    def keys(self, keeper: MemoryKeystore | None = None) -> Keys:
        """Return the service."""
        return Keys(self.counter.desk, keeper)

    def recovering(self, keeper: MemoryKeystore | None = None) -> Recovering:
        """Return the service at the door."""
        desk, opening = self.counter.desk, self.counter.opening
        return Recovering(desk, opening, self.keys(keeper), "0.1.0", keeper)

    def told(self) -> list[tuple[SlotAct, SlotKind, int]]:
        """Return every change of a slot that the journal tells."""
        return [
            (event.act, event.slot_kind, event.slot)
            for event in self.events()
            if isinstance(event, KeySlotChanged)
        ]

    def events(self) -> list[object]:
        """Return every event in order."""
        return self.counter.database.read(lambda tx: [one.event for one in history(tx)])


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Return that counter, at work."""
    counter = a_counter(tmp_path)
    give_slot(tmp_path)
    people = (
        OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.SUPERVISOR),
        OperatorEntry(number=OTHER, name="Jorge Tun", role=Role.CLERK),
    )
    counter.desk.write(lambda tx: publish(tx, *people))
    yield Bench(counter=counter)
    counter.opening.close()


def test_a_published_person_is_added_and_removed(bench: Bench) -> None:
    """A second person comes in with an own clave; both changes are told; one's own slot stays."""
    keys = bench.keys()
    keys.make_good()
    before = len(bench.told())

    added = keys.add_operator(OTHER, NEW_CLAVE)
    opened = slots.unlock(bench.path, OTHER, NEW_CLAVE)
    own = next(one for one in keys.slots() if one.mine)

    assert (added.name, added.removable, own.removable) == ("Jorge Tun", True, False)
    assert opened == KEY
    with pytest.raises(HasSlot):
        keys.add_operator(OTHER, NEW_CLAVE)
    with pytest.raises(NotPublished):
        keys.add_operator(99, NEW_CLAVE)
    with pytest.raises(LastOperator):
        keys.remove(own.slot)
    keys.remove(added.slot)
    with pytest.raises(NoSuchSlot):
        keys.remove(added.slot)
    assert bench.told()[before:] == [
        (SlotAct.ADDED, SlotKind.OPERATOR, added.slot),
        (SlotAct.REMOVED, SlotKind.OPERATOR, added.slot),
    ]
    assert slots.unlock(bench.path, OTHER, NEW_CLAVE) is None


def test_a_clerk_changes_the_own_clave_and_nothing_else(bench: Bench) -> None:
    """Whoever holds no right over keys changes the own clave only, with the old one."""
    entry = OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.CLERK)
    bench.counter.desk.write(lambda tx: publish(tx, entry))
    keys = bench.keys()

    for refused in (
        lambda: keys.add_operator(OTHER, NEW_CLAVE),
        lambda: keys.remove(1),
        keys.rotate,
        keys.draw_recovery,
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert keys.change_passphrase("no es la clave", NEW_CLAVE) == OldPassphraseWrong()
    changed = keys.change_passphrase(PASSPHRASE, NEW_CLAVE)

    assert isinstance(changed, PassphraseChanged)
    assert bench.told()[-1] == (SlotAct.CHANGED, SlotKind.OPERATOR, changed.slot)
    assert slots.unlock(bench.path, CLERK, PASSPHRASE) is None
    assert slots.unlock(bench.path, CLERK, NEW_CLAVE) == KEY
    listed = bench.counter.desk.read(kept.key_slots)
    standing = [row.slot for row in listed if row.removed_seconds is None]
    assert standing == [changed.slot]


def test_codes_are_drawn_and_sealed_at_the_first_opening(bench: Bench) -> None:
    """Five codes stand, each sealed to the central in its event; a second opening draws none."""
    bench.keys().make_good()
    told = bench.told()
    bench.keys().make_good()

    assert bench.told() == told
    drawn = [one for one in told if one[1] is SlotKind.RECOVERY]
    assert len(drawn) == 5
    assert {act for act, _, _ in drawn} == {SlotAct.ADDED}
    institution = bench.counter.desk.identity.institution
    central = read_centrals(institution.central_certificates, institution.roots)[0]
    for event in bench.events():
        if isinstance(event, KeySlotChanged) and event.slot_kind is SlotKind.RECOVERY:
            assert event.recovery is not None
            assert [one.sealing_kid for one in event.recovery] == [kid_of(central.seal_public)]


def test_new_codes_take_the_place_of_the_old(bench: Bench) -> None:
    """The five before are told as gone and the five new ones as added, in one step."""
    keys = bench.keys()
    keys.make_good()
    before = len(bench.told())

    drawn = keys.draw_recovery()

    told = bench.told()[before:]
    assert [act for act, _, _ in told] == [SlotAct.REMOVED] * 5 + [SlotAct.ADDED] * 5
    assert tuple(slot for act, _, slot in told if act is SlotAct.ADDED) == drawn.slots
    standing = [one.slot for one in keys.slots() if one.kind == SlotKind.RECOVERY]
    assert tuple(standing) == drawn.slots


def test_a_new_key_is_told_and_everybody_still_comes_in(bench: Bench) -> None:
    """Rotated: one event, the clave as before, and the sessions at the door know the new key."""
    keys = bench.keys()
    keys.make_good()
    keys.rotate()

    assert bench.told()[-1] == (SlotAct.ROTATED, SlotKind.OPERATOR, 0)
    key = bench.counter.database.key()
    assert key != KEY
    assert slots.unlock(bench.path, CLERK, PASSPHRASE) == key
    bench.counter.sessions.lock()
    unlocked = bench.counter.sessions.unlock(CLERK, PASSPHRASE)
    assert type(unlocked).__name__ == "Unlocked"


def test_what_a_cut_left_untold_is_told_at_the_next_opening(bench: Bench) -> None:
    """A slot in the file and not in the journal, one gone, codes nobody knows: made good."""
    keys = bench.keys()
    keys.make_good()
    before = len(bench.told())
    drawn = [one.slot for one in keys.slots() if one.kind == SlotKind.RECOVERY]
    slots.remove_slot(bench.path, drawn[0])
    number = slots.create_operator_slot(bench.path, OTHER, "Jorge Tun", NEW_CLAVE, KEY)

    keys.make_good()

    assert bench.told()[before:] == [
        (SlotAct.USED, SlotKind.RECOVERY, drawn[0]),
        (SlotAct.ADDED, SlotKind.OPERATOR, number),
    ]
    lost = slots.add_recovery_slots(bench.path, slots_device(bench), KEY, Draws(b"lost"))
    keys.make_good()
    standing = [one.slot for one in keys.slots() if one.kind == SlotKind.RECOVERY]
    assert not {one.slot for one in lost} & set(standing)
    assert len(standing) == 5


def test_a_forgotten_clave_ends_with_a_new_one_and_a_spent_code(bench: Bench) -> None:
    """The code opens a closed file once; the journal says who, and with whose help."""
    codes = slots.add_recovery_slots(bench.path, slots_device(bench), KEY, Draws())
    bench.counter.opening.close()
    door = bench.recovering()
    asked = door.challenge()
    assert asked is not None
    text = recovery_text(codes[0].code)

    wrong = door.use(asked.slot, recovery_text(codes[1].code), CLERK, NEW_CLAVE)
    restored = door.use(asked.slot, text, CLERK, NEW_CLAVE, helped_by=OTHER)
    again = door.use(asked.slot, text, CLERK, NEW_CLAVE)

    assert wrong == again == RecoveryCodeDoesNotFit()
    assert isinstance(restored, Restored)
    assert not bench.counter.database.is_open
    assert slots.unlock(bench.path, CLERK, PASSPHRASE) is None
    key = slots.unlock(bench.path, CLERK, NEW_CLAVE)
    assert key == KEY
    bench.counter.opening.open(key, CLERK)
    came_in = [
        one
        for one in bench.events()
        if isinstance(one, OperatorUnlocked) and one.means is UnlockMeans.RECOVERY
    ]
    assert [one.helped_by for one in came_in] == [OTHER]
    assert bench.told()[-2:] == [
        (SlotAct.USED, SlotKind.RECOVERY, asked.slot),
        (SlotAct.CHANGED, SlotKind.OPERATOR, restored.slot),
    ]
    streams = [one for one in bench.events() if isinstance(one, StreamOpened)]
    assert streams[-1].reason is StreamReason.SLOT_RESTORED


def test_a_code_is_used_while_the_file_is_open_and_locked(bench: Bench) -> None:
    """Somebody else has the file open: the person who forgot gets a new clave, the file stays."""
    codes = slots.add_recovery_slots(bench.path, slots_device(bench), KEY, Draws())
    bench.counter.sessions.lock()

    done = bench.recovering().use(codes[0].slot, recovery_text(codes[0].code), CLERK, NEW_CLAVE)

    assert isinstance(done, Restored)
    assert bench.counter.desk.is_open
    assert not bench.counter.desk.is_seated
    assert slots.unlock(bench.path, CLERK, NEW_CLAVE) == KEY


def test_a_keystore_that_is_gone_is_decided_about(bench: Bench) -> None:
    """No slot is silently made without the keystore that guarded the others: kind 115 first."""
    bench.keys(bench.keeper).change_passphrase(PASSPHRASE, NEW_CLAVE)
    without = bench.keys()

    with pytest.raises(ProtectionLower):
        without.add_operator(OTHER, NEW_CLAVE)
    without.leave_keystore()
    without.add_operator(OTHER, NEW_CLAVE)

    decided = [one for one in bench.events() if isinstance(one, ProtectionDecided)]
    assert decided == [
        ProtectionDecided(wanted=Protection.OS_KEYSTORE, actual=Protection.PASSPHRASE)
    ]
    assert slots.unlock(bench.path, OTHER, NEW_CLAVE) == KEY


@pytest.mark.parametrize("was_open", [True, False])
def test_without_its_keystore_a_file_opens_only_by_a_recorded_decision(
    bench: Bench, was_open: bool
) -> None:
    """The clave fits no more; a code alone opens nothing; with the decision it does (kind 115)."""
    bench.keys(bench.keeper).change_passphrase(PASSPHRASE, NEW_CLAVE)
    device_id = slots_device(bench)
    codes = slots.add_recovery_slots(bench.path, device_id, KEY, Draws())
    text = recovery_text(codes[0].code)
    bench.keeper.held.clear()  # another account, or a system set up anew
    if was_open:
        bench.counter.sessions.lock()
    else:
        bench.counter.opening.close()
    door = bench.recovering()

    with pytest.raises(KeystoreGone):
        slots.unlock(bench.path, CLERK, NEW_CLAVE, keeper=bench.keeper)
    with pytest.raises(ProtectionLower):
        door.use(codes[0].slot, text, CLERK, NEW_CLAVE)
    still_good = slots.unlock_with_recovery(bench.path, device_id, codes[0].slot, text)
    opened_without = bench.counter.desk.is_open
    restored = door.use(codes[0].slot, text, CLERK, NEW_CLAVE, without_keystore=True)

    assert still_good == KEY
    assert opened_without is was_open
    assert isinstance(restored, Restored)
    key = slots.unlock(bench.path, CLERK, NEW_CLAVE)
    assert key == KEY
    if not was_open:
        bench.counter.opening.open(key, CLERK)
    decided = [one for one in bench.events() if isinstance(one, ProtectionDecided)]
    assert decided == [
        ProtectionDecided(wanted=Protection.OS_KEYSTORE, actual=Protection.PASSPHRASE)
    ]


def test_a_keystore_that_lost_only_its_half_takes_another(bench: Bench) -> None:
    """Nothing is lower then: a code draws the half anew and nobody has to decide anything."""
    bench.keys(bench.keeper).change_passphrase(PASSPHRASE, NEW_CLAVE)
    codes = slots.add_recovery_slots(bench.path, slots_device(bench), KEY, Draws())
    bench.keeper.held.clear()
    bench.counter.sessions.lock()
    door = bench.recovering(bench.keeper)

    restored = door.use(codes[0].slot, recovery_text(codes[0].code), CLERK, NEW_CLAVE)

    assert isinstance(restored, Restored)
    assert slots.unlock(bench.path, CLERK, NEW_CLAVE, keeper=bench.keeper) == KEY
    assert not [one for one in bench.events() if isinstance(one, ProtectionDecided)]


def test_an_older_key_file_brings_nobody_back(bench: Bench, expected_logs: ExpectedLogs) -> None:
    """A removed person, an old clave and a used code are refused although the key file has them."""
    expected_logs.expect("ventanilla.keys", "slots that were removed stand again")
    keys = bench.keys()
    keys.make_good()
    code = slots.add_recovery_slots(bench.path, slots_device(bench), KEY, Draws())[0]
    added = keys.add_operator(OTHER, NEW_CLAVE)
    older = bench.path.read_bytes()
    keys.remove(added.slot)
    keys.change_passphrase(PASSPHRASE, NEW_CLAVE)

    def used(tx: Transaction) -> None:
        kept.add_key_slot(
            tx, slot=code.slot, kind=SlotKind.RECOVERY, operator=slots.NOBODY_YET, now_seconds=0
        )
        keys.record_used(tx, code.slot)

    bench.counter.desk.write(used)
    bench.counter.opening.close()
    for path in (bench.path, slots.copy_path(bench.path)):
        path.write_bytes(older)

    with pytest.raises(SlotRemoved):
        bench.counter.sessions.unlock(OTHER, NEW_CLAVE)
    with pytest.raises(SlotRemoved):
        bench.counter.sessions.unlock(CLERK, PASSPHRASE)
    with pytest.raises(SlotRemoved):
        bench.recovering().use(code.slot, recovery_text(code.code), CLERK, NEW_CLAVE)
    assert not bench.counter.database.is_open

    bench.counter.opening.open(KEY, CLERK)
    bench.keys().make_good()

    assert OTHER not in {one.operator for one in slots.list_people(bench.path)}
    assert bench.told()[-1] != (SlotAct.ADDED, SlotKind.OPERATOR, added.slot)
    with pytest.raises(SlotRemoved):
        bench.counter.sessions.unlock(CLERK, PASSPHRASE)


def slots_device(bench: Bench) -> DeviceId:
    """Return this device's number."""
    return DeviceId(bench.counter.desk.identity.certificate.device_id)
