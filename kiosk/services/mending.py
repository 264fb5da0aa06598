"""A damaged file, looked at and handed over from the screen (X02): nothing of it is written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.services.examining import Examining
from kiosk.services.examining_words import report_lines, trouble_todo, trouble_words
from kiosk.services.rescuing import NothingToRescue, Rescuing
from kiosk.services.views.mending import DamageView, FindingView, RescueView
from kiosk.texts import Texts


class Mending:
    """Keeps the key between looking and handing over, and forgets it when the screen is left."""

    def __init__(
        self, examining: Examining, rescuing: Rescuing, texts: Callable[[], Texts]
    ) -> None:
        self._examining = examining
        self._rescuing = rescuing
        self._texts = texts
        self._key: bytes | None = None

    def look(self, clave: str) -> DamageView:
        """Return what is wrong and what can be read. Raises the disk's known errors."""
        found = self._examining.examine(clave)
        self._key = found.key
        texts = self._texts()
        readable: tuple[str, ...] = ()
        if found.key is not None:
            try:
                readable = report_lines(self._rescuing.look(found.key), texts)
            except NothingToRescue:
                readable = ()
        return DamageView(
            opened=found.key is not None,
            sound=found.key is not None and not any(one.grave for one in found.troubles),
            findings=tuple(
                FindingView(found=trouble_words(one, texts), todo=trouble_todo(one, texts))
                for one in found.troubles
            ),
            readable=readable,
        )

    def export(self, folder: Path) -> RescueView:
        """Hand over what can be read, sealed, with a copy of the file as it is.

        Raises `rescue.no_key`, `rescue.nothing` or the disk's known errors; no half rescue is left.
        """
        if self._key is None:
            raise NothingToRescue
        done = self._rescuing.export(self._key, folder.expanduser())
        return RescueView(
            lines=report_lines(done.report, self._texts()),
            file=done.file.name,
            folder=str(done.file.parent),
            kept=done.kept.name,
        )

    def forget(self) -> None:
        """Forget the key."""
        self._key = None
