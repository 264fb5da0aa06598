"""Every keystore keeps a secret for its name, gives it back, replaces it and forgets it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.keystores import (
    SWITCH,
    DpapiKeystore,
    NoKeystore,
    SecretService,
    WindowsProtection,
    keystore_of,
)
from kiosk.vault.keystore import Keystore, KeystoreGone, KeystoreTrouble, held_secret, made_secret
from sync.events import Protection
from tests.support.keyfiles import MemoryKeystore
from tests.support.vaults import Draws

NAME, SECRET = "ventanilla 00ff", bytes(range(32))


class BoundProtection:
    """A user's protection as DPAPI gives it: bound to a purpose, useless to another user."""

    def __init__(self, user: bytes = b"one") -> None:
        self.user = user

    def protect(self, plain: bytes, purpose: bytes) -> bytes:
        """Return the bytes with their mark."""
        return hashlib.sha256(self.user + purpose + plain).digest() + plain[::-1]

    def unprotect(self, protected: bytes, purpose: bytes) -> bytes:
        """Return the bytes, or refuse."""
        plain = protected[:31:-1]
        if self.protect(plain, purpose) != protected:
            raise OSError("another user's")
        return plain


class Trouble(Exception):
    """What the library of the session bus raises."""


class Keyring:
    """A keyring as `secretstorage` gives it."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}
        self.locked = self.refuses = self.broken = False

    def is_locked(self) -> bool:
        """Say whether it is locked."""
        if self.broken:
            raise Trouble
        return self.locked

    def unlock(self) -> bool:
        """Ask the person; True where that was refused."""
        self.locked = self.refuses
        return self.refuses

    def create_item(
        self, label: str, attributes: dict[str, str], secret: bytes, replace: bool
    ) -> None:
        """Keep a secret."""
        assert label
        assert replace
        self.items[attributes["ventanilla"]] = secret

    def search_items(self, attributes: dict[str, str]) -> Iterator[Any]:
        """Find what has these attributes."""
        name = attributes["ventanilla"]
        if name in self.items:
            yield _Item(self.items, name)


class _Item:
    def __init__(self, items: dict[str, bytes], name: str) -> None:
        self._items, self._name = items, name

    def get_secret(self) -> bytes:
        return self._items[self._name]

    def delete(self) -> None:
        del self._items[self._name]


def on_keyring(keyring: Keyring) -> SecretService:
    """Return the adapter over a keyring."""
    stand_in: Any = keyring
    return SecretService(lambda: nullcontext(stand_in), (Trouble,))


KEYSTORES: dict[str, Callable[[Path], Keystore]] = {
    "memory": lambda _: MemoryKeystore(),
    "dpapi, user in memory": lambda folder: DpapiKeystore(folder, BoundProtection()),
    "secret service, keyring in memory": lambda _: on_keyring(Keyring()),
}
if sys.platform == "win32":
    KEYSTORES["dpapi"] = lambda folder: DpapiKeystore(folder, WindowsProtection())


@pytest.fixture(params=sorted(KEYSTORES))
def keystore(request: pytest.FixtureRequest, tmp_path: Path) -> Keystore:
    """Return each keystore in turn."""
    return KEYSTORES[request.param](tmp_path)


def test_a_secret_comes_back_under_its_name(keystore: Keystore) -> None:
    """Kept, given back, replaced, forgotten; another name is another secret."""
    assert keystore.level is Protection.OS_KEYSTORE
    assert keystore.fetch(NAME) is None
    keystore.store(NAME, SECRET)
    keystore.store(NAME + "x", bytes(32))

    assert keystore.fetch(NAME) == SECRET
    keystore.store(NAME, SECRET[::-1])
    assert keystore.fetch(NAME) == SECRET[::-1]
    keystore.forget(NAME)
    keystore.forget(NAME)
    assert keystore.fetch(NAME) is None
    assert keystore.fetch(NAME + "x") == bytes(32)


def test_a_files_secret_is_drawn_once(keystore: Keystore) -> None:
    """The second slot uses the first one's secret; without it no clave is even tried."""
    profile = bytes(16)
    with pytest.raises(KeystoreGone):
        held_secret(keystore, profile)

    made = made_secret(keystore, profile, Draws())

    assert made_secret(keystore, profile, Draws(b"other")) == made == held_secret(keystore, profile)
    assert held_secret(keystore, profile) != bytes(32)


def test_another_users_file_holds_nothing(tmp_path: Path) -> None:
    """A folder copied to another account, or a secret under another name, opens nothing."""
    DpapiKeystore(tmp_path, BoundProtection()).store(NAME, SECRET)

    assert DpapiKeystore(tmp_path, BoundProtection(b"two")).fetch(NAME) is None
    (tmp_path / "ventanilla-00ff.keystore").rename(tmp_path / "ventanilla-11.keystore")
    assert DpapiKeystore(tmp_path, BoundProtection()).fetch("ventanilla 11") is None


def test_a_keyring_that_cannot_be_asked_is_trouble() -> None:
    """Locked and the person says no, or the bus fails: said as such, never as an empty keyring."""
    keyring = Keyring()
    adapter = on_keyring(keyring)
    adapter.store(NAME, SECRET)
    keyring.locked = True
    assert adapter.fetch(NAME) == SECRET
    keyring.locked = keyring.refuses = True

    with pytest.raises(KeystoreTrouble):
        adapter.fetch(NAME)
    with pytest.raises(KeystoreTrouble):
        adapter.store(NAME, SECRET)
    keyring.broken = True
    with pytest.raises(KeystoreTrouble):
        adapter.forget(NAME)


def test_a_computer_without_a_keystore_says_so(tmp_path: Path) -> None:
    """The level is the clave alone, nothing is kept, and an installer can ask for exactly that."""
    for none in (NoKeystore(), keystore_of(tmp_path, {SWITCH: "none"}), keystore_of(tmp_path, {})):
        if sys.platform != "win32":
            assert isinstance(none, NoKeystore)
    none = NoKeystore()
    assert none.level is Protection.PASSPHRASE
    with pytest.raises(KeystoreTrouble):
        none.store(NAME, SECRET)
    none.forget(NAME)
    assert none.fetch(NAME) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the session bus is of Linux desktops")
def test_a_session_bus_that_does_not_answer_offers_no_keystore(tmp_path: Path) -> None:
    """An address where nobody listens: the program goes on with the clave alone, and says so."""
    address = f"unix:path={tmp_path / 'nobody'}"

    assert isinstance(keystore_of(tmp_path, {"DBUS_SESSION_BUS_ADDRESS": address}), NoKeystore)
