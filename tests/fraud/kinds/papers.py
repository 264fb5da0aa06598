"""Papers: one for two citizens, forged, altered, of practice, kept from the central."""

from __future__ import annotations

from dataclasses import replace

from kiosk.devices.ports import PrinterKind
from kiosk.devices.printers import PrinterSettings
from kiosk.services.views.printing import Reprint, ReprintFact, ReprintReason
from sync.certificates import issue_device_certificate
from sync.cose import SoftwareSigner
from sync.receipt_check import Verdict
from sync.receipts import (
    ReceiptKind,
    bytes_of_digits,
    encode_payload,
    qr_text,
    sign_receipt,
)
from tests.fraud import finders
from tests.fraud.kind import Kind
from tests.fraud.office import DAY_SECONDS, Day
from tests.fraud.thief import Thief

PATIENCE_DAYS = 16
"""One more than the office waits for a paper's journal (SettingsEntry key 19)."""


def _duplicate_handed(day: Day) -> None:
    """The next citizen gets a duplicate of the last one's paper; the cash goes into a pocket."""
    printing = day.post.services.paper.printing
    spool = day.office.folder / "papel"
    spool.touch()
    printing.set_printer(PrinterSettings(kind=PrinterKind.FILE, address=str(spool)))
    paper = day.serve()
    printing.print(paper.payment)
    day.post.register(day.name())
    pesos, cents = divmod(paper.total_centavos, 100)
    day.post.services.paper.reprints.reprint(
        Reprint(
            event_id=paper.payment,
            fact=ReprintFact.AMOUNT,
            said=f"{pesos}.{cents:02d}",
            reason=ReprintReason.LOST,
            reason_words="Lo perdió",
        )
    )
    day.end()


def _copy_handed(day: Day) -> None:
    """The next citizen gets a photocopy of the last one's paper; nothing is recorded."""
    paper = day.serve()
    given = day.name()
    day.office.clock.let_pass(60)
    asked_at = day.post.clock.now()
    day.post.register(given)
    day.said.extend(_read_by(given, asked_at.timestamp(), _read(day, paper.text)))
    day.said.extend(f"report:{one}" for one in _unpaid(day, given))
    day.end()


def _read_by(given: str, asked_at_seconds: float, verdict: Verdict) -> list[str]:
    """Return what a citizen sees of a paper that is said to be theirs."""
    says = verdict.receipt
    assert says is not None
    seen = []
    if says.time_seconds < int(asked_at_seconds):
        seen.append("page:older_than_the_request")  # age stands first on the page (RECEIPTS §9)
    if says.initials is not None and not says.initials.startswith(given[0]):
        seen.append("page:other_initials")
    return seen


def _unpaid(day: Day, given: str) -> list[str]:
    """Return whose requests the device still asks a fee for."""
    pending = day.post.services.payments.pending()
    return ["unpaid_request" for one in pending if given in one.person_name]


def _digit_changed(day: Day) -> None:
    """One digit of a paper's code is changed."""
    paper = day.post.papers[-1]
    prefix = day.office.central.platform.profile.receipt_prefix
    digits = paper.text.removeprefix(prefix)
    place = day.number(0, len(digits) - 1)
    other = str((int(digits[place]) + day.number(1, 9)) % 10)
    _show(day, prefix + digits[:place] + other + digits[place + 1 :])
    day.end()


def _amount_on_paper(day: Day) -> None:
    """A paper of a small amount is made one of a large amount; its signature is kept."""
    text = day.post.papers[-1].text
    prefix = day.office.central.platform.profile.receipt_prefix
    signed = bytearray(bytes_of_digits(text.removeprefix(prefix)))
    says = _read(day, text).receipt
    assert says is not None
    payload = encode_payload(says)
    more = encode_payload(
        replace(
            says,
            total_centavos=says.total_centavos + 1,
            concepts=(
                replace(says.concepts[0], net_centavos=says.concepts[0].net_centavos + 1),
                *says.concepts[1:],
            ),
        )
    )
    at = bytes(signed).index(payload)
    signed[at : at + len(payload)] = more
    _show(day, qr_text(prefix, bytes(signed)))
    day.end()


def _other_devices_certificate(day: Day) -> None:
    """A paper is put under the certificate of another device."""
    other = day.office.other_post()
    thief, theirs = Thief(day.post), Thief(other)
    says = _read(day, day.post.papers[-1].text).receipt
    assert says is not None
    false = sign_receipt(
        thief.desk.identity.signer,
        theirs.desk.identity.certificate.encoded,
        encode_payload(says),
    )
    _show(day, qr_text(thief.desk.identity.institution.receipt_prefix, false))
    day.end()


def _practice_paper(day: Day) -> None:
    """A paper of the practice, whose key everybody has, is handed out as real."""
    profile = Thief(day.post).desk.identity.institution
    training, signer = profile.training, SoftwareSigner.generate()
    assert training is not None
    says = _read(day, day.post.papers[-1].text).receipt
    assert says is not None
    certificate = issue_device_certificate(
        SoftwareSigner.from_private(training.private),
        terminal="20067-007",
        point=signer.point,
        protection=0,
        not_before_seconds=says.time_seconds - DAY_SECONDS,
        expires_seconds=says.time_seconds + DAY_SECONDS,
    )
    kind = ReceiptKind.TRAINING if day.number(0, 1) else says.kind
    false = sign_receipt(signer, certificate, encode_payload(replace(says, kind=kind)))
    _show(day, qr_text(profile.receipt_prefix, false))
    day.end()


def _slip_altered(day: Day) -> None:
    """The closing slip is altered to say that less was counted."""
    done = day.end()
    text = day.post.slip_of(done.closing_id)
    prefix = day.office.central.platform.profile.receipt_prefix
    signed = bytes_of_digits(text.removeprefix(prefix))
    says = _read(day, text).receipt
    assert says is not None
    less = replace(says, total_centavos=says.total_centavos - 100)
    _show(day, qr_text(prefix, signed.replace(encode_payload(says), encode_payload(less))))


def _never_delivers(day: Day) -> None:
    """Money is taken for weeks and nothing delivered; citizens report their papers."""
    day.post.way.open = False
    day.serve(day.number(1, 2))
    day.end()
    day.said.extend(finders.ask_about(day.office, day.post.papers[-1:]))
    day.office.clock.let_pass(PATIENCE_DAYS * DAY_SECONDS)


def _read(day: Day, text: str) -> Verdict:
    return finders.read_paper(day.office, text)


def _show(day: Day, text: str) -> None:
    """Have a false paper read by a phone, and reported."""
    day.said.append(finders.verdict_name(_read(day, text)))
    day.said.append(finders.show_paper(day.office, text))


FORGED = ("verify:not-authentic/*",)

KINDS = (
    Kind(
        name="duplicate-handed",
        says="the next citizen got a duplicate instead of a payment",
        found_by=("finding:receipt.reprinted",),
        plant=_duplicate_handed,
    ),
    Kind(
        name="copy-handed",
        says="the next citizen got a photocopy instead of a payment",
        found_by=("page:older_than_the_request",),
        plant=_copy_handed,
    ),
    Kind(
        name="digit-changed",
        says="one digit of a paper's code was changed",
        found_by=FORGED,
        plant=_digit_changed,
    ),
    Kind(
        name="amount-on-paper",
        says="the amount in a paper's code was changed",
        found_by=FORGED,
        plant=_amount_on_paper,
    ),
    Kind(
        name="certificate-of-another",
        says="a paper was put under the certificate of another device",
        found_by=FORGED,
        plant=_other_devices_certificate,
    ),
    Kind(
        name="practice-as-real",
        says="a paper of the practice was handed out as real",
        found_by=("verify:training", "verify:not-authentic/training"),
        plant=_practice_paper,
    ),
    Kind(
        name="slip-altered",
        says="the closing slip was altered to say less",
        found_by=FORGED,
        plant=_slip_altered,
    ),
    Kind(
        name="never-delivered",
        says="money was taken and nothing delivered",
        found_by=("finding:paper.without_journal",),
        plant=_never_delivers,
        delivers=False,
    ),
)
