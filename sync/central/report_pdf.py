"""Reports as PDF for paper: reportlab, letter, landscape, headings on every page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from sync.reports.model import Cell, Value
from sync.reports.sheet import Sheet, total_row

_MARGIN = 14 * mm
_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=15, leading=19)
_SUBTITLE = ParagraphStyle("subtitle", fontName="Helvetica", fontSize=9, leading=12)
_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=8, leading=10)
_HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=8, leading=10)
_HEAD_RIGHT = ParagraphStyle("head_right", parent=_HEAD, alignment=2)
_RIGHT = ParagraphStyle("right", parent=_TEXT, alignment=2)
_SUM = ParagraphStyle("sum", parent=_RIGHT, fontName="Helvetica-Bold")
_SUM_WORD = ParagraphStyle("sum_word", parent=_TEXT, fontName="Helvetica-Bold")
_WEIGHTS = {Cell.TEXT: 3.0, Cell.MONEY: 2.2, Cell.DAY: 1.9, Cell.COUNT: 1.85}


def pdf_bytes(sheets: Iterable[Sheet], *, institution: str, footer: str) -> bytes:
    """Return tables as one PDF, each on a page of its own."""
    held = io.BytesIO()
    page = landscape(letter)
    story: list[Any] = []
    width = page[0] - 2 * _MARGIN - 12  # the frame keeps 6 points on either side
    for sheet in sheets:
        if story:
            story.append(PageBreak())
        story += [
            Paragraph(_shown(institution), _SUBTITLE),
            Paragraph(_shown(sheet.title), _TITLE),
            Paragraph(_shown(sheet.subtitle), _SUBTITLE),
            Spacer(1, 4 * mm),
            _grid(sheet, width),
        ]

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, 8 * mm, footer)
        canvas.drawRightString(page[0] - _MARGIN, 8 * mm, str(document.page))

    SimpleDocTemplate(
        held,
        pagesize=page,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 4 * mm,
        title=institution,
    ).build(story, onFirstPage=number, onLaterPages=number)
    return held.getvalue()


def _grid(sheet: Sheet, width: float) -> Grid:
    heads = [
        Paragraph(_shown(one), _HEAD if kind in (Cell.TEXT, Cell.DAY) else _HEAD_RIGHT)
        for one, kind in zip(sheet.headings, sheet.kinds, strict=True)
    ]
    rows = [
        [_cell(value, kind, _TEXT, _RIGHT) for value, kind in zip(row, sheet.kinds, strict=True)]
        for row in sheet.rows
    ]
    totals = total_row(sheet)
    if totals is not None:
        rows.append(
            [
                _cell(value, kind, _SUM_WORD, _SUM)
                for value, kind in zip(totals, sheet.kinds, strict=True)
            ]
        )
    weights = [_WEIGHTS[kind] for kind in sheet.kinds]
    style = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.HexColor("#BBBBBB")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    if totals is not None:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, colors.black))
    return Grid(
        [heads, *rows],
        colWidths=[width * weight / sum(weights) for weight in weights],
        repeatRows=1,
        style=TableStyle(style),
    )


def _cell(value: Value, kind: Cell, left: ParagraphStyle, right: ParagraphStyle) -> Paragraph:
    match value:
        case None:
            return Paragraph("", left)
        case int() if kind is Cell.MONEY:
            return Paragraph(_grouped(value), right)
        case int():
            return Paragraph(str(value), right)
        case date():
            return Paragraph(f"{value:%d/%m/%Y}", left)
        case str():
            return Paragraph(_shown(value), left)


def _grouped(centavos: int) -> str:
    whole, cents = divmod(abs(centavos), 100)
    return f"{'-' if centavos < 0 else ''}{whole:,}.{cents:02d}"


def _shown(text: str) -> str:
    """Return text as the built-in fonts can show it; what they lack becomes a question mark."""
    return escape(text.encode("cp1252", "replace").decode("cp1252"))
