"""Papers against the journal: what an auditor finds with `ventanilla-central receipts`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.central.__main__ import main
from sync.central.findings import listed, refresh
from sync.central.receipt_report import Paper, folio_gaps, seen_rows, slip_rows
from sync.central.verify_page import VerifyPage
from sync.events import SlipSeen
from sync.ids import EventId
from tests.delivery.central_support import NOW_SECONDS, a_payment, a_shift, stream_opened
from tests.delivery.receipt_office import Paper as PaperDevice
from tests.delivery.receipt_office import ReceiptOffice

DAY_SECONDS = 86_400
SHIFT, PAYMENT = 2, 3


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ReceiptOffice]:
    opened = ReceiptOffice(tmp_path)
    yield opened
    opened.close()


def seen(office: ReceiptOffice) -> list[Paper]:
    platform = office.central.platform
    with office.central.database.read() as connection:
        rows = seen_rows(connection, platform.keys, office.central.now_ms())
    return [one.standing for one in rows]


def slips(office: ReceiptOffice) -> list[Paper]:
    platform = office.central.platform
    with office.central.database.read() as connection:
        rows = slip_rows(connection, platform.keys, platform.profile.roots)
    return [one.standing for one in rows]


def gaps(office: ReceiptOffice, with_papers: bool = True) -> list[tuple[int, int, bool]]:
    platform = office.central.platform
    with office.central.database.read() as connection:
        papers = seen_rows(connection, platform.keys, office.central.now_ms())
        found = folio_gaps(connection, papers if with_papers else ())
    return [(one.first, one.last, one.next_is_paper) for one in found]


def test_a_receipt_without_its_journal_is_late_after_the_days_of_the_setting(
    office: ReceiptOffice,
) -> None:
    """Under way at first; after 15 days without a journal it is listed; with it, no more."""
    device = office.device()
    office.report(device.receipt(PAYMENT))

    first = seen(office)
    office.central.clock.pass_seconds(14 * DAY_SECONDS)
    almost = seen(office)
    office.central.clock.pass_seconds(DAY_SECONDS)
    late = seen(office)
    office.push(device)
    arrived = seen(office)

    assert (first, almost, late, arrived) == (
        [Paper.UNDER_WAY],
        [Paper.UNDER_WAY],
        [Paper.LATE],
        [Paper.AGREES],
    )


def test_an_evening_put_back_is_contradicted_by_the_citizens_paper(office: ReceiptOffice) -> None:
    """The payment was cut out of the journal and its number used again: found on the first day."""
    device = office.device()
    paper = device.receipt(len(device.items))
    device.items.pop()
    device.numbers -= 1
    device.record(a_payment(device, device.items[SHIFT - 1].event_id, 5))
    office.push(device)

    office.report(paper)

    assert seen(office) == [Paper.UNKNOWN_HEAD]


def test_a_paper_ahead_of_its_device_is_no_finding(office: ReceiptOffice) -> None:
    """Shown before the laptop had signal: nothing is missing yet; after 15 days it is told."""
    device = office.device()
    office.report(device.receipt(PAYMENT))

    def names() -> set[str]:
        refresh(office.central.platform)
        with office.central.database.read() as connection:
            return {one.name for one in listed(connection)}

    at_once = names()
    office.central.clock.pass_seconds(15 * DAY_SECONDS)
    late = names()

    assert at_once == set()
    assert late == {"paper.without_journal", "folio.missing"}


def test_a_slip_that_was_scanned_holds_the_shift_to_its_head(office: ReceiptOffice) -> None:
    """A journal that has the slip's number under another head is told, and a slip nobody signed."""
    device, supervisor = office.device(), office.device()
    slip = device.receipt(SHIFT)
    supervisor.record(SlipSeen(receipt=slip))
    own = supervisor.receipt(SHIFT)
    supervisor.record(SlipSeen(receipt=own[:-1] + bytes([own[-1] ^ 1])))
    office.push(supervisor)
    before = slips(office)

    forged = PaperDevice(signer=device.signer, seal=device.seal, stream=device.stream)
    forged.record(stream_opened(), operator=0)
    forged.record(a_shift(forged, float_centavos=10_000))
    office.push(forged)

    assert before == [Paper.UNDER_WAY, Paper.NOT_AUTHENTIC]
    assert slips(office) == [Paper.UNKNOWN_HEAD, Paper.NOT_AUTHENTIC]


def test_a_slip_is_late_once_its_device_tells_of_later_events(office: ReceiptOffice) -> None:
    """A day put back and closed with fewer payments than before its slip was scanned is told."""
    device, supervisor = office.device(), office.device()
    device.record(a_shift(device), time_seconds=NOW_SECONDS)
    supervisor.record(SlipSeen(receipt=device.receipt(len(device.items))))
    office.push(supervisor)
    office.central.push(device, 1, SHIFT)
    before = slips(office)

    forged = PaperDevice(signer=device.signer, seal=device.seal, stream=device.stream)
    forged.items, forged.numbers = device.items[:SHIFT], SHIFT
    shift = EventId(forged.items[-1].event_id)
    forged.record(a_payment(forged, shift), time_seconds=NOW_SECONDS + 60)
    office.push(forged, SHIFT + 1)

    assert before == [Paper.UNDER_WAY]
    assert slips(office) == [Paper.LATE]


def test_gaps_of_the_journal_and_those_that_only_a_paper_proves(office: ReceiptOffice) -> None:
    """Numbers left out in between, and numbers up to the highest one that somebody holds."""
    device = office.device()
    shift = device.items[SHIFT - 1].event_id
    device.numbers += 3
    device.record(a_payment(device, shift, 1))
    arrived = len(device.items)
    device.record(a_payment(device, shift, 2))
    device.record(a_payment(device, shift, 3))
    office.central.push(device, 1, arrived)
    journal_only = gaps(office)

    office.report(device.receipt(len(device.items)))

    assert journal_only == [(5, 7, False)]
    assert gaps(office) == [(5, 7, False), (9, 10, True)]


def test_the_commands_list_what_is_alarming(
    office: ReceiptOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    """`receipts seen|slips|gaps`, in words and as JSON; --all shows those that agree too."""
    device = office.device()
    office.report(device.receipt(PAYMENT))
    office.push(device)
    folder = ["--dir", str(office.central.folder)]

    def run(*words: str) -> str:
        assert main([*words, *folder]) == 0
        return capsys.readouterr().out

    quiet = run("receipts", "seen")
    whole: list[dict[str, Any]] = json.loads(run("receipts", "seen", "--all", "--json"))

    assert quiet == "0 found\n"
    assert [(one["standing"], one["total_centavos"]) for one in whole] == [("agrees", 18_550)]
    assert run("receipts", "slips") == "0 found\n"
    assert run("receipts", "gaps") == "0 found\n"


def test_the_page_can_be_served_by_another_body(
    office: ReceiptOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`page --out` writes the very bytes whose hashes the profile states."""
    out = tmp_path / "pages"

    assert main(["page", "--dir", str(office.central.folder), "--out", str(out)]) == 0

    said = capsys.readouterr().out
    page = VerifyPage(office.central.platform.profile)
    assert (out / "v").read_bytes() == page.html == office.http.get("/v").content
    assert (out / "v-worker.js").read_bytes() == page.worker
    assert said.count("stated in the profile") == 2
    assert page.hashes[0].hex() in said
