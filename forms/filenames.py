"""Names of files that belong to a form: one plain name each, never a path (FORMS §14)."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 120
"""How many characters a file name may have."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = frozenset('/\\:*?"<>|')


def is_plain_name(name: str) -> bool:
    """Tell whether *name* is one file name that no system reads as a path, drive or device."""
    if not 0 < len(name) <= MAX_NAME or name != unicodedata.normalize("NFC", name):
        return False
    if any(one in _FORBIDDEN or unicodedata.category(one) in ("Cc", "Cf", "Cs") for one in name):
        return False
    if name.startswith(" ") or name.endswith((" ", ".")) or name.startswith(".."):
        return False
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip()) is None
