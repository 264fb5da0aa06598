"""What an acknowledgement does to the device, whichever way it came (PROTOCOL §8, §10).

The push lane hands in the answer on the line, a stick whatever it brought: replayed, stale, of
another device or of another database of the central. One table decides, in one transaction.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sync.device.decision import Act, Decision, KnownCentral, decide
from sync.device.forks import go_on
from sync.device.lease import renew
from sync.device.ports import Desk
from sync.device.states import Channel
from sync.ids import Incarnation, StreamId
from sync.journal import Transaction
from sync.messages import Acknowledgement, Standing, read_ack

_DISCARDED = frozenset({Act.NOT_MINE, Act.STREAM_UNKNOWN, Act.INCARNATION})

_log = logging.getLogger("delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAck:
    """What an acknowledgement came to, committed.

    `delivered`: how many events are confirmed that were not before. `adopted`: the central's
    database is another one, and that is believed now. `standing` only where it is the newest word.
    """

    act: Act
    stream: bytes
    delivered: int
    decision: Decision
    adopted: bool = False
    newest: bool = False
    standing: Standing | None = None


def take_ack(desk: Desk, raw: bytes, channel: Channel = Channel.BUNDLE) -> TakenAck:
    """Take an acknowledgement as it came, in a transaction of its own; may come again at any time.

    Raises MessageInvalid for what no central of ours has signed; nothing is changed then. What is
    for another device is Act.NOT_MINE: a carrier files it for its owner.
    """
    ack = read_ack(raw, desk.centrals.signers)
    return desk.store.write(lambda tx: believe(desk, tx, ack, raw, channel))


def believe(
    desk: Desk, tx: Transaction, ack: Acknowledgement, raw: bytes, channel: Channel
) -> TakenAck:
    """Do what a valid acknowledgement means, in the caller's transaction, and say what that was."""
    stream = StreamId(ack.stream)
    before = desk.outbox.acknowledged(tx, stream)
    adopted = channel is Channel.BUNDLE and _names_another_central(desk, tx, ack)
    if adopted:
        _adopt(desk, tx, ack)
    decision = _decide(desk, tx, ack)
    if decision.act in _DISCARDED:
        return TakenAck(act=decision.act, stream=stream, delivered=0, decision=decision)
    newest = desk.memory.take_server_time(tx, ack.server_time_ms, desk.clock.now())
    _apply(desk, tx, ack, decision, raw)
    if adopted and decision.act is Act.REWIND:
        # What was forgotten is compared anew, as after a probe: here the central still agrees.
        # What it holds beyond that goes again, because only then it says what waits there.
        seq = min(before, ack.seq)
        desk.outbox.set_mark(tx, stream, seq=seq, durable=ack.durable_seq)
    return TakenAck(
        act=decision.act,
        stream=stream,
        delivered=max(0, desk.outbox.acknowledged(tx, stream) - before),
        decision=decision,
        adopted=adopted,
        newest=newest,
        standing=ack.standing if decision.takes_standing or adopted else None,
    )


def _names_another_central(desk: Desk, tx: Transaction, ack: Acknowledgement) -> bool:
    """Say whether a new incarnation is believed without a probe, because there is never a link.

    Only from an answer to a batch of ours that has none yet, and only if nothing newer was ever
    signed for us: a stale file cannot turn the device back to the database that was before.
    """
    return (
        ack.device_id == desk.keys.device_id
        and ack.incarnation != desk.memory.incarnation(tx)
        and ack.server_time_ms > desk.memory.newest_server_milliseconds(tx)
        and desk.outbox.is_unanswered(tx, StreamId(ack.stream), ack.answers)
    )


def _adopt(desk: Desk, tx: Transaction, ack: Acknowledgement) -> None:
    """Believe that the central's database is another one: nothing is confirmed any more (§10)."""
    _log.warning("the central's database is another one, says an acknowledgement brought here")
    rows = desk.outbox.streams(tx)
    for row in rows:
        desk.outbox.set_mark(tx, row.stream, seq=0, durable=0)
    desk.memory.adopt(tx, Incarnation(ack.incarnation))
    desk.memory.note_loss(
        tx, desk.clock.now(), announced=True, events_again=sum(row.acknowledged for row in rows)
    )


def _decide(desk: Desk, tx: Transaction, ack: Acknowledgement) -> Decision:
    stream = StreamId(ack.stream)
    known = KnownCentral(
        device_id=desk.keys.device_id,
        incarnation=desk.memory.incarnation(tx),
        newest_server_time_ms=desk.memory.newest_server_milliseconds(tx),
    )
    state = desk.outbox.stream_state(tx, stream, ack.answers)
    return decide(ack, known, state, lambda seq: desk.journal.head(tx, stream, seq))


def _apply(
    desk: Desk, tx: Transaction, ack: Acknowledgement, decision: Decision, raw: bytes
) -> None:
    now, stream = desk.clock.now(), StreamId(ack.stream)
    if decision.act is Act.FORK:
        desk.outbox.keep_ack(tx, ack, raw, now)
        go_on(desk, tx, stream)
    if decision.act in {Act.ADVANCE, Act.IGNORE}:
        desk.outbox.acknowledge(
            tx,
            stream,
            seq=decision.acknowledged_seq,
            durable=decision.durable_seq,
            codes=decision.attention,
            now=now,
        )
    if decision.act is Act.ADVANCE:
        desk.outbox.keep_ack(tx, ack, raw, now)
        desk.memory.note_delivery(tx, now)
    if decision.takes_standing:
        renew(tx, ack.standing.lease)
    if decision.takes_standing and ack.standing.newest_revocations is not None:
        desk.memory.note_revocations(tx, ack.standing.newest_revocations)
