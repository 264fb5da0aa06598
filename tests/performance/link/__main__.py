"""The same records over the same bad link, three ways: `python -m tests.performance.link`.

Ventanilla's engine and central, a POST per record, and PouchDB's replication where Node is there;
each run over a link of its own between network namespaces, drawn with the run's seed. Prints the
table; `--page` writes it into docs/performance.md with a plot beside it. A run of many records is
ended after `--most-seconds`, and then the table says how many had arrived.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.demo.processes import ROOT
from tests.performance.link.plot import plot
from tests.performance.link.runs import (
    OURS,
    PHOTO,
    POSTS,
    POUCH,
    Run,
    encode,
    install_pouch,
    run,
    staged,
)
from tests.performance.link.shape import Shape
from tests.performance.link.tunnel import is_possible
from tests.performance.page import replace_between

DATA_SEED = 9_001
PICTURE = Path("docs/pictures/link.svg")
TIMES_LIMIT, TIMES_POUCH, WINDOWS = 1.4, 6.0, 3
PHOTO_BYTES = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run that is to be made."""

    way: str
    shape: Shape
    count: int
    seed: int


def jobs(options: argparse.Namespace, ways: Iterable[str]) -> list[Job]:
    """Return every run: ours for the figure, many records once, the others, the photo."""
    shape = Shape(rate_bits=options.rate, round_trip_seconds=options.delay, loss=options.loss)
    found = [
        Job(way=OURS, shape=shape, count=options.records, seed=seed)
        for seed in range(1, options.runs + 1)
    ]
    if options.many:
        found += [Job(way=way, shape=shape, count=options.many, seed=1) for way in ways]
    found += [
        Job(way=way, shape=shape, count=options.records, seed=seed)
        for seed in range(1, options.others + 1)
        for way in ways
        if way != OURS
    ]
    gaps = Shape(rate_bits=64_000, loss=0.0, up_seconds=40.0, down_seconds=80.0)
    found += [
        Job(way=PHOTO, shape=gaps, count=2, seed=seed) for seed in range(1, options.photos + 1)
    ]
    return found


def measure(options: argparse.Namespace, ways: Iterable[str]) -> list[Run]:
    """Make every run, several at once: they wait for their links, not for a processor."""
    wanted = jobs(options, ways)
    with TemporaryDirectory(prefix="ventanilla-stages-") as name:
        places = {
            (job.way == PHOTO, job.count): staged(
                Path(name), job.count, DATA_SEED, PHOTO_BYTES if job.way == PHOTO else 0
            )
            for job in wanted
        }

        def one(job: Job) -> Run | None:
            place = places[job.way == PHOTO, job.count]
            try:
                made = run(job.way, job.shape, place, job.count, job.seed, options.most_seconds)
            except RuntimeError as error:
                print(f"{job.way}, seed {job.seed}: {error}", file=sys.stderr)
                return None
            print(encode(made), flush=True)
            return made

        with ThreadPoolExecutor(options.parallel) as pool:
            return [made for made in pool.map(one, wanted) if made is not None]


def summary(runs: list[Run], options: argparse.Namespace, missing: list[str]) -> str:
    """Return the tables and what they say of our figures, as Markdown."""
    shape = Shape(rate_bits=options.rate, round_trip_seconds=options.delay, loss=options.loss)
    lines = [
        f"{shape.words()} each way; TCP of the kernel between two network namespaces over TUN"
        " devices, TLS 1.3; medians.",
        "",
        "| records | way | runs | seconds | least | most | bytes on the wire | requests |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for count in dict.fromkeys(one.count for one in runs if one.way != PHOTO):
        for way in (OURS, POSTS, POUCH):
            lines += _row(count, way, [one for one in runs if (one.count, one.way) == (count, way)])
    lines += ["", *_figures(runs, options.records), *missing]
    return "\n".join(lines)


def _row(count: int, way: str, runs: list[Run]) -> list[str]:
    if not runs:
        return []
    ended = [one for one in runs if one.seconds is not None]
    seconds = [one.seconds or 0.0 for one in ended]
    wire = statistics.median(one.wire_bytes for one in ended or runs)
    known = [one.requests for one in ended or runs if one.requests]
    said = f"{statistics.median(known):,.0f}" if known else "–"
    if not seconds:
        arrived = statistics.median(one.arrived for one in runs)
        times = f"ended: {arrived:,.0f} had arrived | – | –"
    else:
        times = f"{statistics.median(seconds):.1f} | {min(seconds):.1f} | {max(seconds):.1f}"
    number = str(len(runs)) if len(ended) in {0, len(runs)} else f"{len(ended)} of {len(runs)}"
    return [f"| {count:,} | {way} | {number} | {times} | {wire:,.0f} | {said} |"]


def _figures(runs: list[Run], count: int) -> list[str]:
    """Return one sentence for each goal, held or not."""
    ours = [one for one in runs if (one.way, one.count) == (OURS, count) and one.seconds]
    pouch = [one for one in runs if (one.way, one.count) == (POUCH, count) and one.seconds]
    photos = [one for one in runs if one.way == PHOTO]
    said = []
    if ours:
        ratio = statistics.median((one.seconds or 0.0) / one.limit_seconds for one in ours)
        limit = statistics.median(one.limit_seconds for one in ours)
        said.append(
            f"Against the limit (bytes ÷ rate ÷ (1 − loss) + 4 round trips = {limit:.1f} s):"
            f" {ratio:.2f} times, goal {TIMES_LIMIT}, {_word(ratio <= TIMES_LIMIT)};"
            f" n = {len(ours)}."
        )
    if ours and pouch:
        times = _median(pouch) / _median(ours)
        said.append(
            f"Times as fast as PouchDB: {times:.1f}, goal {TIMES_POUCH:g},"
            f" {_word(times >= TIMES_POUCH)}; n = {len(pouch)}."
        )
    if photos:
        windows = statistics.median(
            99 if one.seconds is None else int(one.seconds // 120) + 1 for one in photos
        )
        said.append(
            f"A photo of {PHOTO_BYTES // 1000} KB, 40 s up and 80 s down: {windows:g} windows,"
            f" goal {WINDOWS}, {_word(windows <= WINDOWS)}; n = {len(photos)}."
        )
    return [f"* {one}" for one in said]


def _median(runs: list[Run]) -> float:
    return statistics.median(one.seconds or 0.0 for one in runs)


def _word(held: bool) -> str:
    return "held" if held else "NOT HELD"


def draw(runs: list[Run], options: argparse.Namespace) -> None:
    """Write the plot of the smaller number of records."""
    chosen = [one for one in runs if one.count == options.records and one.seconds is not None]
    rows = {
        way: [one.seconds or 0.0 for one in chosen if one.way == way]
        for way in (OURS, POSTS, POUCH)
        if any(one.way == way for one in chosen)
    }
    ours = [one.limit_seconds for one in chosen if one.way == OURS]
    if ours:
        shape = Shape(rate_bits=options.rate, round_trip_seconds=options.delay, loss=options.loss)
        title = f"{options.records} records, {shape.words()}: seconds, median and every run"
        (ROOT / PICTURE).write_text(plot(title, rows, statistics.median(ours)), "utf-8")


def main() -> int:
    """Measure and print; return 2 where no link can be made here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="runs of ours (the figure wants 20)")
    parser.add_argument("--others", type=int, default=5, help="runs of each other way")
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--many", type=int, default=10_000, help="records of a large run")
    parser.add_argument("--photos", type=int, default=10, help="runs of the photo, 0: none")
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--most-seconds", type=float, default=1_200.0)
    parser.add_argument("--rate", type=int, default=64_000, help="bits per second")
    parser.add_argument("--delay", type=float, default=0.8, help="seconds there and back")
    parser.add_argument("--loss", type=float, default=0.05, help="share of the packets")
    parser.add_argument("--page", type=Path, help="write table and plot into this page")
    parser.add_argument(
        "--lines", type=Path, nargs="+", help="measure nothing: take the lines of earlier runs"
    )
    options = parser.parse_args()
    if options.lines:
        said = (line for file in options.lines for line in file.read_text("utf-8").splitlines())
        runs = [Run(**json.loads(line)) for line in said if line.startswith("{")]
        return finish(runs, options, [])
    if not is_possible():
        print("needs Linux, root and /dev/net/tun: no link between namespaces can be made here")
        return 2
    why = install_pouch()
    ways = [OURS, POSTS, *([POUCH] if why is None else [])]
    runs = measure(options, ways)
    return finish(runs, options, [] if why is None else [f"* PouchDB was left out: {why}."])


def finish(runs: list[Run], options: argparse.Namespace, missing: list[str]) -> int:
    """Print the tables, and write them into the page if one is named."""
    text = summary(runs, options, missing)
    print(text)
    if options.page is not None:
        draw(runs, options)
        replace_between(options.page, "link", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
