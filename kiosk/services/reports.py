"""Reports of the cash desk on this device: tables, files, the paper of an X cut (issue 5, item 7).

Whoever may see reports sees all of them. A clerk without that right sees the X cut of their own
open shift alone, blind, because the count at its end must stay one (UX §3.8).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk
from kiosk.services.drawer import Drawer
from kiosk.services.permissions import Permissions
from kiosk.services.printing import Printing
from kiosk.services.reading import RecordErased, recorded_of
from kiosk.services.views.cash import Cut
from kiosk.services.views.printing import PrintDone
from kiosk.services.views.slips import Reading, SlipAmount
from kiosk.store import accounts, pulled, queries, report_rows
from kiosk.texts import Texts
from kiosk.vault.files import replace_file
from sync.catalogue import Capability
from sync.events import PaymentTaken, ReceiptReprinted, Recorded, ReportExported
from sync.ids import Concept, EventId, folio_text
from sync.journal import Transaction
from sync.reports.model import CashFacts, ReprintFact, Table
from sync.reports.sheet import named
from sync.reports.tables import Report, make
from sync.reports.words import LANGUAGES

FORMATS = ("csv", "xlsx", "pdf")


class ReportNotWritten(KnownError):
    """The folder did not take the file; nothing was recorded, and no half file is there."""

    code: ClassVar[str] = "reports.not_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsView:
    """What V48 starts from: the open shift's cut, if there is one, and whether all may be seen."""

    cut: Cut | None
    all_reports: bool
    today: date | None  # the last business day


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One report of some business days."""

    report: Report
    first: date | None
    last: date | None
    table: Table
    issued_by: str = ""  # institution and office, for the head of a paper


class Reports:
    """Makes reports of what this device recorded; nothing of it names a person."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        drawer: Drawer,
        printing: Printing,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._drawer = drawer
        self._printing = printing
        self._texts = texts
        self._permissions = Permissions(desk)

    @property
    def language(self) -> str:
        """Return the language of tables and files."""
        spoken = self._texts().language
        return spoken if spoken in LANGUAGES else LANGUAGES[0]

    def begin(self) -> ReportsView:
        """Return what may be seen now. Raises NotAllowed for who neither charges nor reports."""

        def work(tx: Transaction) -> tuple[bool, bool, date | None]:
            may_all = self._permissions.may(Capability.REPORTS, tx)
            if not may_all:
                self._permissions.require(Capability.CHARGE, tx=tx)
            shift = queries.open_shift(tx)
            mine = shift is not None and shift.operator == self._desk.operator
            return may_all, shift is not None and (may_all or mine), queries.last_business_day(tx)

        may_all, cut_wanted, day = self._desk.read(work)
        cut = self._drawer.x_cut() if cut_wanted else None
        return ReportsView(cut=cut, all_reports=may_all, today=day)

    def report(self, report: Report, first: date | None, last: date | None) -> ReportView:
        """Return a report of the business days from *first* to *last*.

        Raises NotAllowed; nothing is recorded.
        """
        language = self.language

        def work(tx: Transaction) -> CashFacts:
            self._permissions.require(Capability.REPORTS, tx=tx)
            identity = self._desk.identity
            facts = report_rows.facts_between(
                tx, terminal=identity.terminal, office=identity.office, first=first, last=last
            )
            match report:
                case Report.DECLARED:
                    facts = self._with_references(tx, facts, first, last)
                case Report.REPRINTS:
                    facts = replace(facts, reprints=self._reprints(tx, first, last))
                case _:
                    pass
            return named(facts, self._names(tx), language)

        facts = self._desk.read(work)
        identity = self._desk.identity
        return ReportView(
            report=report,
            first=first,
            last=last,
            table=make(report, facts),
            issued_by=f"{identity.institution.name} · {identity.office} · {identity.terminal}",
        )

    def save(self, view: ReportView, form: str, content: bytes, folder: Path) -> str:
        """Write a report into a folder and record that it left (kind 110); return its file's name.

        The same report again replaces the file of the same minute. Raises NotAllowed,
        ReportNotWritten: then nothing was recorded.
        """
        self._permissions.require(Capability.REPORTS)
        name = f"{view.table.name}-{self._desk.clock.now().astimezone():%Y%m%d-%H%M}.{form}"
        try:
            replace_file(folder / name, content)
        except OSError as error:
            raise ReportNotWritten from error
        event = ReportExported(
            report=view.table.name,
            form=form,
            first_day=view.first,
            last_day=view.last,
            content_hash=hashlib.sha256(content).digest()[:16],
        )
        salt = self._desk.new_salt()
        self._desk.write(lambda tx: self._desk.append(tx, event, salt=salt))
        return name

    def print_cut(self, cut: Cut) -> PrintDone:
        """Print an X cut as it was shown; raises PrinterTrouble (recorded) where no paper came."""
        texts = self._texts()
        sections = []
        for title, lines in (("cut-concepts", cut.concepts), ("cut-means", cut.means)):
            if lines:
                amounts = tuple(
                    SlipAmount(
                        label=texts.text(f"cut-means-{one.label}")
                        if title == "cut-means"
                        else one.label,
                        amount_centavos=one.amount_centavos,
                    )
                    for one in lines
                )
                sections.append((texts.text(title), amounts))
        reading = Reading(
            shift_number=cut.number,
            business_day=cut.business_day,
            opened_at=cut.opened_at,
            at=self._desk.clock.now().astimezone(),
            cashier=cut.cashier.number,
            payments_count=cut.payments_count,
            reversals_count=cut.reversals_count,
            sections=tuple(sections),
        )
        return self._printing.print_slip(reading, EventId(cut.shift_id))

    def _names(self, tx: Transaction) -> Callable[[int], str | None]:
        """Return a concept's name: the one of its latest tariff row, else the profile's."""
        profile = self._desk.identity.institution.concepts
        latest = {
            entry.concept: entry
            for entry in sorted(pulled.tariffs(tx), key=lambda one: one.valid_from)
        }

        def name(concept: int) -> str | None:
            entry = latest.get(Concept(concept))
            if entry is None:
                return profile.get(concept)
            return self._catalogue.concept_label(tx, concept, entry.tariff_id, entry.version)

        return name

    def _with_references(
        self, tx: Transaction, facts: CashFacts, first: date | None, last: date | None
    ) -> CashFacts:
        """Add what each person declared and what the office found; few, read from the journal."""
        terminal = self._desk.identity.terminal
        known: dict[str, tuple[str | None, str | None]] = {}
        for event_id, series, number in report_rows.declared_payments(tx, first, last):
            recorded = self._recorded(tx, event_id)
            event = None if recorded is None else recorded.event
            word = accounts.declared(tx, event_id)
            known[folio_text(terminal, series, number)] = (
                event.reference if isinstance(event, PaymentTaken) else None,
                None if word is None else word.outcome.name.lower(),
            )
        payments = tuple(
            replace(one, reference=known[one.folio][0], declared=known[one.folio][1])
            if one.folio in known
            else one
            for one in facts.payments
        )
        return replace(facts, payments=payments)

    def _reprints(
        self, tx: Transaction, first: date | None, last: date | None
    ) -> tuple[ReprintFact, ...]:
        terminal, found = self._desk.identity.terminal, []
        for event_id, shift, series, number, copy in report_rows.reprints(tx, first, last):
            recorded = self._recorded(tx, event_id)
            event = None if recorded is None else recorded.event
            found.append(
                ReprintFact(
                    shift=shift,
                    folio=folio_text(terminal, series, number),
                    operator=0 if recorded is None else recorded.header.operator,
                    copy=copy,
                    reason=event.reason if isinstance(event, ReceiptReprinted) else "",
                )
            )
        return tuple(found)

    def _recorded(self, tx: Transaction, event_id: EventId) -> Recorded | None:
        """Return an event, None where the law took its body away."""
        try:
            return recorded_of(tx, self._desk.journal, event_id)
        except RecordErased:
            return None
