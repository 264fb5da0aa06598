"""V27 behind the screen: what this device says of its own papers, others', and damaged pictures."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from kiosk.devices.codes import PictureScanner
from kiosk.devices.qr_codes import Level, code_of, picture_of
from kiosk.services.verifying import NoCode, Verifying, read_as_code
from kiosk.services.views.verifying import Held, SlipNote
from kiosk.store import kept
from kiosk.texts import Texts
from sync import cbor
from sync.certificates import issue_device_certificate
from sync.cose import SoftwareSigner
from sync.events import (
    PaymentMeans,
    PaymentReversed,
    PaymentTaken,
    ReceiptConcept,
    ReversalReason,
    Settlement,
    SlipSeen,
)
from sync.ids import EventId
from sync.journal import Transaction
from sync.money import Centavos
from sync.receipt_check import Answer
from sync.receipts import bytes_of_digits, qr_text, read_payload, sign_receipt
from sync.revocations import Reported, RevocationList, RevokedDevice
from tests.cash.tills import Till
from tests.support.offices import an_institution
from tests.support.qt import RESOURCES
from tests.support.staff import SUPERVISOR

PREFIX = "https://demo.invalid/v#"
DAY_SECONDS = 86_400


def verifying(till: Till, listed: RevocationList | None = None) -> Verifying:
    texts = Texts(RESOURCES / "translations", "es", till.counter.clock)
    return Verifying(till.counter.desk, PictureScanner(), lambda _profile: listed, lambda: texts)


def paper_of(till: Till, payment: EventId) -> str:
    """Return the text of a payment's code."""
    return till.counter.receipts.show(payment).qr_text


def a_slip(till: Till, **labels: object) -> str:
    """Return the text of another device's shift slip, certified by the same root."""
    now = till.counter.desk.now_seconds()
    signer = SoftwareSigner.generate()
    certificate = issue_device_certificate(
        an_institution().root,
        terminal="20067-009",
        point=signer.point,
        protection=0,
        not_before_seconds=now - DAY_SECONDS,
        expires_seconds=now + DAY_SECONDS,
    )
    says: dict[int, object] = {
        1: 4, 2: 2, 3: 700, 4: now - 60, 5: 50_000, 6: bytes(16), 7: [], 9: 42,
    }  # fmt: skip
    says.update({int(name[1:]): value for name, value in labels.items()})
    return qr_text(PREFIX, sign_receipt(signer, certificate, cbor.encode(says)))


def reverse(till: Till, payment: EventId) -> None:
    """Record the reversal of a payment with its receipt."""
    counter, salt = till.counter, till.counter.desk.new_salt()

    def work(tx: Transaction) -> None:
        recorded = counter.desk.journal.find(tx, payment)
        assert recorded is not None
        taken = recorded.event
        assert isinstance(taken, PaymentTaken)
        event = PaymentReversed(
            folio=counter.issuing.next_folio(tx),
            total_centavos=taken.total_centavos,
            concepts=(ReceiptConcept(code=1001, net_centavos=taken.total_centavos),),
            settlement=Settlement(
                means=PaymentMeans.CASH,
                tendered_centavos=taken.total_centavos,
                change_centavos=Centavos(0),
            ),
            original=taken.folio,
            reason=ReversalReason(1),
            original_scanned=True,
            shift=taken.shift,
        )
        counter.issuing.seal(tx, counter.desk.append(tx, event, salt=salt, refs=(payment,)))

    counter.desk.write(work)


def test_an_own_paper_with_the_name_until_it_is_reversed(till: Till) -> None:
    """Authentic, held here, the name for staff; after the reversal *cancelled*, with its folio."""
    till.open()
    payment = till.pay()
    text = paper_of(till, payment)

    before = verifying(till).check(text)
    reverse(till, payment)
    after = verifying(till).check(text)

    assert (before.answer, before.held, before.cancelled) == (Answer.AUTHENTIC, Held.HERE, None)
    assert before.holder.startswith("UNO")
    assert before.event_id == payment
    assert before.paper is not None
    assert before.paper.total_centavos == 18_550
    assert after.answer is Answer.AUTHENTIC
    assert after.cancelled is not None
    assert after.cancelled.folio.startswith("20067-007-")
    assert till.counter.kinds()[-1] == PaymentReversed.kind


def test_checking_writes_nothing(till: Till) -> None:
    """However often a paper is checked, the journal does not grow and nothing is to deliver."""
    till.open()
    text = paper_of(till, till.pay())
    before = (till.counter.count("event"), len(till.counter.saved))

    for typed in (text, text[:-3], "PAGADO", a_slip(till)):
        verifying(till).check(typed)

    assert (till.counter.count("event"), len(till.counter.saved)) == before


def test_a_typed_folio_is_answered_only_from_what_is_here(till: Till) -> None:
    """The right code, another one, a folio of another terminal, a number never given."""
    till.open()
    view = till.counter.receipts.show(till.pay())
    checker = verifying(till)
    spoken = view.typed_code.lower().replace("0", "o").replace("-", " ")

    right = checker.check_typed(view.folio.lower(), spoken)
    wrong = checker.check_typed(view.folio, "00000-00000")
    elsewhere = checker.check_typed(view.folio.replace("-007-", "-008-"), view.typed_code)
    never = checker.check_typed(f"{view.folio}9", view.typed_code)

    assert (right.answer, right.held) == (Answer.AUTHENTIC, Held.HERE)
    assert (wrong.answer, wrong.code) == (Answer.NOT_AUTHENTIC, "typed")
    assert (elsewhere.answer, elsewhere.code) == (Answer.CANNOT_BE_KNOWN, "not-here")
    assert (never.answer, never.code) == (Answer.CANNOT_BE_KNOWN, "not-here")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text,
        lambda text: f"  {text[:200]}\n{text[200:]} ",
        lambda text: text.replace("://", "ñ--").replace("/v#", "-v·"),
        lambda text: text.upper(),
        lambda text: text.removeprefix(PREFIX),
    ],
)
def test_a_scanner_that_types_on_another_keyboard_is_understood(till: Till, spoil: object) -> None:
    """Signs that a Spanish layout spoils, line ends of a message, capitals, bare digits."""
    till.open()
    text = paper_of(till, till.pay())

    assert read_as_code(spoil(text), PREFIX) == text  # type: ignore[operator]
    assert read_as_code("https://otro.invalid/v#" + text.removeprefix(PREFIX), PREFIX) != text


def test_a_folio_that_this_device_never_recorded_is_told(till: Till) -> None:
    """This device's own key signed it, its journal does not have it: the evening was put back."""
    till.open()
    text = paper_of(till, till.pay())
    identity = till.counter.desk.identity
    says = cbor.decode(cbor.decode(bytes_of_digits(text.removeprefix(PREFIX)))[2])
    other = qr_text(
        PREFIX,
        sign_receipt(
            identity.signer, identity.certificate.encoded, cbor.encode({**says, 6: bytes(16)})
        ),
    )

    checked = verifying(till).check(other)

    assert (checked.answer, checked.held) == (Answer.AUTHENTIC, Held.CONTRADICTED)
    assert checked.holder == ""


def test_a_slip_of_another_device_is_noted_once_by_a_supervisor(till: Till) -> None:
    """A clerk's scan notes nothing; a supervisor's is event 114 with the very bytes, once."""
    slip = a_slip(till)
    by_clerk = verifying(till).check(slip).slip
    till.sit(SUPERVISOR)

    first = verifying(till).check(slip).slip
    again = verifying(till).check(slip).slip
    payment = verifying(till).check(a_slip(till, l1=1, l7=[[1001, 50_000]])).slip

    assert (by_clerk, first, again, payment) == (
        SlipNote.NONE,
        SlipNote.NOTED,
        SlipNote.KNOWN,
        SlipNote.NONE,
    )
    assert till.counter.kinds().count(SlipSeen.kind) == 1
    body = till.counter.database.read(
        lambda tx: tx.execute("SELECT body FROM event ORDER BY seq DESC LIMIT 1").fetchone()[0]
    )
    assert cbor.decode(body)[2] == bytes_of_digits(slip.removeprefix(PREFIX))


def test_a_reported_device_and_the_day_of_the_list(till: Till) -> None:
    """After the cut it cannot be known here; the day of the list is said."""
    till.open()
    text = paper_of(till, till.pay())
    device_id = till.counter.desk.identity.certificate.device_id
    listed = RevocationList(
        number=1,
        issued_at_seconds=till.counter.desk.now_seconds(),
        devices=(RevokedDevice(device_id=device_id, why=Reported.LOST, last_good={}),),
    )

    checked = verifying(till, listed).check(text)

    assert (checked.answer, checked.code) == (Answer.CANNOT_BE_KNOWN, "after-cut")
    assert checked.list_day is not None
    assert verifying(till).check(text).list_day is None


def test_a_provisional_paper_is_known_by_its_folio(till: Till) -> None:
    """The key could not sign: folio and typed code still say that it cannot be proven here."""
    till.open()
    payment = till.pay()
    view = till.counter.receipts.show(payment)
    till.counter.database.write(lambda tx: _unsign(tx, payment))

    checked = verifying(till).check_typed(view.folio, view.typed_code)

    assert (checked.answer, checked.code) == (Answer.CANNOT_BE_KNOWN, "unsigned")


def _unsign(tx: Transaction, payment: EventId) -> None:
    row = kept.receipt_of(tx, payment)
    assert row is not None
    tx.execute("DROP TRIGGER IF EXISTS receipt_stays")
    for (name,) in tx.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'receipt'"
    ).fetchall():
        tx.execute(f"DROP TRIGGER {name}")
    tx.execute(
        "UPDATE receipt SET cose = NULL WHERE series = ? AND number = ?", (row.series, row.number)
    )


def damaged(text: str, how: str) -> Image.Image:
    """Return the code as a phone sees it on a crumpled paper."""
    random = Random(7)
    picture = picture_of(code_of(text, Level.Q), 6, 4).convert("L")
    draw = ImageDraw.Draw(picture)
    side = picture.width
    match how:
        case "noise":
            for _ in range(side * side // 50):
                at = random.randrange(side), random.randrange(side)
                picture.putpixel(at, random.choice((0, 255)))
        case "blur":
            picture = picture.filter(ImageFilter.GaussianBlur(2.2))
        case "stain":
            draw.ellipse((side * 0.55, side * 0.5, side * 0.72, side * 0.66), fill=40)
        case "fold":
            draw.line((0, side * 0.4, side, side * 0.47), fill=255, width=5)
            picture = picture.rotate(4, expand=True, fillcolor=255)
        case _:  # torn
            draw.rectangle((0, 0, side * 0.5, side), fill=255)
    return picture.convert("RGB")


@pytest.mark.parametrize("how", ["noise", "blur", "stain", "fold"])
def test_a_crumpled_code_is_read_from_a_picture(till: Till, tmp_path: Path, how: str) -> None:
    """Noise, blur, a stain, a fold and a tilt: the code carries enough to be read and proven."""
    till.open()
    text = paper_of(till, till.pay())
    file = tmp_path / f"{how}.jpg"
    damaged(text, how).save(file, quality=70)

    checked = verifying(till).check_file(file)

    assert (checked.answer, checked.held) == (Answer.AUTHENTIC, Held.HERE)


def test_half_a_code_decides_nothing(till: Till, tmp_path: Path) -> None:
    """What cannot be read is no answer; neither is a file that is no picture, or none at all."""
    file, other = tmp_path / "torn.png", tmp_path / "notes.png"
    damaged(a_slip(till), "torn").save(file)
    other.write_bytes(b"no picture")

    for path in (file, other, tmp_path / "gone.png"):
        with pytest.raises(NoCode):
            verifying(till).check_file(path)
    with pytest.raises(NoCode):
        verifying(till).check_picture(_white())


def _white() -> bytes:
    held = io.BytesIO()
    Image.new("L", (64, 64), 255).save(held, "PNG")
    return held.getvalue()


def test_label_6_is_what_is_compared(till: Till) -> None:
    """The anchor that stands in the bytes is the head of the event in this journal."""
    till.open()
    payment = till.pay()
    says = read_payload(
        cbor.decode(bytes_of_digits(paper_of(till, payment).removeprefix(PREFIX)))[2]
    )

    head = till.counter.database.read(
        lambda tx: till.counter.desk.journal.find(tx, payment).head  # type: ignore[union-attr]
    )

    assert says.anchor == head[:16]
