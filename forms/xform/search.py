"""`search('file', …)` of Collect: choices from a CSV file, written as an itemset (FORMS §4).

`search('f')` gives all rows, `search('f', 'matches', 'a, b', x)` those where a column holds x, and
two more arguments name a column and what it must equal. It is written as an itemset here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.xform.appearances import appearances_of

_FILE = re.compile(r"search\s*\(\s*(['\"])([^'\"]*)\1", re.DOTALL)
_COLUMN = re.compile(r"[^\W\d][\w.-]*")
_MATCHES = {
    "contains": "contains({column}, {value})",
    "startswith": "starts-with({column}, {value})",
    "endswith": "ends-with({column}, {value})",
    "matches": "{column} = {value}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search understood: the instance that stands for the file, and the path of its items."""

    instance: str
    source: str


def searched_file(appearance: str) -> str:
    """Return the name in `search('name', …)`, without `.csv`; "" where there is none."""
    found = _FILE.search(appearance) if "search" in appearance else None
    return "" if found is None else found[2].strip().removesuffix(".csv")


def search_of(appearance: str) -> Search | None:
    """Return what the appearance searches; None if it does not, or not in a way we know."""
    name = searched_file(appearance)
    call = next((one for one in appearances_of(appearance) if one.startswith("search(")), "")
    if not name or not call.endswith(")"):
        return None
    arguments = _split(call[len("search(") : -1])
    predicates: list[str] = []
    if len(arguments) in (4, 6):
        match = _MATCHES.get(_literal(arguments[1]).lower())
        columns = [column.strip() for column in _literal(arguments[2]).split(",")]
        if match is None or not all(_COLUMN.fullmatch(column) for column in columns):
            return None
        value = arguments[3]
        predicates.append(" or ".join(match.format(column=one, value=value) for one in columns))
    if len(arguments) == 6:
        column = _literal(arguments[4]).strip()
        if not _COLUMN.fullmatch(column):
            return None
        predicates.append(f"{column} = {arguments[5]}")
    if len(arguments) not in (1, 4, 6):
        return None
    inside = "".join(f"[{_from_answers(one)}]" for one in predicates)
    return Search(instance=name, source=f"instance('{name}')/root/item{inside}")


def _from_answers(predicate: str) -> str:
    """Return *predicate* with relative paths still meant from the question, not from the row."""
    return re.sub(r"(?<![\w./)\]])\.\.(?=/)", "current()/..", predicate)


def _literal(argument: str) -> str:
    text = argument.strip()
    quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else ""


def _split(text: str) -> list[str]:
    """Split at commas outside quotation marks and brackets."""
    parts, quote, depth = [""], "", 0
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        else:
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
            if character == "," and depth == 0:
                parts.append("")
                continue
        parts[-1] += character
    return [part.strip() for part in parts]
