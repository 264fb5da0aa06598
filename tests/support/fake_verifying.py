"""Verifying in memory: the answers of V27 that a test may ask for by what it types."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from kiosk.services import verifying
from kiosk.services.verifying import NoCode
from kiosk.services.views import ReceiptLine
from kiosk.services.views.verifying import (
    Cancelled,
    Checked,
    Held,
    PaperFacts,
    SlipNote,
    VerifyPageView,
)
from sync.clock import Clock
from sync.ids import EventId
from sync.money import Centavos
from sync.receipt_check import Answer
from sync.receipts import ReceiptKind

FOLIO = "20067-007-1PGE-342"


class FakeVerifying(verifying.Verifying):
    """Answers by the text that is checked: «bueno», «cancelado», «falso», «otro», «corte»…"""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def page(self) -> VerifyPageView:
        return VerifyPageView(
            domain_words="demo punto invalid", hashes=("0123abcd" * 8, "4567ef89" * 8)
        )

    def check(self, text: str) -> Checked:
        return self._said(text)

    def check_file(self, path: Path) -> Checked:
        if path.suffix != ".png":
            raise NoCode
        return self._said("bueno")

    def check_typed(self, folio: str, code: str) -> Checked:
        if folio != FOLIO:
            return self._answer(Answer.CANNOT_BE_KNOWN, "not-here")
        return self._said("bueno") if code else self._answer(Answer.NOT_AUTHENTIC, "typed")

    def _said(self, text: str) -> Checked:
        now = self._clock.now().astimezone()
        paper = PaperFacts(
            kind=int(ReceiptKind.PAYMENT),
            folio=FOLIO,
            typed_code="HB12Y-SHVTX",
            issued_at=now - timedelta(hours=3),
            age_seconds=3 * 3600,
            time_verified=True,
            office="Los Encinos, caja 007",
            total_centavos=Centavos(18_550),
            lines=(
                ReceiptLine(label="Acta de nacimiento", amount_centavos=Centavos(9_250)),
                ReceiptLine(label="Búsqueda en el archivo", amount_centavos=Centavos(9_300)),
            ),
            cashier=42,
            initials="P. U. D.",
        )
        match text:
            case "bueno":
                return self._answer(
                    Answer.AUTHENTIC,
                    "ok",
                    paper=paper,
                    held=Held.HERE,
                    holder="PRUEBA Uno Dos",
                    event_id=EventId(b"p" * 16),
                )
            case "cancelado":
                cancelled = Cancelled(folio="20067-007-1PGE-343", at=now)
                return self._answer(
                    Answer.AUTHENTIC, "ok", paper=paper, held=Held.HERE, cancelled=cancelled
                )
            case "corte":
                return self._answer(Answer.AUTHENTIC, "ok", paper=paper, slip=SlipNote.NOTED)
            case "otro":
                return self._answer(Answer.CANNOT_BE_KNOWN, "root-unknown")
            case "contradicho":
                return self._answer(Answer.AUTHENTIC, "ok", paper=paper, held=Held.CONTRADICTED)
            case _:
                return self._answer(Answer.NOT_AUTHENTIC, "sig")

    def _answer(self, answer: Answer, code: str, **said: object) -> Checked:
        return Checked(
            answer=answer,
            code=code,
            at=self._clock.now().astimezone(),
            list_day=date(2026, 11, 14),
            office_words="Plaza de PRUEBA 1 · 000 000 0000",
            **said,  # type: ignore[arg-type]  # fields of Checked
        )
