"""`publish`, `publish-dictionaries`: a catalogue, or how to pack, becomes what devices pull."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync.central.catalogue_file import Catalogue, read_catalogue
from sync.central.commands.base import Commands, opened, read_file
from sync.central.commands.forms_engine import engine_import
from sync.central.dictionaries import publish_dictionaries
from sync.central.errors import CentralError
from sync.central.institution import ROOT_NAME, renew_profile
from sync.central.keys import read_signer
from sync.central.platform import Platform
from sync.central.publishing import publish_catalogue
from sync.clock import now_milliseconds
from sync.dictionaries import resources_beside_us, shipped_dictionaries


def publish(options: argparse.Namespace) -> None:
    """Make a catalogue folder what devices pull; the profile follows where its names changed."""
    catalogue = read_catalogue(options.folder, engine_import())
    with opened(options.dir) as platform:
        root_key = _root_for_profile(options, platform, catalogue)
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            done = publish_catalogue(connection, catalogue, catalogue.settings, now_ms)
        for dataset, count in sorted(done.changed.items()):
            print(f"dataset {dataset}: {count} entries")
        if root_key is not None:
            profile = renew_profile(
                options.dir,
                platform.database,
                root_key,
                platform.clock,
                concepts=catalogue.concepts,
                offices=_offices(platform, catalogue),
            )
            print(f"profile version {profile.version}")
        platform.catch_up()


def publish_packing(options: argparse.Namespace) -> None:
    """Make zstd dictionaries what devices pack with; without files those of this program."""
    files = [(str(path), read_file(path)) for path in options.files]
    if not files:
        shipped = shipped_dictionaries(resources_beside_us())
        files = [(f"shipped {number}", content) for number, content in sorted(shipped.items())]
    with opened(options.dir) as platform:
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            numbers = publish_dictionaries(connection, files, now_ms)
    print(f"dictionaries {', '.join(str(number) for number in numbers) or 'none'}")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    packing = commands.add("publish-dictionaries", publish_packing)
    packing.add_argument("files", type=Path, nargs="*", metavar="FILE")
    published = commands.add("publish", publish)
    published.add_argument("folder", type=Path, help="folder with catalogue.toml and workbooks")
    published.add_argument("--root-key", type=Path, help="signs the profile if its names change")


def _offices(platform: Platform, catalogue: Catalogue) -> dict[str, str]:
    return {**platform.profile.offices, **catalogue.offices}


def _root_for_profile(
    options: argparse.Namespace, platform: Platform, catalogue: Catalogue
) -> Path | None:
    """Return the root key to sign a new profile with, None where its names stay as they are."""
    profile = platform.profile
    same_names = dict(profile.concepts) == dict(catalogue.concepts)
    if same_names and dict(profile.offices) == _offices(platform, catalogue):
        return None
    path: Path = options.root_key or options.dir / ROOT_NAME
    if not path.is_file():
        raise CentralError("publish.root_key", "names in the profile change: give --root-key FILE")
    if read_signer(path).point not in profile.roots:
        raise CentralError("central.key", f"{path} is no root of this institution")
    return path
