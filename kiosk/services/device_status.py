"""Reads how the device stands, for V28; every act on it is another service's."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.devices.ports import PrinterKind
from kiosk.services import claves
from kiosk.services.care import Care
from kiosk.services.desk import Desk, local
from kiosk.services.issuing import Issuing
from kiosk.services.keys import Keys
from kiosk.services.orders import Orders
from kiosk.services.permissions import Permissions
from kiosk.services.printer_settings import settings_in
from kiosk.services.protection import ProtectionDecisions
from kiosk.services.staff import named
from kiosk.services.views.device_status import DeviceAct, DeviceView, FormHeld, PeopleView
from kiosk.services.views.keys import SlotView
from kiosk.settings import APP_VERSION
from kiosk.store import kept, pulled
from sync.catalogue import Capability
from sync.device.memory import LinkMemory
from sync.events import SlotKind
from sync.journal import Transaction
from sync.profile import fingerprint

_NEEDS = {
    DeviceAct.CHECK: Capability.DEVICE,
    DeviceAct.BACKUP: Capability.DEVICE,
    DeviceAct.BACKUPS: Capability.DEVICE,
    DeviceAct.PEOPLE: Capability.KEYS,
    DeviceAct.RECOVERY: Capability.KEYS,
    DeviceAct.ROTATE: Capability.KEYS,
    DeviceAct.REMOVE: Capability.DEVICE,
}
"""What an act asks for; one's own clave and the printer at the counter are everybody's."""

_NOT_IN_PRACTICE = frozenset(
    {DeviceAct.BACKUP, DeviceAct.BACKUPS, DeviceAct.REMOVE, DeviceAct.PROTECTION}
)
"""Nothing of a practice is worth keeping, and it is begun anew, not removed."""

_CHECKED = "checked_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What stands in the file."""

    clock_wrong: bool
    contact_seconds: int | None
    forms: tuple[FormHeld, ...]
    checked_seconds: int | None
    printer: PrinterKind


class DeviceStatus:
    """One answer about the whole device."""

    def __init__(
        self, desk: Desk, issuing: Issuing, care: Care, orders: Orders, keys: Keys, printer: str
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._care = care
        self._orders = orders
        self._keys = keys
        self._printer = printer
        self._permissions = Permissions(desk)
        self._protection = ProtectionDecisions(desk)
        self._memory = LinkMemory()

    def view(self) -> DeviceView:
        """Return how everything stands; raise FileClosed, Damaged."""
        facts = self._desk.read(self._facts)
        identity = self._desk.identity
        held = self._keys.slots()
        protection = self._protection.view()
        last = self._care.last_check
        none = facts.printer is PrinterKind.NONE
        return DeviceView(
            office=identity.office,
            terminal=identity.terminal,
            version=APP_VERSION,
            fingerprint=fingerprint(identity.institution.roots),
            certificate_until=local(identity.certificate.expires_seconds).date(),
            clock_wrong=facts.clock_wrong,
            compared_at=None if facts.contact_seconds is None else local(facts.contact_seconds),
            printer=self._printer if none else facts.printer.value,
            disk=self._care.disk(),
            protection=protection,
            forms=facts.forms,
            checked_at=None if facts.checked_seconds is None else local(facts.checked_seconds),
            finding=None if last is None else last.finding,
            backups=self._care.backups(),
            orders=self._orders.status(),
            people=tuple(slot for slot in held if _is(slot, SlotKind.OPERATOR)),
            recovery_left=sum(_is(slot, SlotKind.RECOVERY) for slot in held),
            institution_opens=any(_is(slot, SlotKind.ESCROW) for slot in held),
            acts=self._acts(undecided=protection.below and not protection.decided),
        )

    def people(self) -> PeopleView:
        """Return who opens this device and who of the office might; raise FileClosed."""
        slots = tuple(slot for slot in self._keys.slots() if _is(slot, SlotKind.OPERATOR))
        here = {slot.operator for slot in slots}

        def work(tx: Transaction) -> PeopleView:
            others = tuple(
                named(tx, one.number) for one in pulled.operators(tx) if one.number not in here
            )
            return PeopleView(slots=slots, others=others)

        return self._desk.read(work)

    def propose(self) -> str:
        """Return a clave to be shown once: four words."""
        return claves.propose(self._desk.random)

    def decide_protection(self) -> None:
        """Record that whoever is at work decides to work below what is asked (event 115)."""
        self._protection.decide()

    def _acts(self, *, undecided: bool) -> frozenset[DeviceAct]:
        may = self._permissions.standing().capabilities
        found = {act for act, needed in _NEEDS.items() if needed in may}
        found |= {DeviceAct.CLAVE, DeviceAct.PRINTER}
        if undecided:
            found.add(DeviceAct.PROTECTION)
        practising = self._desk.identity.practising
        return frozenset(found) - (_NOT_IN_PRACTICE if practising else frozenset())

    def _facts(self, tx: Transaction) -> _Facts:
        contact = self._memory.last_contact(tx)
        checked = kept.setting(tx, _CHECKED)
        return _Facts(
            clock_wrong=self._issuing.clock_wrong(tx),
            contact_seconds=None if contact is None else contact.device_seconds,
            forms=_forms(tx),
            checked_seconds=None if checked is None else int.from_bytes(checked, "big"),
            printer=settings_in(tx).kind,
        )


def _is(slot: SlotView, kind: SlotKind) -> bool:
    return slot.kind == int(kind)


def _forms(tx: Transaction) -> tuple[FormHeld, ...]:
    """Return the forms by title with every version of them that is held."""
    found: dict[str, list[str]] = {}
    for title, version in pulled.form_versions(tx):
        found.setdefault(title, []).append(version)
    return tuple(FormHeld(title=one, versions=tuple(them)) for one, them in sorted(found.items()))
