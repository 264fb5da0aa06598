"""PROTOCOL §18: one-time codes let a device in once, and the same request is answered the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.central import schema
from sync.central.errors import CentralError, Refused
from sync.central.institution import create_central
from sync.central.keys import read_signer
from sync.certificates import read_device_certificate
from sync.clock import system_random
from sync.errors import MessageInvalid
from sync.receipts import account_key_of
from sync.requests import EnrolmentState
from tests.delivery.central_support import (
    CLERK,
    NOW_SECONDS,
    SUPERVISOR,
    TERMINAL,
    Central,
    Device,
    SetClock,
    a_catalogue,
    an_institution,
    everything_stored,
)
from tests.support.shared import shared_file


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    made.publish()
    yield made
    made.close()


@pytest.fixture
def code(central: Central) -> str:
    return central.platform.enrolment.create_code(TERMINAL, CLERK)


def test_granted_device_gets_certificate_account_key_and_its_first_people(
    central: Central, code: str
) -> None:
    """With the root at hand the answer certifies the device and names operator and supervisors."""
    device = Device()
    request = central.request(device, code)

    answer = central.read(device, request, central.platform.enrolment.answer(request))

    assert answer.state is EnrolmentState.GRANTED
    assert answer.certificate is not None
    certificate = read_device_certificate(answer.certificate, central.platform.profile.roots)
    assert (certificate.terminal, certificate.point) == (TERMINAL, device.signer.point)
    assert certificate.not_before_seconds < NOW_SECONDS < certificate.expires_seconds
    assert answer.grant is not None
    assert answer.grant.account_key == central.platform.keys.account_key(device.device_id)
    assert [one.number for one in answer.grant.operators] == [CLERK, SUPERVISOR]
    assert answer.incarnation == central.platform.incarnation


def test_same_bytes_get_the_same_answer(central: Central, code: str) -> None:
    """A request whose answer was lost is sent again and answered with the same bytes."""
    request = central.request(Device(), code)

    answers = {central.platform.enrolment.answer(request).answer for _ in range(3)}

    assert len(answers) == 1
    assert len(central.rows(schema.device)) == 1


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: "-".join((code[:4], code[4:8], code[8:]))]
)
def test_a_code_may_be_typed_as_people_type(central: Central, code: str, typed: object) -> None:
    """Small letters and separators do not matter."""
    request = central.request(Device(), typed(code))  # type: ignore[operator]

    assert central.platform.enrolment.answer(request).granted


def test_a_code_is_good_once(central: Central, code: str) -> None:
    """A second device with the same code is refused, and is not in the registry."""
    central.platform.enrolment.answer(central.request(Device(), code))

    with pytest.raises(Refused, match="code-used") as refused:
        central.platform.enrolment.answer(central.request(Device(), code))

    assert refused.value.status == 403
    assert len(central.rows(schema.device)) == 1


def test_a_wrong_code_and_an_old_one_are_refused(central: Central, code: str) -> None:
    """403 `code` for a code nobody made and for one older than seven days; it is not spent."""
    device = Device()
    with pytest.raises(Refused) as wrong:
        central.platform.enrolment.answer(central.request(device, "0" * 12))
    central.clock.pass_seconds(7 * 86_400 + 1)

    with pytest.raises(Refused) as old:
        central.platform.enrolment.answer(central.request(device, code))

    assert [(one.value.status, one.value.code) for one in (wrong, old)] == [(403, "code")] * 2
    assert [row["spent_by"] for row in central.rows(schema.enrol_code)] == [None]


def test_a_key_in_use_is_refused(central: Central) -> None:
    """A kid that is in the registry cannot enrol again under another request: 409."""
    device = central.enrol()
    code = central.platform.enrolment.create_code(TERMINAL, CLERK)

    with pytest.raises(Refused, match="kid-taken") as refused:
        central.platform.enrolment.answer(central.request(device, code))

    assert refused.value.status == 409


def test_without_the_root_it_is_pending_until_certified(tmp_path: Path) -> None:
    """202 first; after `certify` the same bytes get the certificate; only then may it push."""
    central = Central(tmp_path, granting=False)
    try:
        central.publish()
        code = central.platform.enrolment.create_code(TERMINAL, CLERK)
        device = Device()
        request = central.request(device, code)
        pending = central.platform.enrolment.answer(request)
        assert not pending.granted
        assert central.read(device, request, pending).state is EnrolmentState.PENDING
        assert central.platform.enrolment.answer(request) == pending
        assert central.rows(schema.device) == []

        certified = central.platform.enrolment.certify(read_signer(central.root_key))

        assert [one.device_id for one in certified] == [device.device_id]
        answered = central.platform.enrolment.answer(request)
        assert central.read(device, request, answered).state is EnrolmentState.GRANTED
        assert central.platform.enrolment.certify(read_signer(central.root_key)) == ()
    finally:
        central.close()


def test_pending_request_is_granted_when_the_root_comes(tmp_path: Path) -> None:
    """A server started with the root grants what waited, when the device asks again."""
    central = Central(tmp_path, granting=False)
    try:
        central.publish()
        code = central.platform.enrolment.create_code(TERMINAL, CLERK)
        request = central.request(Device(), code)
        central.platform.enrolment.answer(request)
        central._granting = True
        central.restart()

        assert central.platform.enrolment.answer(request).granted
    finally:
        central.close()


def test_codes_are_not_kept_readable(central: Central, code: str) -> None:
    """Whoever reads the database finds no code in it."""
    with central.database.read() as connection:
        stored = connection.execute(select(schema.enrol_code)).all()

    assert code.encode() not in repr(stored).encode()
    assert code.encode() not in everything_stored(central)


@pytest.mark.parametrize(
    ("terminal", "operator", "reason"),
    [("20067-7", CLERK, "enrol.terminal"), (TERMINAL, 999, "enrol.operator")],
)
def test_no_code_for_what_does_not_exist(
    central: Central, terminal: str, operator: int, reason: str
) -> None:
    """A code needs a terminal's name and a published operator; none exists after a refusal."""
    with pytest.raises(CentralError) as refused:
        central.platform.enrolment.create_code(terminal, operator)

    assert refused.value.code == reason
    assert central.rows(schema.enrol_code) == []


def test_request_for_another_central_is_refused(
    central: Central, code: str, tmp_path: Path
) -> None:
    """A request sealed to a key that is not held here says `seal-key` and spends nothing."""
    other = Central(tmp_path / "other")
    try:
        request = other.request(Device(), code)
        with pytest.raises(MessageInvalid) as refused:
            central.platform.enrolment.answer(request)
        assert refused.value.code == "seal-key"
    finally:
        other.close()


def test_account_key_is_the_one_of_the_vectors() -> None:
    """K_account follows from K_authority and device_id as RECEIPTS §3 says."""
    vector = json.loads(shared_file("vectors/protocol-vectors.json").read_text())["account_key"]

    key = account_key_of(bytes.fromhex(vector["authority"]), bytes.fromhex(vector["device"]))

    assert key.hex() == vector["key"]


def test_init_refuses_to_overwrite_and_leaves_nothing_half(tmp_path: Path) -> None:
    """A folder that holds anything is left as it is; refused words leave no folder."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("mine")
    with pytest.raises(CentralError) as taken:
        create_central(tmp_path / "taken", an_institution(), SetClock(), system_random)
    assert taken.value.code == "central.exists"
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["letter.txt"]

    from dataclasses import replace

    wrong = replace(an_institution(), base_url="http://central.example")
    with pytest.raises(CentralError) as refused:
        create_central(tmp_path / "new", wrong, SetClock(), system_random)
    assert refused.value.code == "init.profile"
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.on_a_file
def test_private_files_are_their_owners_only(central: Central) -> None:
    """Keys and database can be read by nobody else."""
    private = [
        *(central.folder / "keys").iterdir(),
        central.root_key,
        central.folder / "central.db",
    ]

    assert {oct(path.stat().st_mode & 0o777) for path in private} == {"0o600"}


def test_first_operators_hold_the_supervisors_even_in_a_large_office(tmp_path: Path) -> None:
    """However many clerks there are, a new device knows its enroller and a supervisor at once."""
    central = Central(tmp_path)
    try:
        central.publish(a_catalogue(operators=tuple(range(100, 400))))
        code = central.platform.enrolment.create_code(TERMINAL, 250)
        device = Device()
        request = central.request(device, code)

        grant = central.read(device, request, central.platform.enrolment.answer(request)).grant

        assert grant is not None
        assert [one.number for one in grant.operators] == [250, SUPERVISOR]
    finally:
        central.close()
