"""Every kind of file, told by its content and read the same way; dangers refused (FORMS §14)."""

from __future__ import annotations

import csv
import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from forms.report import Severity
from forms.xlsform.child import convert
from forms.xlsform.convert import Imported, imported_from
from forms.xlsform.readers import read_workbook
from forms.xlsform.workbook import Container, ContainerRefused, sniff
from forms.xpath.standard import standard_functions
from tests.forms.old_workbooks import xls_of
from tests.forms.tables import SETTINGS, imported, places, sheets_of, workbook_of

FORM = (
    "| survey | type | name | label | relevant |\n| | text | a | A; \\| “b” | |\n| | _ |\n"
    "| | select_one sn | c | Ñandú | ${a} = 'x' |\n"
    "| choices | list_name | name | label |\n| | sn | si | Sí |\n| | sn | 2 | No |\n" + SETTINGS
)


def csv_of(table: str, separator: str = ",") -> str:
    """Return the converter's one-file CSV: the first column names the sheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    for name, rows in sheets_of(table):
        writer.writerow([name])
        writer.writerows(["", *(cell or "" for cell in row)] for row in rows)
    return text.getvalue()


def read(data: bytes) -> Imported:
    """Import bytes in this process."""
    return imported_from(convert(data, "prueba"), [], standard_functions())


MARKDOWN = FORM.replace("| | _ |\n", "|   |      |\n")
EVERY_KIND = [
    pytest.param(workbook_of(FORM), Container.XLSX, id="xlsx"),
    pytest.param(xls_of(FORM), Container.XLS, id="xls"),
    pytest.param(csv_of(FORM).encode(), Container.CSV, id="csv"),
    pytest.param(csv_of(FORM, ";").encode("utf-8-sig"), Container.CSV, id="csv with ; and mark"),
    pytest.param(csv_of(FORM).encode("utf-16"), Container.CSV, id="csv in UTF-16"),
    pytest.param(MARKDOWN.encode(), Container.MARKDOWN, id="md"),
    pytest.param(
        b"# mi forma\n\n" + MARKDOWN.replace("|\n", "|  # nota\n", 1).encode(),
        Container.MARKDOWN,
        id="md with comments",
    ),
]


@pytest.mark.parametrize(("data", "kind"), EVERY_KIND)
def test_every_container_gives_the_same_form(data: bytes, kind: Container) -> None:
    """The same sheets make the same XML, whatever file they stand in."""
    assert sniff(data) is kind

    result = read(data)

    assert result.xml == imported(FORM, settings="").xml
    assert result.xml is not None


def test_rows_of_old_workbooks_are_counted_as_excel_shows_them() -> None:
    """An .xls names the cell of a fault as an .xlsx does."""
    broken = FORM.replace("${a} = 'x'", "${a} = (")

    assert places(read(xls_of(broken))) == [("xpath-syntax", "survey:4:relevant")]
    assert places(read(workbook_of(broken))) == [("xpath-syntax", "survey:4:relevant")]


def test_rows_of_a_csv_are_those_of_the_file() -> None:
    """A spreadsheet program opens a .csv as one sheet: its row is what the author looks for."""
    broken = FORM.replace("${a} = 'x'", "${a} = (")
    text = csv_of(broken)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "${a} = (" in one)

    assert places(read(text.encode())) == [("xpath-syntax", f"survey:{line}:relevant")]


def test_a_csv_of_old_excel_is_read_and_said() -> None:
    """Windows-1252 is read as such, and the author is told."""
    result = read(csv_of(FORM).encode("cp1252"))

    assert places(result) == [("container", "-")]
    assert result.xml == imported(FORM, settings="").xml


def test_the_only_sheet_is_the_survey() -> None:
    """A workbook with one sheet of another name is a form, and the author is told."""
    result = read(workbook_of("| Hoja1 | type | name | label |\n| | text | a | A |\n"))

    assert places(result) == [("container", "Hoja1")]
    assert result.definition is not None


def test_sheets_that_mean_nothing_are_listed() -> None:
    """Names of sheets may be written with capitals; others are ignored, and both are said."""
    result = read(workbook_of(FORM.replace("| survey", "| Survey") + "| notas | x |\n| | y |\n"))

    lines = [one.line().split(" — ")[0] for one in result.report.findings]
    assert lines == ["info renamed-header Survey", "info ignored-sheet notas"]
    assert result.definition is not None


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(name: str, change: bytes, instead: bytes) -> bytes:
    """Return a workbook with something in one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook_of(FORM))) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    assert change in parts[name]
    return zipped({**parts, name: parts[name].replace(change, instead, 1)})


@pytest.mark.parametrize(
    "declared",
    [
        b"<!DOCTYPE x [<!ENTITY b 'c'>]>",
        b"<!-- "
        + b" ".join(b"%d" % n for n in range(200_000))
        + b" --><!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
    ],
)
def test_a_document_type_in_a_part_of_a_workbook_is_unsafe(declared: bytes) -> None:
    """Entities in a sheet are never expanded: the workbook is refused before it is read."""
    book = with_part("xl/worksheets/sheet1.xml", b"<worksheet", declared + b"<worksheet")

    assert read(book).report.codes() == ("unsafe-xml",)


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (
            zipped({"xl/workbook.xml": b"x", "xl/a.bin": zipped({"a": b"b"})}),
            "container",
            "archive",
        ),
        (zipped({"xl/workbook.bin": b"x"}), "container", ".xlsb"),
        (zipped({"content.xml": b"x", "mimetype": b"y"}), "container", "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "container", "no readable workbook"),
        (b"%PDF-1.7 \x00", "container", "no workbook"),
        (b"a,b,c\n1,2,3\n", "container", "no workbook"),
        (b"", "container", "no workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(data: bytes, code: str, message: str) -> None:
    """Other archives, other formats, nothing: refused, with what it is where we know it."""
    with pytest.raises(ContainerRefused) as refused:
        read_workbook(data)

    assert refused.value.code == code
    assert message in refused.value.message


def test_stored_dimensions_are_not_believed() -> None:
    """A sheet that claims a million rows is as long as its rows."""
    book = with_part("xl/worksheets/sheet1.xml", b'ref="A1:D4"', b'ref="A1:XFD1048576"')

    assert read(book).xml == imported(FORM, settings="").xml


def long_book(rows: int, columns: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("survey")
    sheet.append(["type", "name", "label", *(f"c{n}" for n in range(columns))])
    for number in range(rows):
        sheet.append(["text", f"n{number}", "x"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_too_many_columns_are_too_large() -> None:
    """A sheet has at most 500 columns."""
    with pytest.raises(ContainerRefused) as refused:
        read_workbook(long_book(1, 501))

    assert refused.value.code == "too-large"


def test_too_many_rows_are_too_large() -> None:
    """A sheet has at most 100,000 rows."""
    text = "survey\n,type,name\n" + ",text,a\n" * 100_000

    with pytest.raises(ContainerRefused) as refused:
        read_workbook(text.encode())

    assert refused.value.code == "too-large"


@pytest.mark.slow
def test_ten_thousand_choices_with_duplicates_are_no_trouble() -> None:
    """A long list with every name many times over is kept, shown, and soon done."""
    rows = "".join(f"| | l | n{n % 100} | Opción {n} |\n" for n in range(10_000))

    result = imported(
        "| survey | type | name | label |\n| | select_one l | a | A |\n"
        "| choices | list_name | name | label |\n" + rows
    )

    assert result.definition is not None
    found = [one for one in result.report.findings if one.code == "duplicate-choice"]
    assert len(found) == 101
    assert found[-1].message.startswith("9800 further")
    assert {one.severity for one in found} == {Severity.REPAIR}


def test_rows_after_a_gap_are_not_lost_silently() -> None:
    """Sixty empty rows end a sheet, as for the converter; what stands below is named."""
    gap = "| | _ |\n" * 61

    result = imported(
        "| survey | type | name | label |\n| | text | a | A |\n" + gap + "| | text | b | B |\n"
    )

    assert result.definition is not None
    assert list(result.definition.questions) == ["/data/a"]
    assert [one.line().split(" — ")[0] for one in result.report.findings] == [
        "warning ignored-row survey:64"
    ]


def test_cells_without_a_header_are_named() -> None:
    """A column without a header is not read, and the author is told which."""
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    sheet.append(["text", "a", "A", None, "perdido"])
    file = io.BytesIO()
    book.save(file)

    (found,) = read(file.getvalue()).report.findings

    assert (found.code, str(found.place)) == ("unknown-column", "survey:2:E")


def test_a_part_that_lies_about_its_size_is_damage() -> None:
    """A zip whose directory understates what is in it is refused, not unpacked for ever."""
    data = bytearray(zipped({"xl/workbook.xml": bytes(100_000)}))
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)

    with pytest.raises(ContainerRefused):
        read_workbook(bytes(data))
