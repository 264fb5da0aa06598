"""An examination in plain words: for the command line and for screen X02."""

from __future__ import annotations

from kiosk.services.examining import Examination, Verdict
from kiosk.services.rescuing import RescueReport, SeriesFound
from kiosk.texts import Texts
from kiosk.vault.doctor import Trouble

_MEGABYTE = 2**20
_NAMES_SHOWN = 3


def examination_lines(found: Examination, texts: Texts) -> tuple[str, ...]:
    """Return what was found, one finding after the other, the verdict last."""
    lines = [
        line
        for trouble in found.troubles
        for line in (trouble_words(trouble, texts), "  " + trouble_todo(trouble, texts))
    ]
    lines += [chain_words(chain, texts) for chain in found.chains]
    if found.wrong_clave:
        lines.append(texts.text("clave-does-not-fit"))
    match found.verdict:
        case Verdict.SOUND:
            lines.append(texts.text("doctor-sound"))
        case Verdict.DAMAGED:
            lines.append(texts.text("doctor-damaged"))
        case Verdict.UNKNOWN:
            lines.append(texts.text("doctor-unknown"))
    return tuple(lines)


def trouble_words(trouble: Trouble, texts: Texts) -> str:
    """Return what is wrong, in one or two sentences."""
    return texts.part(_message(trouble), "found", **_variables(trouble, texts))


def trouble_todo(trouble: Trouble, texts: Texts) -> str:
    """Return what to do about it."""
    return texts.part(_message(trouble), "todo", **_variables(trouble, texts))


def chain_words(chain: Trouble, texts: Texts) -> str:
    """Return how far a series holds."""
    variables = _variables(chain, texts)
    whole = chain.number == chain.of
    return texts.text("doctor-series-whole" if whole else "doctor-series-cut", **variables)


def report_lines(report: RescueReport, texts: Texts) -> tuple[str, ...]:
    """Return what can be read of a damaged file."""
    lines = [series_words(one, texts) for one in report.series]
    lines.append(
        texts.text(
            "rescue-found",
            events=str(report.events),
            receipts=str(report.receipts),
            drafts=str(report.drafts),
            files=str(report.files),
        )
    )
    if report.damaged_pages:
        damaged, pages = str(report.damaged_pages), str(report.pages)
        lines.append(texts.text("rescue-pages", damaged=damaged, pages=pages))
    return tuple(lines)


def series_words(series: SeriesFound, texts: Texts) -> str:
    """Return up to where a series is intact, and how much was found behind."""
    when = "" if series.intact_at is None else texts.when(series.intact_at)
    return texts.text(
        "rescue-series",
        series=series.series,
        number=str(series.intact_to),
        when=when,
        after=str(series.found - series.intact_to),
        last=str(series.last),
    )


def size_words(size_bytes: int) -> str:
    """Return a size in MB, at least 1."""
    return f"{max(1, round(size_bytes / _MEGABYTE))} MB"


def _message(trouble: Trouble) -> str:
    return f"doctor-{trouble.code.value}"


def _variables(trouble: Trouble, texts: Texts) -> dict[str, str | int]:
    names = ", ".join(trouble.names[:_NAMES_SHOWN])
    if len(trouble.names) > _NAMES_SHOWN:
        names += ", …"
    return {
        "number": str(trouble.number),
        "of": str(trouble.of),
        "after": str(max(0, trouble.of - trouble.number)),
        "series": trouble.series,
        "when": "" if trouble.at is None else texts.when(trouble.at),
        "names": names,
    }
