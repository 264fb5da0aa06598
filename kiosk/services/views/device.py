"""The device itself: how it becomes one, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sync.ids import OperatorNumber


class AdmissionState(Enum):
    """How far this folder is on its way to being a device."""

    NEW = "new"  # nothing is here
    BEGUN = "begun"  # a request was made; its answer is not here yet
    ADMITTED = "admitted"  # a device, or what is left of one: the door says which


class EnrolmentStep(Enum):
    """What an enrolment does, in this order; each may take seconds."""

    KEYS = "keys"
    ASK = "ask"
    ADMIT = "admit"
    PULL = "pull"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionView:
    """An institution's file as a person judges it; nothing is trusted yet."""

    name: str
    place: str
    phone: str
    domain_words: str
    fingerprint: str  # twelve characters, as on the office's notice
    can_practise: bool  # it brings a root for practice
    file: bytes = field(repr=False)

    @property
    def fingerprint_groups(self) -> tuple[str, ...]:
        """Return the twelve characters as they are read aloud: three groups of four."""
        text = self.fingerprint
        return tuple(text[at : at + 4] for at in range(0, len(text), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDone:
    """The device is admitted and ready to work."""

    terminal: str
    office: str
    operator: OperatorNumber
    operator_name: str
    services: int  # how many services arrived with the first pull


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentPending:
    """The request waits for the root; ask again later with the same clave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionView:
    """What guards the keys here, and what the institution asks (levels of `Protection`)."""

    actual: int  # 0 clave alone, 1 the system's keystore too, 2 a chip
    wanted: int
    decided: bool  # somebody decided, on record, to work at this level

    @property
    def below(self) -> bool:
        """Return whether the keys are guarded less than the institution asks."""
        return self.actual < self.wanted
