"""The verify page in a real Chromium, served by a real central on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from sync import cbor, receipts
from sync.central.revocation import Report, revoke
from sync.central.verify_page import VerifyPage
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from sync.profile import TrainingRoot
from sync.receipt_check import ReceiptTrust, verify
from sync.revocations import ForgedStatement, Reported, sign_statement
from tests.conformance.receipts import run
from tests.delivery.central_support import NOW
from tests.delivery.receipt_office import Paper, ReceiptOffice
from tests.support.browser import PHONE, chromium, keep_picture
from tests.support.shared import shared_file

pytestmark = pytest.mark.slow
PAYMENT = 3


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def one_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiptOffice]:
    opened = ReceiptOffice(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()


@pytest.fixture
def office(one_office: ReceiptOffice) -> ReceiptOffice:
    """Give the office with an empty request log; each test brings its own device."""
    one_office.log.asked.clear()
    return one_office


class Phone:
    """A browser profile of its own: what it stored, what it complained about."""

    def __init__(self, browser: Any, office: ReceiptOffice, **options: Any) -> None:
        self.context = browser.new_context(viewport=PHONE, locale="es-MX", **options)
        self.office = office
        self.page = self.context.new_page()
        self.page.clock.set_fixed_time(NOW)
        self.complaints: list[str] = []
        self.page.on("console", lambda line: self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def scan(self, signed: bytes) -> Phone:
        """Open the page as a camera does: with the code's text."""
        self.page.goto(f"{self.office.url}/v#{receipts.digits_of(signed)}")
        return self.settled()

    def paste(self, text: str) -> Phone:
        self.page.get_by_label("Otro comprobante").fill(text)
        self.page.get_by_role("button", name="Comprobar", exact=True).click()
        return self.settled()

    def settled(self) -> Phone:
        self.page.locator("#answer[data-code]:not([data-code=''])").wait_for()
        return self

    @property
    def verdict(self) -> tuple[str, str]:
        box = self.page.locator("#answer")
        return box.get_attribute("data-answer"), box.get_attribute("data-code")

    def says(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())

    def kept_ready(self) -> Phone:
        """Wait until the worker keeps the page."""
        self.page.get_by_text("Ya funciona sin conexión.").wait_for()
        return self

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def phone(browser: Any, office: ReceiptOffice) -> Iterator[Phone]:
    opened = Phone(browser, office)
    yield opened
    opened.close()
    assert opened.complaints == [], "the page complained, or the content policy refused something"


def test_an_honest_receipt_age_first_and_nothing_sent(phone: Phone, office: ReceiptOffice) -> None:
    """Domain, age, answer, facts, what was not checked; requests: page, worker, list, no more."""
    device = office.device()

    phone.scan(device.receipt(PAYMENT)).kept_ready()

    body = phone.says("body")
    order = [
        "demo punto invalid",
        "Emitido hace 1 hora",
        "Auténtico al emitirse",
        "Avisar a la oficina que tengo este comprobante",
        "Se envía el comprobante, no su nombre ni su ubicación.",
        "Comprobante de pago",
        "Caja de PRUEBA",
        "$185.50",
        "Lo que no se comprobó",
        "Si se canceló después.",
    ]
    places = [body.find(text) for text in order]
    assert -1 not in places
    assert places == sorted(places)
    assert phone.page.url == f"{office.url}/v"
    assert phone.page.evaluate("history.length") <= 2
    assert set(office.log.lines()) == {"GET /v", "GET /v-worker.js", "GET /v1/central"}
    assert not [one for one in office.log.asked if one.body or "cookie" in one.headers]
    assert phone.context.cookies() == []
    assert phone.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    first = phone.page.evaluate("document.querySelector('button,input,textarea,summary,a').id")
    assert first == "send"
    keep_picture(phone.page, "verify-authentic")


def test_tampered_papers_are_not_authentic(phone: Phone, office: ReceiptOffice) -> None:
    """One digit, one bit, another amount, another device's certificate, cut short, other words."""
    device = office.device()
    text = office.text(device.receipt(PAYMENT))
    digit = str((int(text[200]) + 1) % 10)
    thief = Paper().certified_by(office.root)
    thief.certificate, thief.items, thief.stream = device.certificate, device.items, device.stream
    phone.page.goto(f"{office.url}/v")

    found = [
        phone.paste(changed).verdict
        for changed in (
            text[:200] + digit + text[201:],
            text[:-3],
            office.text(device.receipt(PAYMENT, l5=99_900)),
            office.text(thief.receipt(PAYMENT)),
            text.replace("demo.invalid", "otro.invalid"),
            "PAGADO",
        )
    ]

    assert {answer for answer, _ in found} == {"not-authentic"}
    assert [code for _, code in found][2:] == ["total", "sig", "prefix", "prefix"]
    assert "No es auténtico" in phone.says("#answer")
    assert phone.page.locator("#tell").is_hidden()
    keep_picture(phone.page, "verify-not-authentic")


def test_foreign_and_practice_papers(phone: Phone, office: ReceiptOffice) -> None:
    """Another root: it cannot be known here. The training root: PRÁCTICA, SIN VALOR."""
    device = office.device()
    training = office.central.platform.profile.training
    assert training is not None
    foreign = Paper().certified_by(SoftwareSigner.generate())
    practice = Paper().certified_by(SoftwareSigner.from_private(training.private))
    for one in (foreign, practice):
        one.items, one.stream = device.items, device.stream
    phone.page.goto(f"{office.url}/v")

    unknown = phone.paste(office.text(foreign.receipt(PAYMENT))).verdict
    keep_picture(phone.page, "verify-unknown")
    trained = phone.paste(office.text(practice.receipt(PAYMENT, l1=6))).verdict
    keep_picture(phone.page, "verify-practice")

    assert unknown == ("unknown", "root-unknown")
    assert trained == ("authentic", "training")
    assert "PRÁCTICA, SIN VALOR" in phone.says("#answer")
    assert phone.page.locator("#tell").is_hidden()


def test_a_reported_device_and_a_forged_folio(phone: Phone, office: ReceiptOffice) -> None:
    """After the cut: cannot be known, the office may be told; with a root's statement: forged."""
    device = office.device()
    platform = office.central.platform
    series = int.from_bytes(device.stream[:2], "big")
    statement = sign_statement(
        office.root, ForgedStatement(device_id=device.device_id, last_good={series: 2})
    )

    def reported(why: Reported, statement: bytes | None) -> None:
        report = Report(
            device_id=device.device_id, why=why, last_good={series: 2}, statement=statement
        )
        with office.central.database.write() as connection:
            revoke(
                connection, report, platform.keys, platform.profile.roots, office.central.now_ms()
            )

    reported(Reported.LOST, None)
    after_cut = phone.scan(device.receipt(PAYMENT)).verdict
    may_tell = phone.page.locator("#send").is_visible()
    phone.kept_ready()
    reported(Reported.KEY_MISUSED, statement)
    phone.page.reload()
    phone.scan(device.receipt(PAYMENT))
    phone.page.locator("#answer[data-code=revoked-forged]").wait_for()
    before_cut = phone.paste(office.text(device.receipt(2))).verdict

    assert (after_cut, may_tell) == (("unknown", "after-cut"), True)
    assert before_cut == ("authentic", "ok")
    assert "lista del 20 de noviembre de 2026" in phone.says("#gaps")


def test_without_a_network_after_the_first_visit(phone: Phone, office: ReceiptOffice) -> None:
    """The page comes from its cache, with the list it has; telling says that nothing was sent."""
    device = office.device()
    phone.page.goto(f"{office.url}/v")
    phone.kept_ready()
    asked = len(office.log.asked)
    phone.context.set_offline(True)
    phone.page.route("**/*", lambda route: route.abort())

    phone.page.goto("about:blank")
    offline = phone.scan(device.receipt(PAYMENT)).verdict
    phone.page.locator("#send").click()
    phone.page.get_by_text("No hay conexión. No se envió nada.").wait_for()

    assert offline == ("authentic", "ok")
    assert len(office.log.asked) == asked
    phone.complaints.clear()  # Chromium names each request that the missing network ended


def test_told_with_one_press_and_the_acuse_is_shown(phone: Phone, office: ReceiptOffice) -> None:
    """Noted first; after the journal arrived the signed acuse says so; one POST, digits only."""
    device = office.device()
    signed = device.receipt(PAYMENT)
    phone.scan(signed)

    phone.page.get_by_role("button", name="Avisar a la oficina").click()
    phone.page.get_by_text("Anotado. El registro del equipo todavía no llega.").wait_for()
    office.push(device)
    phone.page.get_by_role("button", name="Preguntar si ya llegó").click()
    phone.page.get_by_text("Recibido. El registro llegó y coincide").wait_for()

    posts = [one for one in office.log.asked if one.method == "POST"]
    assert [(one.path, one.body.decode()) for one in posts] == [
        ("/v1/receipts/seen", receipts.digits_of(signed))
    ]
    assert posts[0].headers["content-type"] == "text/plain"
    assert "cookie" not in posts[0].headers
    assert "referer" not in posts[0].headers
    assert "Comprobada en este teléfono" in phone.says("#acuse")
    keep_picture(phone.page, "verify-acuse")


def instead(body: bytes) -> Callable[[Any], None]:
    """Return what puts an answer in place of the central's."""

    def give(route: Any) -> None:
        route.fulfill(status=200, body=body, headers={"Access-Control-Allow-Origin": "*"})

    return give


def test_an_acuse_that_is_not_the_centrals_is_not_shown(
    phone: Phone, office: ReceiptOffice
) -> None:
    """A changed answer, or one about another receipt, is refused in the page."""
    device = office.device()
    other = office.report(device.receipt(PAYMENT + 1)).content
    broken = other[:-1] + bytes((other[-1] ^ 1,))
    phone.scan(device.receipt(PAYMENT))

    for body in (other, broken):
        phone.page.route("**/v1/receipts/**", instead(body))
        phone.page.get_by_role("button", name="Avisar a la oficina").click()
        phone.page.get_by_text("La respuesta no se pudo comprobar.").wait_for()
        phone.page.unroute("**/v1/receipts/**")

    assert phone.page.locator("#acuse").is_hidden()


def test_the_choice_is_remembered_here_and_can_be_taken_back(
    phone: Phone, office: ReceiptOffice
) -> None:
    """Always tell: the next receipt is told without a press; unticked, the one after is not."""
    device = office.device()
    phone.scan(device.receipt(2))
    phone.page.get_by_label("Avisar siempre").check()
    phone.page.goto("about:blank")

    phone.scan(device.receipt(PAYMENT))
    phone.page.get_by_text("Anotado.").wait_for()
    phone.page.get_by_label("Avisar siempre").uncheck()
    phone.page.goto("about:blank")
    phone.scan(device.receipt(PAYMENT + 1)).kept_ready()

    told = [one.body.decode() for one in office.log.asked if one.method == "POST"]
    assert told == [receipts.digits_of(device.receipt(PAYMENT))]


def test_english_and_text_twice_as_large(browser: Any, office: ReceiptOffice) -> None:
    """Every word changes with the language; at 200 % in the dark nothing leaves the 360 px."""
    device = office.device()
    phone = Phone(browser, office, color_scheme="dark")
    phone.scan(device.receipt(PAYMENT))

    phone.page.get_by_role("button", name="English").click()
    english = phone.says("body")
    phone.page.get_by_role("button", name="Español").click()
    phone.page.evaluate("document.documentElement.style.fontSize = '32px'")
    width = phone.page.evaluate("document.documentElement.scrollWidth")
    keep_picture(phone.page, "verify-dark-200")
    phone.close()

    assert "Authentic when issued" in english
    assert "Tell the office that I have this receipt" in english
    assert width <= PHONE["width"]


def test_the_page_gives_every_vectors_answer_and_code(browser: Any, office: ReceiptOffice) -> None:
    """All receipts of the vectors: the same answer and code as Python, computed in the page."""
    vectors = json.loads(shared_file("vectors/receipt-vectors.json").read_text("utf-8"))
    assert not run(vectors).failures
    profile = replace(
        office.central.platform.profile,
        roots=tuple(bytes.fromhex(one) for one in vectors["roots"]),
        training=TrainingRoot(point=bytes.fromhex(vectors["training_roots"][0]), private=bytes(32)),
        receipt_prefix=vectors["prefix"],
    )
    phone = Phone(browser, office)
    page = VerifyPage(profile)
    phone.page.route(
        "**/v",
        lambda route: route.fulfill(
            status=200,
            body=page.html,
            headers={**page.headers, "Content-Type": "text/html; charset=utf-8"},
        ),
    )
    phone.page.goto(f"{office.url}/v")

    found = phone.page.evaluate(
        """async ([cases, listed]) => {
          const devices = listed.map(([id, why, good, statement]) => ({
            id, why, good: new Map(Object.entries(good).map(([one, two]) => [Number(one), two])),
            statement: statement && fromHex(statement)}));
          const answers = [];
          for (const one of cases) {
            const list = one.with_revocations ? {number: 4, issued: 0, devices} : null;
            const seen = await verify(one.text, KNOWN, list);
            answers.push([one.name, seen.answer, seen.code]);
          }
          return answers;
        }""",
        [vectors["cases"], vectors["revocations"]],
    )
    codes = phone.page.evaluate(
        "cases => cases.map(one => [typedCode(fromHex(one.anchor)), "
        "folioText(one.sub, [one.series, one.number])])",
        vectors["typed"],
    )
    phone.close()

    assert found == [[one["name"], one["answer"], one["code"]] for one in vectors["cases"]]
    assert codes == [[one["code"], one["folio"]] for one in vectors["typed"]]
    assert len(found) == 60


def test_no_change_is_judged_otherwise_than_by_python(browser: Any, office: ReceiptOffice) -> None:
    """Digits, bits and labels changed at random: the same answer and code as Python, each time."""
    device, random = office.device(), Random(20_261_127)
    profile = office.central.platform.profile
    signed = device.receipt(PAYMENT)
    texts = [office.text(one) for one in _changed_bytes(signed, random, 150)]
    texts += _changed_digits(office.text(signed), random, 100)
    texts += [office.text(one) for one in _changed_labels(device)]
    phone = Phone(browser, office)
    phone.page.goto(f"{office.url}/v")

    found = phone.page.evaluate(
        """async texts => {
          const answers = [];
          for (const text of texts) {
            const seen = await verify(text, KNOWN, null);
            answers.push([seen.answer, seen.code]);
          }
          return answers;
        }""",
        texts,
    )
    phone.close()

    wanted = [verify(text, ReceiptTrust.of(profile)) for text in texts]
    assert found == [[one.answer.value, one.code] for one in wanted]
    assert len({one.code for one in wanted}) >= 10


def _changed_bytes(signed: bytes, random: Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        at = random.randrange(len(signed))
        yield signed[:at] + bytes((signed[at] ^ 1 << random.randrange(8),)) + signed[at + 1 :]


def _changed_digits(text: str, random: Random, count: int) -> Iterator[str]:
    begins = text.index("#") + 1
    for _ in range(count):
        at = random.randrange(begins, len(text))
        yield text[:at] + random.choice("0123456789x") + text[at + 1 :]


def _changed_labels(device: Paper) -> Iterator[bytes]:
    """Yield honest signatures over payloads that no honest device makes."""
    odd: tuple[Any, ...] = (
        0, 1, 2, 3, 4, 5, 6, 7, -1, 65_535, 65_536, 2**32 - 1, 2**32, 2**53 + 1, 2**63 - 1, True,
        None, b"", bytes(8), bytes(16), "", "P. U. D.", "Ñ" * 7, [], [1, 2], [[1, 2]], [[1]],
        [[1001, 18_550]], [[0, 1]] * 4, {}, {1: 2},
    )  # fmt: skip
    for label in (*range(1, 14), 19, 20, 23, 24):
        for value in odd:
            try:
                yield device.receipt(PAYMENT, **{f"l{label}": value})
            except MessageInvalid:  # longer than a receipt may be
                continue


def test_canonical_cbor_is_demanded_in_the_page_too(browser: Any, office: ReceiptOffice) -> None:
    """What Python's decoder refuses, the page's refuses; what it accepts, the page's accepts."""
    samples = [
        "00", "1800", "1818", "190100", "1900ff", "1b7fffffffffffffff", "1b8000000000000000",
        "3b7fffffffffffffff", "3b7ffffffffffffffe", "1bffffffffffffffff", "20", "3818", "f4", "f7",
        "f97c00", "c000", "5f4100ff", "40", "4100", "5800", "60", "61c3", "62c3b1", "80", "8100",
        "9f00ff", "a0", "a10000", "a201000000", "a2000100", "a20001200a", "a2000018640a",
        "a2200018641a", "a2613100613200", "a2613200613100", "a20000613100", "a1f400", "a1800000",
        "0000", "", "ff", "8181818181818181818181818181818100", "81" * 17 + "00", "1a00010000",
        "1a0000ffff", "63eda080", "a120a0", "a2003a0001000000", "a23a000100000000",
    ]  # fmt: skip
    phone = Phone(browser, office)
    phone.page.goto(f"{office.url}/v")

    found = phone.page.evaluate(
        """samples => samples.map(one => {
          try { decode(fromHex(one)); return true; } catch (error) { return error.code; }
        })""",
        samples,
    )
    phone.close()

    assert found == [_accepts(bytes.fromhex(one)) for one in samples]


def _accepts(data: bytes) -> bool | str:
    try:
        cbor.decode(data)
    except MessageInvalid as error:
        return error.code
    return True
