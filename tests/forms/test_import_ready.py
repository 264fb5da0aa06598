"""Ready XForm XML: what is remarked on beside what refuses it (FORMS §3)."""

from __future__ import annotations

import pytest

from forms.xlsform.convert import Imported, import_bytes

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"{spaces}>\n<h:head><h:title>P</h:title><model>\n'
    "{itext}"
    '<instance><data id="p"><a>{default}</a><b/></data></instance>\n{more}'
    '<bind nodeset="/data/a" type="string"/>\n<bind nodeset="/data/b" type="int"{bind}/>\n'
    "</model></h:head>\n"
    '<h:body><input ref="/data/a"><label>A</label></input><input ref="/data/b">{label}</input>'
    "</h:body></h:html>"
)


def ready(
    *,
    spaces: str = "",
    itext: str = "",
    default: str = "",
    more: str = "",
    bind: str = "",
    label: str = "<label>B</label>",
) -> Imported:
    """Import a form of two questions with something added."""
    xml = HEAD.format(
        spaces=spaces, itext=itext, default=default, more=more, bind=bind, label=label
    )
    return import_bytes(xml.encode(), "forma.xml")


def lines(result: Imported) -> list[str]:
    return [one.line().split(" — ")[0] for one in result.report.findings]


def itext(value: str, other: str = "<value>B</value>") -> str:
    return (
        f'<itext><translation lang="es"><text id="b">{value}</text></translation>'
        f'<translation lang="en"><text id="b">{other}</text></translation></itext>'
    )


SHOWN = "<label ref=\"jr:itext('b')\"/>"


def test_a_plain_form_gives_no_remark() -> None:
    """Nothing is said of a form that has nothing to be said of."""
    assert ready().report.lines() == ("accepted: 0 errors, 0 repairs, 0 warnings",)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (ready(bind=' relevant="/data/a &gt; 5"'), ["warning type-mismatch line:5 b"]),
        (ready(bind=' relevant="../a &gt; 5"'), ["warning type-mismatch line:5 b"]),
        (ready(bind=' relevant="/data/a = 5"'), []),
        (ready(bind=' relevant="true()"'), ["warning always-true line:5 b"]),
        (ready(default="'today()'"), ["warning quoted-function - a"]),
        (
            ready(spaces=' xmlns:c="http://commcarehq.org/x"'),
            ["warning foreign-dialect line:1"],
        ),
        (
            ready(bind=' calculate="cond(true(), 1, 2)"'),
            ["error unknown-function line:5 b", "warning foreign-dialect line:5"],
        ),
        (
            ready(more='<instance id="l" src="jr://file-csv/l.csv"/>\n'),
            ["warning missing-file line:4 l"],
        ),
        (
            ready(more='<instance id="l" src="jr://file/../../etc/passwd.xml"/>\n'),
            ["error unsafe-path line:4"],
        ),
        (
            ready(itext=itext('<value form="image">jr://images/b.png</value>'), label=SHOWN),
            ["warning missing-translation -", "warning missing-file -"],
        ),
        (
            ready(
                itext=itext('<value>B</value><value form="audio">jr://audio/../b.mp3</value>'),
                label=SHOWN,
            ),
            ["error unsafe-path line:3 b"],
        ),
    ],
)
def test_each_remark_names_its_line(result: Imported, expected: list[str]) -> None:
    """What the sheets of a workbook would have told is told of ready XML too."""
    assert lines(result) == expected


def test_a_path_through_a_repeat_of_files_is_no_file() -> None:
    """The last record and other forms' data are no files to bring along."""
    result = ready(more='<instance id="v" src="jr://instance/last-saved"/>\n')

    assert result.definition is not None
    assert result.files == ()
