"""`ventanilla preview`: tries a form in both modes; nothing is kept."""

from __future__ import annotations

from kiosk import preview
from kiosk.commands.command import Call, Command
from kiosk.commands.run import with_looks


def _run(call: Call) -> int:
    return preview.run(call.asked.file, call.asked.media, with_looks(call.settings, call.asked))


COMMAND = Command(
    name="preview",
    help="try a form in both modes; nothing is kept",
    arguments=preview.add_arguments,
    run=_run,
    has_profile=False,
)
