"""Privacy notices as the catalogue words them: `[[notices]]` and their `[[notices.purposes]]`."""

from __future__ import annotations

from sync.catalogue import NoticeEntry, NoticeText, Purpose
from sync.central.toml_rows import Row, in_order


def notice_of(row: Row) -> NoticeEntry:
    """Return one version of a notice; every part speaks the same languages."""
    short = dict(row.languages("short"))
    sentence = dict(row.languages("sentence"))
    lines = dict(row.lists("lines"))
    full = dict(row.optional_languages("full"))
    if not set(short) == set(sentence) == set(lines):
        raise row.refuse("lines", "short, lines and sentence need the same languages")
    if full and set(full) != set(short):
        raise row.refuse("full", "needs the same languages as short")
    entry = NoticeEntry(
        notice_id=row.text("id"),
        version=row.number("version", 1),
        texts=in_order(
            {
                language: NoticeText(
                    short=short[language],
                    lines=lines[language],
                    sentence=sentence[language],
                    full=full.get(language, ""),
                )
                for language in short
            }
        ),
        purposes=tuple(purpose_of(one, set(short)) for one in row.rows("purposes")),
    )
    if len({one.purpose_id for one in entry.purposes}) != len(entry.purposes):
        raise row.refuse("purposes", "names the same purpose twice")
    row.end()
    return entry


def purpose_of(row: Row, languages: set[str]) -> Purpose:
    """Return one purpose of a notice; a sensitive one can always be refused."""
    sentences = row.languages("sentences")
    if set(dict(sentences)) != languages:
        raise row.refuse("sentences", "needs the same languages as the notice")
    needed = row.flag("needed", default=True)
    sensitive = row.flag("sensitive", default=False)
    if needed and sensitive:
        raise row.refuse("needed", "a sensitive purpose can be refused: needed = false")
    entry = Purpose(
        purpose_id=row.text("id"), sentences=sentences, needed=needed, sensitive=sensitive
    )
    row.end()
    return entry
