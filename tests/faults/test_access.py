"""The door: a wrong clave, a second copy of the app, a fault of ours; and names with ñ and ü."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from sync.ids import OperatorNumber
from tests.demo.job import PASSPHRASE, WRONG_PASSPHRASE
from tests.demo.people import PEOPLE
from tests.demo.processes import fingerprint_of
from tests.faults.counter import Counter
from tests.faults.day import Day, holdings
from tests.support.logs import ExpectedLogs

Start = Callable[..., Counter]


def test_a_wrong_clave_says_how_many_tries_are_left(day: Day, start: Start) -> None:
    """A wrong clave is told with the tries left; the right one opens, and nothing is missing."""
    before = holdings(day.database)
    counter = start()
    counter.clerk.try_wrong_passphrase(WRONG_PASSPHRASE)
    counter.robot.wait_words(counter.texts.text("unlock-wrong", tries=4))
    counter.look("wrong-clave")

    counter.enter()
    counter.close()

    after = holdings(day.database)
    assert after.of_kind(20) == before.of_kind(20) + 1
    assert after.same_work(before)


def test_a_second_copy_is_refused_and_may_enter_later(day: Day, start: Start) -> None:
    """A second copy says that the first one is open, in Spanish and English, and waits."""
    first = start().enter()
    for language in ("en", "es"):
        second = start(language=language)
        second.to_front().clerk.type_passphrase(PASSPHRASE)
        second.see_problem("vault.already_open")
        second.look("second-copy")
        if language == "en":
            second.close()

    first.to_front().pay_the_pending_charge()
    first.close()
    second.to_front().enter()
    second.close()

    held = holdings(day.database)
    assert (held.payments, held.streams) == (1, 1)


def test_enrolling_over_a_device_is_refused(day: Day) -> None:
    """`ventanilla enrol` on a profile that is a device already changes nothing."""
    before = day.database.read_bytes()

    done = day.command(
        "kiosk", "enrol", "--institution", str(day.central / "institution.vtp"), "--code",
        "ABCD-EFGH-JKMN", "--profile", str(day.profile),
        "--fingerprint", fingerprint_of(day.central / "institution.vtp"),
        typed=f"{PASSPHRASE}\n{PASSPHRASE}\n",
    )  # fmt: skip

    assert done.returncode == 10
    assert day.said("es", "enrol.already") in done.stderr
    assert day.database.read_bytes() == before


def test_a_defect_of_ours_at_the_door_leaves_it_usable(
    start: Start, expected_logs: ExpectedLogs
) -> None:
    """A fault while entering shows its folio and its sentences, and one can try again."""
    expected_logs.expect("ventanilla.background", "fault")
    counter = start()
    opening = counter.services.sessions._opening
    working = opening.open

    def broken(key: bytes, operator: OperatorNumber, slot: int | None = None) -> bool:
        del key, operator, slot
        raise ZeroDivisionError

    opening.open = broken  # type: ignore[method-assign]
    counter.clerk.type_passphrase(PASSPHRASE)
    counter.robot.wait_words(counter.texts.part("problem-app-unforeseen", "todo"))
    counter.look("fault-at-the-door")
    opening.open = working  # type: ignore[method-assign]

    counter.enter()

    assert counter.robot.screen_id() == "V02"


def test_names_with_enye_and_diaeresis_are_kept_and_found(day: Day, start: Start) -> None:
    """What is typed with ñ, ú and ü is kept letter by letter and found with and without them."""
    counter = start().enter()
    person = PEOPLE[2]
    counter.clerk.create(person)
    counter.clerk.go_home()

    for typed in ("ñandú", "NANDU"):
        counter.robot.key("F2")
        counter.robot.type(typed)
        counter.robot.wait_words("Ñandú")
        counter.clerk.go_home()
    counter.close()

    assert holdings(day.database).people == 2


def test_a_defect_of_ours_on_a_screen_is_shown_and_work_goes_on(
    start: Start, expected_logs: ExpectedLogs
) -> None:
    """A fault on the GUI thread shows its page with its folio; Seguir leads home."""
    expected_logs.expect("ventanilla.app", "fault")
    counter = start().enter()

    def broken() -> None:
        raise ZeroDivisionError

    QTimer.singleShot(0, counter.window, broken)
    counter.robot.wait_screen("X00")
    counter.robot.wait_words(counter.texts.part("problem-app-fault", "todo"))
    counter.look("fault")
    counter.robot.key("Return")

    assert counter.robot.wait_screen("V02") == "V02"


def test_locking_and_closing_keep_what_is_half_typed(day: Day, start: Start) -> None:
    """Locked while typing: nothing of a citizen shows; the same clerk goes on at the same word.

    Half an hour later the file is closed; entering opens it again, and the draft has the answer.
    """
    counter = start().enter()
    counter.resume(day.draft)
    counter.robot.fill("Localidad", "Peña Ñandú")
    counter.robot.key("Ctrl+L")
    counter.robot.wait_screen("V29")
    assert "Begoña" not in counter.robot.words() + counter.window.shell.windowTitle()
    counter.clerk.type_passphrase(PASSPHRASE)
    counter.robot.wait_screen("V09")
    assert counter.answer("Localidad") == "Peña Ñandú"

    counter.robot.key("Ctrl+L")
    counter.window.door.close_file()
    counter.settle()
    counter.robot.wait_words(counter.texts.text("locked-closed"))
    assert not counter.services.sessions.file_open
    counter.look("closed")
    counter.clerk.type_passphrase(PASSPHRASE)
    counter.robot.wait_screen("V02")
    counter.resume(day.draft)

    assert counter.answer("Localidad") == "Peña Ñandú"
    counter.close()
    assert holdings(day.database).streams == 1
