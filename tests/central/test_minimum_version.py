"""A version may be demanded only of offices that were warned of it (PROTOCOL §21)."""

from __future__ import annotations

import pytest

from sync.catalogue import SettingsEntry
from sync.central.errors import CentralError
from sync.central.publishing import WARNING_DAYS, publish_catalogue
from sync.central.standing import settings_of
from tests.delivery.central_support import Central, a_catalogue

_DAY_SECONDS = 86_400


def publish(central: Central, settings: SettingsEntry) -> None:
    with central.database.write() as connection:
        publish_catalogue(connection, a_catalogue(), settings, central.now_ms())


def test_a_minimum_needs_its_warning(central: Central) -> None:
    """Not at once, not of another version, not a day early; then it stands, and may stay."""
    demanded = SettingsEntry(wanted_version="2.0", minimum_version="2.0")
    with pytest.raises(CentralError, match=r"publish\.version_warning"):
        publish(central, demanded)
    publish(central, SettingsEntry(wanted_version="2.0"))
    central.clock.pass_seconds((WARNING_DAYS - 1) * _DAY_SECONDS)
    with pytest.raises(CentralError, match=r"publish\.version_warning"):
        publish(central, demanded)
    central.clock.pass_seconds(_DAY_SECONDS)
    with pytest.raises(CentralError, match=r"publish\.version_warning"):
        publish(central, SettingsEntry(minimum_version="3.0"))

    publish(central, demanded)
    publish(central, SettingsEntry(minimum_version="2.0", lock_after_seconds=60))

    with central.database.read() as connection:
        assert settings_of(connection).minimum_version == "2.0"
