"""Labels: marks become our own rich text, and nothing else does (FORMS §9, §14)."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.questions.markdown import escape, html, is_plain, plain

OURS = {"b", "big", "br", "p", "ul", "li", "span"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def read(rich: str) -> _Reader:
    """Return what a reader of HTML finds."""
    reader = _Reader()
    reader.feed(rich)
    reader.close()
    return reader


def red(_written: str) -> str:
    """Know one colour."""
    return "#b10e1e"


@pytest.mark.parametrize(
    ("markdown", "rich", "words"),
    [
        ("Pida **la CURP**", "Pida <b>la CURP</b>", "Pida la CURP"),
        ("__uno__ *dos* _tres_", "<b>uno</b> <b>dos</b> <b>tres</b>", "uno dos tres"),
        ("# Título", "<p><big><big><b>Título</b></big></big></p>", "Título"),
        ("* a\n* b", "<ul><li>a</li><li>b</li></ul>", "• a\n• b"),
        ("4. a\n7) b", "4. a<br>7) b", "4. a\n7) b"),  # an author's number is that question's
        ("[la guía](https://x.mx)", "la guía (https://x.mx)", "la guía"),
        ("a\nb", "a<br>b", "a\nb"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("**sin cerrar", "**sin cerrar", "**sin cerrar"),
        (r"\*tal cual\*", "*tal cual*", "*tal cual*"),
        ("<a>x</a> & y", "&lt;a&gt;x&lt;/a&gt; &amp; y", "<a>x</a> & y"),
        (
            '<span style="color: red">r</span>',
            '<span style="color:#b10e1e">r</span>',
            "r",
        ),
        ('<span onclick="x">r</span>', '&lt;span onclick="x"&gt;r&lt;/span&gt;',
         '<span onclick="x">r</span>'),
    ],
)  # fmt: skip
def test_marks_of_the_subset_become_rich_text(markdown: str, rich: str, words: str) -> None:
    """What is in the subset is shown; everything else stands as it was written."""
    assert html(markdown, colour=red) == rich
    assert plain(markdown) == words


@pytest.mark.parametrize(
    ("written", "rich", "words"),
    [
        ("<h2>Sección</h2><b>Nombre:</b>", "<p><big><b>Sección</b></big></p><p><b>Nombre:</b></p>",
         "Sección\nNombre:"),
        ("Uno<br/>dos <i>tres</i>", "Uno<br>dos <b>tres</b>", "Uno\ndos tres"),
        ("<p>Uno</p><p>Dos</p>", "Uno<br><br>Dos", "Uno\n\nDos"),
        ('<font color="red">ñ</font>', '<span style="color:#b10e1e">ñ</span>', "ñ"),
        ("a < b <script>c</script>", "a &lt; b &lt;script&gt;c&lt;/script&gt;",
         "a < b <script>c</script>"),
        ("<b>abierto", "&lt;b&gt;abierto", "<b>abierto"),
    ],
)  # fmt: skip
def test_tags_of_old_forms_are_read_as_marks(written: str, rich: str, words: str) -> None:
    """HTML that authors wrote shows as what it meant; any other tag stands as written."""
    shown = html(written, colour=lambda name: "#b10e1e" if name == "red" else None)

    assert shown == rich
    assert plain(written) == words


def test_addresses_stay_away_where_they_would_lead_nowhere() -> None:
    """In kiosk mode a link is its words (FORMS §9)."""
    assert html("[la guía](https://x.mx)", addresses=False) == "la guía"


@given(st.text(max_size=60), st.sampled_from(["Hola {}", "**Hola {}**", "* {}", "# {} fin"]))
def test_an_answer_is_never_markup(answer: str, label: str) -> None:
    """An answer in a label adds no tag, no colour and no link, and is read as it was typed."""
    answer = " ".join(answer.split())
    empty = read(html(label.format("x"), colour=red))

    found = read(html(label.format(escape(answer) or "x"), colour=red))

    assert found.tags == empty.tags
    assert found.attributes == empty.attributes
    if answer:
        assert answer in found.words


@given(st.text(alphabet="*_#[]()<>\\ab \n1.-\"'=;:span/tylecor", max_size=60))
def test_nothing_but_our_own_tags_comes_out(markdown: str) -> None:
    """Whatever an author writes, Qt is given tags of ours with one colour at most."""
    found = read(html(markdown, colour=red))

    assert set(found.tags) <= OURS
    assert set(found.attributes) <= {("style", "color:#b10e1e")}


@given(st.text(max_size=40))
def test_labels_without_marks_are_seen_at_a_glance(text: str) -> None:
    """The short way gives the same words as the long one."""
    if is_plain(text):
        assert plain(text) == text
        assert read(html(text)).words == text
