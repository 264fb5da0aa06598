"""Files a form names: media and lists, each one plain name (FORMS §14)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from forms.filenames import is_plain_name
from forms.xform.places import Places
from forms.xpath.nodes import Node

_SCHEME = re.compile(r"jr://(?:images|audio|video|files?(?:-csv)?)/")
_LIST_SOURCE = re.compile(r"jr://files?(?:-csv)?/(.*)", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class FileNames:
    """Collects the plain names of files; what is no plain name is the finding `unsafe-path`.

    media: named by texts. lists: of secondary instances and `pulldata`. declared: instances by id,
    which `pulldata` may name in place of a file.
    """

    places: Places
    media: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    _folded: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, str] = field(default_factory=dict)

    def medium(self, source: str, where: etree._Element | int, node: Node, role: str) -> str:
        """Return the plain name in `jr://images/name.png`; "" if there is none to use."""
        known = self._seen.get(source)
        if known is None:
            text = source.strip()
            scheme = _SCHEME.match(text)
            name = text[scheme.end() :] if scheme else text
            # the converter writes - where a translation has no file
            known = "" if name in ("", "-") else self._checked(name, where, node, role)
            self._seen[source] = known
        if known:
            self.media.add(known)
        return known

    def list_file(
        self, name: str, where: etree._Element | int, node: Node | None, role: str
    ) -> str:
        """Return *name*, the file of a list, or "" with a finding if it is no plain name."""
        known = self._checked(name, where, node, role)
        if known:
            self.lists.add(known)
        return known

    def pulled(self, name: str, where: etree._Element | int, node: Node, role: str) -> None:
        """Note the file that `pulldata` reads: *name* is that of an instance or of a CSV file."""
        if name not in self.declared:
            file_name = name if name.lower().endswith(".csv") else f"{name}.csv"
            self.list_file(file_name, where, node, role)

    def list_source(self, source: str, where: etree._Element | int) -> str | None:
        """Return the file in `jr://file-csv/name.csv`, "" if unsafe; None if it names no file."""
        found = _LIST_SOURCE.fullmatch(source.strip())
        return None if found is None else self.list_file(found[1], where, None, "")

    def _checked(self, name: str, where: etree._Element | int, node: Node | None, role: str) -> str:
        if not is_plain_name(name):
            message = f"{name[:120]!r} is no plain file name"
            self.places.add("unsafe-path", message, where, node, role)
            return ""
        twin = self._folded.setdefault(name.casefold(), name)
        if twin != name:
            message = f"{name!r} and {twin!r} are one file on some systems"
            self.places.add("unsafe-path", message, where, node, role)
            return ""
        return name
