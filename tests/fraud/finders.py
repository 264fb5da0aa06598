"""Everybody who looks: the central, the citizens with their papers, the doctor of the file.

Each says what it saw as a name: `finding:…` an auditor's finding at the central, `code:…` what an
acknowledgement said of an event, `acuse:…` the central's signed answer about a paper, `verify:…` a
verdict on a paper without any network, `doctor:…` what is wrong with a file, `chain:…` what the
program saw when it opened it, `refused:…` what a service did not do, `page:…` what a citizen reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx

from kiosk.errors import KnownError
from kiosk.services.examining import Examining
from kiosk.settings import BUILD_SECONDS
from sync.acuse import AcuseState, read_acuse
from sync.central import findings, schema
from sync.central.findings import Listed
from sync.device.outbox import Outbox
from sync.journal import Transaction, tip
from sync.receipt_check import Answer, ReceiptTrust, Verdict, verify
from tests.fraud.office import Office, Paper, Post

TIMEOUT_SECONDS = 30.0


def listed(office: Office) -> list[Listed]:
    """Return an auditor's findings at the central, worked out anew."""
    platform = office.central.platform
    findings.refresh(platform)
    with platform.database.read() as connection:
        return findings.listed(connection)


def at_the_central(office: Office) -> Iterator[str]:
    """Yield what the central holds against its devices, by name."""
    for one in listed(office):
        yield f"finding:{one.name}"
    for row in office.central.rows(schema.event):
        if row["code"] is not None:
            yield f"code:{row['code']}"


def on_device(post: Post) -> Iterator[str]:
    """Yield what needs attention on a device that is open: codes, or words where there is none."""

    def work(tx: Transaction) -> list[str]:
        view, newest = Outbox().view(tx), tip(tx)
        assert newest is not None
        held = [view.attention_of(newest.stream, seq) for seq in range(1, newest.seq + 1)]
        return [
            f"device:{one.word}" if one.code is None else f"code:{one.code}"
            for one in held
            if one is not None
        ]

    yield from post.read(work)


def trust_of(office: Office) -> ReceiptTrust:
    """Return what every phone knows: the institution's profile."""
    return ReceiptTrust.of(office.central.platform.profile)


def read_paper(office: Office, text: str) -> Verdict:
    """Return what any phone says of a paper, without a network."""
    return verify(text, trust_of(office))


def verdict_name(verdict: Verdict) -> str:
    """Return a verdict's name; that of an honest paper is `verify:ok`."""
    if verdict.answer is Answer.AUTHENTIC:
        return f"verify:{verdict.code}"
    return f"verify:{verdict.answer.value}/{verdict.code}"


def show_paper(office: Office, text: str) -> str:
    """Report a paper as the page's one button does; return the answer's name."""
    digits = text.removeprefix(office.central.platform.profile.receipt_prefix)
    answer = httpx.post(
        f"{office.central.platform.profile.base_url}/v1/receipts/seen",
        content=digits.encode(),
        headers={"content-type": "text/plain"},
        timeout=TIMEOUT_SECONDS,
    )
    if answer.status_code >= 400:
        return f"refused:{answer.status_code}"
    acuse = read_acuse(answer.content, office.central.platform.profile.roots)
    return f"acuse:{acuse.state.name.lower()}"


HONEST_ANSWER = f"acuse:{AcuseState.RECEIVED.name.lower()}"


def ask_about(office: Office, papers: Sequence[Paper]) -> Iterator[str]:
    """Have citizens report their papers; yield every answer but the honest one."""
    for paper in papers:
        said = show_paper(office, paper.text)
        if said != HONEST_ANSWER:
            yield said


def examine(post: Post) -> Iterator[str]:
    """Yield what `ventanilla doctor` says of a device that is closed."""
    doctor = Examining(post.settings.database, post.clock, BUILD_SECONDS)
    for trouble in doctor.examine(post.clave).troubles:
        if trouble.grave:
            yield f"doctor:{trouble.code.value}"


def refusal(error: KnownError) -> str:
    """Return the name of what a service did not do."""
    return f"refused:{error.code}"
