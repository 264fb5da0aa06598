"""Pictures and lists of a form: from the folder of who publishes it to the page a clerk sees."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import sync.device.pull
from kiosk.services.drafts import FormIncomplete
from kiosk.services.views import SectionView
from sync.catalogue import FormEntry
from sync.central import pages
from sync.central.__main__ import main
from sync.central.catalogue_file import Catalogue, read_catalogue
from sync.central.errors import CentralError
from sync.central.pages import PullRequest
from sync.central.ports import ImportedForm
from sync.clock import system_random
from sync.device.keys import Asked, Centrals, DeviceKeys
from sync.device.ports import Desk, Outcome
from sync.device.pull import PullLane
from sync.device.transport import Failure, NoAnswer, Response
from sync.ids import BootId
from sync.journal import Journal, Started
from tests.delivery.central_support import Central, Device
from tests.delivery.test_central_command import CATALOGUE
from tests.support.delivery import plain_new_stream
from tests.support.household import a_subject, the_question
from tests.support.offices import ACTA, a_counter, begin

FORM_XML = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
 xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>Lugares</h:title><model odk:xforms-version="1.0.0">
<itext><translation lang="es" default="true()">
<text id="/data/place:label"><value>Lugar</value>
<value form="image">jr://images/mapa.png</value></text>
</translation></itext>
<instance><data id="acta" version="{version}"><place/><people/><told/>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<instance id="lugares" src="jr://file-csv/lugares.csv"/>
<bind nodeset="/data/place" type="string"/>
<bind nodeset="/data/people" type="string"
 calculate="pulldata('lugares', 'people', 'name', /data/place)"/>
<bind nodeset="/data/told" type="string"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>
<select1 ref="/data/place"><label ref="jr:itext('/data/place:label')"/>
<itemset nodeset="instance('lugares')/root/item"><value ref="name"/><label ref="label"/></itemset>
</select1>
<input ref="/data/told"><label>Viven <output value="/data/people"/></label></input>
</h:body></h:html>
"""
PLACE, TOLD = "/data/place", "/data/told"
LIST = b"name,label,people\na,Abala,6550\nb,Baca,5701\n"
OTHER_LIST = b"name,label,people\nc,Cacalchen,7510\n"


def a_picture(seed: int, size: int = 150_000) -> bytes:
    """Return bytes that do not compress, so that a page holds few pieces of them."""
    return random.Random(seed).randbytes(size)


RED, BLUE = a_picture(1), a_picture(2)


class Office:
    """A real central, and a counter that pulls from it, page by page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "catalogue"
        self.folder.mkdir()
        (self.folder / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
        (self.folder / "acta.xlsx").write_bytes(b"stands in for a workbook")
        self.central = Central(folder)
        self.counter = a_counter(folder / "counter")
        self.device = Device()
        self._enrolled = False

    def catalogue(self, version: str, **files: bytes) -> Catalogue:
        """Return the form in a version with its files (a dot is `__`), read as `publish` does."""
        form = ImportedForm(
            form_id="acta",
            version=version,
            title="Lugares",
            definition=FORM_XML.format(version=version).encode(),
            questions=(),
            files={name.replace("__", "."): content for name, content in files.items()},
        )
        return read_catalogue(self.folder, lambda _workbook: form)

    def publish(self, version: str, **files: bytes) -> None:
        """Publish the form in a version with its files."""
        self.central.publish(self.catalogue(version, **files))

    def lane(self) -> PullLane:
        """Return the device's own lane on the counter's encrypted file, as after a start."""
        platform, counter = self.central.platform, self.counter
        if not self._enrolled:
            self.central.enrol(self.device)
            self._enrolled = True
        keys = DeviceKeys(
            signer=self.device.signer,
            seal_private=self.device.seal[0],
            roots=platform.profile.roots,
        )
        started = Started.at(counter.clock)
        journal = Journal(
            device_id=keys.device_id,
            clock=counter.clock,
            random=system_random,
            boot=BootId(bytes(8)),
            started=started,
            project=lambda _tx, _recorded: None,
        )
        desk = Desk(
            keys=keys,
            centrals=Centrals(platform.profile.centrals()),
            store=counter.database,
            journal=journal,
            clock=counter.clock,
            random=system_random,
            program_start=started,
            new_stream=plain_new_stream(journal),
        )
        counter.database.write(lambda tx: desk.memory.adopt(tx, platform.incarnation))
        return PullLane(desk, lambda _datasets: None)

    def answer(self, asked: Asked) -> Response:
        """Return what the central answers."""
        request = PullRequest.read(asked.request.body)
        body = self.central.platform.pages.page(self.device.device_id, request)
        return Response(status=200, body=body)

    def pull(self, at_most: int = 1_000) -> int:
        """Pull until nothing more comes, or so many pages; return how many came."""
        lane = self.lane()
        for count in range(1, at_most + 1):
            outcome = lane.conclude(self.answer(lane.prepare()))
            assert outcome.trouble is None
            if not outcome.again:
                return count
        return at_most

    def draft(self) -> SectionView:
        """Begin the form with a new person."""
        return begin(self.counter, a_subject(self.counter), ACTA, "es")

    def lose_a_piece(self, name: str) -> None:
        """Take a piece of a file out of the device, as a damaged page would have."""
        self.counter.database.write(
            lambda tx: (
                tx.execute(
                    "DELETE FROM reference WHERE key LIKE ?", (f"form-file:%:0:{name}",)
                ).rowcount
            )
        )

    def files(self) -> set[object]:
        """Return the names of files that are kept for drafts and records."""
        return {row[0] for row in self.counter.rows("SELECT DISTINCT name FROM form_file")}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Give a central and a counter between which small pages travel."""
    monkeypatch.setattr(sync.device.pull, "PAGE_WANTED_BYTES", 70_000)
    monkeypatch.setattr(pages, "ITEMS_AT_A_TIME", 2)
    made = Office(tmp_path)
    yield made
    made.counter.database.close()
    made.central.close()


def shown(view: SectionView) -> tuple[list[str], bytes]:
    """Return the choices of the list, and the picture beside the question."""
    question = the_question(view, PLACE)
    return [one.name for one in question.choices], question.media.image


def test_a_list_and_a_picture_reach_the_page(office: Office) -> None:
    """Choices come from the list, pulldata finds its cells, the picture stands at the label."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)

    count = office.pull()
    view = office.draft()
    after = office.counter.registrations.answer(view.draft_id, PLACE, "b")

    assert count > 3
    assert shown(view) == (["a", "b"], RED)
    assert [one.label for one in the_question(view, PLACE).choices] == ["Abala", "Baca"]
    assert the_question(view, PLACE).media.missing == ()
    assert the_question(after, TOLD).label == "Viven 5701"


def test_lost_and_repeated_pages_change_nothing(office: Office) -> None:
    """Every answer is lost once and comes twice; what the device holds is what was published."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    lane = office.lane()
    outcome = Outcome(again=True)
    while outcome.again:
        office.answer(lane.prepare())
        lost = lane.conclude(NoAnswer(failure=Failure.NO_ROUTE))
        answer = office.answer(lane.prepare())
        outcome = lane.conclude(answer)
        lane.conclude(answer)
        lane = office.lane()
        assert lost.trouble is not None
        assert outcome.trouble is None

    assert shown(office.draft()) == (["a", "b"], RED)


def test_half_a_publication_changes_nothing_for_the_clerk(office: Office) -> None:
    """Until the last piece is here the version before is offered, with its own files."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    office.pull()
    office.publish("2", lugares__csv=OTHER_LIST, mapa__png=BLUE)
    seen = []
    for _ in range(20):
        count = office.pull(at_most=1)
        view = office.draft()
        seen.append(shown(view))
        if shown(view)[1] == BLUE or not count:
            break

    assert seen[0] == (["a", "b"], RED)
    assert seen[-1] == (["c"], BLUE)
    assert set(map(str, seen)) == {str(seen[0]), str(seen[-1])}


def test_an_open_draft_keeps_the_files_it_began_with(office: Office) -> None:
    """A newer version brings its own files to new drafts; what is open stays as it was."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    office.pull()
    old = office.draft()
    office.publish("2", lugares__csv=OTHER_LIST, mapa__png=BLUE)
    office.pull()
    office.counter.sweeping.sweep()

    new = office.draft()
    again = office.counter.registrations.resume(old.draft_id)

    assert shown(new) == (["c"], BLUE)
    assert shown(again) == (["a", "b"], RED)
    assert again.newer_version == "2"


def test_a_form_is_not_used_before_its_files_are_complete(office: Office) -> None:
    """The words say why; after another pull it is there. Nothing half is ever kept."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    office.pull()
    office.lose_a_piece("mapa.png")

    with pytest.raises(FormIncomplete):
        office.draft()
    nothing = office.files()
    office.lane().begin_again()
    office.pull()

    assert nothing == set()
    assert shown(office.draft()) == (["a", "b"], RED)


def test_a_version_without_all_its_files_is_not_offered_to_a_draft(office: Office) -> None:
    """Moving a draft is offered when the newer form could be used, and refused before."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    office.pull()
    draft = office.draft().draft_id
    office.publish("2", lugares__csv=OTHER_LIST, mapa__png=BLUE)
    office.pull()
    other = office.draft().draft_id
    office.lose_a_piece("lugares.csv")

    early = office.counter.registrations.resume(draft).newer_version
    with pytest.raises(FormIncomplete):
        office.counter.registrations.move_to_new_version(draft)
    office.lane().begin_again()
    office.pull()
    office.counter.registrations.resume(other)

    assert early == ""
    assert office.counter.registrations.resume(draft).newer_version == "2"


def test_an_old_record_is_corrected_with_the_files_of_its_form(office: Office) -> None:
    """Swept after delivery, they come back for a correction and then stay with its draft."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    office.pull()
    view = office.draft()
    office.counter.registrations.answer(view.draft_id, PLACE, "a")
    office.counter.registrations.consent(view.draft_id)
    saved = office.counter.registrations.save(view.draft_id, accepted=True)
    office.counter.database.write(
        lambda tx: (
            tx.execute(
                "INSERT OR REPLACE INTO stream_state (stream, acknowledged, durable)"
                " SELECT stream, 1000, 0 FROM stream"
            ).rowcount
        )
    )
    office.counter.sweeping.sweep()
    swept = office.files()

    draft = office.counter.records.correct(saved.event_id, "Motivo", "es")
    office.publish("2", lugares__csv=OTHER_LIST, mapa__png=BLUE)
    office.pull()
    office.counter.sweeping.sweep()

    assert swept == set()
    assert shown(office.counter.registrations.resume(draft)) == (["a", "b"], RED)


def test_files_of_a_published_version_stay_what_they_are(office: Office) -> None:
    """Devices keep them by version: other content needs a new one; the same may come again."""
    office.publish("1", lugares__csv=LIST, mapa__png=RED)
    office.publish("1", lugares__csv=LIST, mapa__png=RED)

    with pytest.raises(CentralError) as refused:
        office.publish("1", lugares__csv=OTHER_LIST, mapa__png=RED)

    assert refused.value.code == "publish.changed"
    assert "acta 1" in refused.value.detail


def test_a_form_that_was_published_without_its_files_gets_them(office: Office) -> None:
    """A central before this one sent none: they come under the same version, once."""
    catalogue = office.catalogue("1", lugares__csv=LIST, mapa__png=RED)
    bare = tuple(replace(form, files=()) for form in catalogue.forms)
    office.central.publish(replace(catalogue, forms=bare, form_files=()))
    office.pull()
    without = shown(office.draft())
    office.central.publish(catalogue)
    office.pull()

    assert without == ([], b"")
    assert shown(office.draft()) == (["a", "b"], RED)


def test_a_form_with_too_many_files_is_refused(office: Office) -> None:
    """Their names stand in one value of a page."""
    many = {f"p{number}__png": b"" for number in range(401)}

    with pytest.raises(CentralError) as refused:
        office.catalogue("1", **many)

    assert refused.value.code == "publish.form_too_large"
    assert "401 files" in refused.value.detail


def test_a_form_without_files_looks_as_before() -> None:
    """Its bytes are those that devices of an earlier version know."""
    from sync import cbor
    from sync.catalogue import encode_entry

    entry = FormEntry(form_id="a", version="1", xml=b"<x/>", definition_hash=bytes(16), title="A")

    assert set(cbor.decode(encode_entry(entry))) == {1, 2, 3, 4, 5}


@pytest.mark.slow
def test_a_long_list_is_looked_up_in_the_encrypted_file(office: Office) -> None:
    """Above 20,000 rows nothing is held in memory; a cell of the last row is found all the same."""
    rows = (f"n{number},Lugar {number},{number}\n" for number in range(20_001))
    office.publish("1", lugares__csv=b"name,label,people\n" + "".join(rows).encode())
    office.pull()

    draft = office.draft().draft_id
    view = office.counter.registrations.answer(draft, PLACE, "n20000")

    assert office.counter.rows("SELECT length FROM form_list") == [(20_001,)]
    assert the_question(view, TOLD).label == "Viven 20000"


@pytest.mark.slow
def test_a_workbook_travels_from_its_folder_to_the_page(office: Office) -> None:
    """The real command: list, picture and the sheet `external_choices` arrive with the form."""
    _a_workbook(office.folder / "acta.xlsx")
    media = office.folder / "acta-media"
    media.mkdir()
    (media / "lugares.csv").write_bytes(LIST)
    (media / "mapa.png").write_bytes(RED)

    status = main(["publish", "--dir", str(office.central.folder), str(office.folder)])
    office.central.restart()
    office.pull()
    draft = office.draft().draft_id
    view = office.counter.registrations.answer(draft, PLACE, "b")

    assert status == 0
    assert shown(view) == (["a", "b"], RED)
    assert the_question(view, TOLD).label == "Viven 5701"
    assert [one.name for one in the_question(view, "/data/pueblo").choices] == ["tixkuncheil"]


def _a_workbook(path: Path) -> None:
    """Write the same form as an XLSForm, with a list of `external_choices` more."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (
        ("type", "name", "label", "media::image", "calculation", "choice_filter"),
        ("select_one_from_file lugares.csv", "place", "Lugar", "mapa.png", "", ""),
        ("calculate", "people", "", "", "pulldata('lugares', 'people', 'name', ${place})", ""),
        ("text", "told", "Viven ${people}", "", "", ""),
        ("select_one_external pueblos", "pueblo", "Pueblo", "", "", "place=${place}"),
    ):
        sheet.append(row)
    more: dict[str, list[tuple[str, ...]]] = {
        "choices": [("list_name", "name", "label"), ("sino", "si", "Sí")],
        "external_choices": [
            ("list_name", "name", "label", "place"),
            ("pueblos", "cholul", "Cholul", "a"),
            ("pueblos", "tixkuncheil", "Tixkuncheil", "b"),
        ],
        "settings": [("form_title", "form_id", "version"), ("Lugares", "acta", "1")],
    }
    for name, rows in more.items():
        sheet = book.create_sheet(name)
        for line in rows:
            sheet.append(line)
    book.save(path)
    book.close()
