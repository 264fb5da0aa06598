"""People, services and one form in memory, with the same results as the real services.

The form has two sections and a question that appears; drafts are kept while the object lives.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import cast

from kiosk.services import (
    catalogue,
    citizens,
    notices,
    registrations,
)
from kiosk.services.views import (
    TICKED,
    Agreement,
    Choice,
    ConsentText,
    CurpSays,
    DraftRow,
    FieldProblem,
    NewPerson,
    NoticePage,
    PersonCheck,
    PersonRow,
    PurposeChoice,
    QuestionKind,
    QuestionProblem,
    QuestionView,
    RegistrationSaved,
    Review,
    ReviewLine,
    ReviewSection,
    SearchedBy,
    SearchResult,
    SectionMark,
    SectionState,
    SectionView,
    ServiceCard,
    WhyAsked,
)
from sync.events import NoticeMeans
from sync.ids import EventId, Salt, SubjectId
from tests.support.fake_values import FEE, a_person, a_receipt


class FakeCitizens(citizens.Citizens):
    """Five people."""

    def __init__(self) -> None:
        self.people = [a_person(number) for number in range(1, 5)]
        self.opened: list[SubjectId] = []
        self.created: dict[Salt, PersonRow] = {}
        self._salts = itertools.count(1)

    def search(self, text: str) -> SearchResult:
        words = [word.casefold() for word in text.split()]
        rows = tuple(
            person
            for person in self.people
            if all(
                any(part.casefold().startswith(word) for part in person.display_name.split())
                for word in words
            )
        )
        return SearchResult(text=text, by=SearchedBy.NAME, rows=rows)

    def card(self, subject: SubjectId) -> PersonRow:
        self.opened.append(subject)
        return next(person for person in self.people if person.subject == subject)

    def begin(self) -> Salt:
        return Salt(next(self._salts).to_bytes(16, "big"))

    def check(self, person: NewPerson) -> PersonCheck:
        problems: list[FieldProblem] = []
        if not person.given:
            problems.append(FieldProblem(field="given", message_id="field-given-empty"))
        if not person.first_surname:
            problems.append(
                FieldProblem(field="first_surname", message_id="field-first-surname-empty")
            )
        if person.curp and len(person.curp) != 18:
            problems.append(
                FieldProblem(
                    field="curp",
                    message_id="field-curp-length",
                    arguments={"n": str(len(person.curp))},
                )
            )
        says = None
        warnings: tuple[FieldProblem, ...] = ()
        if len(person.curp) == 18:
            says = CurpSays(born=date(1961, 3, 14), sex="M", entity="YN")
            if person.sex == "H":
                warnings = (FieldProblem(field="sex", message_id="warn-curp-sex"),)
        return PersonCheck(problems=tuple(problems), warnings=warnings, curp_says=says)

    def create(self, salt: Salt, person: NewPerson) -> PersonRow:
        if salt not in self.created:
            row = a_person(
                50 + len(self.created),
                display_name=" ".join(
                    part
                    for part in (person.given, person.first_surname, person.second_surname)
                    if part
                ),
                given=person.given,
                first_surname=person.first_surname,
                second_surname=person.second_surname,
                initials=(person.given[:1] + person.first_surname[:1]).upper(),
                curp_masked="•••• " + person.curp[-4:] if person.curp else "",
                last_service=None,
            )
            self.created[salt] = row
            self.people.append(row)
        return self.created[salt]


class FakeCatalogue(catalogue.Catalogue):
    """Two services, one with a fee."""

    def __init__(self) -> None:
        """Keep nothing: the list is written below."""

    def services(self, language: str) -> tuple[ServiceCard, ...]:  # noqa: ARG002 - the real signature
        return (
            ServiceCard(
                code=201,
                name="Acta de nacimiento, copia certificada",
                description="Copia certificada de un acta ya registrada.",
                life_event="birth",
                fee_centavos=FEE,
                papers=(
                    "Identificación de quien solicita",
                    "CURP de la persona del acta, o copia anterior",
                ),
                minutes=8,
                privacy_short="Sus datos se usan solo para buscar y entregar la copia del acta.",
                legal_basis="Código Civil de demostración, art. 48",
            ),
            ServiceCard(
                code=301,
                name="Apoyo alimentario, registro al programa",
                description="Registro del hogar al programa de apoyo alimentario.",
                life_event="help",
                fee_centavos=None,
                papers=("Identificación de quien solicita",),
                minutes=12,
                privacy_short="Sus datos se usan solo para decidir sobre el apoyo.",
                legal_basis="Reglas de operación de demostración 2026, art. 9",
            ),
        )


_QUESTIONS: tuple[tuple[str, tuple[dict[str, object], ...]], ...] = (
    (
        "Quién solicita",
        (
            {"path": "/d/nombre", "kind": QuestionKind.TEXT, "label": "Nombre de quien solicita",
             "hint": "Como está escrito en su identificación.", "required": True},
            {"path": "/d/parentesco", "kind": QuestionKind.SELECT_ONE,
             "label": "¿Qué es de la persona del acta?", "required": True,
             "choices": (("misma", "Es la misma persona"), ("madre", "Madre o padre"),
                         ("otra", "Otra persona"))},
            {"path": "/d/cual", "kind": QuestionKind.TEXT, "label": "¿Qué parentesco?",
             "when": ("/d/parentesco", "otra"), "required": True},
        ),
    ),
    (
        "Datos del nacimiento",
        (
            {"path": "/d/nota", "kind": QuestionKind.NOTE,
             "label": "Copie los datos del acta anterior, si la trae."},
            {"path": "/d/fecha", "kind": QuestionKind.DATE, "label": "Fecha de nacimiento",
             "hint": "El día que dice el certificado.", "required": True},
            {"path": "/d/copias", "kind": QuestionKind.INTEGER, "label": "Número de copias",
             "required": True},
            {"path": "/d/libro", "kind": QuestionKind.TEXT, "label": "Libro y tomo"},
        ),
    ),
)  # fmt: skip


class FakeRegistrations(registrations.Registrations):
    """One form of two sections for every service."""

    def __init__(self, people: FakeCitizens) -> None:
        self._people = people
        self.answers: dict[Salt, dict[str, str]] = {}
        self.places: dict[Salt, int] = {}
        self.owners: dict[Salt, tuple[PersonRow, ServiceCard]] = {}
        self.language: dict[Salt, str] = {}
        self.saved: dict[Salt, RegistrationSaved] = {}
        self.corrected: dict[Salt, str] = {}
        self.agreements: dict[Salt, Agreement] = {}
        self.said: dict[Salt, dict[str, bool]] = {}
        self.unread: set[Salt] = set()
        self.asks_first = False
        """Whether a notice comes before the first question, with a sensitive purpose to decide."""
        self._salts = itertools.count(1)

    def start(self, subject: SubjectId, service_code: int, language: str) -> SectionView:
        draft = Salt(next(self._salts).to_bytes(16, "big"))
        person = next(one for one in self._people.people if one.subject == subject)
        services = FakeCatalogue().services(language)
        service = next(one for one in services if one.code == service_code)
        self.answers[draft], self.places[draft] = {}, 0
        self.owners[draft], self.language[draft] = (person, service), language
        if self.asks_first:
            self.unread.add(draft)
        return self.section(draft, 0)

    def resume(self, draft_id: Salt) -> SectionView:
        return self.section(draft_id, self.places[draft_id])

    def section(self, draft_id: Salt, index: int) -> SectionView:
        self.places[draft_id] = index
        person, service = self.owners[draft_id]
        title, _ = _QUESTIONS[index]
        questions = self._questions(draft_id, index)
        return SectionView(
            draft_id=draft_id,
            service_name=service.name,
            person=person,
            index=index,
            count=len(_QUESTIONS),
            title=title,
            questions=questions,
            items=questions,
            sections=tuple(
                SectionMark(index=at, title=name, state=self._state(draft_id, at, index))
                for at, (name, _) in enumerate(_QUESTIONS)
            ),
            languages=("es", "en"),
            language=self.language[draft_id],
            notice_due=draft_id in self.unread,
        )

    def _state(self, draft: Salt, at: int, here: int) -> SectionState:
        if at == here:
            return SectionState.HERE
        if not self.check_section(draft, at):
            return SectionState.COMPLETE
        return SectionState.NOT_STARTED

    def _questions(self, draft: Salt, index: int) -> tuple[QuestionView, ...]:
        shown = []
        for raw in _QUESTIONS[index][1]:
            when = cast("tuple[str, str] | None", raw.get("when"))
            answers = self.answers[draft]
            if when is not None and answers.get(when[0]) != when[1]:
                continue
            choices = cast("tuple[tuple[str, str], ...]", raw.get("choices", ()))
            shown.append(
                QuestionView(
                    path=str(raw["path"]),
                    kind=cast(QuestionKind, raw["kind"]),
                    label=str(raw["label"]),
                    hint=str(raw.get("hint", "")),
                    choices=tuple(Choice(name=name, label=label) for name, label in choices),
                    appearance="",
                    value=answers.get(str(raw["path"]), ""),
                    required=bool(raw.get("required", False)),
                    readonly=False,
                    appeared_because="Otra persona" if when else None,
                    message=None,
                    why=WhyAsked(
                        legal_basis="Código Civil de demostración, art. 48",
                        retention="5 años desde el trámite",
                        purpose="Encontrar el acta y entregarle la copia.",
                    ),
                )
            )
        return tuple(shown)

    def answer(self, draft_id: Salt, path: str, text: str) -> SectionView:
        self.answers[draft_id][path] = text
        return self.section(draft_id, self.places[draft_id])

    def pause(self, draft_id: Salt) -> None:
        del draft_id  # everything is kept already

    def check_section(
        self, draft_id: Salt, index: int, place: str = ""
    ) -> tuple[QuestionProblem, ...]:
        del place  # this form has no repeats
        return tuple(
            QuestionProblem(
                path=question.path,
                section_index=index,
                label=question.label,
                message="",
                message_id="field-empty-choice"
                if question.kind is QuestionKind.SELECT_ONE
                else "field-empty-text",
                arguments={"field": question.label},
            )
            for question in self._questions(draft_id, index)
            if question.required and not question.value
        )

    def review(self, draft_id: Salt) -> Review:
        person, service = self.owners[draft_id]
        return Review(
            draft_id=draft_id,
            service_name=service.name,
            person=person,
            sections=tuple(
                ReviewSection(
                    index=at,
                    title=name,
                    lines=tuple(
                        ReviewLine(
                            path=question.path,
                            section_index=at,
                            label=question.label,
                            answer=question.value,
                        )
                        for question in self._questions(draft_id, at)
                        if question.kind is not QuestionKind.NOTE
                    ),
                )
                for at, (name, _) in enumerate(_QUESTIONS)
            ),
            problems=tuple(
                problem
                for at in range(len(_QUESTIONS))
                for problem in self.check_section(draft_id, at)
            ),
            fee_centavos=service.fee_centavos,
            choices=self.choices(draft_id),
        )

    def choices(self, draft_id: Salt) -> tuple[PurposeChoice, ...]:
        """Return what may be refused before the form."""
        if not self.asks_first:
            return ()
        return (
            PurposeChoice(
                purpose_id="salud",
                sentence="Saber si alguien vive con una discapacidad, para llevar el apoyo.",
                accepted=self.said.get(draft_id, {}).get("salud"),
                labels=("¿Alguien vive con una discapacidad?",),
            ),
        )

    optional: tuple[PurposeChoice, ...] = ()

    def consent(self, draft_id: Salt) -> ConsentText:
        return ConsentText(
            notice_id="registro-civil",
            version=1,
            lines=(
                "Para qué: encontrar el acta y entregarle la copia certificada.",
                "Quién los ve: esta oficina y el Registro Civil. Nadie más.",
                "Cuánto tiempo: 5 años; después se borran.",
                "A quién preguntar: en esta ventanilla puede verlos o pedir que se borren.",
            ),
            sentence="Acepto que usen mis datos para este trámite",
            optional=self.optional,
            sensitive=self.choices(draft_id),
        )

    def save(
        self, draft_id: Salt, accepted: bool, agreement: Agreement = TICKED
    ) -> RegistrationSaved:
        assert accepted
        self.agreements[draft_id] = agreement
        if draft_id not in self.saved:
            _, service = self.owners[draft_id]
            self.saved[draft_id] = RegistrationSaved(
                event_id=EventId(draft_id),
                receipt=a_receipt(40, service_name=service.name),
                fee_due=service.fee_centavos is not None,
            )
        return self.saved[draft_id]

    def discard(self, draft_id: Salt) -> None:
        self.answers.pop(draft_id)

    def drafts(self) -> tuple[DraftRow, ...]:
        return tuple(
            DraftRow(
                draft_id=draft,
                person_name=self.owners[draft][0].display_name,
                service_name=self.owners[draft][1].name,
                section_index=self.places[draft],
                section_count=len(_QUESTIONS),
                edited_at=datetime(2026, 11, 16, 9, 58, tzinfo=UTC),
            )
            for draft in self.answers
            if draft not in self.saved
        )

    def set_language(self, draft_id: Salt, language: str) -> SectionView:
        self.language[draft_id] = language
        return self.section(draft_id, self.places[draft_id])


class FakeNotices(notices.Notices):
    """One notice, and the sensitive purpose of the fake form."""

    def __init__(self, made: FakeRegistrations) -> None:
        self._made = made
        self.recorded: list[tuple[Salt, NoticeMeans, bool]] = []

    def page(self, draft_id: Salt) -> NoticePage:
        person, service = self._made.owners[draft_id]
        return NoticePage(
            draft_id=draft_id,
            service_name=service.name,
            person=person,
            short="Esta oficina usa sus datos para decidir y entregar el apoyo alimentario. Los ven"
            " quienes llevan el programa y ningún partido. El aviso completo está en esta"
            " ventanilla: puede verlo o llevarlo impreso.",
            full="Quién responde por sus datos\nDirección de bienestar de demostración.\n\n"
            "Cuánto tiempo se guardan\nHasta que cierre el programa y dos años más.",
            due=draft_id in self._made.unread,
            choices=self._made.choices(draft_id),
        )

    def shown(
        self, draft_id: Salt, means: NoticeMeans, said: Mapping[str, bool], *, full: bool = False
    ) -> SectionView:
        if draft_id in self._made.unread:
            self.recorded.append((draft_id, means, full))
            self._made.unread.discard(draft_id)
        self._made.said[draft_id] = dict(said)
        return self._made.resume(draft_id)
