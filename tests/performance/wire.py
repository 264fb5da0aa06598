"""Bytes on the wire per event: real events of one kind, sealed and signed as one batch."""

from __future__ import annotations

from collections.abc import Sequence

from sync import chain
from sync.cose import SoftwareSigner
from sync.envelope import FullItem, build_envelope
from sync.events import decode_header
from sync.journal import Transaction
from sync.sealed import generate_seal_key

BATCH = 100


def items_of_kind(tx: Transaction, kind: int) -> list[FullItem]:
    """Return the journal's events of one kind as a batch would carry them."""
    rows = tx.execute("SELECT header, salt, body FROM event WHERE salt IS NOT NULL ORDER BY seq")
    return [
        FullItem(header=header, salt=salt, body=body)
        for header, salt, body in rows.fetchall()
        if decode_header(header).kind == kind
    ]


def bytes_per_event(items: Sequence[FullItem]) -> float:
    """Return the size of the whole envelope divided by its 100 events.

    The events are chained into a stream of their own: a batch holds neighbours, and what stands
    between them in the journal of the bench is not asked for here.
    """
    if len(items) < BATCH:
        raise ValueError(f"{len(items)} events; a batch has {BATCH}")
    chosen = list(items[-BATCH:])
    signer, stream = SoftwareSigner.generate(), bytes(range(16))
    first = 1_000
    previous = head = chain.first_head(signer.kid, stream)
    for seq, item in enumerate(chosen, start=first):
        head = chain.next_head(stream, seq, head, item.header, item.digest)
    envelope = build_envelope(
        signer,
        stream=stream,
        first=first,
        previous_head=previous,
        last_head=head,
        items=chosen,
        seal_public=generate_seal_key()[1],
    )
    return len(envelope) / BATCH
