"""No form is published whose questions have no legal basis and no retention (DESIGN §9)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sync.catalogue import FieldLaw, FormLawEntry, NoticeEntry
from sync.central.__main__ import main
from sync.central.catalogue_file import Catalogue, read_catalogue
from sync.central.errors import CentralError
from sync.central.law import gathered
from sync.central.ports import AskedQuestion, ImportedForm
from tests.delivery.central_support import Central, a_catalogue
from tests.delivery.test_central_command import CATALOGUE, run

NAME = AskedQuestion(
    path="/data/nombre", where="survey:2", legal_basis="Ley 1", retention="1 año",
    retention_months=12,
)  # fmt: skip
BARE = AskedQuestion(path="/data/edad", where="survey:3")
HEALTH = replace(NAME, path="/data/salud", where="survey:4", sensitive=True, purpose="salud")
PURPOSES = """
[[notices.purposes]]
id = "salud"
needed = false
sensitive = true
sentences = { es = "Usar un dato de salud.", en = "Use a datum of health." }
[[notices.purposes]]
id = "avisos"
needed = false
sentences = { es = "Mandarle avisos.", en = "Send you notices." }
"""


def _catalogue(folder: Path, *questions: AskedQuestion, text: str = CATALOGUE) -> Catalogue:
    (folder / "catalogue.toml").write_text(text, encoding="utf-8")
    (folder / "acta.xlsx").write_bytes(b"stands in for a workbook")
    form = ImportedForm(
        form_id="acta", version="1", title="t", definition=b"<x/>", questions=questions
    )
    return read_catalogue(folder, lambda _workbook: form)


def _without_default(text: str = CATALOGUE) -> str:
    return text.replace('law = "service"\nretention_months = 60\n', "")


def _law(catalogue: Catalogue) -> FormLawEntry:
    (law,) = catalogue.form_laws
    return law


def test_a_question_without_a_law_keeps_the_form_back(tmp_path: Path) -> None:
    """Every such question is named with its row; a service speaks for it only if it says so."""
    other = replace(BARE, path="/data/hojas", where="survey:9", legal_basis="Ley 2")

    with pytest.raises(CentralError) as refused:
        _catalogue(tmp_path, NAME, BARE, other, text=_without_default())

    assert refused.value.code == "publish.law_missing"
    assert refused.value.detail.splitlines() == [
        "acta.xlsx",
        "survey:3 /data/edad: legal_basis, retention, retention_months",
        "survey:9 /data/hojas: retention, retention_months",
    ]


def test_a_service_may_speak_for_questions_that_say_nothing(tmp_path: Path) -> None:
    """With `law = "service"` its basis, retention and months hold; a question's own words win."""
    law = _law(_catalogue(tmp_path, NAME, BARE))

    age, name = law.law_at("/data/edad"), law.law_at("/data/nombre")
    assert age is not None
    assert (age.retention, age.retention_months) == ("5 años", 60)
    assert name is not None
    assert (name.legal_basis, name.retention_months) == ("Ley 1", 12)


def test_a_service_never_speaks_for_a_sensitive_question(tmp_path: Path) -> None:
    """Its basis, retention and purpose stand beside the question or it is not published."""
    with pytest.raises(CentralError) as refused:
        _catalogue(tmp_path, replace(BARE, sensitive=True), text=CATALOGUE + PURPOSES)

    assert refused.value.code == "publish.law_missing"
    assert "legal_basis, retention, retention_months, purpose" in refused.value.detail


@pytest.mark.parametrize(
    ("purpose", "reason"), [("nada", "no purpose 'nada'"), ("avisos", "is not sensitive")]
)
def test_a_purpose_fits_the_notice(tmp_path: Path, purpose: str, reason: str) -> None:
    """A purpose that the notice does not name, or that nobody can refuse alone, is refused."""
    with pytest.raises(CentralError, match=reason) as refused:
        _catalogue(tmp_path, replace(HEALTH, purpose=purpose), text=CATALOGUE + PURPOSES)

    assert refused.value.code == "publish.law_purpose"


def test_a_question_of_a_sensitive_purpose_is_sensitive(tmp_path: Path) -> None:
    """Whoever forgets the column is not asked without consent."""
    asked = replace(HEALTH, sensitive=False)

    health = _law(_catalogue(tmp_path, asked, text=CATALOGUE + PURPOSES)).law_at("/data/salud")

    assert health is not None
    assert health.sensitive


def test_a_notice_carries_its_full_text_and_its_purposes(tmp_path: Path) -> None:
    """Both in every language of the notice."""
    full = 'full = { es = "Todo.", en = "All." }'
    text = CATALOGUE.replace("sentence = {", f"{full}\nsentence = {{")

    (notice,) = _catalogue(tmp_path, NAME, text=text + PURPOSES).notices

    assert isinstance(notice, NoticeEntry)
    assert [one.full for _, one in notice.texts] == ["All.", "Todo."]
    assert [(one.purpose_id, one.needed, one.sensitive) for one in notice.purposes] == [
        ("salud", False, True),
        ("avisos", False, False),
    ]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("sensitive = true", "sensitive = 1", "purposes\\[1\\].sensitive"),
        ("needed = false\nsensitive", "needed = true\nsensitive", "purposes\\[1\\].needed"),
        ('id = "avisos"', 'id = "salud"', "same purpose twice"),
        (', en = "Send you notices."', "", "purposes\\[2\\].sentences"),
        ('id = "avisos"', 'id = "avisos"\nwhy = 1', "purposes\\[2\\].why"),
    ],
)
def test_a_purpose_that_cannot_be_read_is_refused(
    tmp_path: Path, before: str, after: str, reason: str
) -> None:
    """The table, the row and the field are named."""
    text = CATALOGUE + PURPOSES.replace(before, after)

    with pytest.raises(CentralError, match=reason):
        _catalogue(tmp_path, NAME, text=text)


def test_a_law_that_all_questions_of_a_group_share_travels_once() -> None:
    """Paths are gathered group by group, and every question still finds its own."""

    def field(path: str, basis: str = "Ley 1") -> FieldLaw:
        return FieldLaw(path=path, legal_basis=basis, retention="1", retention_months=1)

    fields = (field("/d/g/a"), field("/d/g/b"), field("/d/h/a"), field("/d/h/b", "Ley 2"))

    made = gathered(fields)

    law = FormLawEntry(form_id="f", version="1", fields=made)
    assert [one.path for one in made] == ["/d/h/a", "/d/h/b", "/d/g"]
    found = [law.law_at(one.path) for one in fields]
    assert [one.legal_basis for one in found if one] == ["Ley 1", "Ley 1", "Ley 1", "Ley 2"]
    assert law.law_at("/d/other") is None


def test_a_catalogue_without_laws_is_not_published(tmp_path: Path) -> None:
    """Whoever makes a catalogue in another way than from a folder meets the same gate."""
    central = Central(tmp_path)

    with pytest.raises(CentralError) as refused:
        central.publish(replace(a_catalogue(), form_laws=()))

    assert refused.value.code == "publish.law_missing"


@pytest.mark.slow
def test_publish_reads_the_law_out_of_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command refuses a real workbook by its row, and changes nothing."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "catalogue.toml").write_text(_without_default(), encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(("type", "name", "label", "legal_basis", "retention", "retention_months"))
    sheet.append(("text", "nombre", "Nombre", "Ley 1", "1 año", 12))
    sheet.append(("integer", "hojas", "Hojas"))
    book.create_sheet("settings").append(("form_id", "version"))
    book["settings"].append(("acta", "3"))
    book.save(folder / "acta.xlsx")
    central = tmp_path / "central"
    words = (
        "--name P --place P --domain-words p --phone 0 --url http://127.0.0.1:1"
        " --prefix https://p.invalid/v#"
    )
    main(["init", "--dir", str(central), *words.split()])

    status = run("publish", central, folder)

    told = capsys.readouterr().err
    assert status == 10
    assert "survey:3 /data/hojas: legal_basis, retention, retention_months" in told
    assert "nombre" not in told
