"""What Windows and Linux desktops keep for a user; elsewhere there is honestly nothing.

    Windows   DPAPI: a file that only this user on this computer can read
    Linux     Secret Service on the session bus (GNOME Keyring, KWallet), with `secretstorage`
    none      level PASSPHRASE: the clave alone guards the file, and the certificate says so

A keystore that does not answer is KeystoreTrouble, never a silent step down to none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.vault.files import replace_file
from kiosk.vault.keystore import Keystore, KeystoreTrouble
from sync.events import Protection

if TYPE_CHECKING:
    from secretstorage import Collection

SWITCH = "VENTANILLA_KEYSTORE"
"""Set to `none`, the program asks no keystore: for an installer who decides so before enrolling."""

_ATTRIBUTE = "ventanilla"
_LABEL = "Ventanilla"


def keystore_of(folder: Path, environment: Mapping[str, str] = os.environ) -> Keystore:
    """Return this computer's keystore for a profile's folder."""
    if environment.get(SWITCH) == "none":
        return NoKeystore()
    system: str = sys.platform
    if system == "win32":
        return DpapiKeystore(folder, WindowsProtection())
    if system == "linux" and environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return session_keyring() or NoKeystore()
    return NoKeystore()


class NoKeystore:
    """A computer that keeps nothing for its users."""

    @property
    def level(self) -> Protection:
        """Return that the clave alone guards."""
        return Protection.PASSPHRASE

    def store(self, name: str, secret: bytes) -> None:
        """Refuse: what is stored here would be lost."""
        del secret
        raise KeystoreTrouble(f"no keystore for {name}")

    def fetch(self, name: str) -> bytes | None:
        """Return that nothing is kept."""
        del name
        return None

    def forget(self, name: str) -> None:
        """Forget what was never kept."""
        del name


# ------------------------------------------------------------------------------------- Windows


class UserProtection(Protocol):
    """Makes bytes readable for this user on this computer alone."""

    def protect(self, plain: bytes, purpose: bytes) -> bytes:
        """Return the protected bytes; raise OSError."""
        ...

    def unprotect(self, protected: bytes, purpose: bytes) -> bytes:
        """Return the plain bytes; raise OSError where they are another user's or damaged."""
        ...


class DpapiKeystore:
    """Each secret in a small file beside the profile, readable through DPAPI only."""

    def __init__(self, folder: Path, protection: UserProtection) -> None:
        self._folder = folder
        self._protection = protection

    @property
    def level(self) -> Protection:
        """Return that the system guards too."""
        return Protection.OS_KEYSTORE

    def store(self, name: str, secret: bytes) -> None:
        """Keep a secret in its file, whole or not at all; raise KeystoreTrouble."""
        with _told():
            replace_file(self._path(name), self._protection.protect(secret, name.encode()))

    def fetch(self, name: str) -> bytes | None:
        """Return a secret, or None where it has no file or the file is another user's."""
        try:
            protected = self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeystoreTrouble(str(error.strerror)) from error
        try:
            return self._protection.unprotect(protected, name.encode())
        except OSError:
            return None

    def forget(self, name: str) -> None:
        """Remove a secret's file; raise KeystoreTrouble."""
        with _told():
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name.replace(' ', '-')}.keystore"


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    _NO_PROMPT = 0x1  # CRYPTPROTECT_UI_FORBIDDEN

    class WindowsProtection:
        """CryptProtectData and its counterpart, for the user who is logged in."""

        def protect(self, plain: bytes, purpose: bytes) -> bytes:
            """Return the protected bytes; raise OSError."""
            return _called(ctypes.windll.crypt32.CryptProtectData, plain, purpose)

        def unprotect(self, protected: bytes, purpose: bytes) -> bytes:
            """Return the plain bytes; raise OSError."""
            return _called(ctypes.windll.crypt32.CryptUnprotectData, protected, purpose)

    def _called(function: Callable[..., int], content: bytes, purpose: bytes) -> bytes:
        given, bound, answer = _blob(content), _blob(purpose), _Blob()
        done = function(
            ctypes.byref(given), None, ctypes.byref(bound), None, None, _NO_PROMPT,
            ctypes.byref(answer),
        )  # fmt: skip
        if not done:
            raise ctypes.WinError()
        try:
            return ctypes.string_at(answer.data, answer.size)
        finally:
            ctypes.windll.kernel32.LocalFree(answer.data)

    def _blob(content: bytes) -> _Blob:
        return _Blob(len(content), ctypes.create_string_buffer(content, len(content)))

else:

    class WindowsProtection:
        """Not on this system."""

        def protect(self, plain: bytes, purpose: bytes) -> bytes:
            """Refuse."""
            del plain, purpose
            raise OSError("DPAPI is Windows' own")

        unprotect = protect


# --------------------------------------------------------------------------------------- Linux


class SecretService:
    """The session's keyring; it asks the person to unlock it when it is locked.

    *collection* opens it, *troubles* are what it raises when it cannot be asked.
    """

    def __init__(
        self,
        collection: Callable[[], AbstractContextManager[Collection]],
        troubles: tuple[type[Exception], ...],
    ) -> None:
        self._collection = collection
        self._troubles = troubles

    @property
    def level(self) -> Protection:
        """Return that the system guards too."""
        return Protection.OS_KEYSTORE

    def store(self, name: str, secret: bytes) -> None:
        """Keep a secret, replacing the one of that name; raise KeystoreTrouble."""
        with _told(self._troubles), self._open() as collection:
            label = f"{_LABEL} {name}"
            collection.create_item(label, {_ATTRIBUTE: name}, secret, replace=True)

    def fetch(self, name: str) -> bytes | None:
        """Return a secret, or None where there is none of that name; raise KeystoreTrouble."""
        with _told(self._troubles), self._open() as collection:
            for item in collection.search_items({_ATTRIBUTE: name}):
                return bytes(item.get_secret())
        return None

    def forget(self, name: str) -> None:
        """Remove a secret; raise KeystoreTrouble."""
        with _told(self._troubles), self._open() as collection:
            for item in list(collection.search_items({_ATTRIBUTE: name})):
                item.delete()

    @contextmanager
    def _open(self) -> Iterator[Collection]:
        with self._collection() as collection:
            if collection.is_locked() and collection.unlock():
                raise KeystoreTrouble("the keyring stays locked")
            yield collection


def session_keyring() -> SecretService | None:
    """Return the default keyring of the session, or None where the session offers none.

    Nothing is asked of it yet; one that is offered and does not answer later is KeystoreTrouble.
    """
    import secretstorage  # Linux alone has them, so they are not imported above
    from jeepney import DBusErrorResponse

    troubles = (secretstorage.SecretStorageException, DBusErrorResponse, OSError)
    try:
        with closing(secretstorage.dbus_init()) as bus:
            if not secretstorage.check_service_availability(bus):
                return None
    except troubles:
        return None

    @contextmanager
    def default_collection() -> Iterator[Collection]:
        with closing(secretstorage.dbus_init()) as bus:
            yield secretstorage.get_default_collection(bus)

    return SecretService(default_collection, troubles)


@contextmanager
def _told(troubles: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Turn what a keystore raises into the one error that is known."""
    try:
        yield
    except OSError as error:
        raise KeystoreTrouble(error.strerror or str(error)) from error
    except troubles as error:
        raise KeystoreTrouble(type(error).__name__) from error
