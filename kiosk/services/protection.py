"""What guards the keys of this device, and the visible decision to work with less (DESIGN §5)."""

from __future__ import annotations

from kiosk.services.desk import Desk
from kiosk.services.views import ProtectionView
from kiosk.store import kept, pulled
from sync.events import Protection, ProtectionDecided
from sync.journal import Transaction

_DECIDED = "protection.decided"


class ProtectionDecisions:
    """Compares the level in the certificate with what the institution asks; never silently."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def view(self) -> ProtectionView:
        """Return level, wish and decision; raise FileClosed."""
        return self._desk.read(self._view)

    def decide(self) -> None:
        """Record once that somebody works on below what is asked; nothing where it is not below.

        Raises FileClosed while nobody is at work.
        """
        salt = self._desk.new_salt()

        def work(tx: Transaction) -> None:
            seen = self._view(tx)
            if not seen.below or seen.decided:
                return
            event = ProtectionDecided(
                wanted=Protection(seen.wanted), actual=Protection(seen.actual)
            )
            self._desk.append(tx, event, salt=salt)
            kept.put_setting(tx, _DECIDED, _mark(seen))

        self._desk.write(work)

    def _view(self, tx: Transaction) -> ProtectionView:
        seen = ProtectionView(
            actual=self._desk.identity.certificate.protection,
            wanted=pulled.settings(tx).minimum_protection,
            decided=False,
        )
        decided = kept.setting(tx, _DECIDED) == _mark(seen)
        return ProtectionView(actual=seen.actual, wanted=seen.wanted, decided=decided)


def _mark(seen: ProtectionView) -> bytes:
    """Return what a decision was about: another wish of the institution asks for another one."""
    return bytes((seen.actual, seen.wanted))
