"""Bytes per event against the budgets of PROTOCOL §24: `python -m tests.performance.bytes`.

Whole envelopes, as they stand on the wire, of synthetic events drawn with other seeds than those
the dictionary was trained on; and the time to make and to open one. `--page` writes the tables
between their markers. Exit 1 where a size is over its budget; a time only says so.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.settings import resources_folder
from sync import chain
from sync.cose import SoftwareSigner
from sync.dictionaries import shipped_dictionaries
from sync.envelope import FullItem, OpenedEnvelope, build_envelope, open_envelope
from sync.events import decode_event, decode_header
from sync.ids import kid_of
from sync.sealed import generate_seal_key
from tests.performance.page import replace_between
from tests.performance.synthetic import Made, Office

SEEDS = (1_001, 1_002, 1_003, 1_004, 1_005)
ROUNDS = 15
ENCODE_MS, OPEN_MS, DECODE_MS = 25.0, 25.0, 60.0
BATCHES = (10, 25, 50, 100, 500)
BUDGETS = {  # PROTOCOL §24
    ("registration", 10): 230,
    ("registration", 25): 200,
    ("registration", 50): 190,
    ("registration", 100): 180,
    ("registration", 500): 170,
    ("creates its person", 100): 160,
    ("creates its person", 500): 155,
    ("payment", 100): 110,
    ("payment", 500): 100,
    ("half and half", 100): 140,
    ("half and half", 500): 135,
}


def _registrations(office: Office) -> Iterable[Made]:
    yield office.registration()


def _with_persons(office: Office) -> Iterable[Made]:
    yield office.person()
    yield office.registration()


def _payments(office: Office) -> Iterable[Made]:
    yield office.payment()


def _halves(office: Office) -> Iterable[Made]:
    yield office.registration()
    yield office.payment()


NAMES_ONCE = "registration, file names once"
MIXES: dict[str, Callable[[Office], Iterable[Made]]] = {
    "registration": _registrations,
    "creates its person": _with_persons,
    "payment": _payments,
    "half and half": _halves,
    NAMES_ONCE: _registrations,
}


class Line:
    """A device and a central that exchange envelopes in memory."""

    def __init__(self) -> None:
        self._signer = SoftwareSigner.generate()
        self._private, self._public = generate_seal_key()
        self._seal_keys = {kid_of(self._public): self._private}

    def envelope(self, items: list[FullItem], dictionary: bytes | None) -> bytes:
        """Return the envelope of *items* as a run in the middle of a stream."""
        stream, first = bytes(range(16)), 1_000
        previous = head = chain.first_head(self._signer.kid, stream)
        for seq, item in enumerate(items, first):
            head = chain.next_head(stream, seq, head, item.header, item.digest)
        return build_envelope(
            self._signer,
            stream=stream,
            first=first,
            previous_head=previous,
            last_head=head,
            items=items,
            seal_public=self._public,
            dictionary=dictionary,
        )

    def open(self, envelope: bytes, dictionaries: dict[int, bytes]) -> OpenedEnvelope:
        """Return what is in it, every link recomputed."""
        return open_envelope(
            envelope, lambda _kid: self._signer.point, self._seal_keys, dictionaries
        )


def items_of(mix: str, count: int, seed: int) -> list[FullItem]:
    """Return that many events of one mix."""
    office = Office(seed, names_once=mix == NAMES_ONCE)
    items: list[FullItem] = []
    while len(items) < count:
        items += [office.item(made) for made in MIXES[mix](office)]
    return items[:count]


def json_bytes(mix: str, count: int, seed: int) -> float:
    """Return what one of the same events is as JSON with the names of its fields."""
    office, texts = Office(seed), list[dict[str, object]]()
    while len(texts) < count:
        texts += [made.plain for made in MIXES[mix](office)]
    return sum(len(json.dumps(one, ensure_ascii=False).encode()) for one in texts) / len(texts)


def bytes_per_event(mix: str, count: int, dictionary: bytes | None) -> float:
    """Return the whole envelope by its events, the mean of several draws."""
    line = Line()
    sizes = [len(line.envelope(items_of(mix, count, seed), dictionary)) for seed in SEEDS]
    return statistics.mean(sizes) / count


def size_rows(dictionary: bytes) -> list[tuple[str, int, float, float, int | None]]:
    """Return kind, batch, bytes with and without the dictionary, budget."""
    return [
        (
            mix,
            count,
            bytes_per_event(mix, count, dictionary),
            bytes_per_event(mix, count, None),
            BUDGETS.get((mix, count)),
        )
        for mix in MIXES
        for count in BATCHES
    ]


def timings(dictionary: bytes) -> list[tuple[str, float, float]]:
    """Return what is done with 500 events half and half, milliseconds (median), and the budget."""
    line, items = Line(), items_of("half and half", 500, SEEDS[0])
    envelope = line.envelope(items, dictionary)
    known = shipped_dictionaries(resources_folder())
    opened = line.open(envelope, known)

    def decode() -> None:
        for item in opened.items:
            header = decode_header(item.header)
            if isinstance(item, FullItem):
                decode_event(header.kind, header.kind_version, item.body)

    return [
        (
            "encode, compress, seal, sign 500 events",
            _milliseconds(lambda: line.envelope(items, dictionary)),
            ENCODE_MS,
        ),
        (
            "verify, open, recompute the chain of 500",
            _milliseconds(lambda: line.open(envelope, known)),
            OPEN_MS,
        ),
        ("decode their bodies strictly", _milliseconds(decode), DECODE_MS),
    ]


def _milliseconds(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


def page(
    sizes: list[tuple[str, int, float, float, int | None]], times: list[tuple[str, float, float]]
) -> str:
    """Return both tables as Markdown."""
    lines = [
        "| events | batch | bytes per event | budget | without dictionary |",
        "|---|---|---|---|---|",
    ]
    for mix, count, with_it, without, budget in sizes:
        goal = "–" if budget is None else str(budget)
        lines.append(f"| {mix} | {count} | {with_it:.0f} | {goal} | {without:.0f} |")
    lines += ["", "The same as JSON with field names, bytes per event: "]
    lines[-1] += (
        ", ".join(
            f"{mix} {json_bytes(mix, 500, SEEDS[0]):.0f}" for mix in MIXES if mix != NAMES_ONCE
        )
        + "."
    )
    lines += ["", "| work, one core | ms, CPU | budget |", "|---|---|---|"]
    lines += [f"| {name} | {spent:.1f} | {budget:.0f} |" for name, spent, budget in times]
    return "\n".join(lines)


def main() -> int:
    """Measure and print; return 1 where a size is over its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path, help="write the tables into this page")
    options = parser.parse_args()
    known = shipped_dictionaries(resources_folder())
    dictionary = known[max(known)]
    sizes = size_rows(dictionary)
    text = page(sizes, timings(dictionary))
    print(text)
    if options.page is not None:
        replace_between(options.page, "bytes", text)
    over = [one for one in sizes if one[4] is not None and one[2] > one[4]]
    for mix, count, size, _, budget in over:
        print(f"OVER: {mix}, batch of {count}: {size:.1f} > {budget}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
