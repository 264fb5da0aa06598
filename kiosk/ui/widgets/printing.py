"""A text on the computer's own printer, for whoever wants to take it along."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument


def can_print() -> bool:
    """Tell whether this computer has a printer of its own to print on."""
    try:
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError:  # a system without the libraries for printing: the text can be read
        return False
    return not QPrinterInfo.defaultPrinter().isNull()


def print_text(title: str, text: str) -> None:
    """Print a text on the default printer, on as many sheets as it needs; no dialog is shown."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    document = QTextDocument()
    document.setPlainText(f"{title}\n\n{text.strip()}\n")
    document.print_(printer)
