"""The auditor's view as one HTML page without scripts, and as CSV for sorting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from sync.central.audit import ALARMING, Mark, Number, Series
from sync.central.findings import Listed
from sync.central.findings.words import LANGUAGES, facts_said, said
from sync.reports.files import BYTE_ORDER_MARK, plain_text
from sync.reports.model import pesos

MARKS: dict[Mark, tuple[str, str]] = {
    Mark.MISSING: ("FALTA", "MISSING"),
    Mark.TWICE: ("usado dos veces, también con código", "used twice, also with code"),
    Mark.CHANGED: ("el papel dice otra cosa:", "the paper says something else:"),
    Mark.NOT_RECORDED: ("visto en papel, sin registro", "seen on paper, not recorded"),
    Mark.HELD_BACK: ("apartado, código", "held back, code"),
    Mark.ERASED: ("borrado por ley", "erased by law"),
    Mark.REVERSED: ("cancelado con el número", "reversed by number"),
    Mark.SEEN: ("visto en papel", "seen on paper"),
}
KINDS: dict[int, tuple[str, str]] = {
    1: ("inicio de serie", "start of series"),
    30: ("apertura", "opening"),
    33: ("corte", "closing"),
    40: ("solicitud", "registration"),
    60: ("cobro", "payment"),
    61: ("cancelación", "reversal"),
}
HEADINGS: tuple[tuple[str, str], ...] = (
    ("Número", "Number"),
    ("Qué", "What"),
    ("Día", "Day"),
    ("Cajero", "Clerk"),
    ("Total", "Total"),
    ("Código", "Code"),
    ("Papeles", "Papers"),
    ("Estado", "State"),
)
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Folios y comprobantes, uno por uno", "Numbers and receipts, one by one"),
    "how": (
        "Compare el total y el código de cada papel con esta lista. Un número que falta, un código"
        " distinto o un papel sin registro es un cobro quitado o cambiado.",
        "Compare total and code of each paper with this list. A number that is missing, another"
        " code or a paper without a record is a payment removed or changed.",
    ),
    "findings": ("Lo que no cuadra", "What does not fit"),
    "nothing": ("Nada.", "Nothing."),
    "series": ("Serie", "Series"),
    "sum": ("Cobrado menos cancelado", "Charged less reversed"),
    "alarms": ("números con aviso", "numbers with a warning"),
}
_STYLE = (
    "body{font:15px/1.4 sans-serif;margin:2rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:.5rem 0 2rem}"
    "th,td{text-align:left;padding:.15rem .7rem;border-bottom:1px solid #ccc}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
    "tr.alarm td{background:#fde8e8;font-weight:bold}caption{text-align:left;font-weight:bold}"
)
_NUMERIC = (0, 3, 4, 6)


def audit_html(
    series: Sequence[Series],
    findings: Sequence[Listed],
    *,
    institution: str,
    made: str,
    language: str,
) -> str:
    """Return the whole page."""
    place = LANGUAGES.index(language)
    lines = [
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">',
        f"<title>{_word('title', place)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_word('title', place)}</h1><p>{escape(institution)} · {escape(made)}</p>",
        f"<p>{_word('how', place)}</p><h2>{_word('findings', place)} ({len(findings)})</h2>",
    ]
    if findings:
        lines.append("<ul>")
        lines += [
            f"<li><b>{escape(one.name)}</b> {escape(said(one.name, language))}."
            f" <code>{escape(one.terminal)} {escape(facts_said(one.facts))}</code></li>"
            for one in findings
        ]
        lines.append("</ul>")
    else:
        lines.append(f"<p>{_word('nothing', place)}</p>")
    for one in series:
        lines += _series(one, place)
    lines.append("</body></html>")
    return "\n".join(lines)


def _series(series: Series, place: int) -> Iterable[str]:
    alarms = sum(not ALARMING.isdisjoint(one.marks) for one in series.numbers)
    yield f"<h2>{escape(series.terminal)} · {_word('series', place)} {series.series}</h2>"
    yield (
        f"<p>{escape(series.first_folio)} … {len(series.numbers)} · {_word('sum', place)}:"
        f" {pesos(series.net_centavos)} · {alarms} {_word('alarms', place)}</p><table><tr>"
    )
    for column, heading in enumerate(HEADINGS):
        yield f'<th scope="col"{_class(column)}>{escape(heading[place])}</th>'
    yield "</tr>"
    for one in series.numbers:
        alarm = "" if ALARMING.isdisjoint(one.marks) else ' class="alarm"'
        cells = "".join(
            f"<td{_class(column)}>{escape(cell)}</td>"
            for column, cell in enumerate(_cells(one, place))
        )
        yield f"<tr{alarm}>{cells}</tr>"
    yield "</table>"


def audit_csv(series: Iterable[Series], language: str) -> bytes:
    """Return one line per number, for a spreadsheet."""
    place = LANGUAGES.index(language)
    heads = ["device", "terminal", "series", *(one[place] for one in HEADINGS)]
    lines = [heads]
    for one in series:
        start = [one.device_id.hex(), one.terminal, str(one.series)]
        lines += [[*start, *_cells(number, place)] for number in one.numbers]
    quoted = (",".join(_quoted(cell) for cell in line) for line in lines)
    return (BYTE_ORDER_MARK + "\r\n".join(quoted) + "\r\n").encode("utf-8")


def _cells(one: Number, place: int) -> list[str]:
    kind = KINDS.get(one.kind or 0)
    marks = [
        f"{MARKS[mark][place]} {_about(mark, word)}".strip() for mark, word in one.marks.items()
    ]
    return [
        str(one.number),
        "" if kind is None else kind[place],
        "" if one.day is None else one.day.isoformat(),
        str(one.operator) if one.operator else "",
        "" if one.total_centavos is None else pesos(one.total_centavos),
        one.code,
        str(one.papers),
        "; ".join(marks) or "✓",
    ]


def _about(mark: Mark, word: str) -> str:
    if mark is Mark.CHANGED:
        code, _, total = word.partition(" ")
        return f"{code} {pesos(int(total))}"
    return "" if mark in (Mark.NOT_RECORDED, Mark.SEEN) else word


def _quoted(text: str) -> str:
    return '"' + plain_text(text).replace('"', '""') + '"'


def _class(column: int) -> str:
    return ' class="n"' if column in _NUMERIC else ""


def _word(key: str, place: int) -> str:
    return escape(WORDS[key][place])
