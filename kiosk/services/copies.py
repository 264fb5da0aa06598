"""A person's copy of everything that is held of them: signed, printed or on their own stick.

The content is made in memory and goes nowhere else: not into a temporary file, not onto this
computer's disk. What was handed over is recorded with the hash of exactly those bytes (kind 91).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.citizens import Citizens
from kiosk.services.desk import Desk
from kiosk.services.held import Holdings
from kiosk.services.permissions import Permissions
from kiosk.services.views.rights import HeldData
from kiosk.store import rights
from kiosk.vault.files import replace_file
from sync.catalogue import Capability
from sync.events import CopyHandedOver, CopyMeans
from sync.ids import EventId, Salt, SubjectId
from sync.journal import Transaction
from sync.person_copy import canonical_json, content_hash, sign_copy

FORMAT = 1


class NotAStick(KnownError):
    """The folder is on this computer's own disk; nothing was written."""

    code: ClassVar[str] = "privacy.not_a_stick"


class CopyNotWritten(KnownError):
    """The stick did not take the copy; no half of it is there, nothing was recorded."""

    code: ClassVar[str] = "privacy.copy_not_written"


class NotPrinted(KnownError):
    """No paper came out; nothing was recorded."""

    code: ClassVar[str] = "privacy.not_printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCopy:
    """A copy ready to be handed over; *salt* makes handing it over twice one event."""

    salt: Salt
    held: HeldData
    content: bytes = field(repr=False)
    signed: bytes = field(repr=False)
    name: str  # of its files: day and four characters of the hash, never who it is about


class Copies:
    """Makes copies and hands them over."""

    def __init__(
        self,
        desk: Desk,
        citizens: Citizens,
        holdings: Holdings,
        profile: Path,
        own_disk: Callable[[Path, Path], bool] | None = None,
    ) -> None:
        self._desk = desk
        self._citizens = citizens
        self._holdings = holdings
        self._profile = profile
        self._own_disk = own_disk or same_disk
        self._permissions = Permissions(desk)

    def make(self, subject: SubjectId) -> PersonCopy:
        """Return a signed copy of everything held about a person; writes nothing.

        Raises KnownError `access.not_allowed`, `person.unknown`.
        """

        def work(tx: Transaction) -> HeldData:
            self._permissions.require(Capability.RIGHTS, tx=tx)
            self._citizens.row(tx, subject)
            return self._holdings.collect(tx, subject, blocked=False, whole=True)

        held = self._desk.read(work)
        identity = self._desk.identity
        content = canonical_json(as_json(held, identity.terminal))
        return PersonCopy(
            salt=self._desk.new_salt(),
            held=held,
            content=content,
            signed=sign_copy(identity.signer, identity.certificate.encoded, content),
            name=f"copia-{held.collected_at:%Y%m%d}-{content_hash(content).hex()[:4]}",
        )

    def write(
        self, copy: PersonCopy, pdf: bytes, folder: Path, request_id: EventId | None = None
    ) -> tuple[str, ...]:
        """Put PDF, JSON and signed copy on the person's own stick and record it (kind 91).

        Returns the names of the files. Raises KnownError `privacy.not_a_stick`,
        `privacy.copy_not_written`: then nothing was recorded, and no half copy is there.
        """
        if self._own_disk(folder, self._profile):
            raise NotAStick
        files = {
            f"{copy.name}.pdf": pdf,
            f"{copy.name}.json": copy.content,
            f"{copy.name}.cose": copy.signed,
        }
        try:
            for name, content in files.items():
                replace_file(folder / name, content)
                if (folder / name).read_bytes() != content:
                    raise OSError("read back differently")
        except OSError as error:
            for name in files:
                _remove(folder / name)
            raise CopyNotWritten from error
        self._record(copy, CopyMeans.FILE, request_id)
        return tuple(files)

    def printed(self, copy: PersonCopy, request_id: EventId | None = None) -> None:
        """Record that the copy was handed over on paper (kind 91)."""
        self._record(copy, CopyMeans.PRINTED, request_id)

    def _record(self, copy: PersonCopy, means: CopyMeans, request_id: EventId | None) -> None:
        event = CopyHandedOver(means=means, content_hash=content_hash(copy.content))
        subject = copy.held.subject

        def work(tx: Transaction) -> None:
            refs = () if request_id is None else (request_id,)
            if request_id is not None and rights.request(tx, request_id) is None:
                refs = ()
            self._desk.append(tx, event, salt=copy.salt, subject=subject, refs=refs)

        self._desk.write(work)


def as_json(held: HeldData, terminal: str) -> dict[str, object]:
    """Return held data as the copy's JSON: every group with every field, and every access."""
    return {
        "format": FORMAT,
        "institution": held.institution,
        "office": held.office,
        "terminal": terminal,
        "law": held.law,
        "collected_at": held.collected_at.isoformat(),
        "person": held.person_name,
        "held": [
            {
                "kind": group.kind.value,
                "title": group.title,
                "when": group.when.isoformat(),
                "folio": group.folio,
                "receipt_code": group.receipt_code,
                "fields": [
                    {
                        "label": one.label,
                        "value": one.value,
                        "purpose": one.purpose,
                        "legal_basis": one.legal_basis,
                        "term": one.term,
                    }
                    for one in group.fields
                ],
            }
            for group in held.groups
        ],
        "accesses": [
            {"when": one.when.isoformat(), "what": one.kind.value, "who": one.operator_name}
            for one in held.accesses
        ],
    }


def same_disk(folder: Path, profile: Path) -> bool:
    """Say whether a folder is on the disk that this office's file is on."""
    try:
        return os.stat(folder).st_dev == os.stat(profile).st_dev
    except OSError:
        return False  # writing there says what is wrong with it


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
