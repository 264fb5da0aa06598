"""An invented institution with a real central folder and a clock in the test's hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Table, select

from sync.catalogue import (
    SettingsEntry,
)
from sync.central import schema
from sync.central.catalogue_file import Catalogue
from sync.central.database import CentralDatabase
from sync.central.enrolment import Answered
from sync.central.ingest import Outcome, ingest
from sync.central.institution import ROOT_NAME, Institution, create_central
from sync.central.platform import Limits, Platform, open_platform
from sync.central.publishing import Published, publish_catalogue
from sync.clock import system_random
from sync.envelope import open_envelope
from sync.requests import (
    EnrolmentAnswer,
    EnrolmentRequest,
    build_enrolment_request,
    read_enrolment_answer,
)
from tests.delivery.central_events import (
    CLERK,
    CONCEPT,
    DEFINITION,
    FORM,
    FORM_VERSION,
    NOW,
    NOW_SECONDS,
    ROUNDING,
    ROUNDING_VERSION,
    SUPERVISOR,
    TARIFF,
    TARIFF_VERSION,
    TERMINAL,
    UNIT_CENTAVOS,
    Device,
    a_catalogue,
    a_consent,
    a_form,
    a_payment,
    a_person,
    a_registration,
    a_shift,
    a_tariff,
    an_xml,
    record_a_day,
    stream_opened,
)
from tests.support.central_databases import new_database_url


class SetClock:
    """A clock that stands where a test puts it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.wall = now
        self.monotonic = 1_000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic_seconds(self) -> float:
        return self.monotonic

    def pass_seconds(self, seconds: float) -> None:
        """Let time go by on both clocks."""
        self.wall += timedelta(seconds=seconds)
        self.monotonic += seconds


def an_institution() -> Institution:
    return Institution(
        name="Municipio de PRUEBA",
        place="Plaza de PRUEBA 1",
        domain_words="demo punto invalid",
        phone="000 000 0000",
        base_url="http://127.0.0.1:8000",
        receipt_prefix="https://demo.invalid/v#",
        legal_line="No es CFDI.",
        offices={TERMINAL: "Caja de PRUEBA"},
    )


class Central:
    """A central on a folder of its own, with a clock in the test's hand."""

    def __init__(
        self,
        folder: Path,
        *,
        granting: bool = True,
        limits: Limits | None = None,
        institution: Institution | None = None,
        database_url: URL | None = None,
    ) -> None:
        self.folder = folder / "central"
        self.clock = SetClock()
        create_central(
            self.folder,
            institution or an_institution(),
            self.clock,
            system_random,
            database_url or new_database_url(),
        )
        self._granting = granting
        self._limits = limits
        self.platform = self._open()

    def _open(self) -> Platform:
        return open_platform(
            self.folder,
            clock=self.clock,
            random=system_random,
            submission_xml=an_xml,
            root_key=self.root_key if self._granting else None,
            limits=self._limits,
        )

    @property
    def root_key(self) -> Path:
        return self.folder / ROOT_NAME

    @property
    def database(self) -> CentralDatabase:
        return self.platform.database

    def restart(self) -> None:
        """Close everything and open the same folder again."""
        self.platform.close()
        self.platform = self._open()

    def close(self) -> None:
        self.platform.close()

    def now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)

    def publish(self, catalogue: Catalogue | None = None) -> Published:
        with self.database.write() as connection:
            return publish_catalogue(
                connection, catalogue or a_catalogue(), SettingsEntry(), self.now_ms()
            )

    def request(self, device: Device, code: str) -> bytes:
        """Return the enrolment request of a device."""
        return build_enrolment_request(
            device.signer,
            EnrolmentRequest(
                point=device.signer.point,
                code=code,
                seal_public=device.seal[1],
                protection=0,
                app_version="1.0.0",
                nonce=bytes(16),
            ),
            central_seal_public=self.platform.profile.centrals()[0].seal_public,
        )

    def read(self, device: Device, request: bytes, answered: Answered) -> EnrolmentAnswer:
        """Return the answer as the device reads it."""
        return read_enrolment_answer(
            answered.answer,
            {self.platform.keys.signer.kid: self.platform.keys.signer.point},
            request=request,
            device_id=device.device_id,
            seal_private=device.seal[0],
        )

    def enrol(self, device: Device | None = None) -> Device:
        """Return a device that is in the registry; operators are published if they are not."""
        device = device or Device()
        with self.database.read() as connection:
            published = connection.execute(select(schema.operator_seen)).first()
        if published is None:
            self.publish()
        code = self.platform.enrolment.create_code(TERMINAL, CLERK)
        self.platform.enrolment.answer(self.request(device, code))
        return device

    def push(self, device: Device, first: int, last: int) -> Outcome:
        """Hand events first…last to ingest, sealed, signed and opened again."""
        batch = open_envelope(
            device.envelope(self.platform, first, last),
            lambda device_id: device.signer.point if device_id == device.device_id else None,
            self.platform.keys.seal_keys(),
        )
        return ingest(self.database, batch, self.now_ms())

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return a table as plain rows, in the order of its primary key."""
        with self.database.read() as connection:
            found = connection.execute(select(table).order_by(*table.primary_key.columns))
            return [dict(row._mapping) for row in found]


JOURNAL = (
    schema.hwm,
    schema.event,
    schema.event_id,
    schema.anchor,
    schema.folio,
    schema.quarantine,
)


def everything_stored(central: Central) -> bytes:
    """Return all that the database holds: the bytes of its files, or of a server every value."""
    if not central.database.is_postgresql:
        files = sorted(central.folder.glob("central.db*"))
        return b"".join(path.read_bytes() for path in files)
    values = (
        value
        for table in schema.metadata.sorted_tables
        for row in central.rows(table)
        for value in row.values()
    )
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for value in values
    )


def journal_of(central: Central) -> dict[str, list[dict[str, Any]]]:
    """Return every journal table whole."""
    return {table.name: central.rows(table) for table in JOURNAL}


def read_tables_of(central: Central) -> dict[str, list[dict[str, Any]]]:
    """Return every read table whole."""
    return {table.name: central.rows(table) for table in schema.READ_TABLES}


__all__ = [
    "CLERK",
    "CONCEPT",
    "DEFINITION",
    "FORM",
    "FORM_VERSION",
    "JOURNAL",
    "NOW",
    "NOW_SECONDS",
    "ROUNDING",
    "ROUNDING_VERSION",
    "SUPERVISOR",
    "TARIFF",
    "TARIFF_VERSION",
    "TERMINAL",
    "UNIT_CENTAVOS",
    "Central",
    "Device",
    "SetClock",
    "a_catalogue",
    "a_consent",
    "a_form",
    "a_payment",
    "a_person",
    "a_registration",
    "a_shift",
    "a_tariff",
    "an_institution",
    "an_xml",
    "everything_stored",
    "journal_of",
    "read_tables_of",
    "record_a_day",
    "stream_opened",
]
