"""What V00 asks and does: from an institution's file to a device ready to work (UX §2.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.claves import accept
from kiosk.services.enrolment import Enrolment
from kiosk.services.protection import ProtectionDecisions
from kiosk.services.views import (
    AdmissionState,
    EnrolmentDone,
    EnrolmentPending,
    EnrolmentStep,
    InstitutionView,
    ProtectionView,
)
from kiosk.vault.errors import Damaged
from sync.device.enrolment import Institution, normal_code, read_institution
from sync.enrolment_code import EnrolmentCode, decode, profile_hash
from sync.errors import MessageInvalid
from sync.profile import PROFILE_CAP_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Which file it is about."""

    file: Path


class NoSuchFile(KnownError):
    """The institution's file cannot be read; nothing was changed."""

    code: ClassVar[str] = "enrol.no_file"

    def __init__(self, file: Path) -> None:
        super().__init__(FileFacts(file=file))


class CodeUnreadable(KnownError):
    """What was scanned or pasted is no enrolment code; nothing was changed."""

    code: ClassVar[str] = "enrol.no_enrolment_code"


class OtherInstitution(KnownError):
    """The enrolment code belongs to another institution's file; nothing was changed."""

    code: ClassVar[str] = "enrol.other_institution"


class Admission:
    """The steps of V00; every one may be left and begun again."""

    def __init__(self, enrolment: Enrolment, protection: ProtectionDecisions) -> None:
        self._enrolment = enrolment
        self._protection = protection

    def state(self) -> AdmissionState:
        """Return how far this folder is; what nobody can read is a matter for the door."""
        try:
            return self._enrolment.state()
        except Damaged:
            return AdmissionState.ADMITTED

    def institution(self, file: Path) -> InstitutionView:
        """Return an institution's file for a person to judge.

        Raises NoSuchFile, or EnrolmentError `enrol.institution` where it does not hold.
        """
        try:
            with file.expanduser().open("rb") as opened:
                data = opened.read(PROFILE_CAP_BYTES + 1)
        except (OSError, ValueError) as error:
            raise NoSuchFile(file) from error
        return _view(read_institution(data))

    def enrolment_code(self, text: str) -> EnrolmentCode:
        """Return what a scanned or pasted `VTE1:` text says; raise CodeUnreadable."""
        try:
            read = decode(text)
        except MessageInvalid as error:
            raise CodeUnreadable from error
        return read

    def matches(self, institution: InstitutionView, code: EnrolmentCode) -> None:
        """Let the office's code confirm the file, in place of a person (PROTOCOL §5a).

        Raises OtherInstitution for a file the code does not mean.
        """
        found = read_institution(institution.file)
        same_file = profile_hash(institution.file) == code.profile_hash
        if not same_file or found.profile.base_url != code.base_url:
            raise OtherInstitution

    def code(self, typed: str) -> str:
        """Return a one-time code as it is sent; raise EnrolmentError `enrol.code_malformed`."""
        return normal_code(typed)

    def level(self) -> int:
        """Return what would guard the keys of a device made here: a level of `Protection`."""
        return int(self._enrolment.protection)

    def propose(self) -> str:
        """Return a clave to be shown once: four words."""
        return self._enrolment.propose()

    def check_clave(self, typed: str) -> str:
        """Return a chosen clave as it is kept; raise KnownError where it would not guard."""
        return accept(typed)

    def enrol(
        self,
        institution: InstitutionView,
        code: str,
        clave: str,
        progress: Callable[[EnrolmentStep], object],
        drive: Path | None = None,
    ) -> EnrolmentDone | EnrolmentPending:
        """Enrol; what may be raised and what is left then, `Enrolment.enrol` says.

        With a *drive* there is no line: pending means that the request lies on the drive.
        """
        institution_read = read_institution(institution.file)
        return self._way(drive).enrol(institution_read, code, clave, progress)

    def go_on(
        self,
        clave: str,
        progress: Callable[[EnrolmentStep], object],
        drive: Path | None = None,
    ) -> EnrolmentDone | EnrolmentPending:
        """Go on with an enrolment that was cut, or ask whether the root has signed.

        With a *drive* the answer is looked for on it, and the request is left there without one.
        """
        return self._way(drive).go_on(clave, progress)

    def _way(self, drive: Path | None) -> Enrolment:
        return self._enrolment if drive is None else self._enrolment.by_drive(drive)

    def abandon(self) -> None:
        """Forget what was begun, to start anew with another code."""
        self._enrolment.abandon()

    def protection(self) -> ProtectionView:
        """Return what guards the keys against what the institution asks; the file is open."""
        return self._protection.view()

    def decide(self) -> None:
        """Record that whoever is at work decides to work at this protection (event 115)."""
        self._protection.decide()


def _view(institution: Institution) -> InstitutionView:
    profile = institution.profile
    return InstitutionView(
        name=profile.name,
        place=profile.place,
        phone=profile.phone,
        domain_words=profile.domain_words,
        fingerprint=institution.fingerprint,
        can_practise=profile.training is not None,
        file=institution.file,
    )
