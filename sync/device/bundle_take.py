"""Taking in what a drive brings for this device (PROTOCOL §20): each record proves itself.

The order is fixed, so that the order on the stick does not matter: whom to believe first, then what
is confirmed, then reference data, then orders. The same file again changes nothing; an old one is
harmless (§8). What is for others is the business of `carrying`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sync.bundle import RecordType
from sync.device.acks import take_ack
from sync.device.blob_tables import Verdict as BlobVerdict
from sync.device.blob_tables import needs_scan, scan, take_confirmation
from sync.device.bundle_look import Drive, Ref, payload_of
from sync.device.decision import Act
from sync.device.lease import renew
from sync.device.memory import read_centrals
from sync.device.orders import take_revocations, take_wipe
from sync.device.ports import Desk
from sync.device.pull import PullLane, pull_state
from sync.device.states import Channel
from sync.errors import MessageInvalid
from sync.ids import StreamId
from sync.journal import Transaction
from sync.messages import ProbeAnswer, read_probe_answer

_PAGE_BEFORE, _PAGE_SEAL_KID = 3, 5
_ACK_TIME = 7

_log = logging.getLogger("delivery")


@dataclass(slots=True)
class Took:
    """What became of the records that were for this device."""

    delivered: int = 0
    acks: int = 0
    confirmations: int = 0
    pages: int = 0
    repeated: int = 0
    stale: int = 0
    revocations: bool = False
    profile: bool = False
    certificates: bool = False
    wipe: bool = False
    lease: bool = False
    forked: bool = False
    adopted: bool = False
    datasets: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    not_mine: list[Ref] = field(default_factory=list)
    bundles: dict[bytes, int] = field(default_factory=dict)  # what was new, by bundle

    def new(self, ref: Ref) -> None:
        """Count a record that changed something."""
        self.bundles[ref.bundle_id] = self.bundles.get(ref.bundle_id, 0) + 1

    def refuse(self, ref: Ref, code: str) -> None:
        """Note a record that does not hold."""
        kind = ref.record.kind
        self.refused.append(f"{ref.path.name}:{RecordType(kind).name.lower()}:{code}")


def take_mine(desk: Desk, drive: Drive, pull: PullLane, pause: Callable[[], None]) -> Took:
    """Take every record that is for this device or for everybody; `not_mine` is left for carrying.

    *pause* is called between records and may raise to stop: what was taken stays taken.
    """
    took = Took()
    steps: tuple[tuple[RecordType, Callable[[Desk, Took, Ref, PullLane], None]], ...] = (
        (RecordType.PROFILE, _profile),
        (RecordType.CERTIFICATE, _certificate),
        (RecordType.REVOCATIONS, _revocations),
        (RecordType.ACK, _ack),
        (RecordType.BLOB_CONFIRMATION, _confirmation),
        (RecordType.PROBE_ANSWER, _probe_answer),
        (RecordType.WIPE, _wipe),
    )
    brings_confirmations = bool(drive.of(RecordType.BLOB_CONFIRMATION))
    if brings_confirmations and desk.store.read(needs_scan):
        desk.store.write(scan)
    for kind, step in steps:
        refs = drive.of(kind)
        for ref in sorted(refs, key=_signed_at) if kind is RecordType.ACK else refs:
            pause()
            try:
                step(desk, took, ref, pull)
            except MessageInvalid as error:
                took.refuse(ref, error.code)
    _pages(desk, took, drive.of(RecordType.PAGE), pull, pause)
    return took


def _signed_at(ref: Ref) -> int:
    """Return when the central signed an acknowledgement, as it says; nothing is decided by it.

    Each brings the codes of its own batch, and one that came after a later one brings none (§8).
    """
    try:
        said = payload_of(ref.content()).get(_ACK_TIME)
    except MessageInvalid:
        return 0
    return said if isinstance(said, int) else 0


def _profile(_desk: Desk, took: Took, ref: Ref, pull: PullLane) -> None:
    if pull.take_profile(ref.content()):
        took.profile = True
        took.new(ref)


def _certificate(desk: Desk, took: Took, ref: Ref, _pull: PullLane) -> None:
    """Believe a central that a root of ours vouches for; of devices it is for the carrying."""
    found = read_centrals([ref.content()], desk.keys.roots)
    if found and desk.centrals.add(found):
        encoded = desk.centrals.encoded
        desk.store.write(lambda tx: desk.memory.keep_centrals(tx, encoded))
        took.certificates = True
        took.new(ref)


def _revocations(desk: Desk, took: Took, ref: Ref, _pull: PullLane) -> None:
    raw = ref.content()
    try:
        new = desk.store.write(lambda tx: take_revocations(tx, raw, desk.keys.roots))
    except MessageInvalid as error:
        if error.code != "old":
            raise
        took.stale += 1
        return
    if new:
        took.revocations = True
        took.new(ref)


def _ack(desk: Desk, took: Took, ref: Ref, _pull: PullLane) -> None:
    taken = take_ack(desk, ref.content(), Channel.BUNDLE)
    took.delivered += taken.delivered
    took.adopted = took.adopted or taken.adopted
    match taken.act:
        case Act.NOT_MINE:
            took.not_mine.append(ref)
            return
        case Act.ADVANCE | Act.FORK:
            took.acks += 1
            took.forked = took.forked or taken.act is Act.FORK
            took.new(ref)
        case Act.IGNORE | Act.REWIND:
            took.repeated += 1
        case Act.INCARNATION | Act.STREAM_UNKNOWN:
            took.stale += 1
    took.lease = took.lease or taken.standing is not None


def _confirmation(desk: Desk, took: Took, ref: Ref, _pull: PullLane) -> None:
    raw, keys = ref.content(), desk.keys
    if payload_of(raw).get(1) != keys.device_id:
        took.not_mine.append(ref)
        return
    signers = desk.centrals.signers

    def work(tx: Transaction) -> tuple[int, BlobVerdict]:
        open_before = _unconfirmed(tx)
        verdict = take_confirmation(tx, raw, signers, keys.device_id)
        return open_before - _unconfirmed(tx), verdict

    fewer, verdict = desk.store.write(work)
    if verdict is not BlobVerdict.CONFIRMED:
        took.stale += 1
    elif fewer:
        took.confirmations += 1
        took.new(ref)
    else:
        took.repeated += 1


def _unconfirmed(tx: Transaction) -> int:
    return int(tx.execute("SELECT count(*) FROM blob_unconfirmed").fetchone()[0])


def _probe_answer(desk: Desk, took: Took, ref: Ref, _pull: PullLane) -> None:
    """A sign of life that was carried here renews the lease; it adopts nothing (§10: no nonce)."""
    answer = read_probe_answer(ref.content(), desk.centrals.signers)
    if answer.device_id != desk.keys.device_id:
        took.not_mine.append(ref)
        return
    if desk.store.write(lambda tx: _believe(desk, tx, answer)):
        took.lease = True
        took.new(ref)
    else:
        took.stale += 1


def _believe(desk: Desk, tx: Transaction, answer: ProbeAnswer) -> bool:
    memory = desk.memory
    if answer.incarnation != memory.incarnation(tx):
        return False
    if answer.server_time_ms <= memory.newest_server_milliseconds(tx):
        return False
    memory.take_server_time(tx, answer.server_time_ms, desk.clock.now())
    renew(tx, answer.standing.lease)
    if answer.standing.newest_revocations is not None:
        memory.note_revocations(tx, answer.standing.newest_revocations)
    acknowledged = {row.stream: row.acknowledged for row in desk.outbox.streams(tx)}
    for mark in answer.streams:
        stream = StreamId(mark.stream)
        if desk.journal.head(tx, stream, mark.seq) == mark.head:
            durable = min(mark.durable_seq, acknowledged.get(stream, 0))
            desk.outbox.raise_durable(tx, stream, durable)
    return True


def _wipe(desk: Desk, took: Took, ref: Ref, _pull: PullLane) -> None:
    raw, keys = ref.content(), desk.keys
    try:
        desk.store.write(lambda tx: take_wipe(tx, raw, keys.roots, keys.device_id))
    except MessageInvalid as error:
        if error.code == "not-mine":
            took.not_mine.append(ref)
        elif error.code == "old":
            took.repeated += 1
        else:
            raise
        return
    took.wipe = True
    took.new(ref)


def _pages(
    desk: Desk, took: Took, refs: Iterable[Ref], pull: PullLane, pause: Callable[[], None]
) -> None:
    """Apply the pages sealed to this device that follow its cursor, one after the other.

    Where none of them follows, and the stick brings the newest word of the central, everything is
    read anew from the page that begins at nothing; what is held stays until its dataset is whole.
    """
    after: dict[bytes, list[Ref]] = {}
    for ref in refs:
        try:
            payload = payload_of(ref.content())
        except MessageInvalid as error:
            took.refuse(ref, error.code)
            continue
        if payload.get(_PAGE_SEAL_KID) not in desk.keys.seal_keys:
            took.not_mine.append(ref)
            continue
        before = payload.get(_PAGE_BEFORE)
        if isinstance(before, bytes):
            after.setdefault(before, []).append(ref)
    count = sum(map(len, after.values()))
    _follow(desk, took, after, pull, pause)
    if not took.pages and took.lease and b"" in after:
        cursor = desk.store.read(pull_state).cursor
        if cursor and not _leads_to(after, cursor):
            pull.begin_again()
            _follow(desk, took, after, pull, pause)
    took.repeated += count - took.pages


def _follow(
    desk: Desk,
    took: Took,
    after: dict[bytes, list[Ref]],
    pull: PullLane,
    pause: Callable[[], None],
) -> None:
    seen: set[bytes] = set()
    while True:
        cursor = desk.store.read(pull_state).cursor
        if cursor in seen:
            return
        seen.add(cursor)
        for ref in after.get(cursor, ()):
            pause()
            try:
                applied = pull.take_carried(ref.content())
            except MessageInvalid as error:
                took.refuse(ref, error.code)
                continue
            if applied is not None:
                took.pages += 1
                took.datasets |= applied
                took.new(ref)
                break


def _leads_to(after: dict[bytes, list[Ref]], cursor: bytes) -> bool:
    """Say whether a page that is there ends where this device stands: it is up to date."""
    for refs in after.values():
        for ref in refs:
            if payload_of(ref.content()).get(4) == cursor:
                return True
    return False
