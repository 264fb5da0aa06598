"""A new sealing key for the central, twice a year (PROTOCOL §5).

Devices seal to the certificate that begins last; both are believed meanwhile. The old private half
stays as long as sticks may be under way that were sealed to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sync.central.database import CentralDatabase
from sync.central.institution import (
    CERTIFICATE_LIFE_SECONDS,
    read_own_profile,
    renew_profile,
)
from sync.central.keys import LATER_SEALING, CentralKeys, read_signer, write_private
from sync.certificates import issue_central_certificate
from sync.clock import Clock
from sync.ids import kid_of
from sync.sealed import generate_seal_key

MOST_CERTIFICATES = 8
"""What a profile can hold (PROTOCOL §5a): the newest stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """The key that devices seal to from now on, and where the profile stands."""

    kid: bytes
    path: Path
    profile_version: int


def rotate_sealing_key(
    folder: Path, database: CentralDatabase, keys: CentralKeys, root_key: Path, clock: Clock
) -> Rotated:
    """Make a sealing key, certify it, and put it into a new version of the profile.

    Its private half is on the disk before anybody can seal to it. Raises
    CentralError("central.key") for a key that is no root of this institution; nothing is changed
    then.
    """
    profile, now_seconds = read_own_profile(folder), int(clock.now().timestamp())
    newest = max(one.not_before_seconds for one in profile.centrals())
    private, public = generate_seal_key()
    certificate = issue_central_certificate(
        read_signer(root_key),
        name=profile.centrals()[0].name,
        point=keys.signer.point,
        seal_public=public,
        not_before_seconds=max(now_seconds, newest + 1),
        expires_seconds=now_seconds + CERTIFICATE_LIFE_SECONDS,
    )
    path = folder / "keys" / f"{LATER_SEALING}{kid_of(public).hex()}.key"
    write_private(path, private)
    try:
        renewed = renew_profile(
            folder,
            database,
            root_key,
            clock,
            central_certificates=(certificate, *profile.central_certificates)[:MOST_CERTIFICATES],
        )
    except BaseException:
        path.unlink()
        raise
    return Rotated(kid=kid_of(public), path=path, profile_version=renewed.version)
