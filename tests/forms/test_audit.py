"""The audit log: rows as the form wants them, never an answer that is hidden."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.audit import (
    AuditEvent,
    AuditLog,
    AuditRow,
    AuditSettings,
    audit_csv,
    audit_settings,
    dumped,
    restored,
)
from forms.errors import DraftRefused
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from tests.forms.ready import read
from tests.forms.tables import CLOCK
from tests.support.shared import shared_file

START = int(CLOCK.timestamp() * 1000)
EVERYTHING = AuditSettings(
    location=True, track_changes=True, identify_user=True, reasons="on-form-edit"
)


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = CLOCK

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, milliseconds: int) -> None:
        """Let time go by."""
        self.at += timedelta(milliseconds=milliseconds)


def audited(attributes: str = "") -> FormDefinition:
    """Return a form with an audit, an open question and two hidden ones."""
    definition, _ = read(
        f'<bind nodeset="/data/meta/audit" type="binary" {attributes}/>',
        '<input ref="/data/a"><label>A</label></input>'
        '<input ref="/data/b" appearance="multiline masked"><label>B</label></input>'
        '<group ref="/data/r"><repeat nodeset="/data/r">'
        '<input ref="/data/r/c" appearance="hidden-answer"><label>C</label></input>'
        "</repeat></group>",
        data="<a/><b/><r><c/></r><meta><audit/></meta>",
    )
    return definition


def log_of(settings: AuditSettings = EVERYTHING, position: str = "") -> tuple[AuditLog, HandClock]:
    """Return a log with a clock that stands."""
    clock = HandClock()
    log = AuditLog(audited(), settings, clock, lambda: position, "ana")
    return log, clock


def test_the_form_says_what_is_written() -> None:
    """Attributes of the bind; no audit node, no audit."""
    data = shared_file("conformance/forms/collect/two-question-audit-track-changes.xml")
    assert audit_settings(parse_definition(data.read_bytes())) == AuditSettings(track_changes=True)
    assert audit_settings(audited()) == AuditSettings()
    assert audit_settings(read("")[0]) is None
    assert audit_settings(
        audited(
            'odk:location-priority="balanced" odk:location-min-interval="60" '
            'odk:location-max-age="120" odk:identify-user="true" '
            'odk:track-changes-reasons="on-form-edit"'
        )
    ) == AuditSettings(
        location=True,
        location_priority="balanced",
        location_min_interval="60",
        location_max_age="120",
        identify_user=True,
        reasons="on-form-edit",
    )
    assert not (audit_settings(audited('odk:location-priority="balanced"')) or EVERYTHING).location


def test_a_question_is_one_row_from_entering_to_leaving() -> None:
    """With old and new answer where it changed; without where it did not."""
    log, clock = log_of()

    log.note(AuditEvent.FORM_START)
    log.enter(AuditEvent.QUESTION, "/data/a", "1")
    clock.pass_(1_500)
    log.leave("/data/a", "2")
    log.enter(AuditEvent.QUESTION, "/data/a", "2")
    log.leave("/data/a", "2")

    start, changed, unchanged = log.rows
    assert (start.event, start.start, start.end) == (AuditEvent.FORM_START, START, None)
    assert (changed.start, changed.end) == (START, START + 1_500)
    assert (changed.old_value, changed.new_value) == ("1", "2")
    assert (unchanged.old_value, unchanged.new_value) == ("", "")
    assert log.leave("/data/a") is None


@pytest.mark.parametrize("node", ["/data/b", "/data/r[3]/c", "/data/nada"])
def test_hidden_answers_are_never_written(node: str) -> None:
    """Masked and hidden questions, in repeats too, and what is no question at all."""
    log, _ = log_of()

    log.enter(AuditEvent.QUESTION, node, "secreto")
    log.leave(node, "otro secreto")

    assert log.rows[0].node == node
    assert "secreto" not in audit_csv(EVERYTHING, log.rows).decode()
    assert "secreto" not in json.dumps(dumped(log.rows))


def test_a_page_is_left_at_once() -> None:
    """Every question of a page gets its own row, in the order they were entered."""
    log, clock = log_of()
    log.enter(AuditEvent.GROUP_QUESTIONS, "/data/r[1]")
    log.enter(AuditEvent.QUESTION, "/data/a", "x")
    clock.pass_(10)

    rows = log.leave_all({"/data/a": "y", "/data/r[1]": "no value of a group"})

    assert [(row.event.value, row.node, row.new_value) for row in rows] == [
        ("group questions", "/data/r[1]", ""),
        ("question", "/data/a", "y"),
    ]
    assert log.leave_all({}) == ()


def test_only_what_the_form_asks_for_is_kept() -> None:
    """No position, user, reason or answer without the form's wish."""
    log, _ = log_of(AuditSettings(), "19 -99 2240 5")
    log.enter(AuditEvent.QUESTION, "/data/a", "1")
    log.leave("/data/a", "2")
    log.note(AuditEvent.CHANGE_REASON, reason="error")

    assert audit_csv(AuditSettings(), log.rows).decode() == (
        f"event,node,start,end\r\nquestion,/data/a,{START},{START}\r\nchange reason,,{START},\r\n"
    )
    assert log.rows[0].user == log.rows[0].latitude == log.rows[1].change_reason == ""


def test_all_columns_in_their_order() -> None:
    """Position, answers, user, reason; quotes and line breaks as RFC 4180 has them."""
    log, _ = log_of(position="19.4 -99.1 2240 5.5")
    log.enter(AuditEvent.QUESTION, "/data/a", 'dijo "sí", y')
    log.leave("/data/a", "dos\nlíneas")
    log.note(AuditEvent.CHANGE_REASON, reason="mal escrito")

    assert audit_csv(EVERYTHING, log.rows).decode() == (
        "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason\r\n"
        f'question,/data/a,{START},{START},19.4,-99.1,5.5,"dijo ""sí"", y","dos\nlíneas",ana,\r\n'
        f"change reason,,{START},,19.4,-99.1,5.5,,,ana,mal escrito\r\n"
    )


def test_an_unknown_position_is_blank() -> None:
    """A device that cannot tell where it is writes nothing there."""
    log, _ = log_of(position="")
    log.note(AuditEvent.FORM_SAVE)

    assert (log.rows[0].latitude, log.rows[0].longitude, log.rows[0].accuracy) == ("", "", "")


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("-5.5", "-5.5"),
        ("+52", "+52"),
        ("a=", "a="),
    ],
)
def test_no_answer_becomes_a_formula(answer: str, written: str) -> None:
    """A spreadsheet shows it as text; numbers are numbers."""
    rows = [AuditRow(event=AuditEvent.QUESTION, start=1, new_value=answer)]

    line = list(csv.reader(io.StringIO(audit_csv(EVERYTHING, rows).decode(), newline="")))[1]

    assert line[8] == written


_TEXT = st.text(max_size=5)


@given(
    st.lists(
        st.builds(
            AuditRow,
            event=st.sampled_from(AuditEvent),
            node=_TEXT,
            start=st.integers(0, 10**14),
            end=st.none() | st.integers(0, 10**14),
            latitude=_TEXT,
            longitude=_TEXT,
            accuracy=_TEXT,
            old_value=_TEXT,
            new_value=_TEXT,
            user=_TEXT,
            change_reason=_TEXT,
        )
    )
)
def test_rows_survive_the_draft(rows: list[AuditRow]) -> None:
    """What a draft keeps is what it gives back."""
    assert restored(json.loads(json.dumps(dumped(rows)))) == rows


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        {},
        [1],
        [[]],
        [["question", "", "1", None, *[""] * 7]],
        [["question", "", True, None, *[""] * 7]],
        [["nada", "", 1, None, *[""] * 7]],
        [["question", "", 1, None, 2, *[""] * 6]],
    ],
)
def test_a_damaged_log_is_refused(damaged: object) -> None:
    """The draft is not restored, and nothing else happens."""
    with pytest.raises(DraftRefused):
        restored(damaged)
