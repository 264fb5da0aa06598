"""V27: is this comprobante authentic, and what does this device know of it (UX §3.12).

Nothing is sent by checking. A typed folio is answered only from what stands in this device's own
journal. Another device's shift slip that a supervisor scans is noted (kind 114): it travels with
the next delivery and holds that device to the head on its slip (PROTOCOL §10).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.domain.citizens import display_name
from kiosk.errors import KnownError
from kiosk.services.citizens import MAY_SEE_PEOPLE
from kiosk.services.desk import Desk, local, local_day
from kiosk.services.permissions import Permissions
from kiosk.services.reading import RecordErased, recorded_of
from kiosk.services.verification import concept_label
from kiosk.services.views import ReceiptLine
from kiosk.services.views.verifying import (
    Cancelled,
    Checked,
    Held,
    PaperFacts,
    SlipNote,
    VerifyPageView,
)
from kiosk.store import drawer, kept, queries, rights, slips
from kiosk.texts import Texts
from sync import cbor
from sync.catalogue import Capability
from sync.events import PaymentReversed, PaymentTaken, Recorded, RegistrationMade, SlipSeen
from sync.ids import CROCKFORD, EventId, folio_text
from sync.journal import Transaction
from sync.money import Centavos
from sync.profile import InstitutionProfile
from sync.receipt_check import Answer, ReceiptTrust, Verdict, verify
from sync.receipts import (
    ANCHOR_BYTES,
    ReceiptFields,
    ReceiptKind,
    bytes_of_digits,
    qr_text,
    read_payload,
    typed_code,
)
from sync.revocations import RevocationList

LARGEST_PICTURE_BYTES = 40 * 2**20
_DIGITS_AT_END = re.compile(r"[0-9]{100,1500}$")
_FOLIO = re.compile(r"([0-9]{5}-[0-9A-Z]{3})-([0-9A-Z]{4})-([0-9]{1,10})")
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_WITHOUT_MONEY = (ReceiptKind.REGISTRATION, ReceiptKind.START_OF_SERIES)

Revocations = Callable[[InstitutionProfile], RevocationList | None]


class Codes(Protocol):
    """Reads the codes in a picture; `kiosk.devices.codes.PictureScanner` is one."""

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the texts of the codes, () where none can be read."""
        ...


class NoCode(KnownError):
    """No code can be read in the picture; nothing was decided."""

    code: ClassVar[str] = "verify.no_code"


@dataclass(frozen=True, slots=True)
class _Own:
    """What this device's journal knows of one of its own receipts."""

    held: Held
    cancelled: Cancelled | None = None
    holder: str = ""
    event_id: EventId | None = None


class Verifying:
    """Checks comprobantes for whoever is at work."""

    def __init__(
        self, desk: Desk, codes: Codes, revocations: Revocations, texts: Callable[[], Texts]
    ) -> None:
        self._desk = desk
        self._codes = codes
        self._revocations = revocations
        self._texts = texts

    def check(self, text: str) -> Checked:
        """Return what is to be said of the text of a code: scanned, typed by a scanner, pasted."""
        institution = self._desk.identity.institution
        return self._checked(read_as_code(text, institution.receipt_prefix))

    def check_picture(self, image: bytes) -> Checked:
        """Return what is to be said of the code in a picture; raises NoCode where none is read."""
        texts = self._codes.read_image(image)
        if not texts:
            raise NoCode
        prefix = self._desk.identity.institution.receipt_prefix
        return self.check(next((one for one in texts if one.startswith(prefix)), texts[0]))

    def check_file(self, path: Path) -> Checked:
        """Return what is to be said of the code in a picture file; raises NoCode likewise."""
        try:
            if path.stat().st_size > LARGEST_PICTURE_BYTES:
                raise NoCode
            image = path.read_bytes()
        except OSError as error:
            raise NoCode from error
        return self.check_picture(image)

    def check_typed(self, folio: str, code: str) -> Checked:
        """Return what this device knows of a folio and the ten characters beside the code.

        A folio of another device, or one that is not here, *cannot be known here*; one that is
        here under another code is *not authentic*.
        """
        place = _folio_in(folio)
        typed = re.sub(r"[\s-]", "", code).upper().translate(_READ_AS)
        if place is None or place[0] != self._desk.identity.terminal:
            return self._answer(Answer.CANNOT_BE_KNOWN, "not-here")

        def work(tx: Transaction) -> tuple[bytes | None, str | None]:
            row = kept.receipt_by_number(tx, place[1], place[2])
            if row is None:
                return None, None
            return row.cose, typed_code(self._anchor(tx, row))

        cose, known = self._desk.read(work)
        if known is None:
            return self._answer(Answer.CANNOT_BE_KNOWN, "not-here")
        if known.replace("-", "") != typed:
            return self._answer(Answer.NOT_AUTHENTIC, "typed")
        if cose is None:  # a provisional paper: recorded here, not signed yet
            return self._answer(Answer.CANNOT_BE_KNOWN, "unsigned")
        return self._checked(qr_text(self._desk.identity.institution.receipt_prefix, cose))

    def page(self) -> VerifyPageView:
        """Return which verify page the institution's profile states (PROTOCOL §5a, key 14)."""
        institution = self._desk.identity.institution
        return VerifyPageView(
            domain_words=institution.domain_words,
            hashes=tuple(digest.hex() for digest in institution.page_hashes),
        )

    def _checked(self, text: str) -> Checked:
        identity = self._desk.identity
        institution = identity.institution
        listed = self._revocations(institution)
        verdict = verify(text, ReceiptTrust.of(institution), listed)
        checked = replace(
            self._answer(verdict.answer, verdict.code),
            paper=self._paper(verdict),
            list_day=None if listed is None else local_day(listed.issued_at_seconds),
        )
        certificate, says = verdict.certificate, verdict.receipt
        if verdict.answer is Answer.NOT_AUTHENTIC or certificate is None or says is None:
            return checked
        if certificate.device_id == identity.certificate.device_id:
            own = self._desk.read(lambda tx: self._own(tx, says))
            return replace(
                checked,
                held=own.held,
                cancelled=own.cancelled,
                holder=own.holder,
                event_id=own.event_id,
            )
        if says.kind is ReceiptKind.SHIFT_SLIP and verdict.answer is Answer.AUTHENTIC:
            return replace(checked, slip=self._note_slip(text))
        return checked

    def _answer(self, answer: Answer, code: str) -> Checked:
        institution = self._desk.identity.institution
        return Checked(
            answer=answer,
            code=code,
            at=local(self._desk.now_seconds()),
            office_words=f"{institution.place} · {institution.phone}",
        )

    def _paper(self, verdict: Verdict) -> PaperFacts | None:
        says, certificate = verdict.receipt, verdict.certificate
        if says is None or certificate is None:
            return None
        texts = self._texts()
        lines = tuple(
            ReceiptLine(
                label=name or concept_label(concept.code, texts),
                amount_centavos=Centavos(concept.net_centavos),
            )
            for concept, name in zip(says.concepts, verdict.concept_names, strict=True)
        )
        original = says.original
        return PaperFacts(
            kind=int(says.kind),
            folio=verdict.folio or "",
            typed_code=verdict.typed_code or "",
            issued_at=local(says.time_seconds),
            age_seconds=self._desk.now_seconds() - says.time_seconds,
            time_verified=says.time_verified,
            office=verdict.office or certificate.terminal,
            total_centavos=None if says.kind in _WITHOUT_MONEY else Centavos(says.total_centavos),
            lines=lines,
            cashier=says.cashier,
            initials=says.initials or "",
            original_folio="" if original is None else folio_text(certificate.terminal, *original),
        )

    def _own(self, tx: Transaction, says: ReceiptFields) -> _Own:
        """Return what the journal here knows of this device's own receipt."""
        row = kept.receipt_by_number(tx, says.series, says.number)
        if row is None or self._anchor(tx, row) != says.anchor:
            return _Own(Held.CONTRADICTED)
        if rights.is_blocked(tx, row.event_id):
            return _Own(Held.HERE)
        try:
            recorded = recorded_of(tx, self._desk.journal, row.event_id)
        except RecordErased:
            return _Own(Held.HERE)
        return _Own(
            Held.HERE,
            self._reversal(tx, recorded, row.event_id),
            self._holder(tx, recorded),
            row.event_id if self._may_open(tx, recorded) else None,
        )

    def _anchor(self, tx: Transaction, row: kept.ReceiptRow) -> bytes:
        """Return the anchor on the paper: of the stored bytes, which a fork does not change."""
        if row.cose is not None:
            return read_payload(cbor.decode(row.cose)[2]).anchor
        return recorded_of(tx, self._desk.journal, row.event_id).head[:ANCHOR_BYTES]

    def _reversal(self, tx: Transaction, recorded: Recorded, event_id: EventId) -> Cancelled | None:
        if not isinstance(recorded.event, PaymentTaken):
            return None
        reversal = drawer.reversal_of(tx, event_id)
        row = None if reversal is None else kept.receipt_of(tx, reversal)
        if reversal is None or row is None:
            return None
        at = recorded_of(tx, self._desk.journal, reversal).header.time_seconds
        folio = folio_text(self._desk.identity.terminal, row.series, row.number)
        return Cancelled(folio=folio, at=local(at))

    def _holder(self, tx: Transaction, recorded: Recorded) -> str:
        """Return whose it is, for staff who serve people, never of a discreet service."""
        subject = recorded.header.subject
        if subject is None or getattr(recorded.event, "discreet", False):
            return ""
        if not self._serves(tx):
            return ""
        person = queries.person(tx, subject)
        if person is None:
            return ""
        return display_name(person.given, person.first_surname, person.second_surname)

    def _may_open(self, tx: Transaction, recorded: Recorded) -> bool:
        """Tell whether whoever is at work may see it on V16: a discreet one, who made it alone."""
        discreet = getattr(recorded.event, "discreet", False)
        mine = recorded.header.operator == self._desk.operator
        of_a_person = isinstance(recorded.event, PaymentTaken | PaymentReversed | RegistrationMade)
        return of_a_person and (mine or not discreet) and self._serves(tx)

    def _serves(self, tx: Transaction) -> bool:
        permissions = Permissions(self._desk)
        return any(permissions.may(one, tx) for one in MAY_SEE_PEOPLE)

    def _note_slip(self, text: str) -> SlipNote:
        """Record another device's slip once, where a supervisor is at work."""
        if not Permissions(self._desk).may(Capability.APPROVE):
            return SlipNote.NONE
        prefix = self._desk.identity.institution.receipt_prefix
        slip = SlipSeen(receipt=bytes_of_digits(text.removeprefix(prefix)))
        salt = self._desk.new_salt()

        def work(tx: Transaction) -> SlipNote:
            if slips.is_noted(tx, slip):
                return SlipNote.KNOWN
            self._desk.append(tx, slip, salt=salt)
            return SlipNote.NOTED

        return self._desk.write(work)


def read_as_code(text: str, prefix: str) -> str:
    """Return *text* as the code's own, where only a keyboard between the two changed signs.

    A scanner that types like a keyboard of another layout spoils `://`, `/` and `#`, never letters
    and digits (RECEIPTS §7). White space of a pasted message is left out; bare digits are taken
    for this institution's.
    """
    bare = re.sub(r"\s+", "", text)
    if bare.startswith(prefix):
        return bare
    found = _DIGITS_AT_END.search(bare)
    if found is None:
        return bare
    head = _letters(bare[: found.start()])
    return prefix + found.group() if head in ("", _letters(prefix)) else bare


def is_receipt_code(text: str) -> bool:
    """Tell whether a scanner typed a comprobante: no name and no folio ends in so many digits."""
    return _DIGITS_AT_END.search(re.sub(r"\s+", "", text)) is not None


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _folio_in(text: str) -> tuple[str, int, int] | None:
    """Return terminal, series and number of a printed folio; O is read as 0, I and L as 1."""
    match = _FOLIO.fullmatch(text.strip().upper().translate(_READ_AS))
    if match is None:
        return None
    series = 0
    for character in match.group(2):
        place = CROCKFORD.find(character)
        if place < 0:
            return None
        series = series * 32 + place
    return match.group(1), series, int(match.group(3))
