"""From a charge to the comprobante in a person's hands: V03, V13–V16 (UX §3.2, 3.6–3.7)."""

from __future__ import annotations

from kiosk.services.views import OpenShift, PaymentDone, PendingCharge, ReceiptView
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.payment import ChangeScreen, ChargeEntry, ChargeScreen, TenderScreen
from kiosk.ui.field.receipt import ReceiptEntry, ReceiptScreen
from kiosk.ui.field.shift import ShiftScreen
from kiosk.ui.screen import Act
from sync.ids import EventId


class PaymentsFlow(Flow):
    """Opening the shift, taking cash, handing back change, showing the comprobante."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        self._home = home
        counter.receipt_wanted.connect(self.show_receipt)
        counter.receipt_chosen.connect(self.open_receipt)
        counter.charge_wanted.connect(lambda entry: self.navigator.restart("V02", "V13", entry))
        home.charge_chosen.connect(self._charge_pending)
        home.shift_wanted.connect(lambda: self.navigator.go("V03"))
        home.receipt_chosen.connect(self.open_receipt)

    @on_first_visit(ShiftScreen)
    def shift(self, shift: ShiftScreen) -> None:
        """V03."""
        shift.opened.connect(self._shift_opened)
        shift.approval_wanted.connect(lambda request: self.navigator.go("V20", request))

    @on_first_visit(ChargeScreen)
    def charge(self, charge: ChargeScreen) -> None:
        """V13."""
        charge.accepted.connect(lambda accepted: self.navigator.go("V14", accepted))
        charge.shift_wanted.connect(lambda entry: self.navigator.go("V03", entry))

    @on_first_visit(TenderScreen)
    def tender(self, tender: TenderScreen) -> None:
        """V14."""
        tender.charged.connect(self._charged)

    @on_first_visit(ChangeScreen)
    def change(self, change: ChangeScreen) -> None:
        """V15."""
        change.handed.connect(lambda done: self.show_receipt(done.receipt))

    @on_first_visit(ReceiptScreen)
    def receipt(self, receipt: ReceiptScreen) -> None:
        """V16."""
        receipt.finished.connect(lambda: self.counter.go_home())
        receipt.another_wanted.connect(self._another_service)
        receipt.request_wanted.connect(self._open_request)
        receipt.duplicate_wanted.connect(self.counter.duplicate_wanted.emit)

    def act(self, act: Act) -> bool:
        if act is not Act.CHARGE:
            return False
        self._charge()
        return True

    def show_receipt(self, receipt: ReceiptView) -> None:
        """Show a comprobante; Atrás leads home."""
        entry = ReceiptEntry(receipt=receipt, same_person=self.counter.person is not None)
        self.navigator.restart("V02", "V16", entry)

    def open_receipt(self, event_id: EventId) -> None:
        """Read a comprobante and show it."""
        receipts = self.kit.services.receipts
        self.kit.background.run(
            lambda: receipts.show(event_id), self.show_receipt, self.counter.show_known
        )

    def _open_request(self, payment_id: EventId) -> None:
        receipts = self.kit.services.receipts
        self.kit.background.run(
            lambda: receipts.request_of(payment_id), self.show_receipt, self.counter.show_known
        )

    def _another_service(self) -> None:
        if self.counter.person is not None:
            self.counter.person_wanted.emit(self.counter.person)

    def _charge(self) -> None:
        """F4: the one charge that waits, the list of them, or why there is none."""

        def found(pending: tuple[PendingCharge, ...]) -> None:
            if len(pending) == 1:
                self._charge_pending(pending[0])
                return
            if self.navigator.current_id != "V02":
                self.navigator.start("V02")
            if pending:
                self._home.first_pending()
            else:
                self._home.say(self.kit.texts.text("home-pending-none"))

        self.kit.background.run(self.kit.services.payments.pending, found)

    def _charge_pending(self, charge: PendingCharge) -> None:
        entry = ChargeEntry(registration_id=charge.registration_id)
        self.navigator.restart("V02", "V13", entry)

    def _shift_opened(self, shift: OpenShift, then: object) -> None:
        self.counter.status.show_shift(shift)
        if isinstance(then, ChargeEntry):
            self.navigator.restart("V02", "V13", then)
        else:
            money = self.kit.texts.money(shift.float_centavos)
            self.navigator.start("V02", self.kit.texts.text("shift-opened", amount=money))
        self.counter.refresh()

    def _charged(self, done: PaymentDone) -> None:
        self.navigator.restart("V02", "V15", done)
        self.counter.refresh()
