"""A computer that is to become a device, and just enough of a central to enrol it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.backstage import World, build_enrolment
from kiosk.services.courier import Lines
from kiosk.services.enrolment import Enrolment
from kiosk.services.views import EnrolmentDone, EnrolmentPending
from kiosk.settings import Settings
from sync import cbor
from sync.certificates import issue_central_certificate, issue_device_certificate
from sync.cose import SoftwareSigner
from sync.device.enrolment import Institution
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.ids import kid_of
from sync.profile import InstitutionProfile, issue_profile
from sync.requests import (
    EnrolmentAnswer,
    EnrolmentGrant,
    EnrolmentState,
    FirstOperator,
    build_enrolment_answer,
    read_enrolment_request,
)
from sync.sealed import generate_seal_key
from tests.support.vaults import NOON, Draws, HandClock

NOON_SECONDS = int(NOON.timestamp())
YEAR = 365 * 86_400
CLAVE = "ceiba jícara tlacuache"
CODE = "61VT-DBPA-DQ82"
Mood = Callable[["ModelCentral", Request], Response | NoAnswer]


@dataclass(slots=True)
class ModelCentral:
    """Just enough of a central to enrol one device; it answers nothing else."""

    root: SoftwareSigner = field(default_factory=SoftwareSigner.generate)
    signer: SoftwareSigner = field(default_factory=SoftwareSigner.generate)
    seal: tuple[bytes, bytes] = field(default_factory=generate_seal_key)
    asked: list[bytes] = field(default_factory=list)
    moods: list[Mood] = field(default_factory=list)

    def profile(self) -> bytes:
        """Return the institution's file."""
        certificate = issue_central_certificate(
            self.root,
            name="PRUEBA central",
            point=self.signer.point,
            seal_public=self.seal[1],
            not_before_seconds=NOON_SECONDS - YEAR,
            expires_seconds=NOON_SECONDS + YEAR,
        )
        return issue_profile(
            self.root,
            InstitutionProfile(
                version=1,
                name="Ayuntamiento de PRUEBA",
                roots=(self.root.point,),
                base_url="http://127.0.0.1:9",
                receipt_prefix="https://demo.invalid/v#",
                central_certificates=(certificate,),
                domain_words="demo",
                phone="9991234567",
                place="Palacio",
                legal_line="",
                offices={"20067-007": "Tesorería"},
            ),
        )

    def send(self, request: Request) -> Response | NoAnswer:
        """Answer as the next mood says, else grant; anything but enrolment finds nobody."""
        if request.path != "/v1/enrol":
            return NoAnswer(failure=Failure.NO_ROUTE)
        self.asked.append(request.body)
        mood = self.moods.pop(0) if self.moods else granted
        return mood(self, request)

    def abort(self) -> None:
        """End nothing."""

    def close(self) -> None:
        """Close nothing."""

    def answer(self, request: Request, state: EnrolmentState) -> Response:
        """Return a signed answer."""
        asked = read_enrolment_request(request.body, {kid_of(self.seal[1]): self.seal[0]})
        good = state is EnrolmentState.GRANTED
        grant = EnrolmentGrant(
            account_key=bytes(32),
            enrolling_operator=42,
            operators=(FirstOperator(number=42, name="Marisol Canul", role=2),),
            profile_version=1,
        )
        certificate = issue_device_certificate(
            self.root,
            terminal="20067-007",
            point=asked.point,
            protection=0,
            not_before_seconds=NOON_SECONDS - YEAR,
            expires_seconds=NOON_SECONDS + YEAR,
        )
        made = EnrolmentAnswer(
            device_id=asked.device_id,
            state=state,
            request_hash=hashlib.sha256(request.body).digest(),
            incarnation=bytes(range(16)),
            certificate=certificate if good else None,
            grant=grant if good else None,
        )
        body = build_enrolment_answer(self.signer, made, device_seal_public=asked.seal_public)
        return Response(status=200, headers={}, body=body)


def granted(central: ModelCentral, request: Request) -> Response:
    """Admit the device."""
    return central.answer(request, EnrolmentState.GRANTED)


def pending(central: ModelCentral, request: Request) -> Response:
    """Wait for the root."""
    return central.answer(request, EnrolmentState.PENDING)


def lost(central: ModelCentral, request: Request) -> NoAnswer:
    """Take the request and lose the answer."""
    del central, request
    return NoAnswer(failure=Failure.CUT)


def unknown_code(central: ModelCentral, request: Request) -> Response:
    """Refuse the code."""
    del central, request
    headers = {"content-type": "application/cbor"}
    return Response(status=403, headers=headers, body=cbor.encode({1: "code"}))


@dataclass(slots=True)
class Bench:
    """One computer and one central."""

    central: ModelCentral
    settings: Settings
    clock: HandClock

    def enrolment(self, seed: bytes) -> Enrolment:
        """Return a new start of the command."""
        lines = Lines(transport=lambda _: self.central, route=lambda _: _NoRoute())
        world = World(clock=self.clock, random=Draws(seed), lines=lines)
        return build_enrolment(self.settings, world, pause=self.clock.pass_seconds)

    def institution(self) -> Institution:
        """Return the file as read."""
        file = self.settings.profile.parent / "institution.vtp"
        if not file.exists():
            file.write_bytes(self.central.profile())
        return self.enrolment(b"reader").institution(file)

    def try_it(
        self, seed: bytes = b"try", *, code: str = CODE, clave: str = CLAVE
    ) -> EnrolmentDone | EnrolmentPending:
        """Run the command once."""
        return self.enrolment(seed).enrol(self.institution(), code, clave)


class _NoRoute:
    def source(self) -> str | None:
        """Return that there is no way out."""
        return None
