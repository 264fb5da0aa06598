"""A new sealing key: devices seal to it, what was sealed before still opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.central.__main__ import REFUSED, main
from sync.central.institution import read_own_profile
from sync.central.keys import private_pem, write_private
from sync.cose import SoftwareSigner
from sync.envelope import build_envelope
from tests.delivery.central_support import Central, Device, record_a_day


def sealed_to(device: Device, public: bytes, last: int) -> bytes:
    return build_envelope(
        device.signer,
        stream=device.stream,
        first=1,
        previous_head=device.heads[0],
        last_head=device.heads[last],
        items=device.items[:last],
        seal_public=public,
    )


def test_both_keys_open_while_the_service_runs(central: Central, device: Device) -> None:
    """Rotated beside it: envelopes to the old and to the new key are taken, without a restart."""
    record_a_day(device)
    old = central.platform.profile.centrals()[0].seal_public

    status = main(
        ["rotate-keys", "--dir", str(central.folder), "--root-key", str(central.root_key)]
    )

    profile = central.platform.published_profile()
    new = profile.centrals()[0].seal_public
    answers = [
        central.platform.pushes.answer(sealed_to(device, public, last))
        for public, last in ((old, 2), (new, 4))
    ]
    assert status == 0
    assert new != old
    assert [one.seal_public for one in profile.centrals()] == [new, old]
    assert profile == read_own_profile(central.folder)
    assert [answer.fits for answer in answers] == [True, True]


def test_a_strange_root_rotates_nothing(central: Central, tmp_path: Path) -> None:
    """No key stays on the disk, and the profile is the one from before."""
    strange = tmp_path / "strange.pem"
    write_private(strange, private_pem(SoftwareSigner.generate()))
    before = (central.folder / "institution.vtp").read_bytes()

    status = main(["rotate-keys", "--dir", str(central.folder), "--root-key", str(strange)])

    assert status == REFUSED
    assert (central.folder / "institution.vtp").read_bytes() == before
    assert list((central.folder / "keys").glob("sealing-*")) == []


@pytest.mark.parametrize("times", [9])
def test_the_profile_holds_the_newest_certificates(central: Central, times: int) -> None:
    """Eight at most; the newest is always the first."""
    for _ in range(times):
        main(["rotate-keys", "--dir", str(central.folder), "--root-key", str(central.root_key)])

    profile = central.platform.published_profile()

    assert len(profile.central_certificates) == 8
    begins = [one.not_before_seconds for one in profile.centrals()]
    assert begins == sorted(begins, reverse=True)
    assert len(set(begins)) == 8
