"""A price that is not the law's: another day, another tariff, amounts that do not add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.store import pulled
from sync.catalogue import encode_entry
from sync.events import PaymentTaken, Settlement, ShiftOpened
from sync.ids import EventId
from sync.journal import Transaction
from sync.money import Centavos
from tests.fraud.kind import Kind
from tests.fraud.office import DAY_SECONDS, HOUR_SECONDS, Day
from tests.fraud.thief import Thief


def _tomorrows_discount(day: Day) -> None:
    """The clock is set to tomorrow, when a discount begins; citizens pay today's price in cash."""
    day.end()
    day.post.device_clock.moved_seconds = 13 * HOUR_SECONDS
    day.shift = day.post.open()
    day.serve(day.number(1, 2))
    day.end()
    day.post.device_clock.moved_seconds = 0


def _tariff_altered(day: Day) -> None:
    """The tariff row on the device asks for less than the law; the rest was paid by hand."""
    thief = Thief(day.post)
    cheaper = day.number(2, 9) * 1_000

    def work(tx: Transaction) -> None:
        row = pulled.tariffs(tx)[0]
        false = replace(row, unit_centavos=Centavos(cheaper))
        pulled.put_reference(tx, false, encode_entry(false))

    day.post.way.open = False
    thief.post.database.write(work)
    day.serve(day.number(1, 2))
    day.end()


def _price_typed(day: Day) -> None:
    """The program is changed so that a price can be typed."""
    thief = Thief(day.post)
    registration = day.post.register(day.name())
    model = thief.payment(day.post.papers[-1].payment)
    amount = Centavos(day.number(1, 50) * 100)
    line = replace(model.lines[0], unit_centavos=amount, changes=(), net_centavos=amount)

    def event(tx: Transaction) -> PaymentTaken:
        return replace(
            model,
            folio=thief.next_folio(tx),
            total_centavos=amount,
            rounding_centavos=0,
            lines=(line,),
            settlement=_exact(model, amount),
            tendered_pieces=None,
            change_pieces=None,
        )

    thief.append(event, refs=(registration,))
    day.end()


def _does_not_add_up(day: Day) -> None:
    """The total is written smaller than its lines."""
    thief = Thief(day.post)
    registration = day.post.register(day.name())
    model = thief.payment(day.post.papers[-1].payment)
    less = Centavos(model.total_centavos - day.number(1, 50) * 50)

    def event(tx: Transaction) -> PaymentTaken:
        return replace(
            model,
            folio=thief.next_folio(tx),
            total_centavos=less,
            settlement=_exact(model, less),
            tendered_pieces=None,
            change_pieces=None,
        )

    thief.append(event, refs=(registration,), hidden=True)
    day.end()


def _exact(model: PaymentTaken, amount: Centavos) -> Settlement:
    return replace(model.settlement, tendered_centavos=amount, change_centavos=Centavos(0))


def _backdated(day: Day) -> None:
    """A shift of the day before yesterday is opened with the clock put back, past every check."""
    day.end()
    thief = Thief(day.post)
    day.post.device_clock.moved_seconds = -2 * DAY_SECONDS
    today = day.post.clock.now().astimezone().date()
    model = thief.event(EventId(day.shift)).event
    assert isinstance(model, ShiftOpened)

    def event(tx: Transaction) -> ShiftOpened:
        return replace(
            model,
            folio=thief.next_folio(tx),
            shift_number=model.shift_number + 1,
            business_day=today - timedelta(days=day.number(0, 3)),
        )

    day.shift = type(day.shift)(thief.append(event).event_id)
    day.serve()
    day.end()
    day.post.device_clock.moved_seconds = 0


KINDS = (
    Kind(
        name="day-chosen",
        says="tomorrow's business day was opened today for its discount",
        found_by=("finding:price.day_chosen", "finding:shift.day_against_clock"),
        plant=_tomorrows_discount,
    ),
    Kind(
        name="tariff-altered",
        says="the tariff on the device was changed",
        found_by=("finding:price.differs", "code:38"),
        plant=_tariff_altered,
    ),
    Kind(
        name="price-typed",
        says="a payment was recorded with a price that somebody typed",
        found_by=("finding:price.differs", "code:38"),
        plant=_price_typed,
    ),
    Kind(
        name="total-too-small",
        says="a payment was recorded with a total below its lines",
        found_by=("finding:money.unbalanced", "code:11"),
        plant=_does_not_add_up,
    ),
    Kind(
        name="clock-put-back",
        says="a shift of an earlier day was opened with the clock put back",
        found_by=("finding:shift.day_against_clock", "finding:shift.day_went_back"),
        plant=_backdated,
    ),
)
