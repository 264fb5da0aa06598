"""Reads how the device stands, for V28; every act on it is another service's."""

from __future__ import annotations

from collections.abc import Callable
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
from kiosk.services.views.device_status import (
    DeviceAct,
    DeviceView,
    FormHeld,
    LinkFacts,
    PaidLink,
    PeopleView,
    SeriesFact,
)
from kiosk.services.views.keys import SlotView
from kiosk.services.views.paper import LinkCost
from kiosk.settings import APP_VERSION
from kiosk.store import kept, pulled
from kiosk.store.moments import StreamStart, stream_starts
from sync.catalogue import Capability
from sync.device.bundle_tables import CarriedView, carried_view
from sync.device.link import LinkStatus
from sync.device.memory import LinkMemory
from sync.device.metered import MeteredChoice, choose_metered, metered_choice
from sync.events import SettingsApplied, SlotKind
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
_PAID_SETTING = "link.metered"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What stands in the file."""

    clock_wrong: bool
    contact_seconds: int | None
    forms: tuple[FormHeld, ...]
    checked_seconds: int | None
    printer: PrinterKind
    choice: MeteredChoice
    starts: tuple[StreamStart, ...]
    carried: CarriedView


class DeviceStatus:
    """One answer about the whole device."""

    def __init__(
        self,
        desk: Desk,
        issuing: Issuing,
        care: Care,
        orders: Orders,
        keys: Keys,
        printer: str,
        status: Callable[[], LinkStatus],
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._care = care
        self._orders = orders
        self._keys = keys
        self._printer = printer
        self._status = status
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
            link=self._link(facts),
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

    def say_paid_link(self, paid: PaidLink) -> None:
        """Keep what somebody says of this device's connections, on record (event 113).

        Raises NotAllowed without Capability.DEVICE; then nothing was written.
        """
        self._permissions.require(Capability.DEVICE)
        desk = self._desk
        salt = desk.new_salt()

        def work(tx: Transaction) -> None:
            choose_metered(tx, MeteredChoice(paid.value))
            event = SettingsApplied(setting=_PAID_SETTING, value=paid.value)
            desk.append(tx, event, salt=salt)

        desk.write(work)

    def _link(self, facts: _Facts) -> LinkFacts:
        status, carried = self._status(), facts.carried
        held, contact = status.held_until, facts.contact_seconds
        return LinkFacts(
            paid=PaidLink(facts.choice.value),
            may_choose=Capability.DEVICE in self._permissions.standing().capabilities
            and not self._desk.identity.practising,
            cost=LinkCost(
                metered=status.metered,
                budget_bytes=status.budget_bytes,
                spent_bytes=status.spent_bytes,
                is_spent=status.budget_spent,
            ),
            last_contact_at=None if contact is None else local(contact),
            held_until=None if held is None else held.astimezone(),
            series=_series(facts.starts),
            carried_devices=carried.devices,
            carried_bytes=carried.size_bytes,
        )

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
            choice=metered_choice(tx),
            starts=stream_starts(tx),
            carried=carried_view(tx, 0),
        )


def _is(slot: SlotView, kind: SlotKind) -> bool:
    return slot.kind == int(kind)


def _series(starts: tuple[StreamStart, ...]) -> SeriesFact | None:
    if not starts:
        return None
    newest = starts[-1]
    return SeriesFact(
        reason=newest.reason.name.lower(),
        since=local(newest.opened_seconds),
        count=len(starts),
    )


def _forms(tx: Transaction) -> tuple[FormHeld, ...]:
    """Return the forms by title with every version of them that is held."""
    found: dict[str, list[str]] = {}
    for title, version in pulled.form_versions(tx):
        found.setdefault(title, []).append(version)
    return tuple(FormHeld(title=one, versions=tuple(them)) for one, them in sorted(found.items()))
