"""One event -> the read tables, inside the journal's transaction; and all of them again.

`project` looks at the event alone, never at a clock, at reference data or at another row, so that
`rebuild` gives identical rows whatever came between.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.store import (
    access_tables,
    account_tables,
    consent_tables,
    order_tables,
    papers,
    person_tables,
    rights_tables,
    shift_tables,
)
from kiosk.store.pruned import restore_row
from kiosk.store.read_tables import create_read_tables, drop_read_tables
from sync.events import (
    AccountOpened,
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    AppStarted,
    Attachment,
    BackupChanged,
    BenefitDelivered,
    BundleTaken,
    BundleWritten,
    CardOpened,
    CardReplaced,
    CashMoved,
    ClockJumped,
    ClockSample,
    ConsentGiven,
    CopyHandedOver,
    DataBlocked,
    DataCancelled,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    Erased,
    IncentiveCredited,
    JournalChecked,
    KeySlotChanged,
    NoticeShown,
    OperatorLocked,
    OperatorUnlocked,
    OrderMade,
    PaymentReversed,
    PaymentTaken,
    PersonCorrected,
    PersonCreated,
    PersonsCompared,
    ProtectionDecided,
    ProvisionalPrinted,
    ReceiptPrinted,
    ReceiptReprinted,
    Recorded,
    RecordViewed,
    RegistrationCorrected,
    RegistrationMade,
    ReportExported,
    RightsAnswered,
    RightsRequested,
    SettingsApplied,
    ShiftClosed,
    ShiftOpened,
    SlipSeen,
    StreamMoved,
    StreamOpened,
    UseOpposed,
    WipeFollowed,
    decode_header,
)
from sync.ids import EventId
from sync.journal import Gone, Transaction, by_id, in_order

_OUT_OF_VIEW = (
    "DELETE FROM consent_purpose WHERE event_id = ?",
    "DELETE FROM consent WHERE event_id = ?",
    "DELETE FROM registration WHERE event_id = ?",
    "DELETE FROM correction WHERE event_id = ?",
    "DELETE FROM account_card WHERE event_id = ?",
    "UPDATE benefit SET subject = NULL WHERE event_id = ?",
    "UPDATE payment SET subject = NULL, payer = NULL, account = NULL WHERE event_id = ?",
)


def project(tx: Transaction, recorded: Recorded) -> None:
    """Build what follows from one event; called once per event, in its transaction."""
    rights_tables.trace(tx, recorded)
    match recorded.event:
        case PersonCreated() as person:
            person_tables.created(tx, recorded, person)
        case PersonCorrected() as corrected_person:
            person_tables.corrected(tx, recorded, corrected_person)
        case ConsentGiven() as consent:
            _consent(tx, recorded, consent)
            consent_tables.linked(tx, recorded, consent)
        case NoticeShown() as shown:
            consent_tables.shown(tx, recorded, shown)
        case RegistrationMade() as registration:
            _registration(tx, recorded, registration)
            consent_tables.linked(tx, recorded, registration)
        case RegistrationCorrected() as corrected:
            _correction(tx, recorded, corrected)
        case ShiftOpened() as shift:
            shift_tables.opened(tx, recorded, shift)
        case CashMoved() as moved:
            shift_tables.moved(tx, recorded, moved)
        case DrawerCounted() as counted:
            shift_tables.counted(tx, recorded, counted)
        case ShiftClosed() as closed:
            shift_tables.closed(tx, recorded, closed)
        case DrawerHandedOver() as handed_over:
            shift_tables.handed_over(tx, recorded, handed_over)
        case DrawerTakenOver() as taken_over:
            shift_tables.taken_over(tx, recorded, taken_over)
        case DepositMade() as deposit:
            shift_tables.deposited(tx, recorded, deposit)
        case DepositConfirmed() as confirmed:
            shift_tables.confirmed(tx, recorded, confirmed)
        case PaymentTaken() as payment:
            _payment(tx, recorded, payment)
            account_tables.moved(tx, recorded, payment)
            shift_tables.paid(tx, recorded, payment)
            order_tables.paid(tx, recorded, payment)
        case OrderMade() as order:
            order_tables.made(tx, recorded, order)
        case PaymentReversed() as reversed_payment:
            account_tables.moved(tx, recorded, reversed_payment)
            shift_tables.reversed_(tx, recorded, reversed_payment)
        case BenefitDelivered() as benefit:
            account_tables.delivered(tx, recorded, benefit)
            account_tables.moved(tx, recorded, benefit)
            shift_tables.delivered(tx, recorded, benefit)
        case IncentiveCredited() as incentive:
            account_tables.moved(tx, recorded, incentive)
            shift_tables.credited(tx, recorded, incentive)
        case ReceiptPrinted() | ReceiptReprinted() | ProvisionalPrinted() as printed:
            papers.printed(tx, recorded, printed)
        case ApprovalAsked() as question:
            access_tables.asked(tx, recorded, question)
        case ApprovalGiven() | ApprovalRefused() as answer:
            access_tables.answered(tx, recorded, answer)
        case StreamOpened() as opened:
            tx.execute(
                "INSERT INTO stream_start VALUES (?, ?, ?, ?)",
                (
                    recorded.event_id,
                    recorded.stream,
                    int(opened.reason),
                    recorded.header.time_seconds,
                ),
            )
        case RightsRequested() as requested:
            rights_tables.requested(tx, recorded, requested)
        case RightsAnswered() as answered:
            rights_tables.answered(tx, recorded, answered)
        case UseOpposed() as opposed:
            rights_tables.opposed(tx, recorded, opposed)
        case DataBlocked() as blocked:
            rights_tables.blocked(tx, recorded, blocked)
            for event_id in blocked.event_ids:
                _show_as_it_stands(tx, event_id)
        case AccountOpened() | CardReplaced() as card:
            account_tables.card_given(tx, recorded, card)
        case PersonsCompared() as comparison:
            account_tables.compared(tx, recorded, comparison)
        case (
            AppStarted()
            | CardOpened()
            | ClockJumped()
            | ClockSample()
            | KeySlotChanged()
            | OperatorLocked()
            | OperatorUnlocked()
            | Erased()
            | RecordViewed()
            | CopyHandedOver()
            | DataCancelled()
            | BackupChanged()
            | SettingsApplied()
            | ProtectionDecided()
            | JournalChecked()
            | WipeFollowed()
            | ReportExported()
            | StreamMoved()
            | BundleWritten()
            | BundleTaken()
            | SlipSeen()
        ):
            pass
        case _:
            assert_never(recorded.event)
    access_tables.used(tx, recorded)


def rebuild(tx: Transaction) -> None:
    """Drop the read tables and derive them from the journal again; touches no other class."""
    drop_read_tables(tx)
    create_read_tables(tx)
    for stored in in_order(tx):
        if stored.gone is None:
            project(tx, stored.recorded())
        elif stored.gone is Gone.PRUNED:
            restore_row(tx, stored.event_id)
            header = decode_header(stored.header)
            rights_tables.trace_pruned(tx, stored.event_id, header)
            consent_tables.linked_pruned(tx, stored.event_id, header)


def _show_as_it_stands(tx: Transaction, event_id: EventId) -> None:
    """Take an event out of the views while it is blocked, and put it back once it is not.

    The ledger keeps every entry, and a payment its amounts: only who paid is out of view. Files
    stay listed, so that nothing sweeps them away while the law keeps them.
    """
    found = tx.execute("SELECT 1 FROM blocked WHERE event_id = ?", (event_id,)).fetchone()
    stored = by_id(tx, event_id)
    for statement in _OUT_OF_VIEW:
        tx.execute(statement, (event_id,))
    if stored is not None and stored.gone is Gone.PRUNED and found is None:
        restore_row(tx, event_id)
    if stored is None or stored.body is None:
        return
    recorded = stored.recorded()
    event, header = recorded.event, recorded.header
    if isinstance(event, PersonCreated | PersonCorrected):
        person_tables.derive_again(tx, header.subject or event_id)
    if found is not None:
        return
    match event:
        case ConsentGiven():
            _consent(tx, recorded, event)
        case RegistrationMade():
            _registration(tx, recorded, event)
        case RegistrationCorrected():
            _correction(tx, recorded, event)
        case AccountOpened() | CardReplaced():
            account_tables.card_given(tx, recorded, event)
        case BenefitDelivered():
            account_tables.shown_again(tx, recorded)
        case PaymentTaken():
            tx.execute(
                "UPDATE payment SET subject = ?, payer = ?, account = ? WHERE event_id = ?",
                (header.subject, event.payer, event.account, event_id),
            )
        case _:
            pass


def _consent(tx: Transaction, recorded: Recorded, event: ConsentGiven) -> None:
    tx.execute(
        "INSERT INTO consent VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.header.subject,
            event.notice_id,
            event.notice_version,
            event.text_hash,
            int(event.means),
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )
    tx.executemany(
        "INSERT INTO consent_purpose VALUES (?, ?, ?, ?)",
        [
            (recorded.event_id, position, one.purpose, int(one.accepted))
            for position, one in enumerate(event.purposes)
        ],
    )


def _registration(tx: Transaction, recorded: Recorded, event: RegistrationMade) -> None:
    tx.execute(
        "INSERT INTO registration VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.header.subject or recorded.event_id,  # none: it creates its person (§6a)
            event.service_code,
            event.form_id,
            event.form_version,
            event.definition_hash,
            event.instance_name,
            event.folio.series,
            event.folio.number,
            event.shift,
            int(event.discreet),
            recorded.header.operator,
            recorded.header.time_seconds,
            event.receipt_time_seconds,
        ),
    )
    _files(tx, recorded, event.attachments)


def _correction(tx: Transaction, recorded: Recorded, event: RegistrationCorrected) -> None:
    refs = recorded.header.refs or (recorded.event_id,)
    tx.execute(
        "INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            refs[0],
            refs[-1],
            recorded.header.subject,
            event.service_code,
            event.form_id,
            event.form_version,
            event.definition_hash,
            event.instance_name,
            event.reason,
            int(event.discreet),
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )
    _files(tx, recorded, event.attachments)


def _files(tx: Transaction, recorded: Recorded, attachments: tuple[Attachment, ...] | None) -> None:
    tx.executemany(
        "INSERT OR IGNORE INTO registration_file VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                recorded.event_id,
                position,
                one.index,
                one.media_type,
                one.length_bytes,
                one.blob_id,
            )
            for position, one in enumerate(attachments or ())
        ],
    )


def _payment(tx: Transaction, recorded: Recorded, event: PaymentTaken) -> None:
    tx.execute(
        "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.header.subject,
            recorded.header.refs[0] if recorded.header.refs else None,
            event.shift,
            event.folio.series,
            event.folio.number,
            event.total_centavos,
            event.rounding_centavos,
            int(event.settlement.means),
            event.settlement.tendered_centavos,
            event.settlement.change_centavos,
            event.rounding_policy.rule_id,
            event.rounding_policy.version,
            event.payer,
            event.account,
            int(event.discreet),
            recorded.header.operator,
            recorded.header.time_seconds,
            event.receipt_time_seconds,
        ),
    )
    tx.executemany(
        "INSERT INTO payment_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                recorded.event_id,
                position,
                line.concept,
                line.quantity,
                line.unit_centavos,
                line.tariff.rule_id,
                line.tariff.version,
                sum(change.change_centavos for change in line.changes),
                line.net_centavos,
            )
            for position, line in enumerate(event.lines)
        ],
    )
