"""Services about the device itself, in memory, with the same results as the real ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services import admission, device_status, practice
from kiosk.services.admission import CodeUnreadable, NoSuchFile, OtherInstitution
from kiosk.services.claves import accept
from kiosk.services.practice import PracticeEntry
from kiosk.services.staff import initials_of
from kiosk.services.views import (
    AdmissionState,
    DeviceAct,
    DeviceView,
    EnrolmentDone,
    EnrolmentPending,
    EnrolmentStep,
    FormHeld,
    InstitutionView,
    LinkCost,
    OperatorName,
    PeopleView,
    ProtectionView,
)
from kiosk.services.views.device_status import LinkFacts, PaidLink, SeriesFact
from kiosk.services.views.orders import DeviceOrders, LeaseState
from sync.device.enrolment import normal_code
from sync.enrolment_code import EnrolmentCode, decode, encode, profile_hash
from sync.errors import MessageInvalid, SyncError
from sync.events import SlotKind
from sync.ids import OperatorNumber
from tests.support.fake_care import FakeCare
from tests.support.fake_keys import PUBLISHED, FakeKeys
from tests.support.fake_values import CLAVE, FakeClock

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
        self.drives: list[Path | None] = []  # the way each of them went; None: the line
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

    def level(self) -> int:
        return self.seen.actual

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
        drive: Path | None = None,
    ) -> EnrolmentDone | EnrolmentPending:
        del institution
        self.drives.append(drive)
        self.asked.append((code, clave))
        self.now = AdmissionState.BEGUN
        return self._answer(progress)

    def go_on(
        self,
        clave: str,
        progress: Callable[[EnrolmentStep], object],
        drive: Path | None = None,
    ) -> EnrolmentDone | EnrolmentPending:
        self.drives.append(drive)
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
        self.allowed = False
        self.brings = True
        self.there = False
        self.problem: KnownError | None = None
        self.begun: list[tuple[str, bytes | None]] = []

    @property
    def practising(self) -> bool:
        return self.inside

    @property
    def brings_forms(self) -> bool:
        return self.brings

    def offered(self) -> bool:
        return self.allowed and not self.inside

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


class FakeDeviceStatus(device_status.DeviceStatus):
    """A sound device, over the fakes of keys and care; who is at work may do what a test says."""

    def __init__(self, keys: FakeKeys, care: FakeCare, clock: FakeClock) -> None:
        self.keys, self.care, self.clock = keys, care, clock
        self.may = frozenset(DeviceAct) - {DeviceAct.PROTECTION}
        self.seen = ProtectionView(actual=0, wanted=0, decided=False)
        self.decisions = 0
        self.link = LinkFacts(
            paid=PaidLink.AUTO,
            may_choose=True,
            cost=LinkCost(metered=True, budget_bytes=20_000_000, spent_bytes=3_400_000),
            last_contact_at=clock.time - timedelta(hours=3),
            held_until=None,
            series=SeriesFact(reason="enrolment", since=clock.time - timedelta(days=40), count=1),
            carried_devices=2,
            carried_bytes=48_000_000,
        )

    def say_paid_link(self, paid: PaidLink) -> None:
        self.link = replace(self.link, paid=paid)

    def view(self) -> DeviceView:
        held = self.keys.slots()
        last = self.care.last_check
        return DeviceView(
            office="Tesorería, caja 007",
            terminal="20067-007",
            version="0.1.0",
            fingerprint=INSTITUTION.fingerprint,
            certificate_until=self.clock.time.date() + timedelta(days=700),
            clock_wrong=False,
            compared_at=self.clock.time - timedelta(hours=3),
            printer="picture",
            disk=self.care.disk(),
            protection=self.seen,
            forms=(
                FormHeld(title="Acta de nacimiento, copia certificada", versions=("1", "2")),
                FormHeld(title="Apoyo alimentario", versions=("2026-11",)),
            ),
            checked_at=None if last is None else last.checked_at,
            finding=None if last is None else last.finding,
            backups=self.care.backups(),
            orders=DeviceOrders(lease=LeaseState(days=180, used_days=3)),
            people=tuple(slot for slot in held if slot.kind == SlotKind.OPERATOR),
            recovery_left=sum(slot.kind == SlotKind.RECOVERY for slot in held),
            institution_opens=any(slot.kind == SlotKind.ESCROW for slot in held),
            link=self.link,
            acts=self.may,
        )

    def people(self) -> PeopleView:
        slots = tuple(slot for slot in self.keys.slots() if slot.kind == SlotKind.OPERATOR)
        here = {slot.operator for slot in slots}
        others = tuple(
            OperatorName(number=OperatorNumber(number), name=name, initials=initials_of(name))
            for number, name in PUBLISHED.items()
            if number not in here
        )
        return PeopleView(slots=slots, others=others)

    def propose(self) -> str:
        return CLAVE

    def decide_protection(self) -> None:
        self.decisions += 1
        self.seen = replace(self.seen, decided=True)
