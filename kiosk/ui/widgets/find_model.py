"""Long lists of answers for a view: rows are made as they are looked at, never all at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from kiosk.ui.widgets.answers import Answer

_MARKS = re.compile("[\u0300-\u036f]")
_NOWHERE = QModelIndex()


def folded(text: str) -> str:
    """Return text as it is searched: small letters, no accents; ñ is found as n as well."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


class AnswerModel(QAbstractListModel):
    """The answers that match what is typed: those that begin with it, then words, then the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: Sequence[Answer] = ()
        self._folded: list[str] = []
        self._shown: Sequence[int] = ()
        self.chosen: frozenset[str] = frozenset()

    def set_answers(self, answers: Sequence[Answer]) -> None:
        """Keep other answers; all of them are shown."""
        self.beginResetModel()
        self._answers, self._folded = answers, []
        self._shown = range(len(answers))
        self.endResetModel()

    def set_chosen(self, names: frozenset[str]) -> None:
        """Mark these as chosen."""
        self.chosen = names
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def find(self, typed: str) -> None:
        """Show what matches; nothing typed shows all, in the order of the list."""
        wanted = folded(typed.strip())
        self.beginResetModel()
        self._shown = self._matching(wanted) if wanted else range(len(self._answers))
        self.endResetModel()

    def _matching(self, wanted: str) -> list[int]:
        if not self._folded:  # one call over the whole list is many times faster than one each
            joined = "\n".join(one.words.plain.replace("\n", " ") for one in self._answers)
            self._folded = folded(joined).split("\n")
        hits = [n for n, text in enumerate(self._folded) if wanted in text]
        first, second, rest = [], [], []
        inside = f" {wanted}"
        for number in hits:
            text = self._folded[number]
            if text.startswith(wanted):
                first.append(number)
            elif inside in text:
                second.append(number)
            else:
                rest.append(number)
        return first + second + rest

    def answer(self, row: int) -> Answer:
        """Return the answer of a shown row."""
        return self._answers[self._shown[row]]

    def row_of(self, name: str) -> int:
        """Return the shown row of an answer, -1 where it is not shown."""
        for row, number in enumerate(self._shown):
            if self._answers[number].name == name:
                return row
        return -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        answer = self.answer(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return answer.words.plain
        if role == Qt.ItemDataRole.UserRole:
            return answer
        if role == Qt.ItemDataRole.CheckStateRole and self.chosen:
            chosen = answer.name in self.chosen
            return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
        return None
