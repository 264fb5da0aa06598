"""A wipe order holds only from an administrator's hand, for one device, once."""

from __future__ import annotations

import pytest

from sync import certificates, wipe
from sync.errors import MessageInvalid
from sync.revocations import Reported
from tests.support.institution import EXPIRES_SECONDS, NOT_BEFORE_SECONDS, a_signer, an_institution

ORDER = wipe.WipeOrder(
    device_id=bytes(range(8)), number=3, not_before_seconds=1_795_000_000, why=Reported.LOST
)


def a_certificate(root: str = "root") -> bytes:
    return certificates.issue_administrator_certificate(
        a_signer(root),
        name="ADMINISTRADORA DE PRUEBA",
        point=a_signer("administrator").point,
        not_before_seconds=NOT_BEFORE_SECONDS,
        expires_seconds=EXPIRES_SECONDS,
    )


def the_code(data: bytes, last_number: int = 2) -> str:
    roots = (a_signer("root").point,)
    with pytest.raises(MessageInvalid) as refused:
        wipe.read_wipe_for(data, roots, ORDER.device_id, last_number)
    return refused.value.code


def test_an_order_is_read_as_it_was_signed() -> None:
    """Device, number, day and reason come back, with the name of who gave it."""
    data = wipe.sign_wipe(a_signer("administrator"), a_certificate(), ORDER)

    signed = wipe.read_wipe_for(data, (a_signer("root").point,), ORDER.device_id, 2)

    assert signed.order == ORDER
    assert signed.administrator.name == "ADMINISTRADORA DE PRUEBA"
    assert signed.encoded == data
    assert len(data) <= wipe.WIPE_CAP_BYTES


def test_the_centrals_key_orders_no_wipe() -> None:
    """Mutant 20 of PROTOCOL §25: the online key, even with its own certificate, is refused."""
    institution = an_institution()

    data = wipe.sign_wipe(institution.central, institution.central_certificate, ORDER)

    assert the_code(data) == "cert-sig"


def test_another_root_another_key_another_device_and_an_old_number_are_refused() -> None:
    """Each with its own code (PROTOCOL §23), so that the log says what was tried."""
    administrator = a_signer("administrator")
    valid = wipe.sign_wipe(administrator, a_certificate(), ORDER)

    assert the_code(wipe.sign_wipe(administrator, a_certificate("other"), ORDER)) == "root-unknown"
    assert the_code(wipe.sign_wipe(a_signer("thief"), a_certificate(), ORDER)) == "sig"
    assert the_code(valid, last_number=3) == "old"
    with pytest.raises(MessageInvalid, match="not-mine"):
        wipe.read_wipe_for(valid, (a_signer("root").point,), bytes(8), 0)
