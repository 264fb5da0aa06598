"""A published value and its bytes: which type stands under which key."""

from __future__ import annotations

from typing import TypeAlias

from sync import cbor
from sync.annotated import read_map, write_map
from sync.catalogue.accounts import AccountEntry, DeclaredEntry, EntitlementEntry, MergeEntry
from sync.catalogue.notices import FormLawEntry, NoticeEntry
from sync.catalogue.office import ApprovalCodesEntry, OperatorEntry, SettingsEntry
from sync.catalogue.orders import DictionaryEntry, ErasureEntry, RecoveryCodeEntry
from sync.catalogue.prices import RoundingEntry, TariffEntry
from sync.catalogue.rules import FactEntry, IndexEntry, RuleEntry
from sync.catalogue.services import FormEntry, FormFileEntry, ServiceEntry
from sync.errors import MessageInvalid

Entry: TypeAlias = (
    SettingsEntry
    | NoticeEntry
    | OperatorEntry
    | ServiceEntry
    | FormEntry
    | FormFileEntry
    | TariffEntry
    | RoundingEntry
    | RuleEntry
    | FactEntry
    | IndexEntry
    | ApprovalCodesEntry
    | FormLawEntry
    | ErasureEntry
    | RecoveryCodeEntry
    | AccountEntry
    | EntitlementEntry
    | MergeEntry
    | DeclaredEntry
    | DictionaryEntry
)

_BY_PREFIX: dict[tuple[int, str], type[Entry]] = {
    (2, "settings"): SettingsEntry,
    (2, "notice"): NoticeEntry,
    (3, "operator"): OperatorEntry,
    (4, "service"): ServiceEntry,
    (4, "form"): FormEntry,
    (4, "form-file"): FormFileEntry,
    (5, "tariff"): TariffEntry,
    (5, "rounding"): RoundingEntry,
    (5, "rule"): RuleEntry,
    (5, "fact"): FactEntry,
    (5, "index"): IndexEntry,
    (3, "codes"): ApprovalCodesEntry,
    (4, "form-law"): FormLawEntry,
    (10, "erasure"): ErasureEntry,
    (11, "recovery"): RecoveryCodeEntry,
    (6, "account"): AccountEntry,
    (6, "entitlement"): EntitlementEntry,
    (6, "merge"): MergeEntry,
    (6, "declared"): DeclaredEntry,
    (7, "dictionary"): DictionaryEntry,
}
ENTRY_TYPES: tuple[type[Entry], ...] = tuple(_BY_PREFIX.values())


def encode_entry(entry: Entry) -> bytes:
    """Return the canonical value; raise MessageInvalid("shape") for what does not fit."""
    return cbor.encode(write_map(entry))


def decode_entry(dataset: int, key: str, raw: bytes) -> Entry:
    """Return the value that a page holds under a key.

    Raises MessageInvalid: "key-unknown" for a key that only a newer app knows (skip it), "cbor" or
    "shape" for a value that does not hold, also when it belongs under another key.
    """
    entry_type = _BY_PREFIX.get((dataset, key.partition(":")[0]))
    if entry_type is None:
        raise MessageInvalid("key-unknown", f"{dataset} {key}")
    entry = read_map(entry_type, cbor.decode(raw))
    if entry.key != key:
        raise MessageInvalid("shape", f"{key} holds {entry.key}")
    return entry
