"""The services of field mode in one frozen bundle, built by `kiosk.backstage`."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.services.account_desk import AccountServices
from kiosk.services.admission import Admission
from kiosk.services.approvals import Approvals
from kiosk.services.care import Care
from kiosk.services.cash import CashServices
from kiosk.services.catalogue import Catalogue
from kiosk.services.citizens import Citizens
from kiosk.services.deliveries import Deliveries
from kiosk.services.device_status import DeviceStatus
from kiosk.services.drives import Drives
from kiosk.services.estimates import Estimates
from kiosk.services.keys import Keys
from kiosk.services.mending import Mending
from kiosk.services.notices import Notices
from kiosk.services.orders import Orders
from kiosk.services.paper_desk import PaperServices
from kiosk.services.payment_desk import PaymentDesk
from kiosk.services.payments import Payments
from kiosk.services.practice import Practice
from kiosk.services.receipts import Receipts
from kiosk.services.records import Records
from kiosk.services.recovering import Recovering
from kiosk.services.registrations import Registrations
from kiosk.services.removal import Removal
from kiosk.services.reports import Reports
from kiosk.services.rights_desk import RightsDesk
from kiosk.services.sessions import Sessions
from kiosk.services.shifts import Shifts
from kiosk.services.verifying import Verifying


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldServices:
    """Everything a field screen may call."""

    admission: Admission
    practice: Practice
    device: DeviceStatus
    sessions: Sessions
    approvals: Approvals
    keys: Keys
    recovering: Recovering
    shifts: Shifts
    cash: CashServices
    accounts: AccountServices
    citizens: Citizens
    catalogue: Catalogue
    registrations: Registrations
    notices: Notices
    records: Records
    payments: Payments
    estimates: Estimates
    paying: PaymentDesk
    receipts: Receipts
    verifying: Verifying
    paper: PaperServices
    reports: Reports
    deliveries: Deliveries
    drives: Drives
    care: Care
    orders: Orders
    removal: Removal
    mending: Mending
    rights: RightsDesk
