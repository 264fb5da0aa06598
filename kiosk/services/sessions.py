"""Unlock, lock, close: who may see the file, and for how long (UX §3.1, DESIGN §5)."""

from __future__ import annotations

from kiosk.services.views import MustWait, OperatorName, Unlocked, WrongPassphrase


class Sessions:
    """Opens the vault with an operator's clave and closes it again."""

    @property
    def file_open(self) -> bool:
        """Whether the vault is open (it stays open while merely locked)."""
        raise NotImplementedError

    def operators(self) -> tuple[OperatorName, ...]:
        """Return the people who have a slot on this device, last used first."""
        raise NotImplementedError

    def unlock(self, number: int, passphrase: str) -> Unlocked | WrongPassphrase | MustWait:
        """Try a clave; the unlock is recorded (kind 20).

        Five wrong tries, then a wait of 1, 5, 15 minutes by the monotonic clock.
        Raises the vault's KnownErrors (already open, damaged, newer, went back); nothing was
        written.
        """
        raise NotImplementedError

    def lock(self) -> None:
        """Hide and block; recorded (kind 21). The file stays open and delivery goes on."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the vault and drop the key; may be called twice."""
        raise NotImplementedError
