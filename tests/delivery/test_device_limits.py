"""What stops new cash, what goes on, and what keeps a device from being forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.services.limits import DeviceReported, LeaseEnded, VersionTooOld
from kiosk.services.permissions import ApprovalMissing, NotAllowed
from kiosk.services.removal import StillUndelivered, without_key
from kiosk.services.views.orders import OrderOutcome, ReportedWhy, UpdateNotice
from kiosk.services.views.removal import HeldKind, WithoutKey
from kiosk.settings import APP_VERSION
from kiosk.vault import wiped
from kiosk.vault.errors import DeviceWiped
from sync.catalogue import ErasureAct, ErasureEntry, OperatorEntry, Role, SettingsEntry
from sync.events import ApprovalAsked, ApprovalGiven, ApprovalMatter
from sync.ids import EventId, OperatorNumber
from sync.journal import Transaction
from sync.money import Centavos
from sync.receipt_check import Answer, ReceiptTrust, verify
from sync.revocations import read_revocations
from tests.delivery.device_office import Office, an_office
from tests.support.counters import a_registration_at, open_a_shift
from tests.support.offices import publish, the_profile
from tests.support.vaults import CLERK, KEY

TECHNICIAN = OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.TECHNICIAN)

HOURS = 60
DAY = 24 * HOURS


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give an office at work."""
    return an_office(tmp_path, with_slot=True)


def pay(office: Office) -> str:
    """Take a payment and return what its code holds."""
    payments = office.counter.payments
    charge = payments.begin(a_registration_at(office.counter))
    return payments.take(charge.charge_id, Centavos(20_000)).receipt.qr_text


def test_a_reported_device_takes_no_cash_and_goes_on_registering(office: Office) -> None:
    """Its receipts would not count any more; what people bring is still taken and delivered."""
    open_a_shift(office.counter)
    pay(office)
    charge = office.counter.payments.begin(a_registration_at(office.counter))
    office.report(b"somebody", office.device_id)

    with pytest.raises(DeviceReported):
        office.counter.payments.take(charge.charge_id, Centavos(20_000))
    with pytest.raises(DeviceReported):
        pay(office)

    a_registration_at(office.counter)
    assert office.following.status().reported is ReportedWhy.LOST
    office.report(b"somebody", number=2)
    assert office.following.status().reported is None
    pay(office)
    office.counter.opening.close()


def test_the_newest_list_is_what_a_receipt_is_checked_with(office: Office) -> None:
    """The list stands beside the profile for `verify`; receipts after the cut are in doubt."""
    open_a_shift(office.counter)
    text = pay(office)
    office.report(office.device_id, number=7)
    office.chores()

    raw = (office.counter.folder / "revocations.vtr").read_bytes()
    held = read_revocations(raw, the_profile().roots)

    assert held.number == 7
    verdict = verify(text, ReceiptTrust.of(the_profile()), held)
    assert (verdict.answer, verdict.code) == (Answer.CANNOT_BE_KNOWN, "after-cut")
    status = office.following.status().revocations
    assert status is not None
    assert (status.number, status.devices) == (7, 1)
    office.counter.opening.close()


def test_a_version_too_old_is_warned_of_then_begins_nothing_new(office: Office) -> None:
    """Wanted: all goes on, with a notice. Demanded: nothing new; what is open can be closed."""
    open_a_shift(office.counter)
    office.settings(SettingsEntry(wanted_version="99.1"))
    a_registration_at(office.counter)
    warned = office.following.status().update

    office.settings(SettingsEntry(wanted_version="99.1", minimum_version="99.0"))

    assert warned == UpdateNotice(wanted="99.1", required=False)
    assert office.following.status().update == UpdateNotice(wanted="99.0", required=True)
    with pytest.raises(VersionTooOld):
        a_registration_at(office.counter)
    with pytest.raises(VersionTooOld):
        pay(office)
    office.settings(SettingsEntry(minimum_version=APP_VERSION))
    a_registration_at(office.counter)
    office.counter.opening.close()


def test_the_lease_is_counted_in_work_not_by_the_clock(office: Office) -> None:
    """Years on the clock are nothing; running time and business days use it up, an answer renews.

    At four fifths it warns; at the end no new cash is taken and registering goes on.
    """
    office.settings(SettingsEntry(lease_days=10))
    office.hear()
    open_a_shift(office.counter)
    charge = office.counter.payments.begin(a_registration_at(office.counter))
    office.counter.clock.wall_seconds += 5 * 365 * 86_400
    office.chores()
    lease = office.following.status().lease
    assert (lease.used_days, lease.warns, lease.ended) == (1, False, False)

    office.minutes(7 * DAY)
    lease = office.following.status().lease
    assert (lease.used_days, lease.warns, lease.left_days) == (8, True, 2)
    office.minutes(2 * DAY)

    with pytest.raises(LeaseEnded):
        office.counter.payments.take(charge.charge_id, Centavos(20_000))
    with pytest.raises(LeaseEnded):
        pay(office)
    a_registration_at(office.counter)
    office.hear()
    office.counter.payments.take(charge.charge_id, Centavos(20_000))
    assert office.following.status().lease.used_days == 0
    office.counter.opening.close()


def test_the_lease_goes_on_where_the_last_start_ended(tmp_path: Path) -> None:
    """Switching off renews nothing; the central's own number of days goes before the settings."""
    office = an_office(tmp_path)
    office.hear({1: 3, 2: 1})
    office.minutes(2 * DAY)
    office.duties.end()
    office.counter.opening.close()

    again = an_office(tmp_path, start=2)
    again.minutes(1 * DAY)

    lease = again.following.status().lease
    assert (lease.days, lease.used_days, lease.ended) == (3, 3, True)
    again.counter.opening.close()


def test_erasures_are_carried_out_by_the_chores(office: Office) -> None:
    """What waits for durable is counted for a supervisor, and carried out once it may be."""
    event_id = a_registration_at(office.counter)
    entry = ErasureEntry(event_id=event_id, act=ErasureAct.ERASE)
    office.counter.desk.keep(lambda tx: publish(tx, entry))
    office.confirm()
    office.chores()
    assert (office.erased, office.following.status().erasures_waiting) == ([], 1)

    office.confirm(durable=True)
    office.chores()

    assert (office.erased, office.following.status().erasures_waiting) == ([entry], 0)
    office.chores()
    assert office.erased == [entry]
    office.counter.opening.close()


def test_a_supervisor_sees_what_became_of_the_centrals_erasures(office: Office) -> None:
    """Waiting with its folio, then carried out; a clerk is refused."""
    event_id = a_registration_at(office.counter)
    entry = ErasureEntry(event_id=event_id, act=ErasureAct.ERASE, legal_basis="Art. 46")
    elsewhere = ErasureEntry(event_id=bytes(16), act=ErasureAct.ERASE)
    office.counter.desk.keep(lambda tx: publish(tx, entry, elsewhere))
    office.confirm()
    office.chores()
    with pytest.raises(NotAllowed):
        office.following.erasures()
    clerk = OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.SUPERVISOR)
    office.counter.desk.keep(lambda tx: publish(tx, clerk))

    (waits,) = office.following.erasures()
    office.confirm(durable=True)
    office.chores()
    (done,) = office.following.erasures()

    assert (waits.outcome, waits.legal_basis) == (OrderOutcome.WAITING, "Art. 46")
    assert waits.folio.startswith(f"{office.counter.desk.identity.terminal}")
    assert waits.reference == event_id.hex()[:8]
    assert done.outcome is OrderOutcome.CARRIED_OUT
    office.counter.opening.close()


def approved(office: Office) -> EventId:
    """Have a supervisor approve the removal; return the question."""
    desk = office.counter.desk
    question, answer = desk.new_salt(), desk.new_salt()

    def work(tx: Transaction) -> EventId:
        publish(tx, TECHNICIAN)
        asked = desk.append(tx, ApprovalAsked(matter=ApprovalMatter.REMOVAL), salt=question)
        event = ApprovalGiven(
            matter=ApprovalMatter.REMOVAL, approver=OperatorNumber(7), one_time_code="ABCD1234"
        )
        desk.append(tx, event, salt=answer, refs=(asked.event_id,))
        return asked.event_id

    return desk.write(work)


def held(office: Office) -> dict[HeldKind, int]:
    return {one.kind: one.count for one in office.removal.look().held}


def test_nothing_is_forgotten_while_it_is_only_here(office: Office) -> None:
    """Removal is refused with a list of what is only here, approval or not; nothing is touched."""
    open_a_shift(office.counter)
    pay(office)
    question = approved(office)

    with pytest.raises(StillUndelivered):
        office.removal.remove(question)

    kinds = held(office)
    assert (kinds[HeldKind.PAYMENTS], kinds[HeldKind.REGISTRATIONS]) == (1, 1)
    assert (kinds[HeldKind.SHIFTS], kinds[HeldKind.PERSONS]) == (1, 1)
    assert office.slots.exists()
    assert wiped.order_followed(office.counter.database.path) is None
    office.counter.opening.close()


def test_removal_needs_a_second_person(office: Office) -> None:
    """All delivered is not enough: only who looks after devices, and with an approval."""
    office.confirm()
    assert office.removal.look().may_go

    with pytest.raises(NotAllowed):
        office.removal.remove(EventId(bytes(16)))
    office.counter.desk.keep(lambda tx: publish(tx, TECHNICIAN))
    with pytest.raises(ApprovalMissing):
        office.removal.remove(EventId(bytes(16)))

    assert office.slots.exists()
    office.counter.opening.close()


def test_removed_is_removed(office: Office) -> None:
    """Keys first, then every file of the profile that is ours; what is not ours stays."""
    folder = office.counter.folder
    (folder / "receipts").mkdir(exist_ok=True)
    (folder / "receipts" / "1.png").write_bytes(b"x")
    (folder / "somebody-elses.txt").write_bytes(b"x")
    question = approved(office)
    office.confirm()

    office.removal.remove(question)

    left = {one.name for one in folder.iterdir()}
    assert left <= {"somebody-elses.txt", "revocations.vtr", "blobs"}
    assert without_key(office.counter.database.path) is WithoutKey.NOTHING_HERE


def test_a_removal_that_was_cut_goes_on(office: Office) -> None:
    """After a kill behind the mark nothing opens, and removing again takes the rest."""
    path = office.counter.database.path
    office.counter.opening.close()
    wiped.begin(path, 0)
    with pytest.raises(DeviceWiped):
        office.counter.database.open(KEY)
    assert without_key(path) is WithoutKey.GONE

    assert office.removal.remove_files()

    assert not path.exists()
    assert without_key(path) is WithoutKey.NOTHING_HERE


def test_files_are_never_removed_while_a_key_may_be_there(office: Office) -> None:
    """Without the mark of a wipe or a removal nothing is touched."""
    assert not office.removal.remove_files()

    assert office.slots.exists()
    office.counter.opening.close()


def test_an_uninstaller_can_tell_without_a_key(office: Office) -> None:
    """Only while the mark names the journal's last event is everything known to be delivered."""
    path = office.counter.database.path
    office.confirm()
    office.chores()
    assert without_key(path) is WithoutKey.DELIVERED

    open_a_shift(office.counter)
    office.counter.rows("SELECT 1")  # the witness is written by then
    assert without_key(path) is WithoutKey.UNKNOWN

    office.confirm()
    office.chores()
    assert without_key(path) is WithoutKey.DELIVERED
    a_registration_at(office.counter)
    office.counter.opening.close()
    assert without_key(path) is WithoutKey.UNKNOWN
