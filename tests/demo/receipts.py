"""Every receipt, read from its picture as a phone would and judged by `ventanilla verify`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from sync.profile import read_profile
from sync.receipt_check import ReceiptTrust, verify
from sync.receipts import ReceiptKind
from tests.demo.checks import Check, equal
from tests.demo.processes import DemoFailed, run

AUTHENTIC, NOT_AUTHENTIC = "auténtico", "no-auténtico"
EXIT_OF = {AUTHENTIC: 0, NOT_AUTHENTIC: 10}
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""Only these: asked for every kind, zxing now and then sees a tiny code of another in the dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReceipt:
    """What the code in one picture says."""

    file: Path
    text: str
    kind: ReceiptKind
    folio: str
    total_centavos: int


def read_pictures(folder: Path, institution: Path) -> tuple[ReadReceipt, ...]:
    """Return the receipt in each picture of *folder*; raises DemoFailed where there is none."""
    trust = ReceiptTrust.of(read_profile(institution.read_bytes(), None))
    found = []
    for file in sorted(folder.glob("*.png")):
        with Image.open(file) as picture:
            codes = [code.text for code in zxingcpp.read_barcodes(picture, QR)]
        if len(codes) != 1:
            raise DemoFailed(f"{file.name} shows {len(codes)} codes")
        verdict = verify(codes[0], trust)
        if verdict.receipt is None or verdict.folio is None:
            raise DemoFailed(f"{file.name} holds no receipt of ours: {verdict.code}")
        found.append(
            ReadReceipt(
                file=file,
                text=codes[0],
                kind=verdict.receipt.kind,
                folio=verdict.folio,
                total_centavos=verdict.receipt.total_centavos,
            )
        )
    return tuple(found)


def check_receipts(
    receipts: Sequence[ReadReceipt], institution: Path, report: Mapping[str, Any]
) -> list[Check]:
    """Return whether each record has its receipt, and what the verifier says of each."""
    checks = []
    for name, kind in (
        ("shifts", ReceiptKind.SHIFT_SLIP),
        ("registrations", ReceiptKind.REGISTRATION),
        ("payments", ReceiptKind.PAYMENT),
    ):
        checks.append(
            equal(
                f"receipts of {name}",
                sorted(row["folio"] for row in report[name]),
                sorted(receipt.folio for receipt in receipts if receipt.kind is kind),
            )
        )
    totals = {row["folio"]: row["total_centavos"] for row in report["payments"]}
    for receipt in receipts:
        checks.append(_verdict(f"receipt {receipt.folio}", receipt.text, institution, AUTHENTIC))
        if receipt.kind is ReceiptKind.PAYMENT:
            checks.append(
                equal(
                    f"receipt {receipt.folio} centavos",
                    totals.get(receipt.folio),
                    receipt.total_centavos,
                )
            )
    for receipt in receipts[-1:]:
        changed = _one_digit_changed(receipt.text)
        checks.append(_verdict("one digit changed", changed, institution, NOT_AUTHENTIC))
    return checks


def _verdict(what: str, text: str, institution: Path, word: str) -> Check:
    """Ask the command line, as anybody would: the word and the exit code must agree."""
    answer = run("kiosk", "verify", "--institution", str(institution), text, expected=(0, 10, 11))
    first = answer.stdout.split(maxsplit=1)[0] if answer.stdout.strip() else ""
    return equal(what, f"{word} {EXIT_OF[word]}", f"{first} {answer.returncode}")


def _one_digit_changed(text: str) -> str:
    place = len(text) - 40
    other = str((int(text[place]) + 1) % 10)
    return text[:place] + other + text[place + 1 :]
