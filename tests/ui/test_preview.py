"""The preview window: both modes, the report beside them, read again when the file changes."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from forms.report import Finding, Place, Severity, report_of
from forms.xlsform.convert import FileUnreadable, Imported
from kiosk.preview import media_of
from kiosk.services.preview import PreviewService
from kiosk.settings import read_settings
from kiosk.ui.background import Background
from kiosk.ui.preview.window import PreviewWindow
from kiosk.ui.theme import Contrast, load_theme
from tests.forms.tables import imported
from tests.support.accessibility import cut_texts, repeated_names
from tests.support.desk import Desk
from tests.support.fake_values import a_clock
from tests.support.kiosk_pages import touch, words_in
from tests.support.qt import RESOURCES, Role, by_name, name_of, nodes, press, type_text, wait_for

FORM = """
| survey  | type             | name   | label::Español (es) | label::English (en) | relevant    | required |
|         | text             | nombre | Nombre              | Name                |             | yes      |
|         | select_one si_no | hijos  | ¿Tiene hijos?       | Do you have children? |           | yes      |
|         | integer          | cuales | ¿Cuántos?           | How many?           | ${hijos}='1' |         |
| choices | list_name        | name   | label::Español (es) | label::English (en) |             |          |
|         | si_no            | 1      | Sí                  | Yes                 |             |          |
|         | si_no            | 0      | No                  | No                  |             |          |
"""  # noqa: E501 - a table
BROKEN = """
| survey | type      | name | label | calculation |
|        | text      | a    | A     |             |
|        | calculate | b    |       | if(1        |
"""


class Trial:
    """A preview window over a file whose import is a table's."""

    def __init__(self, file: Path, table: str, contrast: Contrast, zoom: int) -> None:
        clock = a_clock()
        self.table = table
        self.reads = 0
        self.texts = words_in("es")
        self.background = Background(clock, lambda count: bytes(range(count)))
        self.reader = Background(clock, lambda count: bytes(range(count)))
        self.service = PreviewService(
            file, file.parent, self.texts, clock, lambda count: os.urandom(count)
        )
        self.service.read = self._read  # type: ignore[method-assign]  # without a child process
        self.window = PreviewWindow(
            self.service,
            read_settings(file.parent, {}),
            load_theme(RESOURCES, contrast=contrast, zoom_percent=zoom),
            self.texts,
            self.background,
            self.reader,
        )
        self.window.show()
        self.window.read()
        self.settle()

    def _read(self) -> Imported | FileUnreadable:
        self.reads += 1
        return imported(self.table)

    def settle(self) -> None:
        """Wait until nothing is read, answered or drawn any more."""
        wait_for(lambda: not (self.reader.busy or self.background.busy), limit_ms=30_000)
        for _ in range(4):
            QApplication.processEvents()
        wait_for(lambda: not self.background.busy, limit_ms=30_000)

    def names(self) -> list[str]:
        """Return everything that is said in the window."""
        return [name_of(node) for node in nodes(self.window)]

    def push(self, name: str, role: Role = Role.Button) -> None:
        """Press a button by its name."""
        touch(by_name(self.window, role, name))
        self.settle()

    def close(self) -> None:
        """End it."""
        self.window.end()
        self.window.hide()
        self.reader.stop()
        self.background.stop()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def make_trial(application: QApplication, tmp_path: Path) -> Iterator[Callable[..., Trial]]:
    """Return a maker of preview windows; each is closed after the test."""
    assert application is not None
    made: list[Trial] = []

    def make(table: str = FORM, *, contrast: Contrast = Contrast.LIGHT, zoom: int = 100) -> Trial:
        file = tmp_path / "familia.xlsx"
        file.write_bytes(b"first")
        trial = Trial(file, table, contrast, zoom)
        made.append(trial)
        return trial

    yield make
    for trial in made:
        trial.close()


def test_relevance_is_live_and_the_record_can_be_seen(make_trial: Callable[..., Trial]) -> None:
    """Issue item 6: what follows from an answer is there at once, the record by a button."""
    trial = make_trial()
    before = "¿Cuántos? (opcional)" in trial.names()
    edit = by_name(trial.window, Role.EditableText, "Nombre")
    edit.setFocus()
    type_text("Ana", edit)
    press("Tab", edit)
    trial.settle()

    touch(by_name(trial.window, Role.RadioButton, "Sí, ¿Tiene hijos?"))
    trial.settle()
    after = any(name.startswith("¿Cuántos?") for name in trial.names())
    trial.push("Ver respuestas", Role.CheckBox)

    assert (before, after) == (False, True)
    assert "<nombre>Ana</nombre>" in trial.window.xml.toPlainText()
    assert "<hijos>1</hijos>" in trial.window.xml.toPlainText()


def test_both_modes_share_the_answers_and_the_language(make_trial: Callable[..., Trial]) -> None:
    """The same form at the counter and at the kiosk; the language switch changes both."""
    trial = make_trial()
    edit = by_name(trial.window, Role.EditableText, "Nombre")
    edit.setFocus()
    type_text("Ana", edit)

    trial.push("En el quiosco", Role.RadioButton)
    pages = trial.window.kiosk_side.pages
    assert pages is not None
    assert pages.page is not None
    typed = pages.page.questions["/data/nombre"].typed()
    choose(trial, "English")
    there = list(trial.names())
    trial.push("En ventanilla", Role.RadioButton)

    assert typed == "Ana"
    assert "Name" in there
    assert by_name(trial.window, Role.EditableText, "Name").isVisible()


def choose(trial: Trial, name: str) -> None:
    """Choose a language in the window's list."""
    box = trial.window.languages
    assert isinstance(box, QComboBox)
    row = box.findText(name)
    box.setCurrentIndex(row)
    box.activated.emit(row)
    trial.settle()


def test_a_refused_form_says_what_to_change_and_where(make_trial: Callable[..., Trial]) -> None:
    """Sheet, row and column, what happened and what to do; there is no form to try."""
    trial = make_trial(BROKEN)
    said = trial.names()

    assert "El formulario no se acepta" in said
    assert "survey:3:calculation" in said
    assert "Una fórmula no se entiende · b" in said
    assert "Revise paréntesis, comillas y signos en esa celda." in said
    assert not by_name(trial.window, Role.CheckBox, "Ver respuestas").isEnabled()
    assert not trial.window.field_side.isVisible()


def test_the_file_is_read_again_when_it_changes(
    make_trial: Callable[..., Trial], tmp_path: Path
) -> None:
    """By itself through its time and size, or by the button; the report is the new one's."""
    trial = make_trial(BROKEN)
    trial.window.look()
    unchanged = trial.reads
    trial.table = FORM
    (tmp_path / "familia.xlsx").write_bytes(b"second, longer")

    trial.window.look()
    trial.settle()
    changed = trial.reads
    trial.push("Leer otra vez")

    assert (unchanged, changed, trial.reads) == (1, 2, 3)
    assert "El formulario se acepta" in trial.names()


def test_findings_are_filtered_by_gravity_and_by_words(make_trial: Callable[..., Trial]) -> None:
    """A report of thousands stays small: ticks, letters, and more by a button."""
    trial = make_trial()
    many = [
        Finding(
            severity=Severity.WARNING if n % 2 else Severity.INFO,
            code="missing-translation",
            message=f"text {n}",
            place=Place(sheet="survey", row=n, column="label"),
        )
        for n in range(2, 402)
    ]
    result = imported(FORM)
    trial.window._taken(
        trial.service.take(
            Imported(definition=result.definition, xml=result.xml, report=report_of(many))
        )
    )
    trial.settle()
    report = trial.window.report

    only_warnings = len(report.found())
    drawn = sum(name.startswith("survey:") for name in trial.names())
    report.wanted.edit.setText("survey:77:")
    report.wanted.edited.emit("survey:77:")

    assert only_warnings == 200
    assert drawn == 60
    assert [str(one.place) for one in report.found()] == ["survey:77:label"]


@pytest.mark.slow
@pytest.mark.parametrize(("contrast", "zoom"), [(Contrast.LIGHT, 100), (Contrast.HIGH, 200)])
def test_the_window_is_whole_in_every_look(
    make_trial: Callable[..., Trial], contrast: Contrast, zoom: int
) -> None:
    """A01 A03 A15: names, once each, nothing cut, in both modes and for the report."""
    wrong = []
    for table in (FORM, BROKEN):
        trial = make_trial(table, contrast=contrast, zoom=zoom)
        found = [f"cut: {words}" for words in cut_texts(trial.window)]
        found += [f"twice: {name}" for name in repeated_names(trial.window)]
        wrong += found

    assert wrong == []


def test_the_home_screen_leads_to_the_preview(desk: Desk) -> None:
    """An act of the services' area, without a person and without a shift."""
    wanted: list[bool] = []
    desk.window.preview_wanted.connect(lambda: wanted.append(True))
    desk.unlock()

    button = by_name(desk.shell, Role.Button, "Vista previa de un formulario")
    assert isinstance(button, QWidget)
    touch(button)

    assert wanted == [True]


def test_files_of_a_form_are_looked_for_beside_it(tmp_path: Path) -> None:
    """As `publish` does: `NAME-media` beside `NAME.xlsx`, unless a folder is given."""
    file = tmp_path / "acta.xlsx"
    before = media_of(file, None)
    (tmp_path / "acta-media").mkdir()

    assert before is None
    assert media_of(file, None) == tmp_path / "acta-media"
    assert media_of(file, tmp_path) == tmp_path


def test_the_command_is_declared_where_forms_looks_for_it() -> None:
    """FORMS §16: `ventanilla-forms preview` comes from here through the entry-point group."""
    project = tomllib.loads((RESOURCES.parent / "pyproject.toml").read_text(encoding="utf-8"))

    named = project["project"]["entry-points"]["ventanilla_forms.commands"]["preview"]
    module, _, function = named.partition(":")

    assert callable(getattr(import_module(module), function))
    assert import_module(module).command(["/nowhere/at/all.xlsx"]) == 11
