"""Everything a running central is made of, put together from a folder and what is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import bindparam, select

from sync.central import schema
from sync.central.accounts import follow
from sync.central.address import database_in
from sync.central.attachments import Attachments
from sync.central.blob_files import FOLDER_NAME, BlobStorage
from sync.central.blobs import Blobs
from sync.central.body_room import BodyRoom
from sync.central.consequences import Consequences
from sync.central.database import CentralDatabase, setting_of
from sync.central.device_list import is_contact_old, note_contact
from sync.central.dictionaries import KnownDictionaries
from sync.central.editions import Dataset, current_items
from sync.central.engines import UNAVAILABLE
from sync.central.enrolment import Enrolment, device_point
from sync.central.erasure_log import LOG_NAME, ErasureLog
from sync.central.erasures import Erasures
from sync.central.errors import CentralError
from sync.central.gate import ADDRESS_RATE, DEVICE_RATE, RateLimit, TokenGate
from sync.central.institution import read_own_profile
from sync.central.keys import CentralKeys, read_keys, read_signer
from sync.central.memory import Memory, Rate
from sync.central.moved import settle_all
from sync.central.pages import Pages
from sync.central.parked import settle
from sync.central.ports import SubmissionXml
from sync.central.projections import Projections
from sync.central.pushes import Pushes
from sync.central.recovery import RecoveryStore, store_public
from sync.central.replay import replay
from sync.central.revocation import signed_list
from sync.central.seen import SeenReceipts
from sync.central.standing import standing_of
from sync.central.witness import CommitWitness, Finding, look
from sync.central.worker import Worker
from sync.clock import Clock, RandomBytes, now_milliseconds
from sync.ids import DeviceId, Incarnation
from sync.messages import ProbeAnswer, StreamMark, build_probe_answer
from sync.profile import InstitutionProfile, read_profile
from sync.requests import Token
from sync.sealed import Dictionaries

_MARKS = (  # built once: every probe asks it
    select(schema.hwm)
    .where(schema.hwm.c.device_id == bindparam("device_id"))
    .order_by(schema.hwm.c.stream)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often may be asked."""

    address: Rate = ADDRESS_RATE
    device: Rate = DEVICE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """The parts of one central: `open_platform` puts them together, `close` ends them."""

    database: CentralDatabase
    keys: CentralKeys
    profile: InstitutionProfile
    incarnation: Incarnation
    clock: Clock
    gate: TokenGate
    address_rate: RateLimit
    device_rate: RateLimit
    enrolment: Enrolment
    pages: Pages
    pushes: Pushes
    projections: Projections
    blobs: Blobs
    attachments: Attachments
    consequences: Consequences
    receipts: SeenReceipts
    worker: Worker
    went_back: Finding | None  # what the witness found: the incarnation was drawn anew
    bodies: BodyRoom = field(default_factory=BodyRoom)

    def close(self) -> None:
        """End the background and give the database back."""
        self.worker.stop()
        self.database.close()

    def catch_up(self) -> None:
        """Judge again what waits in quarantine, then bring the read tables up with the journal.

        Raises what the first step raised that failed, after all others were done; a database that
        does not answer ends it at once.
        """
        now_ms = now_milliseconds(self.clock)

        def accounts() -> None:
            with self.database.write_derived() as connection:
                follow(connection, now_ms)

        steps: tuple[Callable[[], object], ...] = (
            lambda: settle(self.database, self.pushes),
            lambda: replay(self.database, now_ms, follow=self.consequences),
            self.projections.catch_up,
            self.attachments.catch_up,
            accounts,
            lambda: self.consequences.erasures.settle(self.database),
            self.blobs.settle,
            self.blobs.sweep,
        )
        first_error: Exception | None = None
        for step in steps:
            try:
                step()
            except UNAVAILABLE:
                raise
            except Exception as error:  # one bad thing never blocks: told by who called, at the end
                first_error = first_error or error
        if first_error is not None:
            raise first_error

    def is_ready(self) -> bool:
        """Say whether the database answers."""
        with self.database.read() as connection:
            return setting_of(connection, "incarnation") is not None

    def revocations(self) -> bytes | None:
        """Return the newest signed revocation list, None where no device was ever reported."""
        with self.database.read() as connection:
            listed = signed_list(connection)
        return None if listed is None else listed[1]

    def published_profile(self) -> InstitutionProfile:
        """Return the profile that devices pull now; `publish` may have renewed it beside us."""
        with self.database.read() as connection:
            items = current_items(connection, Dataset.PROFILE)
        return read_profile(items[0].value, self.profile.roots) if items else self.profile

    def probe(self, token: Token) -> bytes:
        """Return the signed answer to a probe: where this central stands in each of the device's
        streams.
        """
        now_ms, device_id = now_milliseconds(self.clock), DeviceId(token.device_id)
        with self.database.read() as connection:
            unheard = is_contact_old(connection, device_id, now_ms)
        if unheard:
            with self.database.write_of(device_id) as connection:
                note_contact(connection, device_id, now_ms)
        return self.sign_of_life(device_id, token.nonce)

    def sign_of_life(self, device_id: DeviceId, nonce: bytes) -> bytes:
        """Return where this central stands in a device's streams, signed; *nonce* is its question.

        On a stick there was no question: 16 zeros, by which no device adopts anything (§10).
        """
        now_ms = now_milliseconds(self.clock)
        with self.database.read() as connection:
            rows = connection.execute(_MARKS, {"device_id": device_id}).all()
            standing = standing_of(connection)
        return build_probe_answer(
            self.keys.signer,
            ProbeAnswer(
                device_id=device_id,
                incarnation=self.incarnation,
                nonce=nonce,
                server_time_ms=now_ms,
                streams=tuple(
                    StreamMark(
                        stream=row.stream, seq=row.seq, head=row.head, durable_seq=row.durable
                    )
                    for row in rows
                ),
                standing=standing,
            ),
        )


def open_platform(
    folder: Path,
    *,
    clock: Clock,
    random: RandomBytes,
    submission_xml: SubmissionXml,
    root_key: Path | None = None,
    limits: Limits | None = None,
    dictionaries: Dictionaries | None = None,
    memory: Memory | None = None,
    stored: Callable[[], None] | None = None,
    beside_another: bool = False,
) -> Platform:
    """Open the central in *folder*; with *root_key* enrolment is granted at once.

    *memory* is what several processes share of rates and nonces. *stored* is told after each push
    that stored something, instead of this platform's own worker: another process follows then.

    The witness of commits is compared first, and where the database went back another incarnation
    is drawn, unless this one runs *beside_another* that has looked and is answering already.

    Raises CentralError for a folder, key or profile that is not there or not sound; nothing is open
    then.
    """
    limits = limits or Limits()
    profile = read_own_profile(folder)
    keys = read_keys(folder)
    root_signer = None if root_key is None else read_signer(root_key)
    if root_signer is not None and root_signer.point not in profile.roots:
        raise CentralError("central.key", f"{root_key} is no root of this institution")
    database = database_in(folder)
    database.open()
    erasures = Erasures(ErasureLog(folder / LOG_NAME))
    try:
        went_back = None if beside_another else look(database, folder, random)
        incarnation = _incarnation_of(database)
        erasures.apply_log(database)  # before the first push: a backup may have brought bodies back
        settle_all(database)
        recovery = RecoveryStore(keys, store_public(folder))
    except BaseException:
        database.close()
        raise
    consequences = Consequences(erasures=erasures, recovery=recovery)
    projections = Projections(database, submission_xml, clock)
    memory = memory or Memory.own()
    device_rate = RateLimit(limits.device, clock, memory.levels("device"))
    blobs = Blobs(
        database=database,
        storage=BlobStorage(folder / FOLDER_NAME),
        keys=keys,
        incarnation=incarnation,
        clock=clock,
        arrived=stored or (lambda: worker.notify()),
    )

    def catch_up() -> None:
        platform.catch_up()

    worker = Worker(catch_up)

    platform = Platform(
        database=database,
        keys=keys,
        profile=profile,
        incarnation=incarnation,
        clock=clock,
        gate=TokenGate(lambda device_id: device_point(database, device_id), memory.nonces),
        address_rate=RateLimit(limits.address, clock, memory.levels("address")),
        device_rate=device_rate,
        enrolment=Enrolment(
            database=database,
            keys=keys,
            incarnation=incarnation,
            clock=clock,
            random=random,
            root_signer=root_signer,
        ),
        pages=Pages(database=database, keys=keys, incarnation=incarnation, clock=clock),
        pushes=Pushes(
            database=database,
            keys=keys,
            incarnation=incarnation,
            clock=clock,
            rate=device_rate,
            stored=stored or worker.notify,
            follow=consequences,
            dictionaries=KnownDictionaries(database, dictionaries or {}),
            committed=CommitWitness(folder).note,
        ),
        projections=projections,
        blobs=blobs,
        attachments=Attachments(database, blobs, projections.xml_of, clock),
        consequences=consequences,
        receipts=SeenReceipts(
            database=database, keys=keys, profile=profile, clock=clock, memory=memory
        ),
        worker=worker,
        went_back=went_back,
    )
    return platform


def _incarnation_of(database: CentralDatabase) -> Incarnation:
    with database.read() as connection:
        drawn = setting_of(connection, "incarnation")
    if drawn is None:
        raise CentralError("central.missing", "incarnation")
    return Incarnation(drawn)
