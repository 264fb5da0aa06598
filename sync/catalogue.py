"""Reference values that the central publishes and the device pulls (PROTOCOL §14, DESIGN §9).

Each is a frozen type with its dataset number and its key; on the wire its value is a CBOR map with
integer keys. A value is never changed: a new version is published under the same key, except
tariffs, rounding and notices, whose versions stand side by side because events name them for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, ClassVar, TypeAlias, TypeVar

from sync import cbor
from sync.annotated import InMap, Key, read_map, write_map
from sync.errors import MessageInvalid
from sync.ids import Concept, OperatorNumber
from sync.money import Centavos
from sync.shape import Choice, Day, Flag, Many, Octets, OrNull, Table, Text, Whole

T = TypeVar("T")
InLanguages: TypeAlias = tuple[tuple[str, T], ...]
"""Pairs of a language code (`es`, `en`) and what stands in that language."""

LANGUAGE = Text(2, 12, "language")
CODE = Whole(0, 65_535)
VERSION = Whole(0, 2**32)
CASH_LIMIT_CENTAVOS = Centavos(2_000_000)  # RECEIPTS §10: default $20,000


class Role(IntEnum):
    """What an operator is at the office; what each may do: `kiosk.domain.permissions`."""

    CLERK = 1
    SUPERVISOR = 2
    TECHNICIAN = 3
    AUDITOR = 4


class Capability(IntEnum):
    """One thing that not everybody may do; a published number is never used again."""

    REGISTER = 1  # registrations, drafts, persons
    CHARGE = 2  # shift and payments
    CORRECT = 3  # a newer version of a record
    DELIVER = 4  # hurry deliveries, carry by USB
    APPROVE = 5  # be the second person
    RIGHTS = 6  # the desk for a person's data (V31)
    ACCESS_LOG = 7  # who saw whose data
    BLOCKED_DATA = 8  # look at what is blocked, with a second person's approval
    KEYS = 9  # operators' slots, recovery slots, rotation
    DEVICE = 10  # backups, checks, settings of the device
    PREVIEW = 11  # try a form from a file
    PRACTICE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsEntry:
    """Limits and habits that the institution sets for its devices."""

    dataset: ClassVar[int] = 2

    business_day_gap_days: Annotated[int, Key(1, Whole(1, 366, "days"))] = 8
    undelivered_cash_limit_centavos: Annotated[Centavos, Key(2, Whole(0, 2**53))] = (
        CASH_LIMIT_CENTAVOS
    )
    initials_on_receipts: Annotated[bool, Key(3, Flag())] = True
    lock_after_seconds: Annotated[int, Key(4, Whole(30, 86_400, "s"))] = 300
    language: Annotated[str, Key(5, LANGUAGE)] = "es"
    lease_days: Annotated[int, Key(6, Whole(1, 3_660, "days"))] = 180  # PROTOCOL §19
    backup_hours: Annotated[int, Key(7, Whole(0, 8_760, "h, 0 = never"))] = 24
    wipe_after_starts: Annotated[int, Key(8, Whole(0, 1_000, "0 = never without a link"))] = 0
    minimum_protection: Annotated[int, Key(9, Whole(0, 2))] = 0
    prune_after_days: Annotated[int, Key(10, Whole(30, 36_500, "days"))] = 30
    photo_reserve_bytes: Annotated[int, Key(11, Whole(0, 2**40))] = 100 * 2**20
    payment_reserve_bytes: Annotated[int, Key(12, Whole(0, 2**40))] = 20 * 2**20

    @property
    def key(self) -> str:
        """Return `settings`: there is one."""
        return "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """A privacy notice in one language: short form, lines to read, sentence to tick."""

    short: Annotated[str, Key(1, Text(1))]
    lines: Annotated[tuple[str, ...], Key(2, Many(Text(1), 1, 20))]
    sentence: Annotated[str, Key(3, Text(1))]
    full: Annotated[str, Key(4, Text(0))] = ""  # the whole notice, as the law asks for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One use of a person's data. Needed: the service cannot be given without it.

    Sensitive: it asks for express consent of its own, and may be refused alone.
    """

    purpose_id: Annotated[str, Key(1, Text(1, 100))]
    sentences: Annotated[InLanguages[str], Key(2, Table(LANGUAGE, Text(1, 1000)))]
    needed: Annotated[bool, Key(3, Flag())] = True
    sensitive: Annotated[bool, Key(4, Flag())] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    """One version of a privacy notice in all its languages."""

    dataset: ClassVar[int] = 2

    notice_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    texts: Annotated[InLanguages[NoticeText], Key(3, Table(LANGUAGE, InMap(NoticeText)))]
    purposes: Annotated[tuple[Purpose, ...], Key(4, Many(InMap(Purpose), 0, 50))] = ()

    @property
    def key(self) -> str:
        """Return `notice:ID:VERSION`."""
        return f"notice:{self.notice_id}:{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEntry:
    """A person who may be given a key slot; numbers are institution-wide."""

    dataset: ClassVar[int] = 3

    number: Annotated[OperatorNumber, Key(1, Whole(1, 65_535))]
    name: Annotated[str, Key(2, Text(1, 200))]
    role: Annotated[Role, Key(3, Choice(Role))]
    capabilities: Annotated[tuple[Capability, ...] | None, Key(4, Many(Choice(Capability)))] = None
    """In place of what the role may do by default; None: the role's."""

    @property
    def may_approve(self) -> bool:
        """Say whether this person may be the second one: a supervisor, unless said otherwise."""
        if self.capabilities is None:
            return self.role is Role.SUPERVISOR
        return Capability.APPROVE in self.capabilities

    @property
    def key(self) -> str:
        """Return `operator:NUMBER`."""
        return f"operator:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCodesEntry:
    """The hashes of one person's printed list of one-time codes (PROTOCOL §6a).

    Each is Argon2id(code, salt, 64 MiB, 3 passes, 4 lanes, 16 bytes) over eight capital Crockford
    characters; one salt a list, so that a typed code is stretched once and compared with all.
    """

    dataset: ClassVar[int] = 3

    operator: Annotated[OperatorNumber, Key(1, Whole(1, 65_535))]
    list_number: Annotated[int, Key(2, Whole(1, 2**32))]
    salt: Annotated[bytes, Key(3, Octets(16))]
    hashes: Annotated[tuple[bytes, ...], Key(4, Many(Octets(16), 1, 200))]

    @property
    def key(self) -> str:
        """Return `codes:NUMBER`: a new list replaces the old one."""
        return f"codes:{self.operator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """A service (trámite): its form, its fee concepts and what a person must bring."""

    dataset: ClassVar[int] = 4

    code: Annotated[int, Key(1, CODE)]
    form_id: Annotated[str, Key(2, Text(1, 200))]
    form_version: Annotated[str, Key(3, Text(0, 100))]
    names: Annotated[InLanguages[str], Key(4, Table(LANGUAGE, Text(1, 200)))]
    life_event: Annotated[str, Key(5, Text(1, 100))]
    concepts: Annotated[tuple[Concept, ...], Key(6, Many(CODE))]
    papers: Annotated[InLanguages[tuple[str, ...]], Key(7, Table(LANGUAGE, Many(Text(1, 300))))]
    minutes: Annotated[int, Key(8, Whole(0, 10_000, "min"))]
    legal_basis: Annotated[str, Key(9, Text(0, 500))]
    retention: Annotated[str, Key(10, Text(0, 500))]
    notice_id: Annotated[str, Key(11, Text(1, 100))]
    discreet: Annotated[bool, Key(12, Flag())] = False
    descriptions: Annotated[InLanguages[str], Key(13, Table(LANGUAGE, Text(0, 1000)))] = ()

    @property
    def key(self) -> str:
        """Return `service:CODE`."""
        return f"service:{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLaw:
    """Why one question may be asked and how long its answer is kept."""

    path: Annotated[str, Key(1, Text(1, 1000, "generic path in the form"))]
    legal_basis: Annotated[str, Key(2, Text(1, 500))]
    retention: Annotated[str, Key(3, Text(1, 500, "in words"))]
    retention_months: Annotated[int, Key(4, Whole(0, 12_000, "months after the record"))]
    purpose_id: Annotated[str, Key(5, Text(0, 100, "purpose of the notice"))] = ""
    sensitive: Annotated[bool, Key(6, Flag())] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLawEntry:
    """Legal basis and retention of every question of one form; no form is published without."""

    dataset: ClassVar[int] = 4

    form_id: Annotated[str, Key(1, Text(1, 200))]
    version: Annotated[str, Key(2, Text(0, 100))]
    fields: Annotated[tuple[FieldLaw, ...], Key(3, Many(InMap(FieldLaw), 0, 5_000))]

    @property
    def key(self) -> str:
        """Return `form-law:ID:VERSION`."""
        return f"form-law:{self.form_id}:{self.version}"

    def law_at(self, path: str) -> FieldLaw | None:
        """Return what holds for a generic path: its own line, else that of the nearest group."""
        by_path = {one.path: one for one in self.fields}
        while path:
            if path in by_path:
                return by_path[path]
            path = path.rpartition("/")[0]
        return None


FILES_PER_FORM = 400
"""Their names and hashes stand in the form's own value, which is no larger than a page allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile:
    """A file that a form needs, as it was published; its content travels in pieces."""

    name: Annotated[str, Key(1, Text(1, 120, "plain file name"))]
    content_hash: Annotated[bytes, Key(2, Octets(32, "SHA-256(content)"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntry:
    """A form's definition, exactly as it was checked at publication, and which files it needs."""

    dataset: ClassVar[int] = 4

    form_id: Annotated[str, Key(1, Text(1, 200))]
    version: Annotated[str, Key(2, Text(0, 100))]
    xml: Annotated[bytes, Key(3, Octets(16 * 2**20, "XForm XML", at_most=True))]
    definition_hash: Annotated[bytes, Key(4, Octets(16, "SHA-256(XML)[:16]"))]
    title: Annotated[str, Key(5, Text(0, 300))]
    files: Annotated[tuple[FormFile, ...], Key(6, Many(InMap(FormFile), 0, FILES_PER_FORM))] = ()

    @property
    def key(self) -> str:
        """Return `form:ID:VERSION`."""
        return f"form:{self.form_id}:{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFileEntry:
    """A piece of a file of a form: a picture or sound of a label, a list, or its definition."""

    dataset: ClassVar[int] = 4

    form_id: Annotated[str, Key(1, Text(1, 200))]
    version: Annotated[str, Key(2, Text(0, 100))]
    name: Annotated[str, Key(3, Text(1, 120, "plain file name"))]
    content: Annotated[bytes, Key(4, Octets(64 * 1024, "content of this piece", at_most=True))]
    part: Annotated[int, Key(5, Whole(0, 1_000, "from 0"))]
    parts: Annotated[int, Key(6, Whole(1, 1_000, "how many pieces"))]

    @property
    def key(self) -> str:
        """Return `form-file:ID:VERSION:PART:NAME`."""
        return f"{form_file_keys(self.form_id, self.version)}{self.part}:{self.name}"


DEFINITION_FILE = ":definition"
"""Name of a form's XML where it travels in pieces; no file of a form can be called so."""

PIECE_BYTES = 60_000
"""Larger content travels in pieces: each is one value of a page (PROTOCOL §14)."""


def form_file_keys(form_id: str, version: str) -> str:
    """Return what the keys of a form's files begin with."""
    return f"form-file:{form_id}:{version}:"


def pieces_of(form_id: str, version: str, name: str, content: bytes) -> tuple[FormFileEntry, ...]:
    """Return the pieces in which a file travels; an empty file is one empty piece."""
    cuts = range(0, max(1, len(content)), PIECE_BYTES)
    return tuple(
        FormFileEntry(
            form_id=form_id,
            version=version,
            name=name,
            content=content[at : at + PIECE_BYTES],
            part=part,
            parts=len(cuts),
        )
        for part, at in enumerate(cuts)
    )


def joined(pieces: Iterable[FormFileEntry]) -> dict[str, bytes]:
    """Return every file whose pieces are all there, by name."""
    by_name: dict[str, dict[int, FormFileEntry]] = {}
    for piece in pieces:
        by_name.setdefault(piece.name, {})[piece.part] = piece
    return {
        name: b"".join(held[part].content for part in sorted(held))
        for name, held in by_name.items()
        if len(held) == max(piece.parts for piece in held.values())
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffEntry:
    """The price of one concept between two days, both included, with its legal reference."""

    dataset: ClassVar[int] = 5

    tariff_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    concept: Annotated[Concept, Key(6, CODE)]
    unit_centavos: Annotated[Centavos, Key(7, Whole(0, 2**32 - 1, "centavos"))]
    names: Annotated[InLanguages[str], Key(8, Table(LANGUAGE, Text(1, 200)))]

    @property
    def key(self) -> str:
        """Return `tariff:ID:VERSION:CONCEPT`: one version prices many concepts."""
        return f"tariff:{self.tariff_id}:{self.version}:{self.concept}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingEntry:
    """How the sum is rounded between two days, both included (RECEIPTS §10).

    A rest of *up_from_centavos* or more within *unit_centavos* goes up, a smaller one down.
    """

    dataset: ClassVar[int] = 5

    rounding_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    unit_centavos: Annotated[Centavos, Key(6, Whole(1, 1_000_000, "centavos"))]
    up_from_centavos: Annotated[Centavos, Key(7, Whole(0, 1_000_000, "centavos"))]

    @property
    def key(self) -> str:
        """Return `rounding:ID:VERSION`."""
        return f"rounding:{self.rounding_id}:{self.version}"


class ErasureAct(IntEnum):
    """What a device does with events it holds."""

    ERASE = 1
    BLOCK = 2
    UNBLOCK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureEntry:
    """The central asks for an event's body to be erased or blocked (PROTOCOL §14, dataset 10)."""

    dataset: ClassVar[int] = 10

    event_id: Annotated[bytes, Key(1, Octets(16))]
    act: Annotated[ErasureAct, Key(2, Choice(ErasureAct))]
    legal_basis: Annotated[str, Key(3, Text(0, 500))] = ""
    until: Annotated[date | None, Key(4, Day())] = None

    @property
    def key(self) -> str:
        """Return `erasure:EVENT_ID` in hexadecimal."""
        return f"erasure:{self.event_id.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeEntry:
    """One device's recovery code, for a supervisor's device alone (PROTOCOL §14, dataset 11)."""

    dataset: ClassVar[int] = 11

    device_id: Annotated[bytes, Key(1, Octets(8))]
    terminal: Annotated[str, Key(2, Text(1, 64))]
    slot: Annotated[int, Key(3, Whole(1, 65_535))]
    code: Annotated[bytes, Key(4, Octets(10, "R"))]

    @property
    def key(self) -> str:
        """Return `recovery:DEVICE:SLOT`."""
        return f"recovery:{self.device_id.hex()}:{self.slot}"


Entry: TypeAlias = (
    SettingsEntry
    | NoticeEntry
    | OperatorEntry
    | ServiceEntry
    | FormEntry
    | FormFileEntry
    | TariffEntry
    | RoundingEntry
    | ApprovalCodesEntry
    | FormLawEntry
    | ErasureEntry
    | RecoveryCodeEntry
)

_BY_PREFIX: dict[tuple[int, str], type[Entry]] = {
    (2, "settings"): SettingsEntry,
    (2, "notice"): NoticeEntry,
    (3, "operator"): OperatorEntry,
    (4, "service"): ServiceEntry,
    (4, "form"): FormEntry,
    (4, "form-file"): FormFileEntry,
    (5, "tariff"): TariffEntry,
    (5, "rounding"): RoundingEntry,
    (3, "codes"): ApprovalCodesEntry,
    (4, "form-law"): FormLawEntry,
    (10, "erasure"): ErasureEntry,
    (11, "recovery"): RecoveryCodeEntry,
}
ENTRY_TYPES: tuple[type[Entry], ...] = tuple(_BY_PREFIX.values())


def encode_entry(entry: Entry) -> bytes:
    """Return the canonical value; raise MessageInvalid("shape") for what does not fit."""
    return cbor.encode(write_map(entry))


def decode_entry(dataset: int, key: str, raw: bytes) -> Entry:
    """Return the value that a page holds under a key.

    Raises MessageInvalid: "key-unknown" for a key that only a newer app knows (skip it), "cbor" or
    "shape" for a value that does not hold, also when it belongs under another key.
    """
    entry_type = _BY_PREFIX.get((dataset, key.partition(":")[0]))
    if entry_type is None:
        raise MessageInvalid("key-unknown", f"{dataset} {key}")
    entry = read_map(entry_type, cbor.decode(raw))
    if entry.key != key:
        raise MessageInvalid("shape", f"{key} holds {entry.key}")
    return entry


def in_language(texts: InLanguages[T], language: str, fallback: str = "es") -> T | None:
    """Return what stands in *language*, else in *fallback*, else the first; None for no text."""
    held = dict(texts)
    return held.get(language, held.get(fallback, texts[0][1] if texts else None))
