"""A registration from the first question to its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import datetime, tzinfo
from enum import Enum
from typing import TypeAlias

from kiosk.services.views.notices import PurposeChoice, WhyAsked
from kiosk.services.views.paper import DeliveryWord, ReceiptView
from kiosk.services.views.people import PersonRow
from kiosk.store.access import ApprovalState
from sync.ids import EventId, Salt
from sync.money import Centavos


class QuestionKind(Enum):
    """Which widget a question needs; the values are those of the engine's kinds."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMedia:
    """What belongs to a label beside its words; bytes of the files, empty where there is none.

    missing: names of files that the form names and this device does not have.
    """

    image: bytes = b""
    big_image: bytes = b""
    audio: bytes = b""
    video_name: str = ""
    missing: tuple[str, ...] = ()


NO_MEDIA = LabelMedia()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a closed question. `label` is in the Markdown subset of FORMS §9."""

    name: str
    label: str
    media: LabelMedia = NO_MEDIA


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A file that answers a question, already kept. preview: bytes of a picture to show, or b""."""

    name: str
    media_type: str
    size_bytes: int
    preview: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as it stands now. `path` is its reference, repeat indices included.

    label, hint and guidance are in the Markdown subset of FORMS §9 (what answers insert is already
    escaped). appearance: as written, space separated. parameters: how it is asked (`start` `end`
    `step` `rows` `max-pixels` …, and `length` of `odk:length`). media_type: of an upload, as the
    form says (`image/*`). unsupported: what the question would have needed, for the visible box.
    """

    path: str
    kind: QuestionKind
    label: str
    hint: str
    choices: tuple[Choice, ...]
    appearance: str
    value: str  # the stored form
    required: bool
    readonly: bool
    appeared_because: str | None  # label of the answer that made it relevant
    message: str | None  # set after a check: how to put it right
    guidance: str = ""
    media: LabelMedia = NO_MEDIA
    parameters: Mapping[str, str] = with_default(default_factory=dict)
    media_type: str = ""
    attachment: AttachmentView | None = None
    unsupported: str = ""
    right_to_left: bool = False
    zone: tzinfo | None = None  # in which times are told and stored; None = the device's own
    why: WhyAsked | None = None  # None where nothing of it was published


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    """The title of a group inside a section. level: 1 just below the section's own title.

    appearance: of the group (`field-list`, `table-list` …).
    """

    path: str
    label: str
    level: int
    appearance: str = ""
    media: LabelMedia = NO_MEDIA


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatInstanceView:
    """One line of the table of instances: its number from 1, what tells it from the others.

    cells: answers of the first questions of the instance, in the order of RepeatView.columns.
    problem: something in it was checked and does not hold.
    """

    path: str
    index: int
    cells: tuple[str, ...]
    problem: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatView:
    """A repeat as a table of its instances; each is opened as a page of its own.

    path: reference of the repeat without its own index. columns: labels of the shown questions.
    fixed: the number of instances follows from answers; nobody adds or removes.
    """

    path: str
    label: str
    level: int
    columns: tuple[str, ...]
    instances: tuple[RepeatInstanceView, ...]
    fixed: bool
    media: LabelMedia = NO_MEDIA


PageItem: TypeAlias = "QuestionView | HeadingView | RepeatView"
"""What stands on a page, in the order of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A page above the one shown: its place and its title."""

    place: str
    title: str


class SectionState(Enum):
    """How far a section is."""

    COMPLETE = "complete"
    HERE = "here"
    NOT_STARTED = "not_started"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMark:
    """One line of the side card."""

    index: int
    title: str
    state: SectionState


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """V09: one section with all its questions."""

    draft_id: Salt
    service_name: str
    person: PersonRow
    index: int
    count: int
    title: str
    questions: tuple[QuestionView, ...]
    sections: tuple[SectionMark, ...]
    languages: tuple[str, ...]
    language: str
    items: tuple[PageItem, ...] = ()  # questions, headings and repeats in order
    place: str = ""  # the repeat instance whose page this is; "" = the section itself
    trail: tuple[Crumb, ...] = ()  # from the section down to the page around this one
    may_add_another: bool = False  # beside the instance whose page this is
    removed: str = ""  # title of the instance removed last that can still come back; "" = none
    newer_version: str = ""  # of the form, on this device since the draft began; "" = none
    notice_due: bool = False  # told at beginning and going on: the notice comes before the page

    @property
    def page(self) -> tuple[Salt, int, str]:
        """Return which page of which draft this is."""
        return (self.draft_id, self.index, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionProblem:
    """A question that does not hold yet."""

    path: str
    section_index: int
    label: str
    message: str  # from the form where it brings one, else empty
    message_id: str  # Fluent id to use where the form brings none
    arguments: Mapping[str, str] = with_default(default_factory=dict)
    place: str = ""  # the repeat instance on whose page it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One answer on V11, or with a level the title of the group or instance that follows."""

    path: str
    section_index: int
    label: str
    answer: str  # as shown; "" = without answer
    place: str = ""  # the repeat instance on whose page it stands
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSection:
    """One section on V11."""

    index: int
    title: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """V11: everything that would be saved."""

    draft_id: Salt
    service_name: str
    person: PersonRow
    sections: tuple[ReviewSection, ...]
    problems: tuple[QuestionProblem, ...]
    fee_centavos: Centavos | None
    corrects: bool = False  # a newer version of a saved record: no fee again
    reason: str = ""  # of a correction
    must_agree: bool = True  # V12 comes next; a correction that asks no more needs no consent again
    choices: tuple[PurposeChoice, ...] = ()  # sensitive purposes: what was said of each
    fee_depends: bool = False  # the tariff works the price out at the counter (V13)

    @property
    def refused(self) -> tuple[PurposeChoice, ...]:
        """Return the sensitive purposes that were not agreed to: their questions are left out."""
        return tuple(one for one in self.choices if not one.accepted)


class AnswerFate(Enum):
    """What becomes of an answer when its draft moves to a newer version of the form.

    MOVED: another question asks for it, and the form says that it is the same.

    RETYPED: it is kept, though the question asks for another kind of answer.

    BLANKED: it is no answer to the question any more.

    CHOICE_GONE: the choice is not in the list any more.

    QUESTION_GONE: the question is not there any more.
    """

    MOVED = "moved"
    RETYPED = "retyped"
    BLANKED = "blanked"
    CHOICE_GONE = "choice_gone"
    QUESTION_GONE = "question_gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FateLine:
    """One answer that would not simply stay; *now* is what it would be."""

    fate: AnswerFate
    label: str
    value: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """What moving a draft to the newer version of its form would do."""

    draft_id: Salt
    from_version: str
    to_version: str
    kept: int
    lines: tuple[FateLine, ...]
    new_required: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One saved registration or one payment in a list (V17)."""

    event_id: EventId  # of a registration its first version
    person_name: str  # "" for a discreet payment, and where there is none
    service_name: str  # "" likewise
    folio: str
    saved_at: datetime
    corrections: int
    word: DeliveryWord
    pruned: bool = False  # delivered, and what it said is no longer on this device
    approval: ApprovalState = ApprovalState.NONE  # the second axis beside delivery (UX §4.1)
    paid_centavos: Centavos | None = None  # of a payment; None: a registration
    reversed_at: datetime | None = None  # the payment was given back


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersion:
    """One version of a record: when, by whom, why."""

    event_id: EventId
    saved_at: datetime
    operator: str
    reason: str  # "" for the first
    word: DeliveryWord


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDetail:
    """V18: what a record says now, and how it came to that."""

    event_id: EventId
    service_name: str
    person: PersonRow
    folio: str
    sections: tuple[ReviewSection, ...]
    versions: tuple[RecordVersion, ...]  # the newest first
    has_receipt: bool
    may_correct: bool
    payments: tuple[RecordLine, ...] = ()  # what was paid for it, the latest first


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """Exactly what V12 shows and what is hashed.

    optional: purposes to tick one by one. sensitive: what was said of them before the form.
    """

    notice_id: str
    version: int
    lines: tuple[str, ...]
    sentence: str
    optional: tuple[PurposeChoice, ...] = ()
    sensitive: tuple[PurposeChoice, ...] = ()

    @property
    def must_sign(self) -> bool:
        """Whether a tick is too little: a sensitive purpose was agreed to."""
        return any(one.accepted for one in self.sensitive)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A registration somebody can go on with."""

    draft_id: Salt
    person_name: str
    service_name: str
    section_index: int
    section_count: int
    edited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationSaved:
    """A registration is durable."""

    event_id: EventId
    receipt: ReceiptView
    fee_due: bool
