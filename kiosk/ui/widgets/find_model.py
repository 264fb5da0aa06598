"""Long lists of answers for a view: rows are made as they are looked at, never all at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from kiosk.ui.widgets.answers import Answer

_MARKS = re.compile("[\u0300-\u036f]")
_NOWHERE = QModelIndex()
_CHUNK = 10_000
"""So many answers are made ready to be searched at a time, lest a screen stands still."""
_PAGE = 100
"""So many rows more each time a view comes to the end of what it knows."""


def folded(text: str) -> str:
    """Return text as it is searched: small letters, no accents; ñ is found as n as well."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


class AnswerRows:
    """Answers made when they are looked at; names and plain words are there for all of them."""

    def __init__(
        self,
        names: Sequence[str],
        plain: Callable[[int], str],
        make: Callable[[int], Answer],
    ) -> None:
        self.names, self.plain, self._make = names, plain, make
        self._made: dict[int, Answer] = {}
        self._places: dict[str, int] = {}

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> AnswerRows:
        """Return answers that are all made already."""
        names = [answer.name for answer in answers]
        return cls(names, lambda number: answers[number].words.plain, answers.__getitem__)

    def __len__(self) -> int:
        return len(self.names)

    def answer(self, number: int) -> Answer:
        """Return the answer at a place."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(number)
        return made

    def place(self, name: str) -> int | None:
        """Return the place of a name, None for one that is not here; the first of two alike."""
        if not self._places:
            backwards = range(len(self.names) - 1, -1, -1)
            self._places = {self.names[number]: number for number in backwards}
        return self._places.get(name)


class AnswerModel(QAbstractListModel):
    """The answers that match what is typed: those that begin with it, then words, then the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._answers = AnswerRows.of(())
        self._folded: list[str] = []
        self._shown: Sequence[int] = ()
        self._loaded = 0
        self.chosen: frozenset[str] = frozenset()

    def set_answers(self, answers: AnswerRows) -> None:
        """Keep other answers; all of them are shown."""
        self.beginResetModel()
        self._answers, self._folded = answers, []
        self._show(range(len(answers)))
        self.endResetModel()

    def set_chosen(self, names: frozenset[str]) -> None:
        """Mark these as chosen."""
        self.chosen = names
        if self._loaded:
            self.dataChanged.emit(self.index(0), self.index(self._loaded - 1))

    def find(self, typed: str) -> None:
        """Show what matches; nothing typed shows all, in the order of the list."""
        wanted = folded(typed.strip())
        self.beginResetModel()
        self._show(self._matching(wanted) if wanted else range(len(self._answers)))
        self.endResetModel()

    def _show(self, numbers: Sequence[int]) -> None:
        """Show these; a view asks for every row it is told of, so it is told of a page at first."""
        self._shown, self._loaded = numbers, min(_PAGE, len(numbers))

    def prepare(self) -> bool:
        """Make a part of the list ready to be searched; tell whether all of it is."""
        done = len(self._folded)
        to = min(len(self._answers), done + _CHUNK)
        if to > done:  # one call over many is much faster than one each
            words = (self._answers.plain(n).replace("\n", " ") for n in range(done, to))
            self._folded += folded("\n".join(words)).split("\n")
        return to == len(self._answers)

    def _matching(self, wanted: str) -> list[int]:
        while not self.prepare():
            pass
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
        return self._answers.answer(self._shown[row])

    def row_of(self, name: str) -> int:
        """Return the shown row of an answer, -1 where it is not shown."""
        for row, number in enumerate(self._shown):
            if self._answers.names[number] == name:
                self._load(row + 1)
                return row
        return -1

    def _load(self, rows: int) -> None:
        """Tell the view of so many rows at least."""
        to = min(len(self._shown), rows)
        if to > self._loaded:
            self.beginInsertRows(_NOWHERE, self._loaded, to - 1)
            self._loaded = to
            self.endInsertRows()

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return not parent.isValid() and self._loaded < len(self._shown)

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if not parent.isValid():
            self._load(self._loaded + _PAGE)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._loaded

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
