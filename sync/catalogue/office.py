"""How an office works and who works there: settings, operators, codes that approve."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, ClassVar

from sync.annotated import Key
from sync.catalogue.words import LANGUAGE
from sync.ids import OperatorNumber
from sync.money import Centavos
from sync.shape import Choice, Flag, Many, Octets, Text, Whole

CASH_LIMIT_CENTAVOS = Centavos(2_000_000)  # RECEIPTS §10: default $20,000
DIFFERENCE_LIMIT_CENTAVOS = Centavos(5_000)
DRAWER_LIMIT_CENTAVOS = Centavos(2_000_000)
WITHOUT_PROOF_LIMIT_CENTAVOS = Centavos(50_000)
NO_LIMIT_CENTAVOS = Centavos(0)


class Role(IntEnum):
    """What an operator is at the office; what each may do: `kiosk.domain.permissions`."""

    CLERK = 1
    SUPERVISOR = 2
    TECHNICIAN = 3
    AUDITOR = 4


class Capability(IntEnum):
    """One thing that not everybody may do; a published number is never used again."""

    REGISTER = 1  # registrations, drafts, persons
    CHARGE = 2  # shift and payments
    CORRECT = 3  # a newer version of a record
    DELIVER = 4  # hurry deliveries, carry by USB
    APPROVE = 5  # be the second person
    RIGHTS = 6  # the desk for a person's data (V31)
    ACCESS_LOG = 7  # who saw whose data
    BLOCKED_DATA = 8  # look at what is blocked, with a second person's approval
    KEYS = 9  # operators' slots, recovery slots, rotation
    DEVICE = 10  # backups, checks, settings of the device
    PREVIEW = 11  # try a form from a file
    PRACTICE = 12
    REPORTS = 13  # cuts and reports of the drawer
    DEPOSITS = 14  # the safe: deposits and what the bank says of them
    ACCOUNTS = 15  # citizens' accounts, cards and benefits


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsEntry:
    """Limits and habits that the institution sets for its devices."""

    dataset: ClassVar[int] = 2

    business_day_gap_days: Annotated[int, Key(1, Whole(1, 366, "days"))] = 8
    undelivered_cash_limit_centavos: Annotated[Centavos, Key(2, Whole(0, 2**53))] = (
        CASH_LIMIT_CENTAVOS
    )
    initials_on_receipts: Annotated[bool, Key(3, Flag())] = True
    lock_after_seconds: Annotated[int, Key(4, Whole(30, 86_400, "s"))] = 300
    language: Annotated[str, Key(5, LANGUAGE)] = "es"
    lease_days: Annotated[int, Key(6, Whole(1, 3_660, "days"))] = 180  # PROTOCOL §19
    backup_hours: Annotated[int, Key(7, Whole(0, 8_760, "h, 0 = never"))] = 24
    wipe_after_starts: Annotated[int, Key(8, Whole(0, 1_000, "0 = never without a link"))] = 0
    minimum_protection: Annotated[int, Key(9, Whole(0, 2))] = 0
    prune_after_days: Annotated[int, Key(10, Whole(30, 36_500, "days"))] = 30
    photo_reserve_bytes: Annotated[int, Key(11, Whole(0, 2**40))] = 100 * 2**20
    payment_reserve_bytes: Annotated[int, Key(12, Whole(0, 2**40))] = 20 * 2**20
    # The cash desk (RECEIPTS §10); beyond each a second person's one-time code, 0 = no limit.
    difference_limit_centavos: Annotated[Centavos, Key(13, Whole(0, 2**53))] = (
        DIFFERENCE_LIMIT_CENTAVOS
    )
    drawer_limit_centavos: Annotated[Centavos, Key(14, Whole(0, 2**53))] = DRAWER_LIMIT_CENTAVOS
    cash_without_contact_hours: Annotated[int, Key(15, Whole(0, 87_600, "h"))] = 0
    payment_limit_centavos: Annotated[Centavos, Key(16, Whole(0, 2**53))] = NO_LIMIT_CENTAVOS
    reversal_without_paper_limit_centavos: Annotated[Centavos, Key(17, Whole(0, 2**53))] = (
        WITHOUT_PROOF_LIMIT_CENTAVOS
    )
    balance_without_contact_limit_centavos: Annotated[Centavos, Key(18, Whole(0, 2**53))] = (
        WITHOUT_PROOF_LIMIT_CENTAVOS
    )
    receipts_seen_after_days: Annotated[int, Key(19, Whole(1, 3_660, "days"))] = 15
    # Delivery: how much a metered link may carry in a day (PROTOCOL §16), and the drives.
    metered_daily_bytes: Annotated[int, Key(20, Whole(0, 2**40, "0 = no limit"))] = 20 * 2**20
    drives_allowed: Annotated[bool, Key(21, Flag())] = True
    carried_limit_bytes: Annotated[int, Key(22, Whole(0, 2**40, "for other devices"))] = 2 * 10**9
    wanted_version: Annotated[str, Key(23, Text(0, 40))] = ""  # an older app says so
    minimum_version: Annotated[str, Key(24, Text(0, 40))] = ""  # an older one captures nothing new

    @property
    def key(self) -> str:
        """Return `settings`: there is one."""
        return "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEntry:
    """A person who may be given a key slot; numbers are institution-wide."""

    dataset: ClassVar[int] = 3

    number: Annotated[OperatorNumber, Key(1, Whole(1, 65_535))]
    name: Annotated[str, Key(2, Text(1, 200))]
    role: Annotated[Role, Key(3, Choice(Role))]
    capabilities: Annotated[tuple[Capability, ...] | None, Key(4, Many(Choice(Capability)))] = None
    """In place of what the role may do by default; None: the role's."""

    @property
    def may_approve(self) -> bool:
        """Say whether this person may be the second one: a supervisor, unless said otherwise."""
        if self.capabilities is None:
            return self.role is Role.SUPERVISOR
        return Capability.APPROVE in self.capabilities

    @property
    def key(self) -> str:
        """Return `operator:NUMBER`."""
        return f"operator:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCodesEntry:
    """The hashes of one person's printed list of one-time codes (PROTOCOL §6a).

    Each is Argon2id(code, salt, 64 MiB, 3 passes, 4 lanes, 16 bytes) over eight capital Crockford
    characters; one salt a list, so that a typed code is stretched once and compared with all.
    """

    dataset: ClassVar[int] = 3

    operator: Annotated[OperatorNumber, Key(1, Whole(1, 65_535))]
    list_number: Annotated[int, Key(2, Whole(1, 2**32))]
    salt: Annotated[bytes, Key(3, Octets(16))]
    hashes: Annotated[tuple[bytes, ...], Key(4, Many(Octets(16), 1, 200))]

    @property
    def key(self) -> str:
        """Return `codes:NUMBER`: a new list replaces the old one."""
        return f"codes:{self.operator}"
