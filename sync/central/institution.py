"""The folder of one institution's central, and its signed profile (PROTOCOL §5a).

D/central.db            everything that is not a key; not there where D/database.toml names a server
D/institution.vtp       the profile, handed out beside the installer
D/keys/, D/offline/     see `keys`
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, insert

from sync.catalogue import SettingsEntry, encode_entry
from sync.central import schema
from sync.central.address import database_in, write_address
from sync.central.database import CentralDatabase, store_setting
from sync.central.editions import Dataset, publish_dataset
from sync.central.errors import CentralError
from sync.central.keys import ACCOUNT_KEY_BYTES, private_pem, read_signer, write_private
from sync.central.recovery import store_public
from sync.central.verify_page.building import page_hashes
from sync.certificates import issue_central_certificate
from sync.clock import Clock, RandomBytes
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from sync.profile import InstitutionProfile, TrainingRoot, issue_profile, read_profile
from sync.sealed import generate_seal_key

PROFILE_NAME = "institution.vtp"
ROOT_NAME = Path("offline") / "root.pem"
RECOVERY_NAME = Path("offline") / "recovery.key"
CERTIFICATE_BEFORE_SECONDS = 86_400
CERTIFICATE_LIFE_SECONDS = 3 * 366 * 86_400
LONGEST_CERTIFICATE_NAME_BYTES = 64
PROFILE_KEY = "profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """What an administrator says about the institution when its central is made."""

    name: str
    place: str
    domain_words: str
    phone: str
    base_url: str
    receipt_prefix: str
    legal_line: str
    offices: Mapping[str, str]  # terminal -> office


def create_central(
    folder: Path,
    institution: Institution,
    clock: Clock,
    random: RandomBytes,
    database_url: URL | None = None,
) -> InstitutionProfile:
    """Make the folder of a new central: root, keys, database, profile version 1.

    Raises CentralError: `central.exists` for a folder that holds anything, `init.profile` for words
    or addresses that a profile cannot carry. The folder appears whole or not at all. With
    *database_url* the data live in that PostgreSQL database, which holds no central yet.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CentralError("central.exists", str(folder))
    partial = folder.with_name(folder.name + ".partial")
    if partial.exists():
        shutil.rmtree(partial)
    for part in (partial, partial / "keys", partial / "offline"):
        part.mkdir(mode=0o700, parents=True)
    try:
        profile = _fill(partial, institution, clock, random, database_url)
    except MessageInvalid as error:
        shutil.rmtree(partial)
        raise CentralError("init.profile", error.detail or error.code) from error
    except BaseException:
        shutil.rmtree(partial)
        raise
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return profile


def _fill(
    folder: Path,
    institution: Institution,
    clock: Clock,
    random: RandomBytes,
    database_url: URL | None,
) -> InstitutionProfile:
    now = clock.now()
    root, signer, training = (SoftwareSigner.generate() for _ in range(3))
    sealing_private, sealing_public = generate_seal_key()
    recovery_private, recovery_public = generate_seal_key()
    now_seconds = int(now.timestamp())
    name = institution.name.encode()[:LONGEST_CERTIFICATE_NAME_BYTES].decode(errors="ignore")
    certificate = issue_central_certificate(
        root,
        name=name,
        point=signer.point,
        seal_public=sealing_public,
        not_before_seconds=now_seconds - CERTIFICATE_BEFORE_SECONDS,
        expires_seconds=now_seconds + CERTIFICATE_LIFE_SECONDS,
    )
    profile = InstitutionProfile(
        version=1,
        name=institution.name,
        roots=(root.point,),
        training=TrainingRoot(point=training.point, private=training.private_bytes()),
        base_url=institution.base_url,
        receipt_prefix=institution.receipt_prefix,
        central_certificates=(certificate,),
        domain_words=institution.domain_words,
        phone=institution.phone,
        place=institution.place,
        legal_line=institution.legal_line,
        offices=dict(institution.offices),
        recovery_public=recovery_public,
    )
    profile = replace(profile, page_hashes=page_hashes(profile))
    signed = issue_profile(root, profile)
    write_private(folder / "keys" / "signing.pem", private_pem(signer))
    write_private(folder / "keys" / "sealing.key", sealing_private)
    write_private(folder / "keys" / "authority.key", random(ACCOUNT_KEY_BYTES))
    write_private(folder / "keys" / "certificate", certificate)
    write_private(folder / ROOT_NAME, private_pem(root))
    write_private(folder / RECOVERY_NAME, recovery_private)
    store_public(folder)
    if database_url is not None:
        write_address(folder, database_url)
    _replace_file(folder / PROFILE_NAME, signed)
    database = database_in(folder)
    try:
        database.create()  # last: what a server holds is not undone with the folder
        with database.write() as connection:
            connection.execute(insert(schema.setting).values(name="incarnation", value=random(16)))
            store_profile(connection, profile.version, signed, _ms(now))
            settings = SettingsEntry()
            publish_dataset(
                connection,
                Dataset.SETTINGS,
                [(settings.key, None, encode_entry(settings))],
                _ms(now),
            )
    finally:
        database.close()
    return profile


def read_own_profile(folder: Path) -> InstitutionProfile:
    """Return the profile of this central; CentralError("central.profile") where there is none."""
    path = folder / PROFILE_NAME
    try:
        return read_profile(path.read_bytes(), None)
    except (OSError, MessageInvalid) as error:
        raise CentralError("central.profile", str(path)) from error


def renew_profile(
    folder: Path,
    database: CentralDatabase,
    root_key: Path,
    clock: Clock,
    *,
    concepts: Mapping[int, str] | None = None,
    offices: Mapping[str, str] | None = None,
    recovery_public: bytes | None = None,
    central_certificates: tuple[bytes, ...] | None = None,
) -> InstitutionProfile:
    """Return the profile with what is given in it, signed anew with the next version and published.

    It states the hashes of the verify page that belongs to it (PROTOCOL §5a, key 14).
    Raises CentralError("central.key") for a key that is not a root of this profile; nothing changed
    then.
    """
    held = read_own_profile(folder)
    profile = replace(
        held,
        version=held.version + 1,
        concepts=dict(held.concepts if concepts is None else concepts),
        offices=dict(held.offices if offices is None else offices),
        recovery_public=held.recovery_public if recovery_public is None else recovery_public,
        central_certificates=held.central_certificates
        if central_certificates is None
        else central_certificates,
    )
    profile = replace(profile, page_hashes=page_hashes(profile))
    try:
        signed = issue_profile(read_signer(root_key), profile)
    except MessageInvalid as error:
        raise CentralError("central.key", f"{root_key}: {error}") from error
    with database.write() as connection:
        store_profile(connection, profile.version, signed, _ms(clock.now()))
    _replace_file(folder / PROFILE_NAME, signed)
    return profile


def store_profile(connection: Connection, version: int, signed: bytes, now_ms: int) -> None:
    """Publish a signed profile to the devices (dataset 12: its own signed bytes)."""
    store_setting(connection, "profile_version", version.to_bytes(4, "big"))
    publish_dataset(connection, Dataset.PROFILE, [(PROFILE_KEY, version, signed)], now_ms)


def _replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
