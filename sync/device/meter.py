"""Asks NetworkManager whether the link in use is metered (Linux); elsewhere nobody is asked.

It decides nothing alone: a person may say otherwise (`sync.device.metered`).
"""

from __future__ import annotations

import logging
import sys

_SECONDS = 1.0
_ANSWERS = {1: True, 2: False, 3: True, 4: False}  # NMMetered: yes, no, guesses; 0 is unknown

_log = logging.getLogger("delivery")


class NetworkManagerMeter:
    """Reads NetworkManager's property `Metered` over the system bus of a Linux desktop."""

    def is_metered(self) -> bool | None:
        """Return what it says, guesses too; None where it does not run or does not know."""
        if sys.platform != "linux":
            return None
        try:
            said = _ask()
        except (OSError, ImportError, ValueError, EOFError) as error:
            _log.debug("nobody says whether the link is metered: %r", error)
            return None
        return _ANSWERS.get(said)


def _ask() -> int:
    from jeepney import DBusAddress, Properties
    from jeepney.auth import AuthenticationError
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import DBusErrorResponse, unwrap_msg

    manager = DBusAddress(
        "/org/freedesktop/NetworkManager",
        bus_name="org.freedesktop.NetworkManager",
        interface="org.freedesktop.NetworkManager",
    )
    try:
        with open_dbus_connection(bus="SYSTEM") as connection:
            asked = Properties(manager).get("Metered")
            answer = connection.send_and_get_reply(asked, timeout=_SECONDS)
            ((_signature, value),) = unwrap_msg(answer)
    except (AuthenticationError, DBusErrorResponse) as error:
        raise OSError(str(error)) from error
    return int(value)
