"""Reference values that the central publishes and the device pulls (PROTOCOL §14, DESIGN §9).

Each is a frozen type with its dataset number and its key; on the wire its value is a CBOR map with
integer keys. A value is never changed: a new version is published under the same key, except
tariffs, rules, rounding and notices, whose versions stand side by side because events name them for
ever.
"""

from sync.catalogue.accounts import (
    AccountEntry,
    DeclaredEntry,
    DeclaredOutcome,
    EntitlementEntry,
    MergeEntry,
)
from sync.catalogue.codec import ENTRY_TYPES, Entry, decode_entry, encode_entry
from sync.catalogue.notices import FieldLaw, FormLawEntry, NoticeEntry, NoticeText, Purpose
from sync.catalogue.office import (
    CASH_LIMIT_CENTAVOS,
    ApprovalCodesEntry,
    Capability,
    OperatorEntry,
    Role,
    SettingsEntry,
)
from sync.catalogue.orders import DictionaryEntry, ErasureAct, ErasureEntry, RecoveryCodeEntry
from sync.catalogue.prices import (
    WHOLE_RATE,
    Bracket,
    BracketMode,
    Comparison,
    Condition,
    RoundingEntry,
    RoundingScope,
    TariffEntry,
    Tie,
)
from sync.catalogue.rules import (
    FactChoice,
    FactEntry,
    FactKind,
    FactSource,
    IndexEntry,
    RuleBase,
    RuleEntry,
    RuleKind,
)
from sync.catalogue.services import (
    DEFINITION_FILE,
    FILES_PER_FORM,
    PIECE_BYTES,
    FormEntry,
    FormFile,
    FormFileEntry,
    ServiceEntry,
    form_file_keys,
    joined,
    pieces_of,
)
from sync.catalogue.words import InLanguages, in_language

__all__ = [
    "CASH_LIMIT_CENTAVOS",
    "DEFINITION_FILE",
    "ENTRY_TYPES",
    "FILES_PER_FORM",
    "PIECE_BYTES",
    "WHOLE_RATE",
    "AccountEntry",
    "ApprovalCodesEntry",
    "Bracket",
    "BracketMode",
    "Capability",
    "Comparison",
    "Condition",
    "DeclaredEntry",
    "DeclaredOutcome",
    "DictionaryEntry",
    "EntitlementEntry",
    "Entry",
    "ErasureAct",
    "ErasureEntry",
    "FactChoice",
    "FactEntry",
    "FactKind",
    "FactSource",
    "FieldLaw",
    "FormEntry",
    "FormFile",
    "FormFileEntry",
    "FormLawEntry",
    "InLanguages",
    "IndexEntry",
    "MergeEntry",
    "NoticeEntry",
    "NoticeText",
    "OperatorEntry",
    "Purpose",
    "RecoveryCodeEntry",
    "Role",
    "RoundingEntry",
    "RoundingScope",
    "RuleBase",
    "RuleEntry",
    "RuleKind",
    "ServiceEntry",
    "SettingsEntry",
    "TariffEntry",
    "Tie",
    "decode_entry",
    "encode_entry",
    "form_file_keys",
    "in_language",
    "joined",
    "pieces_of",
]
