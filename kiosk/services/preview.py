"""A form shown to its author before anybody uses it: from a file, in memory, nothing is kept.

What was answered here is gone when the window closes. There is no person, no draft and no record;
the form is the same engine's as everywhere, over the same views.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from forms.environment import Environment, Rows
from forms.errors import FormError
from forms.itemsets.files import read_rows
from forms.model.instance import FormInstance
from forms.report import Finding, Severity
from forms.submission import answers_of, instance_name, submission_xml
from forms.xform.definition import FormDefinition
from forms.xform.tree import XmlUnsafe
from forms.xlsform.convert import FileUnreadable, Imported, import_form
from forms.xlsform.files import ITEMSETS, NOTHING_GIVEN, given_in
from forms.xlsform.launch import Launch, converter
from kiosk.services.form_views import LiveForm
from kiosk.services.form_walk import FormWalk
from kiosk.services.marks import escaped
from kiosk.services.views import PageItem, QuestionKind, QuestionView, WhyAsked
from kiosk.texts import Texts
from sync.clock import Clock, RandomBytes
from sync.ids import crockford

_DRAWN = frozenset({"signature", "draw"})
_NOT_HERE = frozenset(
    {
        QuestionKind.AUDIO,
        QuestionKind.VIDEO,
        QuestionKind.FILE,
        QuestionKind.GEOPOINT,
        QuestionKind.GEOTRACE,
        QuestionKind.GEOSHAPE,
        QuestionKind.UNSUPPORTED,
    }
)
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_NAME_LETTERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section of the form that is shown, with its title."""

    index: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """A section, or the page of an instance of a repeat, as field mode shows it."""

    section: int
    place: str
    title: str
    items: tuple[PageItem, ...]
    sections: tuple[SectionLine, ...]
    language: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What reading a file gave. unreadable: the file cannot be opened, and then nothing else is.

    findings: of the import, gravest first. accepted: the form is there to be tried.
    """

    file_name: str
    accepted: bool
    findings: tuple[Finding, ...]
    title: str = ""
    unreadable: str = ""

    def count(self, severity: Severity) -> int:
        """Return how many findings are of that severity."""
        return sum(one.severity is severity for one in self.findings)


class PreviewService:
    """One file, read as often as its author changes it; answers in memory only."""

    def __init__(
        self,
        file: Path,
        media: Path | None,
        texts: Texts,
        clock: Clock,
        random: RandomBytes,
        launch: Launch | None = None,
    ) -> None:
        self._file, self._media, self._texts = file, media, texts
        self._clock, self._random = clock, random
        self._stopped = False
        self._launch = replace(launch or converter(), stopped=lambda: self._stopped)
        self._live: LiveForm | None = None
        self._walk: FormWalk | None = None
        self._itemsets: str | None = None
        self._why: Mapping[str, WhyAsked] = {}
        self._rows: dict[str, Rows | None] = {}
        self._section, self._place = 0, ""
        self._language = ""

    # ---------------------------------------------------------------------------- the file

    def stamp(self) -> tuple[int, int]:
        """Return what tells one state of the file from another; (0, 0) where it is not there."""
        try:
            found = self._file.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def stop_reading(self) -> None:
        """End the reading that is under way: its child process is killed, it reports a failure."""
        self._stopped = True

    def read(self) -> Imported | FileUnreadable:
        """Read the file; slow, and free of everything this service holds: any thread may do it."""
        self._stopped = False
        given = given_in(self._media) if self._media is not None else NOTHING_GIVEN
        try:
            return import_form(self._file, given=given, launch=self._launch)
        except FileUnreadable as failed:
            return failed

    def take(self, result: Imported | FileUnreadable) -> Opened:
        """Begin the form that was read. Refused or unreadable: the one before is let go of too."""
        self._live, self._walk, self._rows = None, None, {}
        name = self._file.name
        if isinstance(result, FileUnreadable):
            return Opened(file_name=name, accepted=False, findings=(), unreadable=str(result))
        findings = result.report.findings
        if result.definition is None:
            return Opened(file_name=name, accepted=False, findings=findings)
        self._itemsets = result.itemsets
        self._why = {
            one.path: WhyAsked(
                legal_basis=one.legal_basis, retention=one.retention, sensitive=one.sensitive
            )
            for one in result.law.questions
            if one.legal_basis and one.retention
        }
        self._begin(result.definition)
        title = result.definition.title
        return Opened(file_name=name, accepted=True, findings=findings, title=title)

    def _begin(self, definition: FormDefinition) -> None:
        form = FormInstance.create(definition, self._environment(), language=self._language)
        form.escape_inserted(escaped)
        self._live = LiveForm(form=form, texts=self._texts, media=self.media, why=self._why)
        self._walk = FormWalk(self._live, named=self._name_of, may_pass=self._may_pass)
        self._section, self._place = 0, ""

    def again(self) -> None:
        """Begin the same form anew, without any answer."""
        self._begin(self._of().form.definition)

    def _environment(self) -> Environment:
        zone = self._clock.now().astimezone().tzinfo
        return Environment(
            now=lambda: self._clock.now().astimezone(),
            zone=zone or UTC,
            random=lambda: int.from_bytes(self._random(7), "big") / 2**56,
            uuid=self._uuid,
            locale=self._texts.language,
            device={"deviceid": "preview"},
            rows=self.rows,
            media=self.media,
        )

    def _uuid(self) -> str:
        octets = bytearray(self._random(16))
        octets[6], octets[8] = (octets[6] & 0x0F) | 0x40, (octets[8] & 0x3F) | 0x80
        digits = octets.hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def media(self, name: str) -> bytes | None:
        """Return a file of the form's folder by its plain name; None where it is not there."""
        return given_in(self._media).content(name) if self._media is not None else None

    def rows(self, name: str) -> Rows | None:
        """Return a list of the form's folder; None where it is not there or cannot be read."""
        if name not in self._rows:
            content = self.media(name)
            if content is None and name == ITEMSETS and self._itemsets is not None:
                content = self._itemsets.encode()
            self._rows[name] = None
            if content is not None:
                try:
                    self._rows[name] = read_rows(name, content)
                except (FormError, XmlUnsafe):
                    self._rows[name] = None
        return self._rows[name]

    def _name_of(self, media_type: str, _reference: str) -> str:
        ending = _ENDINGS.get(media_type, "bin")
        return f"preview-{crockford(self._random(8), _NAME_LETTERS).lower()}.{ending}"

    def _may_pass(self, reference: str) -> bool:
        """Let an author go past what only another device can answer; the page says so."""
        view = self._of().view(reference)
        drawn = bool(_DRAWN & set(view.appearance.split()))
        return view.kind in _NOT_HERE or (view.kind is QuestionKind.IMAGE and not drawn)

    def _of(self) -> LiveForm:
        if self._live is None:
            raise RuntimeError("no form is open")
        return self._live

    # ------------------------------------------------------------------- a citizen's pages

    @property
    def runner(self) -> FormWalk:
        """Return the form as pages for one finger; it shares its answers with `page`."""
        if self._walk is None:
            raise RuntimeError("no form is open")
        self._walk.look_again()
        return self._walk

    # --------------------------------------------------------------------- a clerk's pages

    def page(self) -> PreviewPage:
        """Return the section or instance one is at."""
        live = self._of()
        form, sections = live.form, self._sections()
        shown = [line.index for line in sections]
        if self._section not in shown:
            self._section, self._place = (shown[0] if shown else 0), ""
        if self._place and not self._stands(self._place):
            self._place = ""
        return PreviewPage(
            section=self._section,
            place=self._place,
            title=form.section_title(self._section),
            items=live.items(self._section, self._place),
            sections=sections,
            language=form.language,
            languages=form.definition.languages,
        )

    def _sections(self) -> tuple[SectionLine, ...]:
        form = self._of().form
        return tuple(
            SectionLine(index=index, title=form.section_title(index))
            for index in range(len(form.definition.sections()))
            if form.section_relevant(index)
        )

    def _stands(self, place: str) -> bool:
        repeat = place.rpartition("[")[0]
        try:
            return place in self._of().form.instances_of(repeat)
        except FormError:
            return False

    def open(self, section: int, place: str = "") -> PreviewPage:
        """Go to a section, or to the page of an instance in it."""
        self._section, self._place = section, place
        return self.page()

    def leave_place(self) -> PreviewPage:
        """Go from an instance's page to the one around it."""
        parent = self._place.rpartition("/")[0]
        while parent and not parent.endswith("]"):
            parent = parent.rpartition("/")[0]
        self._place = parent
        return self.page()

    def answer(self, reference: str, text: str) -> PreviewPage:
        """Take an answer as typed."""
        self._of().answer(reference, text)
        return self.page()

    def attach(self, reference: str, content: bytes, media_type: str) -> PreviewPage:
        """Take a file as the answer."""
        name = self._name_of(media_type, reference)
        self._of().attach(reference, content, media_type, name)
        return self.page()

    def add(self, repeat: str) -> PreviewPage:
        """Add an instance and open its page."""
        form = self._of().form
        form.add_repeat(repeat)
        self._place = form.instances_of(repeat)[-1]
        return self.page()

    def remove(self, instance: str) -> PreviewPage:
        """Take an instance away; the page around it is shown."""
        self._of().form.remove_repeat(instance)
        if self._place.startswith(instance):
            self._place = ""
        return self.page()

    def check(self) -> PreviewPage:
        """Say at every question of this page what does not hold."""
        live = self._of()
        page = self.page()
        live.check(tuple(one.path for one in page.items if isinstance(one, QuestionView)))
        return self.page()

    def set_language(self, language: str) -> PreviewPage:
        """Ask in another language; it is kept when the file is read again."""
        live = self._of()
        self._language = language
        live.form.set_language(language)
        live.messages.clear()
        return self.page()

    def keep_language(self, language: str) -> None:
        """Begin in this language when the file is read again."""
        self._language = language

    # ------------------------------------------------------------------------- the answers

    def submission(self) -> str:
        """Return the record that these answers would make, as ODK XML, indented for reading."""
        form = self._of().form
        xml = submission_xml(
            form.definition, answers_of(form), form.instance_id, instance_name(form)
        )
        return _indented(xml)


def _indented(xml: bytes) -> str:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="unicode")
