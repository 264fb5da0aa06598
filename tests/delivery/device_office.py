"""A counter with everything that follows the office's orders, and a central that only confirms."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.services.duties import Duties
from kiosk.services.orders import Orders
from kiosk.services.pruning import Pruning
from kiosk.services.removal import Removal
from kiosk.store import pulled
from kiosk.vault import slots
from sync.catalogue import ErasureEntry, SettingsEntry, encode_entry
from sync.certificates import issue_central_certificate
from sync.cose import SoftwareSigner
from sync.device import lease, orders
from sync.device.outbox import Outbox
from sync.events import WipeFollowed
from sync.journal import Transaction, history
from sync.sealed import generate_seal_key
from tests.support.offices import Counter, a_counter, an_institution, give_slot
from tests.support.orders import VALID_FROM, VALID_TO, Administrator, a_list, an_administrator
from tests.support.vaults import NOON

NOON_SECONDS = int(NOON.timestamp())


@dataclass(slots=True)
class Office:
    """A counter, its orders, and whoever gives them."""

    counter: Counter
    following: Orders
    removal: Removal
    pruning: Pruning
    duties: Duties
    administrator: Administrator
    left: list[int] = field(default_factory=list)
    erased: list[ErasureEntry] = field(default_factory=list)

    @property
    def device_id(self) -> bytes:
        """Return who this device is."""
        return self.counter.desk.identity.certificate.device_id

    @property
    def slots(self) -> Path:
        """Return the key file."""
        return slots.slots_path(self.counter.database.path)

    def take(self, raw: bytes) -> None:
        """Take a wipe order as the pull lane does."""
        roots, mine = (an_institution().root.point,), self.device_id
        self.counter.desk.keep(lambda tx: orders.take_wipe(tx, raw, roots, mine))

    def report(self, *devices: bytes, number: int = 1) -> None:
        """Take a list on which these devices stand."""
        signer, certificate = a_central()
        raw = a_list(signer, certificate, number, *devices, issued_at_seconds=NOON_SECONDS)
        roots = (an_institution().root.point,)
        self.counter.desk.keep(lambda tx: orders.take_revocations(tx, raw, roots))

    def confirm(self, *, durable: bool = False) -> None:
        """Let the central have confirmed everything."""

        def work(tx: Transaction) -> None:
            outbox = Outbox()
            for row in outbox.streams(tx):
                stream, seq = row.stream, row.tip
                outbox.acknowledge(
                    tx,
                    stream,
                    seq=seq,
                    durable=seq if durable else 0,
                    codes=(),
                    now=self.counter.clock.now(),
                )

        self.counter.desk.keep(work)

    def hear(self, lease_said: dict[int, object] | None = None) -> None:
        """Have a valid answer of the central."""
        self.counter.desk.keep(lambda tx: lease.renew(tx, lease_said))

    def settings(self, entry: SettingsEntry) -> None:
        """Let the institution publish settings."""
        self.counter.desk.keep(lambda tx: pulled.put_reference(tx, entry, encode_entry(entry)))

    def minutes(self, count: float) -> None:
        """Let the app run, with its chores at the end."""
        self.counter.clock.pass_seconds(60 * count)
        self.chores()

    def chores(self) -> None:
        """Do the chores once, as delivery's thread does."""
        for chore in self.duties.chores:
            chore()

    def steps(self) -> list[int]:
        """Return the steps of the wipe as the journal has them (event 117)."""

        def work(tx: Transaction) -> list[int]:
            events = [one.event for one in history(tx)]
            return [int(one.step) for one in events if isinstance(one, WipeFollowed)]

        return self.counter.desk.read(work)


def a_central() -> tuple[SoftwareSigner, bytes]:
    """Return a central's key with a certificate of the institution's root."""
    signer = SoftwareSigner.generate()
    _, seal_public = generate_seal_key()
    certificate = issue_central_certificate(
        an_institution().root,
        name="PRUEBA central",
        point=signer.point,
        seal_public=seal_public,
        not_before_seconds=VALID_FROM,
        expires_seconds=VALID_TO,
    )
    return signer, certificate


def an_office(folder: Path, *, start: int = 1, with_slot: bool = False) -> Office:
    """Return an office on the file in *folder*, open, with the clerk at work; made at start 1."""
    counter = a_counter(folder, create=start == 1, seed=b"start %d" % start)
    if with_slot:
        give_slot(folder)
    left: list[int] = []
    erased: list[ErasureEntry] = []
    following = Orders(counter.desk, lambda: left.append(1))
    places = (folder / "receipts", folder / "logs", folder / "institution.vtp")
    removal = Removal(counter.desk, counter.approvals, counter.opening.close, places)
    pruning = Pruning(counter.desk, counter.files)
    duties = Duties(
        counter.desk,
        following,
        pruning,
        removal,
        lambda _tx, entries: erased.extend(entries),
        folder / "revocations.vtr",
    )
    duties.begin()
    return Office(
        counter=counter,
        following=following,
        removal=removal,
        pruning=pruning,
        duties=duties,
        administrator=an_administrator(an_institution().root),
        left=left,
        erased=erased,
    )
