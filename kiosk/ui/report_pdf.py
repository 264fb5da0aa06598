"""A report of the cash desk as PDF on letter paper, made in memory alone."""

from __future__ import annotations

from datetime import date
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from kiosk.texts import Texts
from sync.money import Centavos
from sync.reports.model import Cell, Value
from sync.reports.sheet import Sheet, total_row

_MARGIN_MM = 14.0
_DOTS_PER_INCH = 300
_POINTS = 8
_JOINED = "\u2060"
"""Between sign and amount: no line ends there."""


def report_as_pdf(sheet: Sheet, texts: Texts, *, head: str, family: str = "Noto Sans") -> bytes:
    """Return the report as a PDF, landscape; *head* says whose it is and when it was made."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(sheet.title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDefaultFont(QFont(family, _POINTS))
    document.setHtml(report_as_html(sheet, texts, head))
    document.print_(writer)
    del writer  # what it holds back is written when it goes
    buffer.close()
    return bytes(held.data())


def report_as_html(sheet: Sheet, texts: Texts, head: str) -> str:
    """Return everything that the report says; amounts stand at the right."""
    heads = "".join(
        f'<th align="{_side(kind)}">{escape(one)}</th>'
        for one, kind in zip(sheet.headings, sheet.kinds, strict=True)
    )
    rows = [_row(row, sheet.kinds, texts, "td") for row in sheet.rows]
    totals = total_row(sheet)
    if totals is not None:
        rows.append(_row(totals, sheet.kinds, texts, "th"))
    return (
        f"<p>{escape(head)}</p><h1>{escape(sheet.title)}</h1><p>{escape(sheet.subtitle)}</p>"
        f'<table width="100%" cellpadding="4" border="1" cellspacing="0">'
        f"<thead><tr>{heads}</tr></thead>{''.join(rows)}</table>"
    )


def cell_words(value: Value, kind: Cell, texts: Texts) -> str:
    """Return one cell in words: money with its sign, days as people write them."""
    match value:
        case None:
            return ""
        case int() if kind is Cell.MONEY:
            money = texts.money(Centavos(abs(value)))
            return f"−{_JOINED}{money}" if value < 0 else money
        case int():
            return str(value)
        case date():
            return f"{value:%d/%m/%Y}"
        case str():
            return value


def _row(row: tuple[Value, ...], kinds: tuple[Cell, ...], texts: Texts, tag: str) -> str:
    cells = (
        f'<{tag} align="{_side(kind)}">{escape(cell_words(value, kind, texts))}</{tag}>'
        for value, kind in zip(row, kinds, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _side(kind: Cell) -> str:
    return "left" if kind in (Cell.TEXT, Cell.DAY) else "right"
