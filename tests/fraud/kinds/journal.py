"""What is done to the files: put back, cut, changed, written anew, copied."""

from __future__ import annotations

import shutil
from dataclasses import replace

from kiosk.backstage import build_infirmary
from sync.events import Event, PaymentMeans, PaymentTaken, Settlement
from tests.fraud import files, finders
from tests.fraud.files import Noon
from tests.fraud.kind import Kind
from tests.fraud.office import BOSS, Day, Post, scan_slip


def _file_put_back(day: Day) -> None:
    """The afternoon's payments are never heard of; the thief forgets the witness."""
    noon = Noon(day.post)
    day.post.way.open = False
    day.serve(day.number(1, 2))
    noon.put_back(witness=False)
    day.serve()
    day.end()


def _all_put_back(day: Day) -> None:
    """Nothing inside the files tells of it; a citizen reports the paper of the afternoon."""
    noon = Noon(day.post)
    day.post.way.open = False
    day.serve(day.number(1, 2))
    noon.put_back(witness=True)
    day.serve(2)
    day.end()


def _put_back_after_the_slip(day: Day) -> None:
    """The supervisor scanned the closing slip; no citizen reports anything."""
    boss = day.office.other_post(int(BOSS))
    noon = Noon(day.post)
    day.post.way.open = False
    before = list(day.post.papers)
    day.serve(day.number(1, 2))
    done = day.end()
    scan_slip(boss, day.post.slip_of(done.closing_id))
    noon.put_back(witness=True)
    day.office.clock.let_pass(60)  # whoever puts a day back needs a minute
    day.post.papers[:] = before
    day.serve()
    day.end()


def _tail_deleted(day: Day) -> None:
    """The last payment is deleted from the file, and every table built again."""
    day.post.way.open = False
    paper = day.serve()
    key = day.post.key()
    with files.inside(day.post) as rows:
        stream, seq = files.place_of(rows, paper.payment)
        files.cut_tail(rows, stream, seq - 1)
    build_infirmary(day.post.settings, day.post.world).rebuild(key)
    day.post.begin_again()
    day.end()


def _log_cut(day: Day) -> None:
    """The power is cut and the write-ahead log emptied: what it held is gone."""
    post = day.post
    database = post.settings.database
    aside = database.parent.with_name("aside")
    post.way.open = False
    post.shut()
    shutil.copytree(database.parent, aside)  # everything folded into the main file
    post.begin_again()
    day.serve(day.number(1, 2))
    witness = database.with_name(database.name + ".witness")
    shutil.copy2(witness, aside / witness.name)  # as the power cut would leave it
    post.shut()
    for path in database.parent.glob(database.name + "*"):
        path.unlink()
    for path in aside.glob(database.name + "*"):
        if not path.name.endswith("-wal"):
            shutil.copy2(path, database.parent / path.name)
    post.begin_again()
    day.end()


def _event_removed(day: Day) -> None:
    """A payment in the middle is deleted; nothing is computed anew."""
    day.post.way.open = False
    paper = day.serve()
    day.serve()
    with files.inside(day.post) as rows:
        place = files.place_of(rows, paper.payment)
        rows.execute("DELETE FROM receipt WHERE stream = ? AND seq = ?", place)
        rows.execute("DELETE FROM event WHERE stream = ? AND seq = ?", place)
    day.said.extend(finders.examine(day.post))


def _amount_changed(day: Day) -> None:
    """The amount of a payment is changed in the file; nothing is computed anew."""
    day.post.way.open = False
    paper = day.serve()
    day.serve()
    with files.inside(day.post) as rows:
        stream, seq = files.place_of(rows, paper.payment)
        body = rows.execute(
            "SELECT body FROM event WHERE stream = ? AND seq = ?", (stream, seq)
        ).fetchone()[0]
        changed = files.body_changed(rows, stream, seq, body, _half)
        rows.execute(
            "UPDATE event SET body = ? WHERE stream = ? AND seq = ?", (changed, stream, seq)
        )
    day.said.extend(finders.examine(day.post))


def _half(event: Event) -> Event:
    """Return a payment of half as much."""
    assert isinstance(event, PaymentTaken)
    line = event.lines[0]
    unit = line.unit_centavos // 200 * 100
    total = type(event.total_centavos)(unit)
    return replace(
        event,
        total_centavos=total,
        rounding_centavos=0,
        lines=(replace(line, unit_centavos=total, changes=(), net_centavos=total),),
        settlement=Settlement(
            means=PaymentMeans.CASH,
            tendered_centavos=total,
            change_centavos=type(total)(0),
        ),
    )


def _as_transfer(event: Event) -> Event:
    """Return a payment that was in cash as a transfer: the cash is nobody's."""
    assert isinstance(event, PaymentTaken)
    settlement = Settlement(
        means=PaymentMeans.TRANSFER,
        tendered_centavos=event.total_centavos,
        change_centavos=type(event.total_centavos)(0),
    )
    return replace(
        event,
        settlement=settlement,
        reference="SPEI 000",
        tendered_pieces=None,
        change_pieces=None,
    )


def _written_anew(day: Day) -> None:
    """A cash payment becomes a transfer; chain, receipts, tables and witness are made anew."""
    day.post.way.open = False
    paper = day.serve()
    files.rewrite(day.post, paper.payment, _as_transfer)
    day.post.begin_again()
    day.serve()
    day.end()


def _slip_written_anew(day: Day) -> None:
    """A payment before the closing is written anew after the supervisor scanned the slip."""
    boss = day.office.other_post(int(BOSS))
    day.post.way.open = False
    paper = day.serve()
    done = day.end()
    scan_slip(boss, day.post.slip_of(done.closing_id))
    day.post.papers.clear()  # no citizen reports anything
    files.rewrite(day.post, paper.payment, _as_transfer)
    day.post.begin_again()


def _cloned(day: Day) -> None:
    """The profile is copied, and two machines take money under one name."""
    noon = Noon(day.post)
    profile = noon.clone("clon")
    day.post.way.open = False
    day.serve()
    day.end()
    clone = Post.of_files(day.office, profile, day.post.operator)
    clone.way.open = False
    day.serve(post=clone)
    clone.close_shift(clone.expected(day.shift))


KINDS = (
    Kind(
        name="rolled-back",
        says="the file was put back to noon in the evening",
        found_by=("finding:device.went_back",),
        plant=_file_put_back,
    ),
    Kind(
        name="rolled-back-with-witness",
        says="file and witness were put back to noon; a citizen reports a paper",
        found_by=("finding:paper.head_unknown", "finding:paper.differs"),
        plant=_all_put_back,
    ),
    Kind(
        name="rolled-back-after-slip",
        says="file and witness were put back after the supervisor scanned the closing slip",
        found_by=("finding:slip.head_unknown", "finding:slip.late"),
        plant=_put_back_after_the_slip,
    ),
    Kind(
        name="journal-tail-deleted",
        says="the last payment was deleted from the file",
        found_by=("finding:device.went_back",),
        plant=_tail_deleted,
    ),
    Kind(
        name="log-emptied",
        says="the write-ahead log was emptied after a power cut",
        found_by=("finding:device.went_back",),
        plant=_log_cut,
    ),
    Kind(
        name="event-removed",
        says="a payment in the middle of the journal was deleted",
        found_by=("doctor:chain",),
        plant=_event_removed,
        delivers=False,
    ),
    Kind(
        name="amount-changed",
        says="the amount of a payment was changed in the file",
        found_by=("doctor:chain",),
        plant=_amount_changed,
        delivers=False,
    ),
    Kind(
        name="history-written-anew",
        says="a cash payment became a transfer, and the whole chain was made anew",
        found_by=("finding:paper.head_unknown", "finding:paper.differs"),
        plant=_written_anew,
    ),
    Kind(
        name="closing-written-anew",
        says="the history before a scanned closing slip was made anew",
        found_by=("finding:slip.head_unknown", "finding:paper.differs"),
        plant=_slip_written_anew,
    ),
    Kind(
        name="cloned-device",
        says="a copy of the device issued the same numbers",
        found_by=("finding:device.forked", "finding:paper.head_unknown", "finding:folio.twice"),
        plant=_cloned,
    ),
)
