"""The answer to a typed folio and code, as a page that works without any script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import UTC, datetime
from html import escape

from sync.acuse import AcuseState
from sync.central.seen import AboutReceipt
from sync.central.verify_page.building import VerifyPage
from sync.ids import folio_text
from sync.receipts import ReceiptFields, ReceiptKind

_STYLE = (
    "body{margin:0 auto;padding:1rem;max-width:40rem;font:1.125rem/1.45 sans-serif;color:#0b0c0c;"
    "background:#fff;overflow-wrap:break-word}h1{font-size:1.6rem}dt{color:#454b4f}"
    "dd{margin:0 0 .6rem;font-weight:700}"
)
_STATES = {
    AcuseState.NOTED: "Anotado. El registro del equipo todavía no llega.",
    AcuseState.RECEIVED: "Registrado. La oficina tiene este comprobante.",
    AcuseState.REVERSED: "Cancelado después de emitirse.",
    AcuseState.DIFFERS: "Distinto de lo registrado. Conserve su papel y acuda a la oficina.",
    AcuseState.WAITS: "El equipo fue reportado. Una persona va a decidir. Conserve su papel.",
    AcuseState.VOID: "La oficina decidió que no cuenta.",
}
_KINDS = {
    ReceiptKind.PAYMENT: "Comprobante de pago",
    ReceiptKind.REVERSAL: "Cancelación",
    ReceiptKind.REGISTRATION: "Comprobante de solicitud",
    ReceiptKind.SHIFT_SLIP: "Apertura o corte de turno",
    ReceiptKind.START_OF_SERIES: "Inicio de serie",
    ReceiptKind.TRAINING: "Práctica, sin valor",
}


def typed_page(page: VerifyPage, about: AboutReceipt) -> tuple[bytes, dict[str, str]]:
    """Return the page that says what became of a receipt, and its headers."""
    profile = page.profile
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in _facts(page, about)
    )
    html = (
        '<!DOCTYPE html><html lang="es"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Folio y código</title><style>{_STYLE}</style></head><body>"
        f"<p>Está en {escape(profile.domain_words)}. Compárelo con lo que dice su papel.</p>"
        f"<h1>{escape(_STATES[about.state])}</h1>"
        "<p>Compare importe y fecha con su papel. El folio y el código no prueban que el papel "
        "no se haya cambiado.</p>"
        f"<dl>{rows}</dl><p>Aclaraciones: {escape(profile.phone)} · {escape(profile.place)}</p>"
        "</body></html>\n"
    )
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    acuse = b64encode(about.acuse).decode()
    return html.encode(), {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Ventanilla-Acuse": acuse,  # the signed answer beside the readable one
    }


def _facts(page: VerifyPage, about: AboutReceipt) -> list[tuple[str, str]]:
    says, terminal = about.recorded, about.terminal
    if says is None or terminal is None:  # its content was erased by law
        return []
    issued = datetime.fromtimestamp(says.time_seconds, UTC)
    rows = [
        ("Tipo", _KINDS[says.kind]),
        ("Folio", folio_text(terminal, says.series, says.number)),
        ("Fecha (hora universal)", f"{issued:%d/%m/%Y %H:%M}"),
        ("Oficina", page.profile.offices.get(terminal, terminal)),
    ]
    if says.kind not in (ReceiptKind.REGISTRATION, ReceiptKind.START_OF_SERIES):
        rows.append(("Importe", _money(says)))
    return rows


def _money(says: ReceiptFields) -> str:
    return f"${says.total_centavos // 100:,}.{says.total_centavos % 100:02}"
