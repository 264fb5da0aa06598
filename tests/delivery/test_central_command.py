"""The command line: init, publish, enrol-code, certify, report; refusals say why and where."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import openpyxl
import pytest

import sync.central
from sync import enrolment_code
from sync.catalogue import (
    DEFINITION_FILE,
    Capability,
    FormEntry,
    FormFileEntry,
    SettingsEntry,
    encode_entry,
    joined,
)
from sync.central import editions, publishing
from sync.central.__main__ import REFUSED, main
from sync.central.catalogue_file import read_catalogue
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.institution import PROFILE_NAME, ROOT_NAME
from sync.central.ports import ImportedForm
from sync.central.reasons import REASONS
from sync.profile import fingerprint, read_profile

CATALOGUE = """
[[operators]]
number = 42
name = "PRUEBA CLERK"
role = 1
[[operators]]
number = 7
name = "PRUEBA JEFA"
role = 2
[[terminals]]
terminal = "20067-007"
office = "Caja 007"
[[services]]
code = 201
form = "acta.xlsx"
life_event = "birth"
concepts = [1001]
minutes = 8
legal_basis = "art. 48"
retention = "5 años"
law = "service"
retention_months = 60
notice = "aviso"
names = { es = "Acta", en = "Record" }
papers = { es = ["Identificación"], en = ["Identity document"] }
[[concepts]]
code = 1001
name = "Copia"
[[tariffs]]
id = "derechos"
version = 2
valid_from = 2026-01-01
legal_reference = "art. 31"
concept = 1001
unit_centavos = 18_550
names = { es = "Copia", en = "Copy" }
[[rounding]]
id = "cincuenta"
version = 1
valid_from = "2020-01-01"
legal_reference = "art. 4"
unit_centavos = 50
up_from_centavos = 25
[[notices]]
id = "aviso"
version = 1
short = { es = "Corto", en = "Short" }
lines = { es = ["Uno", "Dos"], en = ["One", "Two"] }
sentence = { es = "Acepto.", en = "I agree." }
"""
SURVEY = [("type", "name", "label"), ("text", "nombre", "Nombre"), ("integer", "hojas", "Hojas")]


def a_workbook(path: Path, survey: list[tuple[str, ...]] | None = None) -> Path:
    """Write an XLSForm."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in survey or SURVEY:
        sheet.append(row)
    form = book.create_sheet("settings")
    form.append(("form_title", "form_id", "version"))
    form.append(("Acta", "acta", "3"))
    book.save(path)
    book.close()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a catalogue and its workbook."""
    made = tmp_path / "catalogue"
    made.mkdir()
    (made / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    a_workbook(made / "acta.xlsx")
    return made


@pytest.fixture
def central(tmp_path: Path) -> Path:
    """A new central, made by the command."""
    made = tmp_path / "central"
    status = main(
        [
            "init", "--dir", str(made), "--name", "Municipio de PRUEBA", "--place", "Plaza 1",
            "--domain-words", "demo punto invalid", "--phone", "000", "--url",
            "http://127.0.0.1:8123", "--prefix", "https://demo.invalid/v#",
        ]
    )  # fmt: skip
    assert status == 0
    return made


def run(command: str, central: Path, *arguments: object) -> int:
    return main([command, "--dir", str(central), *map(str, arguments)])


def an_import(workbook: Path) -> ImportedForm:
    """Stand in for the form engine where the workbook does not matter."""
    return ImportedForm(
        form_id=workbook.stem, version="1", title="t", definition=b"<x/>", questions=()
    )


@pytest.mark.slow
def test_a_catalogue_is_published_and_the_profile_gets_its_names(
    central: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """publish reads the real workbook; offices and concepts reach the profile, once."""
    before = read_profile((central / PROFILE_NAME).read_bytes(), None)

    assert run("publish", central, folder) == 0
    first = capsys.readouterr().out
    assert run("publish", central, folder) == 0
    second = capsys.readouterr().out
    assert run("enrol-code", central, "--terminal", "20067-007", "--operator", 42) == 0
    code, scanned = capsys.readouterr().out.splitlines()
    assert run("report", central, "--json") == 0
    report = json.loads(capsys.readouterr().out)

    profile = read_profile((central / PROFILE_NAME).read_bytes(), before.roots, before.version)
    assert (profile.version, dict(profile.concepts)) == (2, {1001: "Copia"})
    assert dict(profile.offices) == {"20067-007": "Caja 007"}
    assert fingerprint(profile.roots) == fingerprint(before.roots)
    assert "dataset 4: 3 entries" in first
    assert "profile version 2" in first
    assert "dataset" not in second
    assert len(code) == 12
    said = enrolment_code.decode(scanned)
    assert (said.code, said.base_url) == (code, "http://127.0.0.1:8123")
    assert said.profile_hash == enrolment_code.profile_hash((central / PROFILE_NAME).read_bytes())
    assert report["events"] == 0


@pytest.mark.slow
def test_the_files_of_a_form_are_published_with_it(central: Path, folder: Path) -> None:
    """A list beside the workbook reaches the pages under the form's own version."""
    survey: list[tuple[str, ...]] = [
        *SURVEY,
        ("select_one_from_file lugares.csv", "lugar", "Lugar"),
    ]
    a_workbook(folder / "acta.xlsx", survey)
    (folder / "acta-media").mkdir()
    (folder / "acta-media" / "lugares.csv").write_text("name,label\na,Aquí\n", encoding="utf-8")
    (folder / "acta-media" / "apuntes.txt").write_text("nobody names this one")

    status = run("publish", central, folder)

    database = CentralDatabase(central / "central.db")
    database.open()
    with database.read() as connection:
        items = editions.current_items(connection, editions.Dataset.SERVICES)
    database.close()
    assert status == 0
    found = [item.key for item in items if item.key.startswith("form-file:")]
    assert found == ["form-file:acta:3:0:lugares.csv"]


@pytest.mark.slow
def test_a_workbook_that_is_refused_publishes_nothing(
    central: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sheet and row of the fault are said; devices go on with what was published before."""
    a_workbook(folder / "acta.xlsx", [*SURVEY, ("parcelas", "parcela", "Parcela")])

    status = run("publish", central, folder)

    said = capsys.readouterr().err
    assert status == REFUSED
    assert "acta.xlsx" in said
    assert "survey:4" in said
    assert read_profile((central / PROFILE_NAME).read_bytes(), None).version == 1


def test_changed_names_need_the_root(
    central: Path, folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """With the root key on another machine, names in the profile change only with --root-key."""
    key = (central / ROOT_NAME).rename(tmp_path / "root.pem")

    without = run("publish", central, folder)
    said = capsys.readouterr().err
    given = run("publish", central, folder, "--root-key", key)

    assert (without, given) == (REFUSED, 0)
    assert "publish.root_key" in said


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("number = 42", "number = 0", "operators[1].number"),
        ("number = 42", 'number = "42"', "operators[1].number"),
        ("role = 2", "role = 1", "supervisor"),
        ("role = 2", "role = 9", "operators[2].role"),
        ("number = 7", "number = 42", "operators"),
        ("role = 2", "role = 2\ncapabilities = []", "approve"),
        ("role = 2", 'role = 2\ncapabilities = ["fly"]', "operators[2].capabilities"),
        ("role = 2", "role = 2\ncapabilities = 5", "operators[2].capabilities"),
        ('form = "acta.xlsx"', 'form = "../acta.xlsx"', "services[1].form"),
        ('form = "acta.xlsx"', 'form = "nada.xlsx"', "services[1].form"),
        ("concepts = [1001]", "concepts = [9]", "services[1].concepts"),
        ("concepts = [1001]", "concepts = [1002]", "concept 1002"),
        ('notice = "aviso"', 'notice = "otro"', "notice otro"),
        ("minutes = 8", "minuts = 8", "minutes"),
        ("minutes = 8", "minutes = 8\nprice = 3", "services[1].price"),
        ("valid_from = 2026-01-01", 'valid_from = "mañana"', "tariffs[1].valid_from"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01", "valid_to"),
        ("unit_centavos = 18_550", "unit_centavos = 185.5", "tariffs[1].unit_centavos"),
        ('names = { es = "Copia", en = "Copy" }', "names = {}", "tariffs[1].names"),
        ("[[rounding]]", "[[redondeo]]", "redondeo"),
        ('lines = { es = ["Uno", "Dos"],', 'lines = { es = "Uno",', "notices[1].lines"),
        ('sentence = { es = "Acepto.", en = "I agree." }', 'sentence = { es = "A" }', "languages"),
        ("[[operators]]", "[[operators]", "catalogue.toml"),
    ],
)
def test_a_wrong_catalogue_says_where(folder: Path, before: str, after: str, place: str) -> None:
    """Every mistake names its table, row and field; nothing is published."""
    path = folder / "catalogue.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(CentralError) as refused:
        read_catalogue(folder, an_import)

    assert refused.value.code == "publish.catalogue"
    assert place in refused.value.detail


def test_capabilities_stand_in_place_of_the_roles(folder: Path) -> None:
    """What a person may do beyond or below the role is said by name, in whatever order."""
    path = folder / "catalogue.toml"
    text = path.read_text(encoding="utf-8")
    given = 'role = 1\ncapabilities = ["approve", "register"]'
    path.write_text(text.replace("role = 1", given), encoding="utf-8")

    clerk, supervisor = read_catalogue(folder, an_import).operators

    assert clerk.capabilities == (Capability.REGISTER, Capability.APPROVE)
    assert (clerk.may_approve, supervisor.may_approve) == (True, True)
    assert supervisor.capabilities is None


def test_every_setting_of_a_device_can_be_published(folder: Path) -> None:
    """Lease, backups, wipe, protection, pruning and reserves, each by its name."""
    path = folder / "catalogue.toml"
    said = SettingsEntry(
        lease_days=90,
        backup_hours=12,
        wipe_after_starts=30,
        minimum_protection=1,
        prune_after_days=60,
        photo_reserve_bytes=1_000,
        payment_reserve_bytes=2_000,
    )
    names = (
        "lease_days", "backup_hours", "wipe_after_starts", "minimum_protection",
        "prune_after_days", "photo_reserve_bytes", "payment_reserve_bytes",
    )  # fmt: skip
    lines = "\n".join(f"{name} = {getattr(said, name)}" for name in names)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[settings]\n{lines}\n")

    assert read_catalogue(folder, an_import).settings == said


def test_settings_may_be_said_and_keep_their_defaults(folder: Path) -> None:
    """A `[settings]` table changes what it names and nothing else; a wrong one is refused."""
    path = folder / "catalogue.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n[settings]\nlock_after_seconds = 120\n", encoding="utf-8")
    said = read_catalogue(folder, an_import).settings

    assert said == SettingsEntry(lock_after_seconds=120)
    for wrong in ("lock_after_seconds = 1", "lock_after = 120", "language = 3", "x = 1"):
        path.write_text(f"{text}\n[settings]\n{wrong}\n", encoding="utf-8")
        with pytest.raises(CentralError, match="settings"):
            read_catalogue(folder, an_import)


def test_a_form_too_large_for_the_pages_is_refused(folder: Path) -> None:
    """Definition and files together; what is refused is said with its size and largest files."""

    def import_large(workbook: Path) -> ImportedForm:
        return ImportedForm(
            form_id=workbook.stem,
            version="1",
            title="t",
            definition=b"<x/>",
            questions=(),
            files={"small.csv": b"a", "large.png": bytes(4 * 2**20)},
        )

    with pytest.raises(CentralError) as refused:
        read_catalogue(folder, import_large)

    assert refused.value.code == "publish.form_too_large"
    assert "large.png" in refused.value.detail


def test_a_long_definition_and_its_files_travel_in_pieces(folder: Path) -> None:
    """Each value fits a page; joined they are what was published."""
    xml, picture = b"<x>" + b"y" * 150_000 + b"</x>", bytes(range(256)) * 500

    def import_long(workbook: Path) -> ImportedForm:
        return ImportedForm(
            form_id=workbook.stem,
            version="1",
            title="t",
            definition=xml,
            questions=(),
            files={"mapa.png": picture, "vacio.csv": b""},
        )

    catalogue = read_catalogue(folder, import_long)
    entries = list(publishing._on_the_wire(catalogue))

    assert all(len(encode_entry(entry)) <= 64 * 1024 for entry in entries)
    form = next(entry for entry in entries if isinstance(entry, FormEntry))
    files = joined(
        entry
        for entry in entries
        if isinstance(entry, FormFileEntry) and entry.form_id == form.form_id
    )
    assert form.xml == b""
    assert files == {"mapa.png": picture, "vacio.csv": b"", DEFINITION_FILE: xml}
    assert hashlib.sha256(xml).digest()[:16] == form.definition_hash


@pytest.mark.parametrize(
    "arguments",
    [
        ("serve",),
        ("report", "--json"),
        ("enrol-code", "--terminal", "20067-007", "--operator", "42"),
    ],
)
def test_a_folder_without_a_central_is_a_refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    """Status 10 and one line, for every command; nothing is made."""
    command, *rest = arguments

    status = run(command, tmp_path / "nothing", *rest)

    assert status == REFUSED
    assert capsys.readouterr().err.startswith("ventanilla-central: central.")
    assert list(tmp_path.iterdir()) == []


def test_init_twice_is_a_refusal(central: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second init leaves keys and profile as they are."""
    before = (central / PROFILE_NAME).read_bytes()

    status = main(
        [
            "init", "--dir", str(central), "--name", "Otro", "--place", "x", "--domain-words",
            "x", "--phone", "x", "--url", "http://127.0.0.1:1", "--prefix",
            "https://demo.invalid/v#",
        ]
    )  # fmt: skip

    assert status == REFUSED
    assert "central.exists" in capsys.readouterr().err
    assert (central / PROFILE_NAME).read_bytes() == before


def test_a_strange_root_key_is_refused(
    central: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a root of this institution certifies its devices."""
    other = tmp_path / "other"
    main(
        [
            "init", "--dir", str(other), "--name", "Otro", "--place", "x", "--domain-words",
            "x", "--phone", "x", "--url", "http://127.0.0.1:1", "--prefix",
            "https://demo.invalid/v#",
        ]
    )  # fmt: skip

    statuses = [
        run("certify", central, "--root-key", other / ROOT_NAME),
        run("serve", central, "--root-key", other / ROOT_NAME, "--port", 0),
        run("certify", central, "--root-key", tmp_path / "none.pem"),
    ]

    assert statuses == [REFUSED] * 3
    assert capsys.readouterr().err.count("central.key") == 3


def test_every_refusal_has_words() -> None:
    """No code is printed bare: each one the central raises is explained, and no other."""
    folder = Path(sync.central.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))

    raised = set(re.findall(r'CentralError\(\s*"([a-z_.]+)"', source))

    assert raised == set(REASONS)


def test_a_newer_database_is_left_alone(central: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of a later program is refused in one line and not changed."""
    from sqlalchemy import update

    from sync.central import schema
    from sync.central.database import CentralDatabase

    database = CentralDatabase(central / "central.db")
    database.open()
    with database.write() as connection:
        connection.execute(
            update(schema.setting).where(schema.setting.c.name == "schema").values(value=b"\xff")
        )
    database.close()

    assert run("report", central) == REFUSED
    assert "central.newer" in capsys.readouterr().err
