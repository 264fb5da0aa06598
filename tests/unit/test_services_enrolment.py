"""A computer becomes a device: one code, one request, whatever is cut on the way (PROTOCOL §18)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.backstage import World, build_enrolment
from kiosk.domain.passphrase import PassphraseShort
from kiosk.services.courier import Lines
from kiosk.services.enrolment import (
    AlreadyEnrolled,
    ClaveDoesNotFit,
    Enrolment,
    EnrolmentDone,
    EnrolmentPending,
)
from kiosk.settings import Settings, read_settings
from kiosk.store import kept
from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots
from kiosk.vault.database import Database
from sync import cbor
from sync.certificates import issue_central_certificate, issue_device_certificate
from sync.cose import SoftwareSigner
from sync.device.enrolment import CentralNotReached, CodeRefused, Institution
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.ids import OperatorNumber, kid_of
from sync.journal import history
from sync.profile import InstitutionProfile, issue_profile
from sync.receipts import ReceiptKind, read_payload
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

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

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


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A computer that is no device yet."""
    settings = read_settings(tmp_path / "profile", {})
    return Bench(central=ModelCentral(), settings=settings, clock=HandClock())


def test_a_granted_device_is_ready(bench: Bench) -> None:
    """Stream, start receipt, key slot, names, institution file: all there; the code was sent."""
    done = bench.try_it()

    assert isinstance(done, EnrolmentDone)
    assert (done.terminal, done.office, done.operator_name) == (
        "20067-007",
        "Tesorería",
        "Marisol Canul",
    )
    path = slots.slots_path(bench.settings.database)
    assert [(one.operator, one.name) for one in slots.list_slots(path)] == [(42, "Marisol Canul")]
    key = slots.unlock(path, OperatorNumber(42), CLAVE)
    assert key is not None
    assert bench.settings.institution.read_bytes() == bench.institution().file
    database = Database(bench.settings.database, sets=STORE_SETS)
    database.open(key)
    kinds = database.read(lambda tx: [one.header.kind for one in history(tx)])
    receipt = database.read(lambda tx: tx.execute("SELECT number, cose FROM receipt").fetchall())
    database.close()
    assert kinds[:2] == [1, 112]
    assert [row[0] for row in receipt] == [1]
    payload = cbor.decode(receipt[0][1])
    inner = payload.value[2] if hasattr(payload, "value") else payload[2]
    assert read_payload(inner).kind is ReceiptKind.START_OF_SERIES


def test_a_lost_answer_is_asked_again_with_the_same_request(bench: Bench) -> None:
    """The code is spent by the first request, so the same bytes are sent, also by a new start."""
    bench.central.moods = [lost]

    with pytest.raises(CentralNotReached):
        bench.try_it(b"first")
    done = bench.try_it(b"second", code="0000-0000-0000")

    assert isinstance(done, EnrolmentDone)
    assert bench.central.asked[0] == bench.central.asked[1]


def test_a_pending_request_is_granted_later(bench: Bench) -> None:
    """The root signs another day; nothing can be captured meanwhile."""
    bench.central.moods = [pending]

    first = bench.try_it(b"first")
    second = bench.try_it(b"second")

    assert isinstance(first, EnrolmentPending)
    assert isinstance(second, EnrolmentDone)


def test_a_refused_code_leaves_nothing(bench: Bench) -> None:
    """Another code begins with other keys."""
    bench.central.moods = [unknown_code]

    with pytest.raises(CodeRefused):
        bench.try_it(b"first")

    assert not bench.settings.database.exists()
    assert isinstance(bench.try_it(b"second"), EnrolmentDone)
    assert bench.central.asked[0] != bench.central.asked[1]


def test_going_on_needs_the_same_clave(bench: Bench) -> None:
    """What was begun is guarded already."""
    bench.central.moods = [lost]
    with pytest.raises(CentralNotReached):
        bench.try_it(b"first")

    with pytest.raises(ClaveDoesNotFit):
        bench.try_it(b"second", clave="otra clave distinta")


def test_a_device_is_not_enrolled_twice(bench: Bench) -> None:
    """The folder of a device is left alone."""
    bench.try_it()

    with pytest.raises(AlreadyEnrolled):
        bench.try_it(b"again")


def test_a_cut_after_the_grant_is_taken_up(bench: Bench) -> None:
    """The answer arrived, the power went before it was stored: the same request brings it again."""
    enrolment = bench.enrolment(b"cut")
    real = kept.save_identity
    written = 0

    def cut_at_second(tx: object, identity: kept.DeviceIdentity) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise OSError("power cut")
        real(tx, identity)  # type: ignore[arg-type]

    kept.save_identity = cut_at_second
    try:
        with pytest.raises(OSError, match="power cut"):
            enrolment.enrol(bench.institution(), CODE, CLAVE)
    finally:
        kept.save_identity = real

    assert isinstance(bench.try_it(b"after"), EnrolmentDone)
    path = slots.slots_path(bench.settings.database)
    assert [one.operator for one in slots.list_slots(path)] == [42]


def test_a_short_clave_is_refused_before_anything(bench: Bench) -> None:
    """Nothing is made and nothing is sent."""
    with pytest.raises(PassphraseShort):
        bench.try_it(clave="corta")

    assert bench.central.asked == []
    assert not bench.settings.profile.exists()
