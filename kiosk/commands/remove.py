"""`ventanilla remove`: take this device's data away for good, never while it is only here.

0 removed, or with `--check` nothing is only here · 10 refused, with what is in the way.
"""

from __future__ import annotations

import argparse
import threading

from kiosk.backstage import Backstage, build_backstage, the_world
from kiosk.commands.command import DONE, REFUSED, Call, Command, refused, typed
from kiosk.errors import KnownError
from kiosk.services.views import MustWait, Unlocked, WrongPassphrase
from kiosk.services.views.approvals import Given
from kiosk.services.views.removal import Held, RemovalLook, WithoutKey
from kiosk.texts import Texts
from sync.events import ApprovalMatter
from sync.ids import EventId, OperatorNumber

WAIT_SECONDS = 60.0
_LOOK_SECONDS = 0.5
_WITHOUT_KEY = {
    WithoutKey.NOTHING_HERE: "removal-nothing",
    WithoutKey.GONE: "removal-gone",
    WithoutKey.DELIVERED: "removal-delivered",
    WithoutKey.UNKNOWN: "removal-unknown",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="only say whether something may be only here"
    )
    parser.add_argument("--operator", type=int, help="number of whoever is at work")
    parser.add_argument("--approver", type=int, help="number of the supervisor who approves")
    parser.add_argument(
        "--wait", type=float, default=WAIT_SECONDS, help="seconds to wait for the delivery"
    )


def _run(call: Call) -> int:
    texts = call.texts
    backstage = build_backstage(call.settings, the_world(), texts, lambda: None)
    removal = backstage.services.removal
    found = removal.without_key()
    if call.asked.check:
        print(texts.text(_WITHOUT_KEY[found]))
        return REFUSED if found is WithoutKey.UNKNOWN else DONE
    try:
        if found is WithoutKey.NOTHING_HERE:
            print(texts.text("removal-nothing"))
            return DONE
        if found is WithoutKey.GONE:
            removal.remove_files()
            print(texts.text("removal-done"))
            return DONE
        return _with_two_persons(call, backstage)
    except KnownError as error:
        return refused(error, texts)
    finally:
        backstage.services.sessions.close()


def _with_two_persons(call: Call, backstage: Backstage) -> int:
    """Open the file, wait for the delivery, have a supervisor approve, and remove."""
    texts = call.texts
    if not _unlocked(call, backstage):
        return REFUSED
    look = _delivered(call, backstage)
    if not look.may_go:
        _print_held(look, texts)
        return REFUSED
    question = _approval(call, backstage)
    if question is None:
        print(texts.text("removal-wrong-code"))
        return REFUSED
    _delivered(call, backstage)  # the approval itself arrives too, for the office to check
    backstage.services.removal.remove(question)
    print(texts.text("removal-done"))
    return DONE


def _unlocked(call: Call, backstage: Backstage) -> bool:
    texts = call.texts
    number = _number(call.asked.operator, texts.text("removal-ask-operator"))
    clave = typed(texts.text("removal-ask-clave"))
    match backstage.services.sessions.unlock(number, clave):
        case Unlocked():
            return True
        case MustWait() as wait:
            print(texts.text("removal-must-wait", seconds=wait.seconds))
        case WrongPassphrase():
            print(texts.text("removal-wrong-clave"))
    return False


def _delivered(call: Call, backstage: Backstage) -> RemovalLook:
    """Return what is only here, after waiting a while for the delivery to end."""
    removal = backstage.services.removal
    look = removal.look()
    pause = threading.Event()
    left = call.asked.wait
    if not look.may_go:
        print(call.texts.text("removal-waiting"))
        backstage.services.deliveries.deliver_now()
    while not look.may_go and left > 0:
        pause.wait(_LOOK_SECONDS)
        left -= _LOOK_SECONDS
        look = removal.look()
    return look


def _approval(call: Call, backstage: Backstage) -> EventId | None:
    """Ask a second person for a code of their list; return the question once it is given."""
    texts, approvals = call.texts, backstage.services.approvals
    approver = _number(call.asked.approver, texts.text("removal-ask-approver"))
    code = typed(texts.text("removal-ask-code"))
    question = approvals.ask(ApprovalMatter.REMOVAL)
    answer = approvals.give(question.question_id, OperatorNumber(approver), code)
    return question.question_id if isinstance(answer, Given) else None


def _print_held(look: RemovalLook, texts: Texts) -> None:
    print(texts.text("removal-held"))
    for one in look.held:
        print(f"  {_line(one, texts)}")
    print(texts.part("problem-removal-undelivered", "todo", count=look.undelivered))


def _line(held: Held, texts: Texts) -> str:
    return texts.text(f"removal-{held.kind.value}", count=held.count)


def _number(given: int | None, prompt: str) -> int:
    if given is not None:
        return given
    answer = input(f"{prompt} ").strip()
    return int(answer) if answer.isdigit() else 0


COMMAND = Command(
    name="remove",
    help="take this device's data away for good, never while it is only here",
    arguments=_arguments,
    run=_run,
)
