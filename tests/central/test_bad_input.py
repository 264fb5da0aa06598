"""What strangers, revoked devices and bad files bring to the door: a code, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import x25519

from sync import cbor, cose
from sync.bundle import read_name
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.memory import Rate
from sync.central.platform import Limits
from sync.central.revocation import Report, revoke
from sync.ids import kid_of
from sync.messages import AckResult
from sync.revocations import Reported
from sync.sealed import generate_seal_key
from tests.delivery.central_running import Running
from tests.delivery.central_support import Central, Device, record_a_day

UNLIMITED = Rate(burst=1e9, per_second=1e9)
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    limits = Limits(address=UNLIMITED, device=UNLIMITED)
    central = Central(tmp_path_factory.mktemp("bad"), limits=limits)
    server = Running(central)
    yield server
    server.stop()
    central.close()


@pytest.fixture
def enrolled(running: Running) -> Device:
    made = running.central.enrol()
    record_a_day(made)
    return made


def code_of(content: bytes) -> object:
    return cbor.decode(content)[1]


def sealed_push(central: Central, device: Device, plain: bytes, count: int = 1) -> bytes:
    """Return a push whose plaintext is whatever a test says, signed and sealed as it should be."""
    public = central.platform.profile.centrals()[0].seal_public
    kid = kid_of(public)
    info = cbor.encode(["vt1/push", device.device_id, device.stream, 1, count, kid])
    sealed = SUITE.encrypt(plain, x25519.X25519PublicKey.from_public_bytes(public), info)
    payload = {1: 1, 2: device.stream, 3: 1, 4: count, 5: kid, 6: sealed}
    protected = {cose.KID_LABEL: device.signer.kid}
    return cose.sign(device.signer, "push", protected, cbor.encode(payload))


def plain_of(content: bytes) -> bytes:
    frame = zstandard.ZstdCompressor(write_content_size=True).compress(content)
    data = len(frame).to_bytes(4, "big") + frame
    return data + bytes(-len(data) % 256)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bytes(64 * 2**20), "bomb"),
        (b"\x81" * 4_000_000, "cbor"),
        (b"\xa3\x01", "cbor"),
        (cbor.encode({1: bytes(32), 2: bytes(32), 3: [[b"", b"", b""]] * 1_000}), "count"),
    ],
)
def test_a_bomb_in_an_envelope_is_a_code(
    running: Running, enrolled: Device, content: bytes, code: str
) -> None:
    """From an enrolled device, signed and sealed: 400 with its code, nothing stored, and the next
    honest envelope of the same device is taken.
    """
    answer = running.push(sealed_push(running.central, enrolled, plain_of(content)))
    honest = running.push(enrolled.envelope(running.central.platform, 1, 2))

    assert (answer.status_code, code_of(answer.content)) == (400, code)
    assert running.ack(honest).seq == 2


def test_what_is_sealed_to_another_central_is_told(running: Running, enrolled: Device) -> None:
    """`seal-key`, so that the device fetches the right key; not `seal`, not a fault."""
    envelope = cbor.decode(enrolled.envelope(running.central.platform, 1, 1))
    payload = cbor.decode(envelope[2])
    payload[5] = kid_of(generate_seal_key()[1])
    protected = {cose.KID_LABEL: enrolled.signer.kid}
    wrong = cose.sign(enrolled.signer, "push", protected, cbor.encode(payload))

    answer = running.push(wrong)

    assert (answer.status_code, code_of(answer.content)) == (400, "seal-key")


def test_strangers_and_forgers_are_told_apart(running: Running, enrolled: Device) -> None:
    """A device nobody enrolled, and somebody who signs in another's name: 401, nothing stored."""
    stranger = Device()
    record_a_day(stranger)
    envelope = cbor.decode(enrolled.envelope(running.central.platform, 1, 1))
    forged = cose.sign(stranger.signer, "push", {cose.KID_LABEL: enrolled.signer.kid}, envelope[2])
    before = len(running.central.rows(schema.event))

    unknown = running.push(stranger.envelope(running.central.platform, 1, 1))
    signed = running.push(forged)

    assert (unknown.status_code, code_of(unknown.content)) == (401, "kid-unknown")
    assert (signed.status_code, code_of(signed.content)) == (401, "sig")
    assert len(running.central.rows(schema.event)) == before


def test_a_revoked_device_is_stored_and_does_not_count(running: Running, enrolled: Device) -> None:
    """Its pushes are answered as ever; what lies after the cut waits with code 9."""
    central = running.central
    running.push(enrolled.envelope(central.platform, 1, 2))
    with central.database.write() as connection:
        revoke(
            connection,
            Report(device_id=enrolled.device_id, why=Reported.LOST, last_good=None,
                   statement=None),
            central.platform.keys,
            central.platform.profile.roots,
            central.now_ms(),
        )  # fmt: skip

    ack = running.ack(running.push(enrolled.envelope(central.platform, 3, len(enrolled.items))))

    assert (ack.result, ack.seq) == (AckResult.STORED, len(enrolled.items))
    assert {code for _, code in ack.attention} == {9}


def test_a_token_serves_once_and_only_its_request(running: Running, enrolled: Device) -> None:
    """Seen before, for another path, or of a stranger: 401 with its code."""
    nonce = os.urandom(16)
    first = running.ask(enrolled, "/v1/probe", nonce=nonce)
    again = running.ask(enrolled, "/v1/probe", nonce=nonce)
    stranger = running.ask(Device(), "/v1/probe")
    token = first.request.headers["Authorization"]
    moved = running.http.post("/v1/pull", content=b"", headers={
        "Authorization": token, "Content-Type": "application/cbor"})  # fmt: skip

    assert first.status_code == 200
    assert [(one.status_code, code_of(one.content)) for one in (again, stranger, moved)] == [
        (401, "replay"),
        (401, "kid-unknown"),
        (401, "token"),
    ]


STRANGE = ["' OR '1'='1", "20067-007'; --", "../../etc", "20067-00\x00", "%", "2006７-007", ""]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_names_on_the_command_line_are_refusals(
    running: Running, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Terminals and ids that are none: status 10 and one line, whatever stands in them."""
    folder = ["--dir", str(running.central.folder)]

    statuses = [
        main(["enrol-code", *folder, "--terminal", text, "--operator", "42"]),
        main(["revoke", *folder, "--terminal", text, "--why", "lost"]),
        main(["revoke", *folder, "--device", text, "--why", "lost"]),
        main(["quarantine", "list", *folder, "--terminal", text or "x"]),
    ]

    assert statuses == [REFUSED] * 4
    assert len(capsys.readouterr().err.splitlines()) >= 4


@pytest.mark.parametrize(
    "name",
    ["VT-0011223344556677-../x-1.vtb", "VT-' OR 1-00-1.vtb", "vt.vtb", "VT-\x00.vtb", "../a.vta"],
)
def test_a_strange_bundle_name_says_nothing(name: str) -> None:
    """A name is a hint: what is none is no hint, and no path is made of it."""
    assert read_name(name) is None


def test_a_strange_file_on_a_stick_is_reported(running: Running, tmp_path: Path) -> None:
    """Noise under a bundle's name: the import ends well and has taken nothing."""
    before = len(running.central.rows(schema.event))
    (tmp_path / f"VT-{'00' * 8}-{'00' * 16}-1.vtb").write_bytes(b"VTB1" + bytes(200))
    (tmp_path / "noise.vtb").write_bytes(os.urandom(500))

    status = main(["bundle", "import", "--dir", str(running.central.folder), str(tmp_path)])

    assert status in (0, REFUSED)
    assert len(running.central.rows(schema.event)) == before
