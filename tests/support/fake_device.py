"""Services about the device itself, in memory, with the same results as the real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services import admission, practice
from kiosk.services.admission import CodeUnreadable, NoSuchFile, OtherInstitution
from kiosk.services.claves import accept
from kiosk.services.practice import PracticeEntry
from kiosk.services.views import (
    AdmissionState,
    EnrolmentDone,
    EnrolmentPending,
    EnrolmentStep,
    InstitutionView,
    ProtectionView,
)
from sync.device.enrolment import normal_code
from sync.enrolment_code import EnrolmentCode, decode, encode, profile_hash
from sync.errors import MessageInvalid, SyncError
from sync.ids import OperatorNumber
from tests.support.fake_values import CLAVE

INSTITUTION = InstitutionView(
    name="Ayuntamiento de Los Encinos",
    place="Palacio Municipal, planta baja",
    phone="999 123 4567",
    domain_words="encinos punto gob punto mx",
    fingerprint="7K3F9QW2RT2Y",
    can_practise=True,
    file=b"a signed institution profile",
)
OFFICE_CODE = encode(
    EnrolmentCode(
        base_url="https://central.demo.invalid",
        code="61VTDBPADQ82",
        profile_hash=profile_hash(INSTITUTION.file),
    )
)


class FakeAdmission(admission.Admission):
    """A central that answers as a test says; the words proposed are always the same clave."""

    def __init__(self) -> None:
        self.now = AdmissionState.ADMITTED
        self.answers: list[EnrolmentPending | KnownError | SyncError] = []
        self.seen = ProtectionView(actual=0, wanted=0, decided=False)
        self.asked: list[tuple[str, str]] = []
        self.decisions = 0
        self.refused = False  # the next refusal leaves nothing, as a spent code does

    def state(self) -> AdmissionState:
        return self.now

    def institution(self, file: Path) -> InstitutionView:
        if file.suffix != ".vtp":
            raise NoSuchFile(file)
        return INSTITUTION

    def enrolment_code(self, text: str) -> EnrolmentCode:
        try:
            return decode(text)
        except MessageInvalid as error:
            raise CodeUnreadable from error

    def matches(self, institution: InstitutionView, code: EnrolmentCode) -> None:
        if profile_hash(institution.file) != code.profile_hash:
            raise OtherInstitution

    def code(self, typed: str) -> str:
        return normal_code(typed)

    def propose(self) -> str:
        return CLAVE

    def check_clave(self, typed: str) -> str:
        return accept(typed)

    def enrol(
        self,
        institution: InstitutionView,
        code: str,
        clave: str,
        progress: Callable[[EnrolmentStep], object],
    ) -> EnrolmentDone | EnrolmentPending:
        del institution
        self.asked.append((code, clave))
        self.now = AdmissionState.BEGUN
        return self._answer(progress)

    def go_on(
        self, clave: str, progress: Callable[[EnrolmentStep], object]
    ) -> EnrolmentDone | EnrolmentPending:
        self.asked.append(("", clave))
        return self._answer(progress)

    def _answer(
        self, progress: Callable[[EnrolmentStep], object]
    ) -> EnrolmentDone | EnrolmentPending:
        for step in EnrolmentStep:
            progress(step)
            if step is EnrolmentStep.ASK and self.answers:
                answer = self.answers.pop(0)
                if isinstance(answer, EnrolmentPending):
                    return answer
                if self.refused:
                    self.now = AdmissionState.NEW
                raise answer
        self.now = AdmissionState.ADMITTED
        return EnrolmentDone(
            terminal="20067-007",
            office="Tesorería, caja 007",
            operator=OperatorNumber(42),
            operator_name="Marisol PRUEBA Canul",
            services=6,
        )

    def abandon(self) -> None:
        self.now = AdmissionState.NEW

    def protection(self) -> ProtectionView:
        return self.seen

    def decide(self) -> None:
        self.decisions += 1


class FakePractice(practice.Practice):
    """A practice that is made at once."""

    def __init__(self) -> None:
        self.inside = False
        self.there = False
        self.problem: KnownError | None = None
        self.begun: list[tuple[str, bytes | None]] = []

    @property
    def practising(self) -> bool:
        return self.inside

    def exists(self) -> bool:
        return self.there

    def propose(self) -> str:
        return CLAVE

    def go_on(self) -> PracticeEntry:
        return PracticeEntry()

    def begin(self, clave: str, person: str, institution: bytes | None = None) -> PracticeEntry:
        del person
        if self.problem is not None:
            raise self.problem
        self.begun.append((clave, institution))
        self.there = True
        return PracticeEntry(operator=OperatorNumber(42), clave=clave)
