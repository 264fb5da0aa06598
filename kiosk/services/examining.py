"""What is wrong with this device's file, said before anything else opens it (`ventanilla doctor`).

Nothing is written: a damaged file stays as it is, for whoever can make more of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services.sweeping import named_files
from kiosk.store.ledger_tables import Unbalanced
from kiosk.store.migrations import STORE_SETS
from kiosk.store.read_check import differing_tables
from kiosk.vault import slots
from kiosk.vault.blob_check import missing_blobs
from kiosk.vault.database import JOURNAL_SET
from kiosk.vault.doctor import Ill, Trouble, look_inside, look_outside
from kiosk.vault.errors import Damaged
from kiosk.vault.keystore import Keystore
from kiosk.vault.scratch import CopyRefused, has_room, on_scratch
from sync.clock import Clock
from sync.events import SlotKind
from sync.ids import OperatorNumber
from sync.journal import Transaction


class Verdict(IntEnum):
    """What `ventanilla doctor` answers; also its exit code."""

    SOUND = 0
    DAMAGED = 10
    UNKNOWN = 11  # nothing was seen from outside, and nobody opened it


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Everything that was found.

    *opened*: somebody's clave opened the file. *wrong_clave*: one was given and opens nothing.
    *chains*: each series with how far it holds.
    """

    verdict: Verdict
    troubles: tuple[Trouble, ...]
    chains: tuple[Trouble, ...]
    opened: bool
    wrong_clave: bool
    key: bytes | None

    @property
    def may_rebuild(self) -> bool:
        """Return whether only derived tables are wrong: they can be built again."""
        grave = [one.code for one in self.troubles if one.grave]
        return grave == [Ill.READ_TABLES]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """A person whose clave opens the file, and the key it gives."""

    operator: OperatorNumber
    key: bytes


class Examining:
    """Examines one profile that is not in use."""

    def __init__(
        self,
        database: Path,
        clock: Clock,
        build_seconds: int,
        keeper: Keystore | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._build_seconds = build_seconds
        self._keeper = keeper

    def examine(self, clave: str | None) -> Examination:
        """Return what is wrong; with a *clave* that opens it also what is wrong inside.

        Raises FileTrouble or DiskFull where the disk itself refuses.
        """
        now = int(self._clock.now().timestamp())
        troubles = list(
            look_outside(self._database, now_seconds=now, build_seconds=self._build_seconds)
        )
        holder = None if clave is None else self.holder(clave)
        key = None if holder is None else holder.key
        chains: tuple[Trouble, ...] = ()
        if key is not None and self._database.exists():
            inside = look_inside(self._database, key, (JOURNAL_SET, *STORE_SETS), self._ask_files)
            troubles += [one for one in inside.troubles if one not in troubles]
            chains = inside.chains
            if inside.opened and not any(one.grave for one in troubles):
                troubles += self._read_tables(key)
        return Examination(
            verdict=_verdict(troubles, opened=key is not None),
            troubles=tuple(troubles),
            chains=chains,
            opened=key is not None,
            wrong_clave=clave is not None and key is None,
            key=key,
        )

    def holder(self, clave: str) -> KeyHolder | None:
        """Return whose clave it is and the file's key; None where it is nobody's here."""
        path = slots.slots_path(self._database)
        try:
            people = [one for one in slots.list_slots(path) if one.kind is SlotKind.OPERATOR]
        except Damaged:
            return None
        for person in people:
            key = slots.unlock(path, person.operator, clave, keeper=self._keeper)
            if key is not None:
                return KeyHolder(operator=person.operator, key=key)
        return None

    def _ask_files(self, tx: Transaction) -> tuple[Trouble, ...]:
        missing = missing_blobs(self._database, named_files(tx))
        if not missing:
            return ()
        return (Trouble(code=Ill.BLOBS_MISSING, number=len(missing), names=missing),)

    def _read_tables(self, key: bytes) -> list[Trouble]:
        """Compare with a rebuild where there is room for a copy.

        Records that a rebuild refuses were not made by this program: a payment in a closed shift, a
        second reversal, amounts that do not add up.
        """
        if not has_room(self._database):
            return []
        try:
            names = on_scratch(self._database, key, differing_tables)
        except (CopyRefused, Unbalanced):
            return [Trouble(code=Ill.FOREIGN)]
        except KnownError:
            return [Trouble(code=Ill.STRUCTURE, number=1)]
        return [Trouble(code=Ill.READ_TABLES, number=len(names), names=names)] if names else []


def _verdict(troubles: list[Trouble], *, opened: bool) -> Verdict:
    if any(one.grave for one in troubles):
        return Verdict.DAMAGED
    return Verdict.SOUND if opened else Verdict.UNKNOWN
