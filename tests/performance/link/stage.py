"""What a run needs before the link is there: certificates, a central, a device with work.

The device is enrolled with the central beforehand, in memory, and both are copied for each run.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project
from kiosk.vault.database import Database
from sync.blobs import blob_id_of, seal_blob
from sync.catalogue import FormEntry, FormLawEntry, SettingsEntry, TariffEntry
from sync.central.catalogue_file import Catalogue
from sync.central.institution import PROFILE_NAME, ROOT_NAME, create_central
from sync.central.platform import open_platform
from sync.central.ports import RegistrationAnswers
from sync.central.publishing import publish_catalogue
from sync.clock import SystemClock, system_random
from sync.cose import SoftwareSigner
from sync.device.enrolment import Enrolled, ask, draft_enrolment, read_institution
from sync.device.memory import LinkMemory
from sync.device.transport import NoAnswer, Request, Response
from sync.events import Attachment, Concept, Protection, RegistrationMade, StreamReason
from sync.ids import BootId, OperatorNumber, Salt, ShiftId
from sync.journal import Journal, Started, Transaction
from sync.money import Centavos
from sync.sealed import generate_seal_key
from tests.delivery import central_events
from tests.delivery.central_support import an_institution
from tests.performance.link.tunnel import CENTRAL_ADDRESS
from tests.performance.synthetic import FORMS, Made, Office, OpenShift, definition_of

TERMINAL = "20067-007"
KEY = bytes(range(32))
CLERK = OperatorNumber(central_events.CLERK)
CENTRAL_PORT, POUCH_PORT = 8443, 8444
CERTIFICATE, CERTIFICATE_KEY = "line.pem", "line-key.pem"
VAULT, SIGNER, RECORDS = "vault.db", "device.json", "records.json"
PHOTO_FILE = "photo.sealed"


class _InMemory:
    """Answers enrolment without any link."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def send(self, _request: Request) -> Response | NoAnswer:
        return Response(status=200, body=self._answer)


def an_xml(_definition: bytes, registration: RegistrationAnswers) -> bytes:
    """Stand in for the form engine, which runs after delivery and is no part of it."""
    return f"<data>{registration.instance_id}</data>".encode()


def prepare(
    folder: Path, count: int, seed: int, photo_bytes: int = 0, address: str = CENTRAL_ADDRESS
) -> None:
    """Make everything of a run with *count* records in *folder*.

    With *photo_bytes* the first registration has one photo of that size, which lies sealed there.
    """
    write_certificate(folder, address)
    url = f"https://{address}:{CENTRAL_PORT}"
    made = _device(folder, count, seed, url, photo_bytes)
    records = [one.plain for one in made]
    (folder / RECORDS).write_text(json.dumps(records, ensure_ascii=False), "utf-8")


def write_certificate(folder: Path, address: str) -> None:
    """Write a certificate for the central's address that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "PRUEBA")])
    now = SystemClock().now()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / CERTIFICATE).write_bytes(built.public_bytes(serialization.Encoding.PEM))
    (folder / CERTIFICATE_KEY).write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def catalogue() -> Catalogue:
    """Return the forms and prices of the synthetic office."""
    forms = tuple(
        FormEntry(
            form_id=form.form_id,
            version=form.version,
            xml=definition_of(form),
            definition_hash=hashlib.sha256(definition_of(form)).digest()[:16],
            title=form.form_id,
        )
        for form in FORMS
    )
    tariffs = tuple(
        TariffEntry(
            tariff_id=f"derechos-{form.concept}",
            version=2,
            valid_from=datetime(2020, 1, 1, tzinfo=UTC).date(),
            valid_to=None,
            legal_reference="Ley de PRUEBA, art. 31",
            concept=Concept(form.concept),
            unit_centavos=Centavos(form.unit_centavos),
            names=(("es", form.form_id),),
        )
        for form in FORMS
    )
    base = central_events.a_catalogue()
    services = tuple(
        replace(
            base.services[0],
            code=form.service_code,
            form_id=form.form_id,
            form_version=form.version,
            concepts=(Concept(form.concept),),
        )
        for form in FORMS
    )
    laws = tuple(
        FormLawEntry(form_id=form.form_id, version=form.version, fields=()) for form in FORMS
    )
    return replace(base, forms=forms, form_laws=laws, tariffs=tariffs, services=services)


def _device(folder: Path, count: int, seed: int, url: str, photo_bytes: int) -> list[Made]:
    clock, central = SystemClock(), folder / "central"
    create_central(central, replace(an_institution(), base_url=url), clock, system_random)
    institution = read_institution((central / PROFILE_NAME).read_bytes())
    platform = open_platform(
        central,
        clock=clock,
        random=system_random,
        submission_xml=an_xml,
        root_key=central / ROOT_NAME,
    )
    try:
        now_ms = int(clock.now().timestamp() * 1000)
        with platform.database.write() as connection:
            publish_catalogue(connection, catalogue(), SettingsEntry(), now_ms)
        seal_private, _ = generate_seal_key()
        signer = SoftwareSigner.generate()
        draft = draft_enrolment(
            institution,
            code=platform.enrolment.create_code(TERMINAL, central_events.CLERK),
            signer=signer,
            seal_private=seal_private,
            protection=0,
            app_version="1.0",
            random=system_random,
        )
        answer = platform.enrolment.answer(draft.request).answer
        enrolled = ask(draft, _InMemory(answer))
    finally:
        platform.close()
    if not isinstance(enrolled, Enrolled):
        raise RuntimeError("the central did not enrol the device of the benchmark")
    secrets = {"signer": signer.private_bytes().hex(), "seal": seal_private.hex()}
    (folder / SIGNER).write_text(json.dumps(secrets), "utf-8")
    photo = random.Random(seed).randbytes(photo_bytes)
    return _fill(folder, count, seed, signer, enrolled, photo)


def _fill(
    folder: Path, count: int, seed: int, signer: SoftwareSigner, enrolled: Enrolled, photo: bytes
) -> list[Made]:
    clock, made = SystemClock(), list[Made]()
    journal = Journal(
        device_id=signer.kid,  # type: ignore[arg-type]  # a device's id is its signer's kid
        clock=clock,
        random=system_random,
        boot=BootId(system_random(8)),
        started=Started.at(clock),
        project=project,
    )
    vault = Database(folder / VAULT, sets=STORE_SETS)
    vault.create(KEY)

    def work(tx: Transaction) -> None:
        LinkMemory().adopt(tx, enrolled.incarnation)
        opened = journal.open_stream(
            tx,
            reason=StreamReason.ENROLMENT,
            certificate_hash=bytes(16),
            app_version="1.0",
            protection=Protection.PASSPHRASE,
        )
        folios = central_events.Device(stream=opened.stream)
        opening = central_events.a_shift(folios, day=clock.now().date())
        shift = journal.append(tx, opening, salt=Salt(system_random(16)), operator=CLERK)
        office = Office(
            seed,
            series=opening.folio.series,
            open_shift=OpenShift(
                operator=CLERK,
                shift=ShiftId(shift.event_id),
                numbers_taken=opening.folio.number,
            ),
        )
        while len(made) < count:
            made.extend((office.registration(), office.payment()))
        del made[count:]
        if photo:
            made[0] = _with_photo(made[0], photo, folder / PHOTO_FILE)
        for one in made:
            journal.append(
                tx, one.event, salt=one.salt, operator=CLERK, subject=one.subject, refs=one.refs
            )

    vault.write(work)
    vault.close()
    return made


def _with_photo(made: Made, photo: bytes, file: Path) -> Made:
    """Return the registration with this photo in place of its own; the sealed file is written."""
    sealed = seal_blob(made.salt, 0, photo)
    file.write_bytes(sealed)
    attachment = Attachment(
        index=0,
        media_type="image/webp",
        length_bytes=len(sealed),
        blob_id=blob_id_of(sealed),
    )
    if not isinstance(made.event, RegistrationMade):
        raise TypeError("the first record is a registration")
    return replace(made, event=replace(made.event, attachments=(attachment,)))
