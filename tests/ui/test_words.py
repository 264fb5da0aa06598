"""Texts and resources: every id exists, nothing is said in code, the words follow UX §6.1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fluent.syntax import ast, parse, visitor

from kiosk.services.views import DeliveryWord, LinkState
from kiosk.texts import LANGUAGES, PSEUDO_LONG, Texts
from kiosk.ui.field.person import ENTITIES, SEXES
from kiosk.ui.field.words import size_words
from kiosk.ui.shortcuts import SHORTCUTS, Scope
from kiosk.ui.widgets.marks import WORD_IDS
from sync.money import Centavos
from tests.support.fake_values import a_clock
from tests.support.qt import RESOURCES

ROOT = RESOURCES.parent
SCREENS = [*(ROOT / "kiosk" / "ui").rglob("*.py")]
NEVER = re.compile(
    r"\b(error|inválid\w*|obligatori\w*|usuario|sincroni\w*|servidor|sesión|token|lo sentimos|"
    r"por favor|ups|recibos?)\b|¡",
    re.IGNORECASE,
)


def messages(language: str) -> Iterator[tuple[str, ast.Message, str]]:
    """Return every message with its file's name; a broken entry raises."""
    for path in sorted((RESOURCES / "translations" / language).glob("*.ftl")):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                yield entry.id.name, entry, path.name


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's name
        """Keep the name."""
        self.names.add(node.id.name)


def variables(message: ast.Message) -> set[str]:
    """Return the variables of a message and its attributes."""
    found = _Variables()
    found.visit(message)
    return found.names


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [
        (1, "1 KB"),
        (1_024_000_000, "1,024 MB"),
        (1_024_600_000, "1.0 GB"),
        (12_340_000_000, "12.3 GB"),
        (1_500_000_000_000, "1,500.0 GB"),
    ],
)
def test_a_size_is_said_in_a_unit_people_can_hold(size_bytes: int, words: str) -> None:
    """KB, MB, and GB with one decimal above 1,024 MB."""
    texts = Texts(RESOURCES / "translations", "es", a_clock())

    assert size_words(texts, size_bytes) == words


def test_both_languages_have_the_same_messages_with_the_same_variables() -> None:
    """A screen never falls back to another language, and never shows a hole."""
    spanish = {name: variables(message) for name, message, _ in messages("es")}
    english = {name: variables(message) for name, message, _ in messages("en")}

    assert spanish == english
    assert len(spanish) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_defined_twice(language: str) -> None:
    """The second one would win silently."""
    count = Counter(name for name, _, _ in messages(language))

    assert [name for name, times in count.items() if times > 1] == []


def test_every_spanish_message_of_the_screens_has_a_note_for_translators() -> None:
    """UX §6.1.10; files of other authors may group theirs."""
    own = {"app", "access", "home", "people", "form", "payment", "delivery", "keys", "entities"}

    bare = [
        name
        for name, message, file in messages("es")
        if message.comment is None and file.removesuffix(".ftl") in own
    ]

    assert bare == []


def test_the_words_that_are_never_said_are_not_said() -> None:
    """UX §6.1.4: no error, no user, no server, no apology."""
    said = []
    for name, message, _ in messages("es"):
        for part in [message.value, *(one.value for one in message.attributes)]:
            if part is None:
                continue
            text = "".join(
                element.value for element in part.elements if isinstance(element, ast.TextElement)
            )
            said += [f"{name}: {word.group()}" for word in NEVER.finditer(text)]

    assert said == []


def _said(message: ast.Message) -> Iterator[str]:
    """Return what a message's value and parts say, a variable as one word."""
    for part in [message.value, *(one.value for one in message.attributes)]:
        if part is not None:
            yield "".join(
                one.value if isinstance(one, ast.TextElement) else "X" for one in part.elements
            )


def test_no_spanish_sentence_is_longer_than_fifteen_words() -> None:
    """UX §6.1.2: one idea each, short enough to be understood at once."""
    long = [
        f"{name}: {sentence}"
        for name, message, _ in messages("es")
        for said in _said(message)
        for sentence in re.split(r"[.?:;]\s", said)
        if len(re.findall(r"\w[\w-]*", sentence)) > 15
    ]

    assert long == []


def test_the_same_thing_has_the_same_word() -> None:
    """UX §6.1.3; the paper alone says *plataforma*, as RECEIPTS §8 has it."""
    other = re.compile(r"\b(plataforma|contraseña|lista de precios|ciudadan\w*)\b", re.IGNORECASE)
    said = {
        name
        for name, message, _ in messages("es")
        for words in _said(message)
        if other.search(words)
    }

    assert said == {"paper-on-its-way"}


def test_every_id_that_a_screen_asks_for_exists() -> None:
    """Ids in code, and those built from a table."""
    there = {name for name, _, _ in messages("es")}
    asked: set[str] = set()
    for path in SCREENS:
        source = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'text\(\s*"([a-z][a-z0-9_-]*)"', source))
        asked |= set(re.findall(r'(?:words|title|_subtitle)_id[^=\n]*= "([a-z-]+)"', source))
    asked |= {f"entity-{code.lower()}" for code in ENTITIES}
    asked |= {f"sex-{sex.lower()}" for sex in SEXES}
    asked |= {f"scope-{scope.value}" for scope in Scope}
    asked |= {shortcut.words_id for shortcut in SHORTCUTS}
    asked |= {WORD_IDS[word] for word in DeliveryWord}
    asked |= {f"link-{link.value}{end}" for link in LinkState for end in ("", "-why")}
    asked |= {f"reason-{code}" for code in range(1, 15)}

    assert len(asked) > 200
    assert sorted(asked - there) == []


def test_no_screen_says_anything_of_its_own() -> None:
    """STYLE 53: two words in a literal of a widget are a text that nobody translates."""
    spoken = re.compile(r'(?:Text|Button|Notice|setText|set_words|show_words)\([^)\n]*?"([^"\n]+)"')
    found = []
    for path in SCREENS:
        for words in spoken.findall(path.read_text(encoding="utf-8")):
            if re.search(r"[A-Za-zÁ-ú]{2,} [A-Za-zÁ-ú]{2,}", words):
                found.append(f"{path.name}: {words}")

    assert found == []


def test_no_widget_has_a_colour_or_a_size_of_its_own() -> None:
    """STYLE 49: they come from tokens.json through theme.py."""
    own = re.compile(r'"#[0-9A-Fa-f]{6}"|setPixelSize\(\d|\.px\(|font-size|setPointSize')
    found = [
        f"{path.name}: {match}"
        for path in SCREENS
        if path.name not in ("theme.py", "theme_sheet.py")
        for match in own.findall(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_only_the_navigator_changes_screens() -> None:
    """STYLE 48."""
    found = [
        path.name
        for path in SCREENS
        if "setCurrentWidget" in path.read_text(encoding="utf-8") and path.name != "navigator.py"
    ]

    assert found == []


def test_every_icon_in_use_is_here_and_no_other() -> None:
    """Small repository, and no hole where an icon should be."""
    here = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    source = "\n".join(path.read_text(encoding="utf-8") for path in SCREENS)
    strings = set(re.findall(r'"([a-z][a-z0-9-]*)"', source))

    assert sorted(here - strings) == []


def test_fonts_and_icons_come_with_their_licences_and_stay_small() -> None:
    """OFL and MIT want their texts beside them."""
    fonts = list((RESOURCES / "fonts").glob("*.ttf"))

    assert len(fonts) == 4
    assert all(font.stat().st_size < 1_500_000 for font in fonts)
    assert "SIL OPEN FONT LICENSE" in (RESOURCES / "fonts" / "OFL.txt").read_text().upper()
    assert "MIT License" in (RESOURCES / "icons" / "LICENSE-tabler.txt").read_text()


def a_texts(language: str = "es") -> Texts:
    """Return texts on a Monday in November 2026."""
    return Texts(RESOURCES / "translations", language, a_clock())


@pytest.mark.parametrize(
    ("centavos", "long", "short"),
    [
        (18_550, "$185.50", "$185.50"),
        (19_000, "$190.00", "$190"),
        (123_450, "$1,234.50", "$1,234.50"),
        (0, "$0.00", "$0"),
    ],
)
def test_money_is_written_as_in_mexico(centavos: int, long: str, short: str) -> None:
    """Point for centavos, comma for thousands, in either language."""
    for language in LANGUAGES:
        texts = a_texts(language)
        assert texts.money(Centavos(centavos)) == long
        assert texts.money_short(Centavos(centavos)) == short


def test_days_and_times_are_said_as_people_say_them() -> None:
    """Today, yesterday, this year, another year."""
    texts = a_texts()

    assert texts.when(datetime(2026, 11, 16, 9, 5, tzinfo=UTC)) == "hoy 9:05"
    assert texts.when(datetime(2026, 11, 15, 15, 10, tzinfo=UTC)) == "ayer 15:10"
    assert texts.when(datetime(2026, 11, 9, 15, 10, tzinfo=UTC)) == "lunes 9 de noviembre"
    assert texts.day(date(2025, 3, 14)) == "viernes 14 de marzo de 2025"
    assert texts.born(date(1961, 3, 14)) == "14 de marzo de 1961"
    assert texts.phone("9991234567") == "999 123 4567"


def test_a_language_without_a_message_borrows_the_spanish_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Better another language than a hole; nothing is logged for it."""
    for language, words in (("es", "solo = Solo en español\n"), ("en", "other = Other\n")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.ftl").write_text(words, encoding="utf-8")
    texts = Texts(tmp_path, "en", a_clock())

    assert texts.text("solo") == "Solo en español"
    assert texts.has("solo")
    assert not texts.has("nothing")
    assert caplog.records == []


def test_the_long_language_is_longer_by_two_fifths() -> None:
    """What the accessibility walk stretches with."""
    plain, long = a_texts(), a_texts(PSEUDO_LONG)

    for name in ("review-title", "search-recorded", "receipt-title"):
        assert len(long.text(name)) >= 1.4 * len(plain.text(name))
