"""Files as they arrive: real converter process, containers, limits, dangers (FORMS §1, §14)."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from forms.__main__ import main
from forms.xlsform.convert import FileUnreadable, import_bytes, import_form
from forms.xlsform.launch import CONVERTER_ARGUMENT, Launch, converter, run_converter
from tests.forms.tables import SETTINGS, imported, places, the, workbook_of

FORM = (
    "| survey | type | name | label::Español (es) | label::English (en) |\n"
    "| | text | a | Nombre | Name |\n" + SETTINGS
)


def python(code: str, seconds: float = 60.0) -> Launch:
    """Return a converter that runs *code* instead."""
    return Launch(command=(sys.executable, "-c", code), seconds=seconds)


def test_a_workbook_becomes_a_form_in_its_own_process(tmp_path: Path) -> None:
    """The converter's process gives the same form as converting here."""
    file = tmp_path / "forma.xlsx"
    file.write_bytes(workbook_of(FORM))

    result = import_form(file)

    assert result.definition is not None
    assert result.definition.languages == ("Español (es)", "English (en)")
    assert result.xml == imported(FORM, settings="").xml
    assert result.report.lines() == ("accepted: 0 errors, 0 repairs, 0 warnings",)


def test_the_converter_is_python_or_the_packaged_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """From source it is a module of Python; packaged it is the app with one argument."""
    assert converter().command == (sys.executable, "-m", "forms.xlsform.child")

    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert converter().command == (sys.executable, CONVERTER_ARGUMENT)


@pytest.mark.parametrize("program", ["forms", "sync.central"])
def test_a_packaged_program_is_its_own_converter(program: str) -> None:
    """Each program that imports workbooks answers the converter's argument."""
    launch = Launch(command=(sys.executable, "-m", program, CONVERTER_ARGUMENT))

    result = import_bytes(workbook_of(FORM), "forma.xlsx", launch=launch)

    assert result.report.lines() == ("accepted: 0 errors, 0 repairs, 0 warnings",)
    assert result.xml == imported(FORM, settings="").xml


@pytest.mark.parametrize(
    ("launch", "message"),
    [
        (python("import sys; sys.exit('boom')"), "boom"),
        (python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), "status -9"),
        (python("print('no json')"), "no readable answer"),
        (python("print('[]')"), "no readable answer"),
        (python("import threading; threading.Event().wait()", seconds=0.5), "stopped after 0.5"),
        (Launch(command=("/nowhere/converter",)), "could not be started"),
    ],
)
def test_a_converter_that_fails_is_a_finding(launch: Launch, message: str) -> None:
    """Killed, crashed or silent: the import says so, the app goes on."""
    result = import_bytes(workbook_of(FORM), "a.xlsx", launch=launch)

    assert [finding.code for finding in result.report.findings] == ["converter-failed"]
    assert message in the(result, "converter-failed").message
    assert result.definition is None


@pytest.mark.slow
def test_a_converter_that_starts_late_gets_the_whole_file() -> None:
    """What does not fit into a pipe arrives too, when the process first looks after a while."""
    late = (
        "import json, sys, time\n"
        "begun = time.monotonic()\n"
        "while time.monotonic() - begun < 0.6: pass\n"
        "print(json.dumps({'read': len(sys.stdin.buffer.read())}))"
    )

    answer = run_converter(b"x" * 1_000_000, "late", python(late))

    assert answer == {"read": 1_000_000}


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_the_converter_cannot_take_all_memory() -> None:
    """What asks for more than 1 GiB dies alone."""
    greedy = "from forms.xlsform.limits import limit_process; limit_process(); bytearray(2 << 30)"

    result = import_bytes(workbook_of(FORM), "a.xlsx", launch=python(greedy))

    assert "MemoryError" in the(result, "converter-failed").message


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import os; os.system('true')",
        "import subprocess, sys; subprocess.run([sys.executable, '-V'])",
    ],
)
def test_the_converter_opens_no_connection_and_starts_no_program(attempt: str) -> None:
    """Whatever a workbook makes the converter try, it does not reach out of its process."""
    code = f"from forms.xlsform.limits import limit_process; limit_process(); {attempt}"

    result = import_bytes(workbook_of(FORM), "a.xlsx", launch=python(code))

    assert "is not allowed in the converter" in the(result, "converter-failed").message


LEAVES = (
    "import os, sys, tempfile, threading; "
    "open(os.path.join(tempfile.gettempdir(), 'rest'), 'w').write('x'); "
    "open({sign!r}, 'w').write(tempfile.gettempdir() + ' ' + str(os.getpid())); "
    "{end}"
)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are asked for by signal here")
@pytest.mark.parametrize(
    "end", ["sys.exit('boom')", "threading.Event().wait()", "os.kill(os.getpid(), 9)"]
)
def test_a_converter_that_fails_leaves_nothing_behind(tmp_path: Path, end: str) -> None:
    """Its temporary files are gone with it, and it is gone too."""
    sign = tmp_path / "sign"
    launch = python(LEAVES.format(sign=str(sign), end=end), seconds=5.0)

    result = import_bytes(workbook_of(FORM), "a.xlsx", launch=launch)

    assert result.report.codes() == ("converter-failed",)
    folder, process = sign.read_text().rsplit(" ", 1)
    assert not Path(folder).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)


def test_a_form_larger_than_a_pipe_reaches_a_slow_converter() -> None:
    """A converter that begins to read late still gets the whole form."""
    late = "import sys, threading; threading.Event().wait(0.6); "
    told = "print('{\"read\":', len(sys.stdin.buffer.read()), '}')"

    answer = run_converter(bytes(300_000), "a", python(late + told, seconds=20.0))

    assert answer == {"read": 300_000}


def test_what_lies_in_the_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with modules of our names in it does not become the converter."""
    for name in ("forms", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('posed')")
    monkeypatch.chdir(tmp_path)

    assert import_bytes(workbook_of(FORM), "forma.xlsx").definition is not None


def test_the_name_of_a_file_is_not_believed() -> None:
    """A workbook with another ending is read, and the ending remarked on."""
    result = import_bytes(workbook_of(FORM), "forma.xls")

    assert result.definition is not None
    assert places(result) == [("container", "-")]
    assert result.report.lines()[-1] == "accepted: 0 errors, 1 repair, 0 warnings"


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "container"),
        (b"hola", "container"),
        (b"PK\x03\x04 broken", "container"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "container"),
        (zipped({"hola.txt": b"x"}), "container"),
        (zipped({"xl/workbook.xml": b"x", "inner.zip": zipped({"a": b"b"})}), "container"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "container"),
        (zipped({"xl/workbook.xml": b"x", "xl/bomb.xml": bytes(300 << 20)}), "too-large"),
        (zipped({"xl/workbook.xml": b"x", "xl/ratio.xml": bytes(8 << 20)}), "too-large"),
        (zipped({"xl/workbook.xml": b"x", **{f"p{n}": b"" for n in range(2001)}}), "too-large"),
        (b"<a", "container"),
        (b"<a/>", "container"),
        (b"<?xml version='1.0'?><!DOCTYPE a><a/>", "unsafe-xml"),
        (b"\xef\xbb\xbf <!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "unsafe-xml"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16"), "container"),
        (b"<a>" + b"<!-- " + b"x" * 70_000 + b" --><b/></a>", "container"),
        (b"<!-- " + b"x" * 70_000 + b" --><!DOCTYPE a><a/>", "unsafe-xml"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_dangerous_or_broken_files_are_refused(data: bytes, code: str) -> None:
    """Bombs, foreign archives, document types, garbage: one finding, nothing opened."""
    result = import_bytes(data, "forma.xlsx")

    assert code in result.report.codes()
    assert result.report.refused
    assert result.definition is None


def test_a_workbook_without_a_survey_is_said_to_be_none() -> None:
    """Sheets with other names are no form."""
    book = workbook_of("| encuesta | type | name |\n| | text | a |\n| otra | x |\n")

    result = import_bytes(book, "a.xlsx")

    assert "container" in result.report.codes()


def test_a_file_that_is_not_there_is_no_verdict(tmp_path: Path) -> None:
    """A missing file is neither accepted nor refused."""
    with pytest.raises(FileUnreadable):
        import_form(tmp_path / "nada.xlsx")


def test_commands_exit_as_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 accepted, 10 refused, 11 not readable; XML is written only if accepted."""
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(workbook_of(FORM))
    bad.write_bytes(workbook_of("| survey | type | name |\n| | nada | a |\n"))
    xml, none, filled = tmp_path / "good.xml", tmp_path / "bad.xml", tmp_path / "f.xml"

    assert main(["check", str(good)]) == 0
    assert capsys.readouterr().out == "accepted: 0 errors, 0 repairs, 0 warnings\n"
    assert main(["check", str(bad)]) == 10
    assert capsys.readouterr().out.startswith("error unknown-type survey:2:type a — ")
    assert main(["check", str(tmp_path / "nada")]) == 11
    assert main(["convert", str(good), "-o", str(xml)]) == 0
    assert main(["convert", str(bad), "-o", str(none)]) == 10
    assert main(["check", str(xml)]) == 0
    assert not none.exists()
    assert main(["fill", str(xml), "--seed", "3", "-o", str(filled)]) == 0
    assert filled.read_bytes().startswith(b'<data id="prueba" version="1"><a>')
    assert main(["bench", str(xml)]) == 0
    assert "change_p99" in capsys.readouterr().out
