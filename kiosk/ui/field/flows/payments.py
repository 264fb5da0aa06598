"""From a charge to the comprobante in a person's hands: V03, V13–V16 (UX §3.2, 3.6–3.7)."""

from __future__ import annotations

from kiosk.services.views import (
    Charge,
    OpenShift,
    PaymentDone,
    PaymentMeans,
    PendingCharge,
    ReceiptView,
    ReversalDone,
)
from kiosk.services.views.accounts import AccountGate, Statement
from kiosk.services.views.money import Mend
from kiosk.ui.field.allowed import may
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.handing import ChangeScreen
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.order_slip import OrderEntry, OrderScreen
from kiosk.ui.field.payment import ChargeEntry, ChargeScreen
from kiosk.ui.field.receipt import ReceiptEntry, ReceiptScreen
from kiosk.ui.field.reversal import ReversalEntry, ReversalScreen
from kiosk.ui.field.shift import ShiftScreen
from kiosk.ui.field.tender import TenderScreen
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
        home.order_wanted.connect(self.read_order)

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
        charge.order_wanted.connect(self._make_order)

    @on_first_visit(TenderScreen)
    def tender(self, tender: TenderScreen) -> None:
        """V14."""
        tender.charged.connect(self._charged)
        tender.approval_wanted.connect(lambda request: self.navigator.go("V20", request))
        tender.mend_wanted.connect(self._mend)
        tender.balance_wanted.connect(self._pay_from_balance)

    @on_first_visit(ChangeScreen)
    def change(self, change: ChangeScreen) -> None:
        """V15."""
        change.handed.connect(lambda done: self.show_receipt(done.receipt))

    @on_first_visit(OrderScreen)
    def order(self, order: OrderScreen) -> None:
        """V54."""
        order.finished.connect(lambda: self.counter.go_home())

    @on_first_visit(ReversalScreen)
    def reversal(self, reversal: ReversalScreen) -> None:
        """V57."""
        reversal.approval_wanted.connect(lambda request: self.navigator.go("V20", request))
        reversal.finished.connect(self._given_back)

    @on_first_visit(ReceiptScreen)
    def receipt(self, receipt: ReceiptScreen) -> None:
        """V16."""
        receipt.finished.connect(lambda: self.counter.go_home())
        receipt.another_wanted.connect(self._another_service)
        receipt.request_wanted.connect(self._open_request)
        receipt.reversal_wanted.connect(self.reverse)
        receipt.duplicate_wanted.connect(self.counter.duplicate_wanted.emit)

    def act(self, act: Act) -> bool:
        if act is not Act.CHARGE:
            return False
        self._charge()
        return True

    def show_receipt(self, receipt: ReceiptView) -> None:
        """Show a comprobante; Atrás leads home."""
        session = self.counter.session
        entry = ReceiptEntry(
            receipt=receipt,
            same_person=self.counter.person is not None,
            may_reverse=session is not None and may(session, Act.CHARGE),
        )
        self.navigator.restart("V02", "V16", entry)

    def read_order(self, text: str = "") -> None:
        """Charge an order that somebody shows; without its text V13 asks for it."""
        self.navigator.restart("V02", "V13", ChargeEntry(order=text))

    def reverse(self, payment_id: EventId) -> None:
        """Cancel a payment; Atrás leads back to where it was asked for."""
        self.navigator.go("V57", ReversalEntry(payment_id=payment_id))

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

    def _make_order(self, registration_id: EventId) -> None:
        self.navigator.go("V54", OrderEntry(registration_id=registration_id))

    def _pay_from_balance(self, charge: Charge) -> None:
        """Ask for card and number on V47; what the account can pay, it pays, cash the rest."""
        accounts = self.kit.services.accounts.accounts

        def shown(statement: Statement) -> None:
            self.navigator.back_to("V14", charge)
            self.tender.pay_from(statement.account_id, statement.can_pay_centavos)

        def paid_with(_account_id: EventId) -> None:
            self.kit.background.run(accounts.again, shown, self.counter.show_known)

        gate = AccountGate(amount_centavos=charge.total_centavos, paid_with=paid_with)
        self.navigator.go("V47", gate)

    def _mend(self, mend: Mend) -> None:
        """Go where a limit is mended; Atrás comes back to the charge."""
        if mend is Mend.WITHDRAW:
            self.navigator.go("V21", None)
        elif mend is Mend.DELIVER:
            self.navigator.go("V24")

    def _given_back(self, done: ReversalDone) -> None:
        self.show_receipt(done.receipt)
        self.counter.refresh()

    def _charged(self, done: PaymentDone) -> None:
        self.navigator.restart("V02", "V15", done)
        self.counter.refresh()
        if done.receipt.means is PaymentMeans.CASH:
            self.kit.printing.run(
                self.kit.services.paper.printing.open_drawer,
                lambda _opened: None,
                self._drawer_stuck,
            )

    def _drawer_stuck(self, error: Exception) -> None:
        """Say on V15 that the drawer stayed shut; the payment is saved all the same."""
        if self.navigator.current_id == "V15":
            self.change.drawer_failed(error)
