"""A form in memory: a citizen's pages, a clerk's sections, the record, and reading it again."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from forms.report import Severity
from forms.xlsform.launch import Launch
from kiosk.services.preview import PreviewService
from kiosk.services.views import HeadingView, QuestionView, RepeatView
from kiosk.services.views.runner import KioskPage
from kiosk.texts import Texts
from tests.forms.tables import SETTINGS, imported
from tests.support.fake_values import a_clock

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FAMILY = """
| survey  | type              | name     | label         | relevant     | required | appearance | constraint | constraint_message |
|         | text              | nombre   | Nombre        |              | yes      |            |            |                    |
|         | select_one si_no  | hijos    | ¿Tiene hijos? |              | yes      |            |            |                    |
|         | begin_repeat      | hijo     | Hija o hijo   | ${hijos}='1' |          |            |            |                    |
|         | text              | como     | ¿Cómo se llama? |            | yes      |            |            |                    |
|         | integer           | edad     | ¿Cuántos años tiene? |       |          |            | .<30       | Menos de treinta.  |
|         | end_repeat        |          |               |              |          |            |            |                    |
|         | begin_group       | casa     | Su casa       |              |          | field-list |            |                    |
|         | integer           | cuartos  | Cuartos       |              |          |            |            |                    |
|         | text              | calle    | Calle         |              |          |            |            |                    |
|         | end_group         |          |               |              |          |            |            |                    |
|         | image             | foto     | Foto          |              | yes      |            |            |                    |
| choices | list_name         | name     | label         |              |          |            |            |                    |
|         | si_no             | 1        | Sí            |              |          |            |            |                    |
|         | si_no             | 0        | No            |              |          |            |            |                    |
"""  # noqa: E501 - a table


def a_service(table: str = FAMILY, *, settings: str = SETTINGS) -> PreviewService:
    """Return a service with the form of a table begun."""
    drawn = count(1)
    texts = Texts(RESOURCES / "translations", "es", a_clock())
    service = PreviewService(
        Path("familia.xlsx"), None, texts, a_clock(), lambda n: next(drawn).to_bytes(n, "big")
    )
    opened = service.take(imported(table, settings=settings))
    assert opened.accepted
    return service


def seen(page: KioskPage) -> str:
    """Return what a page is, in a word."""
    if page.ask is not None:
        return f"¿otra? {page.ask.label} {page.ask.count}"
    if page.ended:
        return "fin"
    return " + ".join(view.label for view in page.questions())


def test_a_form_is_walked_one_question_a_page() -> None:
    """Repeats ask for another one between their instances; a field-list is one page."""
    walk = a_service().runner
    walk.answer("/data/nombre", "Ana")
    stops = [seen(walk.here()), seen(walk.forward())]
    walk.answer("/data/hijos", "1")

    stops.append(seen(walk.forward()))
    kicker = walk.here().kicker
    walk.answer("/data/hijo[1]/como", "Luz")
    stops += [seen(walk.forward()), seen(walk.forward())]
    stops.append(seen(walk.repeat("/data/hijo", again=True)))
    second = walk.here().kicker
    walk.answer("/data/hijo[2]/como", "Sol")
    stops += [seen(walk.forward()), seen(walk.forward())]
    stops.append(seen(walk.repeat("/data/hijo", again=False)))
    stops += [seen(walk.forward()), seen(walk.forward())]

    child = ["¿Cómo se llama?", "¿Cuántos años tiene?"]
    assert stops == [
        "Nombre", "¿Tiene hijos?", *child, "¿otra? Hija o hijo 1", *child, "¿otra? Hija o hijo 2",
        "Cuartos + Calle", "Foto", "fin",
    ]  # fmt: skip
    assert (kicker, second) == ("Hija o hijo · 1", "Hija o hijo · 2")


def test_relevance_takes_pages_away_and_back_goes_where_one_came_from() -> None:
    """A *no* skips the repeat; the answer given in it is kept and comes back."""
    walk = a_service().runner
    walk.answer("/data/nombre", "Ana")
    walk.forward()
    walk.answer("/data/hijos", "0")

    after_no = seen(walk.forward())
    walk.back()
    walk.answer("/data/hijos", "1")
    after_yes = seen(walk.forward())

    assert after_no == "Cuartos + Calle"
    assert after_yes == "¿Cómo se llama?"
    assert seen(walk.back()) == "¿Tiene hijos?"


def test_what_does_not_hold_keeps_the_page_with_the_form_s_own_words() -> None:
    """A blank that is needed, text where a number is wanted, a constraint with its message."""
    walk = a_service().runner
    blank = walk.forward().questions()[0].message
    walk.answer("/data/nombre", "Ana")
    walk.forward()
    walk.answer("/data/hijos", "1")
    walk.forward()
    walk.answer("/data/hijo[1]/como", "Luz")
    walk.forward()

    walk.answer("/data/hijo[1]/edad", "doce")
    typed = walk.forward().questions()[0]
    walk.answer("/data/hijo[1]/edad", "40")
    old = walk.forward().questions()[0]
    walk.answer("/data/hijo[1]/edad", "12")

    assert blank == "Escriba: Nombre"
    assert (typed.value, typed.message) == (
        "doce",
        "Escriba un número sin punto: ¿Cuántos años tiene?",
    )
    assert old.message == "Menos de treinta."
    assert seen(walk.forward()).startswith("¿otra?")


def test_what_only_another_device_can_answer_is_gone_past() -> None:
    """A photo that is required blocks nobody who tries the form without a camera."""
    walk = a_service().runner
    walk.answer("/data/nombre", "Ana")
    walk.answer("/data/hijos", "0")
    while seen(walk.here()) != "Foto":
        walk.forward()

    assert seen(walk.forward()) == "fin"


def test_steps_are_counted_only_where_their_number_is_certain() -> None:
    """UX §8.6: *Paso 2 de 6* only when it is true."""
    plain = """
    | survey | type | name | label |
    |        | text | a    | A     |
    |        | text | b    | B     |
    """
    sure, unsure = a_service(plain).runner, a_service().runner

    assert [(page.step, page.steps) for page in (sure.here(), sure.forward())] == [(1, 2), (2, 2)]
    assert (unsure.here().step, unsure.here().steps) == (0, 0)


def test_a_clerk_sees_sections_and_instances_of_the_same_answers() -> None:
    """Both modes share one form: what a finger answered stands in the section."""
    service = a_service()
    service.runner.answer("/data/nombre", "Ana")
    service.runner.answer("/data/hijos", "1")
    service.runner.answer("/data/hijo[1]/como", "Luz")

    titles = [line.title for line in service.page().sections]
    repeat = next(
        item
        for line in service.page().sections
        for item in service.open(line.index).items
        if isinstance(item, RepeatView)
    )
    added = service.add(repeat.path)
    inside = [item.label for item in added.items if isinstance(item, QuestionView)]
    left = service.remove("/data/hijo[2]")

    assert "Su casa" in titles
    assert repeat.instances[0].cells == ("Luz", "")
    assert added.place == "/data/hijo[2]"
    assert inside == ["¿Cómo se llama?", "¿Cuántos años tiene?"]
    assert left.place == ""
    assert not [item for item in left.items if isinstance(item, HeadingView) and not item.label]


def test_the_record_is_what_would_be_sent() -> None:
    """Not relevant is left out, as everywhere; it is indented for reading."""
    service = a_service()
    service.answer("/data/nombre", "Ana & Luz")
    service.answer("/data/hijos", "0")

    xml = service.submission()

    assert "<nombre>Ana &amp; Luz</nombre>" in xml
    assert "<hijo>" not in xml
    assert "\n  <casa>" in xml


def test_languages_change_in_both_modes_and_answers_stay() -> None:
    """FORMS §9: labels are the other language's, answers are not touched."""
    table = """
    | survey | type | name | label::Español (es) | label::English (en) |
    |        | text | a    | Nombre              | Name                |
    """
    service = a_service(table)
    service.answer("/data/a", "Ana")

    page = service.set_language("English (en)")
    walked = service.runner.here()

    assert page.languages == ("Español (es)", "English (en)")
    assert [one.label for one in page.items if isinstance(one, QuestionView)] == ["Name"]
    assert (walked.language, walked.questions()[0].value) == ("English (en)", "Ana")


def test_a_refused_form_leaves_nothing_to_try(tmp_path: Path) -> None:
    """The report says why; a file that is gone is said as such."""
    service = a_service()
    bad = imported("""
    | survey | type      | name | label | calculation |
    |        | calculate | a    |       | if(1        |
    """)

    refused = service.take(bad)
    gone = PreviewService(
        tmp_path / "no.xlsx", None, service._texts, a_clock(), lambda n: b"\x01" * n
    )
    unreadable = gone.take(gone.read())

    assert not refused.accepted
    assert refused.count(Severity.ERROR) == 1
    with pytest.raises(RuntimeError):
        service.page()
    assert unreadable.unreadable
    assert gone.stamp() == (0, 0)


@pytest.mark.slow
def test_reading_can_be_stopped_and_the_child_is_ended(tmp_path: Path) -> None:
    """A converter that hangs is killed as soon as somebody stops it."""
    import sys

    file = tmp_path / "form.md"
    file.write_text("| survey | type | name |\n| | text | a |\n", encoding="utf-8")
    hanging = Launch(command=(sys.executable, "-c", "import time\nwhile True: time.sleep(60)"))
    texts = Texts(RESOURCES / "translations", "es", a_clock())
    service = PreviewService(file, None, texts, a_clock(), lambda n: b"\x01" * n, hanging)
    import threading

    threading.Timer(0.3, service.stop_reading).start()
    opened = service.take(service.read())

    assert [one.code for one in opened.findings if one.severity is Severity.ERROR] == [
        "converter-failed"
    ]
