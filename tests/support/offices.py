"""A whole counter for tests: an enrolled device on a real encrypted file, with all its services.

Real SQLCipher, real signatures, real forms; only clock, randomness and the courier are fakes. One
root, one central and one certificate are made per run: keys cost time and no test is about them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kiosk.devices.picture import PicturePrinter
from kiosk.domain.legal_clocks import read_pack
from kiosk.services.access_log import AccessLog
from kiosk.services.account_desk import AccountServices, build_accounts
from kiosk.services.approvals import Approvals
from kiosk.services.cancelling import Cancelling
from kiosk.services.cash import CashServices, build_cash
from kiosk.services.catalogue import Catalogue
from kiosk.services.change import PaymentPorts
from kiosk.services.citizens import Citizens
from kiosk.services.copies import Copies
from kiosk.services.deliveries import Deliveries
from kiosk.services.desk import Desk, OpenDesk
from kiosk.services.erasing import Erasing
from kiosk.services.held import Holdings
from kiosk.services.issuing import Issuing
from kiosk.services.notices import Notices
from kiosk.services.opening import Opening, Program, device_id_of, identity_of, open_stream
from kiosk.services.paper_desk import PaperServices, build_paper
from kiosk.services.payments import Payments
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.privacy import Privacy
from kiosk.services.receipts import Receipts
from kiosk.services.records import Records
from kiosk.services.registrations import Registrations
from kiosk.services.reversing import Reversing
from kiosk.services.saving import Saving
from kiosk.services.sessions import Sessions
from kiosk.services.shelf import DraftShelf
from kiosk.services.shifts import Shifts
from kiosk.services.sweeping import Sweeping
from kiosk.services.views import SectionView
from kiosk.settings import resources_folder
from kiosk.store import kept, pulled
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project
from kiosk.texts import Texts
from kiosk.vault import slots
from kiosk.vault.blobs import BlobFolder
from kiosk.vault.database import Database
from sync.catalogue import (
    ApprovalCodesEntry,
    Entry,
    FormEntry,
    NoticeEntry,
    NoticeText,
    RoundingEntry,
    ServiceEntry,
    TariffEntry,
    encode_entry,
)
from sync.certificates import issue_central_certificate, issue_device_certificate
from sync.cose import SoftwareSigner
from sync.device.link import LinkStatus
from sync.events import ApprovalMatter, Concept, NoticeMeans, StreamReason
from sync.ids import BootId, EventId, OperatorNumber, SubjectId
from sync.journal import Started, Transaction, history
from sync.money import Centavos
from sync.one_time_codes import is_on
from sync.profile import InstitutionProfile, TrainingRoot, issue_profile, read_profile
from sync.sealed import generate_seal_key
from tests.support.vaults import CLERK, KEY, NOON, Draws, HandClock

DAY_SECONDS = 86_400
_PACK = resources_folder() / "countries" / "mx-lgpdppso.toml"
FORM_XML = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
 xmlns:odk="http://www.opendatakit.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<h:head><h:title>Acta</h:title><model odk:xforms-version="1.0.0">
<itext>
<translation lang="Español (es)" default="true()">
<text id="/data/a/n:label"><value>Nombre</value></text>
<text id="/data/a/copies:label"><value>Copias</value></text>
<text id="/data/a/who:label"><value>¿Para quién?</value></text>
<text id="/data/b:label"><value>Entrega</value></text>
<text id="/data/a:label"><value>Acta</value></text>
<text id="/data/a/born:label"><value>Fecha</value></text>
<text id="/data/b/other:label"><value>¿Quién recoge?</value></text>
<text id="me"><value>Para mí</value></text><text id="else"><value>Otra persona</value></text>
</translation>
<translation lang="English (en)">
<text id="/data/a/n:label"><value>Name</value></text>
<text id="/data/a/copies:label"><value>Copies</value></text>
<text id="/data/a/who:label"><value>For whom?</value></text>
<text id="/data/b:label"><value>Handing over</value></text>
<text id="/data/a:label"><value>Record</value></text>
<text id="/data/a/born:label"><value>Date</value></text>
<text id="/data/b/other:label"><value>Who collects?</value></text>
<text id="me"><value>For me</value></text><text id="else"><value>Somebody else</value></text>
</translation>
</itext>
<instance><data id="acta" version="1"><a><n/><copies>1</copies><who/><born/></a><b><other/></b>
<orx:meta><orx:instanceID/><orx:instanceName/></orx:meta></data></instance>
<bind nodeset="/data/a/n" type="string" required="true()"/>
<bind nodeset="/data/a/copies" type="int" constraint=". &gt; 0 and . &lt; 10"
 jr:constraintMsg="De 1 a 9 copias."/>
<bind nodeset="/data/a/who" type="string" required="true()"/>
<bind nodeset="/data/a/born" type="date"/>
<bind nodeset="/data/b/other" type="string" relevant=" /data/a/who  = 'else'" required="true()"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
<bind nodeset="/data/orx:meta/orx:instanceName" type="string" calculate=" /data/a/n "/>
</model></h:head><h:body>
<group ref="/data/a"><label ref="jr:itext('/data/a:label')"/>
<input ref="/data/a/n"><label ref="jr:itext('/data/a/n:label')"/></input>
<input ref="/data/a/copies"><label ref="jr:itext('/data/a/copies:label')"/></input>
<select1 ref="/data/a/who"><label ref="jr:itext('/data/a/who:label')"/>
<item><label ref="jr:itext('me')"/><value>me</value></item>
<item><label ref="jr:itext('else')"/><value>else</value></item></select1>
<input ref="/data/a/born"><label ref="jr:itext('/data/a/born:label')"/></input>
</group>
<group ref="/data/b"><label ref="jr:itext('/data/b:label')"/>
<input ref="/data/b/other"><label ref="jr:itext('/data/b/other:label')"/></input></group>
</h:body></h:html>
""".encode()
NOON_SECONDS = int(NOON.timestamp())
BUILD_SECONDS = NOON_SECONDS - 30 * DAY_SECONDS
TERMINAL = "20067-007"
PASSPHRASE = "lapiz nube cantera sol"
ACTA, APOYO, DISCREET = 201, 301, 401
FEE_CENTAVOS = Centavos(18_550)


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """One invented institution and its keys."""

    root: SoftwareSigner
    device: SoftwareSigner
    central: SoftwareSigner
    seal_private: bytes
    profile: bytes
    certificate: bytes


@cache
def an_institution() -> Institution:
    """Return the institution of all tests."""
    root, central, device, training = (SoftwareSigner.generate() for _ in range(4))
    central_private, central_public = generate_seal_key()
    del central_private
    seal_private, _ = generate_seal_key()
    window = (NOON_SECONDS - 400 * DAY_SECONDS, NOON_SECONDS + 1000 * DAY_SECONDS)
    central_certificate = issue_central_certificate(
        root,
        name="PRUEBA central",
        point=central.point,
        seal_public=central_public,
        not_before_seconds=window[0],
        expires_seconds=window[1],
    )
    profile = InstitutionProfile(
        version=1,
        name="Ayuntamiento de PRUEBA",
        roots=(root.point,),
        base_url="http://127.0.0.1:9",
        receipt_prefix="https://demo.invalid/v#",
        central_certificates=(central_certificate,),
        domain_words="demo punto invalid",
        phone="9991234567",
        place="Palacio municipal",
        legal_line="Comprobante de pago. No es CFDI.",
        offices={TERMINAL: "Tesorería, caja 007"},
        concepts={1001: "Copia certificada de acta"},
        training=TrainingRoot(point=training.point, private=training.private_bytes()),
    )
    certificate = issue_device_certificate(
        root,
        terminal=TERMINAL,
        point=device.point,
        protection=0,
        not_before_seconds=window[0],
        expires_seconds=window[1],
    )
    return Institution(
        root=root,
        device=device,
        central=central,
        seal_private=seal_private,
        profile=issue_profile(root, profile),
        certificate=certificate,
    )


def the_profile() -> InstitutionProfile:
    """Return what the institution's file says."""
    return read_profile(an_institution().profile, None)


@dataclass(slots=True)
class StillCourier:
    """A courier that goes nowhere and counts how often it was asked to hurry."""

    hurried: int = 0
    shown: LinkStatus = field(default_factory=LinkStatus)
    began: int = 0
    ended: int = 0

    def status(self) -> LinkStatus:
        """Return how the link was said to stand."""
        return self.shown

    def deliver_now(self) -> None:
        """Count the wish."""
        self.hurried += 1

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Count the opening."""
        del stored, opened
        self.began += 1

    def end(self) -> None:
        """Count the closing."""
        self.ended += 1


@dataclass(slots=True)
class Counter:
    """One counter with its clerk; `again` is the same file after a crash."""

    folder: Path
    clock: HandClock
    database: Database
    desk: Desk
    courier: StillCourier
    opening: Opening
    sessions: Sessions
    approvals: Approvals
    issuing: Issuing
    catalogue: Catalogue
    deliveries: Deliveries
    receipts: Receipts
    paper: PaperServices
    shifts: Shifts
    cash: CashServices
    citizens: Citizens
    payments: Payments
    accounts: AccountServices
    reversing: Reversing
    registrations: Registrations
    notices: Notices
    records: Records
    files: BlobFolder
    sweeping: Sweeping
    erasing: Erasing
    log: AccessLog
    privacy: Privacy
    cancelling: Cancelling
    copies: Copies
    approved: set[EventId]
    saved: list[int]

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Return what a question to the file gives."""
        return self.database.read(lambda tx: list(tx.execute(sql, parameters).fetchall()))

    def count(self, table: str) -> int:
        """Return how many rows a table holds."""
        found = self.rows(f"SELECT count(*) FROM {table}")  # noqa: S608 -- names of our own
        return int(str(found[0][0]))

    def kinds(self) -> list[int]:
        """Return the kinds of all events in order."""
        return self.database.read(lambda tx: [recorded.header.kind for recorded in history(tx)])


def a_counter(
    folder: Path,
    *,
    clock: HandClock | None = None,
    seed: bytes = b"office",
    create: bool = True,
    fits: Callable[[ApprovalCodesEntry, str], bool] = is_on,
) -> Counter:
    """Return a counter over the file in *folder*; made, enrolled and filled when *create*.

    The file is left open with the clerk at work, and the caller closes it. *fits*: whether a
    one-time code stands on a list, for tests that are about something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clock = clock or HandClock()
    database = Database(folder / "ventanilla.db", sets=STORE_SETS)
    courier = StillCourier()
    saved: list[int] = []
    draws = Draws(seed)
    desk = Desk(
        database=database,
        clock=clock,
        random=draws,
        build_seconds=BUILD_SECONDS,
        saved=lambda: saved.append(1),
    )
    program = Program(
        version="0.1.0",
        clock=clock,
        random=draws,
        boot=BootId(draws(8)),
        started=Started.at(clock),
        project=project,
    )
    texts = Texts(resources_folder() / "translations", "es", clock)
    files = BlobFolder(database.path)
    sweeping = Sweeping(desk, files, Erasing(desk, files).finish)
    opening = Opening(desk, program, courier, sweeping.sweep)
    issuing = Issuing(desk)
    catalogue = Catalogue(desk, lambda: texts.language)
    deliveries = Deliveries(desk, courier, catalogue.name_of)
    pictures = PicturePrinter(folder / "receipts", resources_folder() / "fonts")
    receipts = Receipts(desk, catalogue, deliveries, pictures, lambda: texts)
    citizens = Citizens(desk, issuing, catalogue.name_of)
    shelf = DraftShelf(desk, draws, dict, files)
    saving = Saving(desk, shelf, catalogue, issuing)
    records = Records(desk, shelf, catalogue, citizens, deliveries, lambda: texts)
    log, pack = AccessLog(desk), read_pack(_PACK.read_text(encoding="utf-8"))
    approved: set[EventId] = set()
    holdings = Holdings(desk, shelf, catalogue, records, log, lambda: texts, pack.law)
    erasing = Erasing(desk, files, shelf.let_go)

    def granted(
        tx: Transaction,
        question: EventId,
        matter: ApprovalMatter,
        about: tuple[EventId, ...] | None,
    ) -> EventId:
        del tx, matter, about
        if question not in approved:
            raise ApprovalMissing
        return question

    approvals = Approvals(desk, fits)
    accounts = build_accounts(desk, issuing, citizens, lambda: texts)
    ports = PaymentPorts(
        may_pay=accounts.accounts.may_pay,
        after_payment=accounts.accounts.after_payment,
        after_reversal=accounts.accounts.after_reversal,
    )
    counter = Counter(
        folder=folder,
        clock=clock,
        database=database,
        desk=desk,
        courier=courier,
        opening=opening,
        sessions=Sessions(desk, opening, issuing, clock, database.path),
        approvals=approvals,
        issuing=issuing,
        catalogue=catalogue,
        deliveries=deliveries,
        receipts=receipts,
        shifts=Shifts(desk, issuing, receipts, approvals),
        cash=build_cash(desk, catalogue, issuing, approvals),
        paper=build_paper(
            desk, receipts, issuing, approvals, lambda: texts, resources_folder() / "fonts"
        ),
        citizens=citizens,
        payments=Payments(desk, catalogue, issuing, receipts, ports),
        accounts=accounts,
        reversing=Reversing(desk, catalogue, issuing, receipts, approvals, ports),
        registrations=Registrations(
            desk, shelf, catalogue, citizens, saving, receipts, lambda: texts
        ),
        notices=Notices(desk, shelf, catalogue, citizens, saving, receipts, lambda: texts),
        records=records,
        files=files,
        sweeping=sweeping,
        erasing=erasing,
        log=log,
        privacy=Privacy(desk, pack, citizens, catalogue, holdings, log, lambda: texts),
        cancelling=Cancelling(desk, pack, catalogue, holdings, log, erasing, granted),
        copies=Copies(desk, citizens, holdings, folder, lambda stick, own: stick == own),
        approved=approved,
        saved=saved,
    )
    if create:
        database.create(KEY)
        _enrol(desk, program)
    else:
        opening.open(KEY, CLERK)
    return counter


def begin(
    counter: Counter, subject: SubjectId, code: int = ACTA, language: str = "es"
) -> SectionView:
    """Return a draft on a person, the notice read: its first question may be answered."""
    return read_notice(counter, counter.registrations.start(subject, code, language))


def read_notice(counter: Counter, view: SectionView, **said: bool) -> SectionView:
    """Let the notice of a draft be read on screen where it is due; *said* of its purposes."""
    if not view.notice_due:
        return view
    return counter.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, said)


def give_slot(folder: Path, operator: OperatorNumber = CLERK, name: str = "Marisol Canul") -> None:
    """Give an operator a key slot with PASSPHRASE."""
    path = slots.slots_path(folder / "ventanilla.db")
    slots.create_operator_slot(path, operator, name, PASSPHRASE, KEY)


def a_contact(tx: Transaction, server_seconds: int, device_seconds: int) -> None:
    """Pretend that the platform answered, as delivery would store it."""
    tx.execute(
        "UPDATE link SET last_server_time_milliseconds = ?, last_contact = ?",
        (server_seconds * 1000, device_seconds),
    )


def publish(tx: Transaction, *entries: Entry) -> None:
    """Store published values as a pull would."""
    for entry in entries:
        pulled.put_reference(tx, entry, encode_entry(entry))


def a_service(code: int = ACTA, *, fee: bool = True, discreet: bool = False) -> ServiceEntry:
    """Return a service on the form `acta`."""
    return ServiceEntry(
        code=code,
        form_id="acta",
        form_version="1",
        names=(("es", f"Servicio {code}"), ("en", f"Service {code}")),
        life_event="birth",
        concepts=(Concept(1001),) if fee else (),
        papers=(("es", ("Identificación",)),),
        minutes=8,
        legal_basis="Art. 48",
        retention="5 años",
        notice_id="aviso",
        discreet=discreet,
        descriptions=(("es", "Descripción"),),
    )


def a_tariff(unit_centavos: int = FEE_CENTAVOS, *, version: int = 1) -> TariffEntry:
    """Return the fee of the only concept, valid since January."""
    return TariffEntry(
        tariff_id="derechos",
        version=version,
        valid_from=NOON.date().replace(month=version, day=1),
        valid_to=None,
        legal_reference="Ley de Ingresos, art. 31",
        concept=Concept(1001),
        unit_centavos=Centavos(unit_centavos),
        names=(("es", "Copia certificada"), ("en", "Certified copy")),
    )


def a_rounding(unit_centavos: int = 50, up_from_centavos: int = 25) -> RoundingEntry:
    """Return a rounding policy to 50 centavos."""
    return RoundingEntry(
        rounding_id="cincuenta",
        version=1,
        valid_from=NOON.date().replace(month=1, day=1),
        valid_to=None,
        legal_reference="Ley de Ingresos, art. 4",
        unit_centavos=Centavos(unit_centavos),
        up_from_centavos=Centavos(up_from_centavos),
    )


def a_form(xml: bytes = FORM_XML) -> FormEntry:
    """Return the form `acta`: two sections, the second only for somebody else."""
    return FormEntry(
        form_id="acta",
        version="1",
        xml=xml,
        definition_hash=hashlib.sha256(xml).digest()[:16],
        title="Acta",
    )


def a_notice(version: int = 1) -> NoticeEntry:
    """Return a privacy notice in Spanish and English."""
    return NoticeEntry(
        notice_id="aviso",
        version=version,
        texts=(
            ("es", NoticeText(short="Corto.", lines=("Para qué.", "Quién."), sentence="Acepto.")),
            ("en", NoticeText(short="Short.", lines=("What for.", "Who."), sentence="I agree.")),
        ),
    )


def _enrol(desk: Desk, program: Program) -> None:
    institution = an_institution()
    stored = kept.DeviceIdentity(
        signing_private=institution.device.private_bytes(),
        sealing_private=institution.seal_private,
        profile=institution.profile,
        certificate=institution.certificate,
        account_key=bytes(32),
        enrolled_seconds=NOON_SECONDS,
    )
    identity = identity_of(stored)
    desk.put(OpenDesk(journal=program.journal(device_id_of(stored)), identity=identity))
    desk.seat(CLERK)

    def work(tx: Transaction) -> None:
        kept.save_identity(tx, stored)
        a_contact(tx, NOON_SECONDS - 60, NOON_SECONDS - 60)
        open_stream(tx, desk, program.version, StreamReason.ENROLMENT)
        publish(
            tx,
            a_service(),
            a_service(APOYO, fee=False),
            a_service(DISCREET, discreet=True),
            a_tariff(),
            a_rounding(),
            a_notice(),
            a_form(),
        )

    desk.write(work)
