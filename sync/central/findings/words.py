"""What each finding means, in plain Spanish and English; the names themselves never change."""

from __future__ import annotations

from sync.central.findings.finding import Facts

WORDS: dict[str, tuple[str, str]] = {
    "approval.forged": (
        "El código de quien autoriza no corresponde",
        "The code of whoever approved does not fit",
    ),
    "approval.rests_on_forged": (
        "Se apoya en una autorización que no corresponde",
        "Rests on an approval that does not fit",
    ),
    "approval.used_twice": (
        "Una autorización sirvió para dos actos",
        "One approval was used for two acts",
    ),
    "benefit.differs": (
        "Se entregó otro apoyo que el publicado",
        "Another benefit was delivered than was published",
    ),
    "deposit.confirmed_twice": (
        "Un depósito se confirmó dos veces",
        "A deposit was confirmed twice",
    ),
    "deposit.differs": (
        "El banco dice otra cantidad que el depósito",
        "The bank says another amount than the deposit",
    ),
    "deposit.unknown": (
        "Se confirmó un depósito que nadie registró",
        "A deposit was confirmed that nobody recorded",
    ),
    "device.forked": (
        "Dos copias de un equipo siguieron caminos distintos",
        "Two copies of one device went different ways",
    ),
    "device.fork_unproven": (
        "Un equipo dice que dejó una serie donde el registro no lo confirma",
        "A device says it left a series where the record does not bear it out",
    ),
    "device.slot_restored": (
        "El equipo empezó de nuevo con una llave restaurada",
        "The device began anew with a restored key",
    ),
    "device.went_back": (
        "El archivo del equipo volvió a un estado anterior",
        "The device's file went back to an earlier state",
    ),
    "folio.missing": (
        "Faltan folios que nadie ha entregado",
        "Numbers are missing that nobody delivered",
    ),
    "folio.twice": ("Un folio se usó dos veces", "A number was used twice"),
    "hand_over.differs": (
        "Quien recibió la caja contó otra cantidad",
        "Whoever took the drawer counted another amount",
    ),
    "incentive.differs": (
        "Se abonó un incentivo que el cobro no da",
        "An incentive was credited that its payment does not give",
    ),
    "money.unbalanced": (
        "Las cantidades de un registro no cuadran",
        "The amounts of a record do not add up",
    ),
    "order.paid_twice": (
        "Una orden de pago se cobró dos veces",
        "A payment order was paid twice",
    ),
    "paper.counter_moves": (
        "La impresora cortó más papeles que los registrados",
        "The printer cut more papers than were recorded",
    ),
    "paper.differs": (
        "Un comprobante en papel dice otra cosa que el registro",
        "A receipt on paper says something else than the record",
    ),
    "paper.head_unknown": (
        "Un comprobante en papel no está en el registro, aunque su folio sí",
        "A receipt on paper is not in the record, though its number is",
    ),
    "paper.not_authentic": ("Un comprobante no es auténtico", "A receipt is not authentic"),
    "paper.without_journal": (
        "Una persona tiene un comprobante cuyo registro no ha llegado",
        "Somebody holds a receipt whose record has not arrived",
    ),
    "price.day_chosen": (
        "El día elegido da otro precio que el día real",
        "The chosen day gives another price than the real day",
    ),
    "price.differs": (
        "El precio no es el de la tarifa",
        "The price is not that of the tariff",
    ),
    "receipt.reprinted": ("Se imprimió un duplicado", "A duplicate was printed"),
    "reversal.no_payment": (
        "Se canceló algo que no es un cobro",
        "Something was reversed that is no payment",
    ),
    "reversal.not_approved": (
        "Una cancelación sin autorización de otra persona",
        "A reversal without another person's approval",
    ),
    "reversal.other_balance": (
        "La cancelación movió otro saldo que su cobro",
        "The reversal moved another balance than its payment",
    ),
    "reversal.other_amount": (
        "Se devolvió otra cantidad que la cobrada",
        "Another amount was given back than was taken",
    ),
    "reversal.other_folio": (
        "La cancelación nombra otro folio que el del cobro",
        "The reversal names another number than the payment's",
    ),
    "reversal.other_shift": (
        "Se canceló un cobro de otro turno",
        "A payment of another shift was reversed",
    ),
    "reversal.same_person": (
        "Quien autorizó es quien cobró o canceló",
        "Whoever approved is who took or reversed the payment",
    ),
    "reversal.twice": ("Un cobro se canceló dos veces", "A payment was reversed twice"),
    "shift.closed_twice": ("Un turno se cerró dos veces", "A shift was closed twice"),
    "shift.day_against_clock": (
        "El día del turno no es el día real",
        "The shift's day is not the real day",
    ),
    "shift.day_went_back": (
        "El día de un turno es anterior al del turno anterior",
        "A shift's day is before that of the shift before",
    ),
    "shift.difference": (
        "Faltó o sobró dinero al cerrar el turno",
        "Money was missing or left over at closing",
    ),
    "shift.drawer_negative": (
        "Salió de la caja más dinero del que había",
        "More money left the drawer than was in it",
    ),
    "shift.entry_after_closing": (
        "Hay movimientos de dinero después de cerrar el turno",
        "Money moved after the shift was closed",
    ),
    "shift.expected_differs": (
        "El corte espera otra cantidad que la suma del registro",
        "The closing expects another sum than the record gives",
    ),
    "shift.numbers_differ": (
        "Los folios del corte no son los del turno",
        "The closing's numbers are not those of the shift",
    ),
    "shift.other_clerk": (
        "Cobró en un turno que abrió otra persona",
        "Charged in a shift that somebody else opened",
    ),
    "shift.unknown": (
        "Nombra un turno que no se conoce",
        "Names a shift that is not known",
    ),
    "slip.head_unknown": (
        "El papel del turno no coincide con el registro",
        "The shift's slip does not fit the record",
    ),
    "slip.late": (
        "El registro de un papel de turno no ha llegado",
        "The record of a shift's slip has not arrived",
    ),
    "account.overspent": (
        "De un saldo se pagó más de lo que había, en varios equipos",
        "More was paid from a balance than it held, on several devices",
    ),
    "move.no_witness": (
        "Entró o salió dinero de la caja sin testigo",
        "Cash entered or left the drawer without a witness",
    ),
    "move.not_approved": (
        "Se movió más dinero del permitido sin que otra persona lo autorizara",
        "More cash moved than one person may move, and nobody else approved it",
    ),
    "reversal.other_approval": (
        "Se canceló un cobro con la autorización de otro",
        "A payment was given back with the approval of another one",
    ),
    "reversal.without_paper": (
        "Se canceló un cobro sin el comprobante de la persona",
        "A payment was given back without the person's paper",
    ),
    "reversal.without_paper_again": (
        "Se canceló otro cobro sin comprobante en el mismo turno",
        "Another payment was given back without its paper in the same shift",
    ),
    "shift.difference_not_approved": (
        "Se cerró con una diferencia que nadie más autorizó",
        "Closed with a difference that nobody else approved",
    ),
}
LANGUAGES = ("es", "en")
AMOUNT_ENDING = "_centavos"


def said(name: str, language: str) -> str:
    """Return the sentence of a finding."""
    return WORDS[name][LANGUAGES.index(language)]


def facts_said(facts: Facts) -> str:
    """Return the facts on one line, amounts in pesos, without any computing in floats."""
    return "  ".join(
        f"{key.removesuffix(AMOUNT_ENDING)}={_value(key, value)}"
        for key, value in sorted(facts.items())
    )


def _value(key: str, value: int | str | bool) -> str:
    if isinstance(value, int) and key.endswith(AMOUNT_ENDING):
        whole, cents = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{whole}.{cents:02d}"
    return str(value)
