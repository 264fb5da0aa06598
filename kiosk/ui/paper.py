"""Sheets of paper and PDF: a person's copy, on letter size, made in memory alone."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.services.copies import NotPrinted, PersonCopy
from kiosk.services.views.rights import AccessLine, HeldField, HeldGroup
from kiosk.texts import Texts
from sync.person_copy import content_hash

_MARGIN_MM = 18.0
_DOTS_PER_INCH = 300
_POINTS = 10
_LETTER_HEIGHT_DOTS = 3_300


def copy_as_pdf(copy: PersonCopy, texts: Texts, family: str = "Noto Sans") -> bytes:
    """Return the copy as a PDF of letter size; nothing is written to any disk."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(texts.text("copy-paper-title"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageMargins(_margins(), QPageLayout.Unit.Millimeter)
    document = _document(copy, texts, family)
    document.print_(writer)
    del writer  # what it holds back is written when it goes
    buffer.close()
    return bytes(held.data())


def print_copy(copy: PersonCopy, texts: Texts, family: str = "Noto Sans") -> None:
    """Print the copy on the system's default printer; raises NotPrinted where there is none."""
    found = QPrinterInfo.defaultPrinter()
    if found.isNull():
        raise NotPrinted
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(texts.text("copy-paper-title"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setPageMargins(_margins(), QPageLayout.Unit.Millimeter)
    if not printer.isValid():
        raise NotPrinted
    _document(copy, texts, family).print_(printer)
    if printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error):
        raise NotPrinted


def copy_as_html(copy: PersonCopy, texts: Texts) -> str:
    """Return everything that the copy says, group by group."""
    held = copy.held
    lines = [
        f"<h1>{escape(texts.text('copy-paper-title'))}</h1>",
        _line(texts.text("copy-paper-head", institution=held.institution, office=held.office)),
        _line(held.law),
        _line(texts.text("copy-paper-person", name=held.person_name)),
        _line(
            texts.text(
                "copy-paper-made",
                when=f"{texts.day_with_year(held.collected_at.date())} "
                f"{texts.time(held.collected_at)}",
                code=content_hash(copy.content).hex(),
            )
        ),
    ]
    for group in held.groups:
        lines += _group(group, texts)
    lines.append(f"<h2>{escape(texts.text('rights-accesses'))}</h2>")
    lines += [_line(_access(one, texts)) for one in held.accesses]
    return "\n".join(lines)


def _group(group: HeldGroup, texts: Texts) -> list[str]:
    kind = texts.text(f"held-kind-{group.kind.value}")
    title = kind if group.title in ("", kind) else f"{kind} · {group.title}"
    lines = [
        f"<h2>{escape(title)}</h2>",
        _line(f"{texts.day_with_year(group.when.date())} {texts.time(group.when)}"),
    ]
    if group.folio:
        lines.append(
            _line(texts.text("copy-paper-folio", folio=group.folio, code=group.receipt_code))
        )
    rows = "".join(_row(one, texts) for one in group.fields)
    lines.append(f'<table width="100%" cellpadding="3" border="1">{rows}</table>')
    return lines


def _row(field: HeldField, texts: Texts) -> str:
    value = field.value or texts.text("held-empty")
    parts = []
    if field.purpose:
        parts.append(texts.text("rights-for", purpose=field.purpose))
    if field.legal_basis:
        parts.append(texts.text("rights-basis", basis=field.legal_basis))
    if field.term:
        parts.append(texts.text("rights-term", term=field.term))
    why = escape(" ".join(parts))
    cells = (escape(field.label), f"<b>{escape(value)}</b>", f"<small>{why}</small>")
    return "<tr>" + "".join(f'<td width="33%">{cell}</td>' for cell in cells) + "</tr>"


def _access(line: AccessLine, texts: Texts) -> str:
    when = f"{texts.day_with_year(line.when.date())} {texts.time(line.when)}"
    what = texts.text(f"access-{line.kind.value}")
    return texts.text("rights-access-line", when=when, who=line.operator_name, what=what)


def _line(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _document(copy: PersonCopy, texts: Texts, family: str) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(QFont(family, _POINTS))
    document.setHtml(copy_as_html(copy, texts))
    return document


def _margins() -> QMarginsF:
    return QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)


class OfficePrinter:
    """The computer's own printer, for comprobantes on letter or A4.

    It is asked on the printers' own thread: QPrinter needs no window.
    """

    def available(self) -> bool:
        """Say whether the computer has a printer of its own."""
        return not QPrinterInfo.defaultPrinter().isNull()

    def put(self, page: bytes, title: str) -> bool:
        """Print one page, given as PNG, to the paper's edges; say whether the system took it."""
        found = QPrinterInfo.defaultPrinter()
        picture = QImage.fromData(QByteArray(page))
        if found.isNull() or picture.isNull():
            return False
        printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        is_a4 = picture.height() > _LETTER_HEIGHT_DOTS
        size = QPageSize.PageSizeId.A4 if is_a4 else QPageSize.PageSizeId.Letter
        printer.setPageSize(QPageSize(size))
        printer.setFullPage(True)
        painter = QPainter()
        if not painter.begin(printer):
            return False
        painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), picture)
        return painter.end()
