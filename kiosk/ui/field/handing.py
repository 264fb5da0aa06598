"""V15 Entregue el cambio: how much to hand back, and by which pieces."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import PaymentDone
from kiosk.services.views.money import Pieces
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.piece_words import piece_name
from kiosk.ui.widgets.amount import OutcomeBlock
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import Card, Notice, Rule, ValueRow, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import TickDisc
from kiosk.ui.widgets.text import Text
from sync.money import Centavos


class PieceList(QWidget):
    """Pieces to hand back, each with less and more; the sum stays what it was, or it is said."""

    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._rows: list[tuple[Pieces, Text]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_pieces(self, pieces: tuple[Pieces, ...], *, others: tuple[Pieces, ...] = ()) -> None:
        """Show what is proposed, and with it the other pieces that could be handed back."""
        clear_layout(self._column)
        self._rows = []
        held = {(one.each_centavos, one.form) for one in pieces}
        rows = [*pieces, *(one for one in others if (one.each_centavos, one.form) not in held)]
        for one in sorted(rows, key=lambda row: (-row.each_centavos, -row.form)):
            count = one.count if one in pieces else 0
            self._add(Pieces(each_centavos=one.each_centavos, count=count, form=one.form))

    def pieces(self) -> tuple[Pieces, ...]:
        """Return what is to be handed back now."""
        return tuple(piece for piece, _words in self._rows if piece.count)

    def worth(self) -> Centavos:
        """Return what that is worth."""
        return Centavos(sum(piece.each_centavos * piece.count for piece, _words in self._rows))

    def _add(self, piece: Pieces) -> None:
        theme, texts = self._kit.theme, self._kit.texts
        number = len(self._rows)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(3))
        name = piece_name(texts, piece)
        row.addWidget(Text(theme, name, "label"), 1)
        count = Text(theme, str(piece.count), "h2", wrap=False).align_right()
        less = Button(theme, "−", name=texts.text("piece-less", piece=name))
        more = Button(theme, "+", name=texts.text("piece-more", piece=name))
        less.clicked.connect(lambda: self._move(number, -1))
        more.clicked.connect(lambda: self._move(number, 1))
        for widget in (less, count, more):
            row.addWidget(widget)
        self._column.addWidget(holder)
        self._rows.append((piece, count))

    def _move(self, number: int, by: int) -> None:
        piece, words = self._rows[number]
        count = max(0, piece.count + by)
        moved = Pieces(each_centavos=piece.each_centavos, count=count, form=piece.form)
        self._rows[number] = (moved, words)
        words.setText(str(count))
        announce(words, f"{count} × {piece_name(self._kit.texts, piece)}")
        self.changed.emit()


class ChangeScreen(FieldScreen):
    """How much to hand back, as large as it can be told; other pieces can be noted."""

    screen_id: ClassVar[str] = "V15"
    title_id = "change-title"
    handed = Signal(object)
    """The PaymentDone whose change was handed over."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._done: PaymentDone | None = None
        self._going = False
        card = Card(theme)
        card.body.setSpacing(theme.space(4))
        head = QHBoxLayout()
        head.setSpacing(theme.space(4))
        head.addWidget(TickDisc(theme), 0, Qt.AlignmentFlag.AlignTop)
        self._saved = Text(theme, "", "h3")
        head.addWidget(self._saved, 1)
        card.body.addLayout(head)
        self.outcome = OutcomeBlock(theme)
        card.body.addWidget(self.outcome)
        self.list = PieceList(kit)
        self.list.changed.connect(self._pieces_changed)
        card.body.addWidget(self.list)
        self.sum_words = Text(theme, "", "body", "warning")
        self.sum_words.hide()
        card.body.addWidget(self.sum_words)
        card.body.addWidget(Rule(theme))
        self._rows = QVBoxLayout()
        card.body.addLayout(self._rows)
        self.main_column.addWidget(card)
        self.drawer_words = Notice(theme, "info-circle", self.text("drawer-stuck"), "neutral")
        self.main_column.addWidget(self.drawer_words)
        self.without_side()
        self._listo: Button = self.add_primary(self.text("change-done"))
        self._listo.clicked.connect(self._finish)

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, PaymentDone):
            return
        self.clear_problem()
        self._going = False
        self._done = argument
        change = argument.change_centavos
        money = self.texts.money(change)
        title = self.text("pay-change", amount=money) if change else self.text("change-none")
        self.set_head(title)
        receipt = argument.receipt
        self._saved.setText(self.text("save-done", folio=receipt.folio))
        self.outcome.show_outcome("success", self.text("tender-change"), money)
        self.list.show_pieces(argument.change_pieces, others=argument.other_pieces)
        self.list.setVisible(bool(argument.change_pieces))
        self.drawer_words.setVisible(receipt.tendered_centavos is not None)
        self._pieces_changed()
        clear_layout(self._rows)
        self._rows.addWidget(
            ValueRow(self.theme, self.text("total"), self.texts.money(receipt.total_centavos))
        )
        if receipt.tendered_centavos is not None:
            received = self.texts.money(receipt.tendered_centavos)
            self._rows.addWidget(ValueRow(self.theme, self.text("tender-field"), received))
        self.order_tabs()
        self._listo.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.outcome, title)

    def drawer_failed(self, error: Exception) -> None:
        """Say that the drawer did not open, as its driver reported it, instead of the hint."""
        if self._done is not None:
            self.drawer_words.hide()
            self.show_problem(error)

    def _pieces_changed(self) -> None:
        """Say how far the pieces are from the change; only what makes it up is noted."""
        done = self._done
        if done is None or not done.change_pieces:
            self.sum_words.hide()
            return
        off = self.list.worth() - done.change_centavos
        words = "change-too-much" if off > 0 else "change-too-little"
        self.sum_words.setText(self.text(words, amount=self.texts.money(Centavos(abs(off)))))
        self.sum_words.setVisible(bool(off))

    def _finish(self) -> None:
        done = self._done
        if done is None or self._going:
            return
        given = self.list.pieces()
        if not done.change_pieces or given == done.change_pieces:
            self.handed.emit(done)
            return
        if self.list.worth() != done.change_centavos:
            announce(self.sum_words, self.sum_words.text(), at_once=True)
            return
        self._going = True
        payments = self.kit.services.payments
        self.kit.background.run(
            lambda: payments.handed_other(done, given),
            lambda _nothing: self.handed.emit(done),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        """The change is in the person's hands: what cannot be noted stops nothing."""
        self._going = False
        self.show_problem(error)
        if self._done is not None:
            self.list.show_pieces(self._done.change_pieces, others=self._done.other_pieces)
            self._pieces_changed()

    def back(self) -> bool:
        """Atrás goes on to the receipt, never back to the tender."""
        if self._done is not None:
            self.handed.emit(self._done)
        return True

    def enter_pressed(self) -> None:
        self._finish()
