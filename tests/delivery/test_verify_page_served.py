"""The verify page served by another body, read by a screen reader, attacked from inside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sync import cbor, receipts
from sync.central.verify_page import VerifyPage
from sync.ids import crockford_number
from tests.delivery.central_support import NOW, TERMINAL
from tests.delivery.receipt_office import ReceiptOffice
from tests.support.browser import PHONE, chromium, keep_picture

pytestmark = pytest.mark.slow
PAYMENT = 3


class _Comptroller(BaseHTTPRequestHandler):
    """Another body's web server: two files, with nothing but their types."""

    def __init__(self, page: VerifyPage, *arguments: Any) -> None:
        self.page = page
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer with the page or its worker."""
        is_page = self.path == "/v"
        content = self.page.html if is_page else self.page.worker
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if is_page else "text/javascript")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", self.page.policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
        """Write no log, as the page asks of who serves it."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiptOffice]:
    opened = ReceiptOffice(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()


@pytest.fixture
def elsewhere(office: ReceiptOffice) -> Iterator[str]:
    """Give the address of another server that hands out the same page."""
    page = VerifyPage(office.central.platform.profile)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Comptroller, page))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(browser: Any, url: str) -> Any:
    """Return a page on a phone of its own."""
    page = browser.new_context(viewport=PHONE, locale="es-MX").new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(url)
    page.locator("#answer[data-code]").wait_for()
    return page


def test_another_body_serves_it_and_the_central_answers(
    browser: Any, office: ReceiptOffice, elsewhere: str
) -> None:
    """Another origin: checked, told and asked all the same; the central sees no referrer."""
    device = office.device()
    office.push(device)
    office.log.asked.clear()
    digits = receipts.digits_of(device.receipt(PAYMENT))

    page = opened(browser, f"{elsewhere}/v#{digits}")
    page.get_by_role("heading", name="Auténtico al emitirse").wait_for()
    page.get_by_role("button", name="Preguntar si ya llegó").click()
    page.get_by_text("Recibido. El registro llegó").wait_for()
    page.get_by_role("button", name="Avisar a la oficina").click()
    page.get_by_text("La oficina ya sabe de este comprobante.").wait_for()
    page.context.close()

    lines = office.log.lines()
    assert lines[0] == "GET /v1/central"
    assert lines[1].startswith(f"GET /v1/receipts/{device.device_id.hex()}/")
    assert lines[2:] == ["POST /v1/receipts/seen"]
    assert not [one for one in office.log.asked if {"referer", "cookie"} & set(one.headers)]


def test_a_screen_reader_finds_everything(browser: Any, office: ReceiptOffice) -> None:
    """One first heading with the answer, named controls, an announced region, the language."""
    device = office.device()
    digits = receipts.digits_of(device.receipt(PAYMENT))

    page = opened(browser, f"{office.url}/v#{digits}")
    page.get_by_role("heading", name="Auténtico al emitirse").wait_for()
    tree = page.locator("body").aria_snapshot()
    title = page.title()
    live = page.locator("#answer").get_attribute("aria-live")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button,input,textarea,summary')]
          .filter(one => one.offsetParent && one.type !== 'checkbox')
          .filter(one => one.getBoundingClientRect().height < 44).map(one => one.id)"""
    )
    page.context.close()

    for line in (
        'heading "Auténtico al emitirse" [level=1]',
        'heading "Lo que dice el comprobante" [level=2]',
        'button "Avisar a la oficina que tengo este comprobante"',
        'checkbox "Avisar siempre de los comprobantes de esta institución"',
        'textbox "Otro comprobante"',
        'button "Comprobar"',
    ):
        assert line in tree
    assert tree.index("Emitido hace") < tree.index("Auténtico al emitirse")
    assert title.startswith("Auténtico al emitirse")
    assert live == "assertive"
    assert small == []


def test_nothing_else_may_run_or_be_asked(browser: Any, office: ReceiptOffice) -> None:
    """A script put into the page does not run, no other address is asked, words stay words."""
    page = opened(browser, f"{office.url}/v")

    page.evaluate(
        """() => { const one = document.createElement('script');
          one.textContent = 'window.taken = true'; document.body.append(one); }"""
    )
    page.get_by_label("Otro comprobante").fill("<img src=x onerror='window.taken = true'>")
    page.get_by_role("button", name="Comprobar", exact=True).click()
    page.get_by_role("heading", name="No es auténtico").wait_for()
    refused = page.evaluate(
        "() => fetch('http://127.0.0.1:9/').then(() => 'asked', error => error.name)"
    )
    blocked = page.evaluate(
        """() => new Promise(done => {
          const named = event => done(event.effectiveDirective);
          document.addEventListener('securitypolicyviolation', named);
          fetch('http://127.0.0.2:9/').catch(() => {}); })"""
    )
    taken = page.evaluate("window.taken")
    page.context.close()

    assert taken is None
    assert refused == "TypeError"
    assert blocked == "connect-src"


def test_folio_and_code_without_a_camera(browser: Any, office: ReceiptOffice) -> None:
    """The form leads to a page that any browser reads; it asks to compare the amount."""
    device = office.device()
    office.push(device)
    says = receipts.read_payload(_payload(device.receipt(PAYMENT)))
    folio = f"{TERMINAL}-{crockford_number(says.series, 4)}-{says.number}"

    page = opened(browser, f"{office.url}/v")
    page.get_by_text("No puedo escanear el código").click()
    page.get_by_label("Folio").fill(folio)
    page.get_by_label("Código", exact=True).fill(receipts.typed_code(says.anchor))
    page.get_by_role("button", name="Consultar").click()
    page.get_by_role("heading", name="Registrado").wait_for()
    words = page.locator("body").inner_text()
    keep_picture(page, "verify-typed")
    page.context.close()

    assert "Compare importe y fecha con su papel." in words
    assert folio in words
    assert "$185.50" in words


def _payload(signed: bytes) -> bytes:
    payload: bytes = cbor.decode(signed)[2]
    return payload


def test_a_browser_that_cannot_check_says_so(browser: Any, office: ReceiptOffice) -> None:
    """Without WebCrypto nothing is claimed: it cannot be known here, with where to go."""
    device = office.device()
    context = browser.new_context(viewport=PHONE, locale="es-MX")
    context.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page = context.new_page()

    page.goto(f"{office.url}/v#{receipts.digits_of(device.receipt(PAYMENT))}")
    page.get_by_role("heading", name="Aquí no se puede saber").wait_for()
    words = page.locator("#answer").inner_text()
    context.close()

    assert "Este navegador no puede comprobar" in words
    assert "000 000 0000" in words
