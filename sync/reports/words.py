"""The words of reports where no screen lends its own: titles, columns and states, es and en."""

from __future__ import annotations

LANGUAGES = ("es", "en")

TITLES: dict[str, tuple[str, str]] = {
    "shift": ("Por turno", "By shift"),
    "clerk": ("Por cajero", "By clerk"),
    "concept": ("Por concepto", "By concept"),
    "office": ("Por oficina", "By office"),
    "day": ("Por día", "By day"),
    "differences": ("Faltantes y sobrantes", "Short and over"),
    "deposits": ("Depósitos", "Deposits"),
    "reversals": ("Cancelaciones", "Reversals"),
    "reprints": ("Duplicados", "Duplicates"),
    "balances": ("Saldos", "Balances"),
    "declared": ("Pagos declarados", "Declared payments"),
    "undelivered": ("Sin entregar", "Not delivered"),
}
COLUMNS: dict[str, tuple[str, str]] = {
    "balance": ("Del saldo", "From balance"),
    "bank": ("Banco", "Bank"),
    "bank_reference": ("Referencia del banco", "Bank's reference"),
    "card": ("Tarjeta", "Card"),
    "cash": ("Efectivo", "Cash"),
    "charged": ("Cobrado", "Charged"),
    "clerk": ("Cajero", "Clerk"),
    "concept": ("Concepto", "Concept"),
    "confirmed": ("Confirmado", "Confirmed"),
    "copy": ("Duplicado", "Duplicate"),
    "counted": ("Contado", "Counted"),
    "day": ("Día", "Day"),
    "declared": ("Declarado", "Declared"),
    "deposited": ("Depositado", "Deposited"),
    "difference": ("Diferencia", "Difference"),
    "expected": ("Esperado", "Expected"),
    "folio": ("Folio", "Number"),
    "given_back": ("Devuelto", "Given back"),
    "lines": ("Renglones", "Lines"),
    "name": ("Nombre", "Name"),
    "office": ("Oficina", "Office"),
    "original": ("Folio cancelado", "Reversed number"),
    "payments": ("Cobros", "Payments"),
    "reason": ("Motivo", "Reason"),
    "reason_said": ("Motivo", "Reason"),
    "reference": ("Referencia", "Reference"),
    "reversals": ("Cancelaciones", "Reversals"),
    "scanned": ("Con papel", "With paper"),
    "shift": ("Turno", "Shift"),
    "slip": ("Ficha", "Slip"),
    "state": ("Estado", "State"),
    "terminal": ("Equipo", "Terminal"),
    "top_ups": ("Abonos", "Top-ups"),
    "total": ("Total", "Total"),
}
VALUES: dict[str, tuple[str, str]] = {
    "in_transit": ("En camino", "In transit"),
    "confirmed": ("Confirmado", "Confirmed"),
    "differs": ("Con diferencia", "Differs"),
    "waits": ("En espera", "Waiting"),
    "rejected": ("No confirmado", "Not confirmed"),
    "yes": ("Sí", "Yes"),
    "no": ("No", "No"),
    "reason_1": ("Trámite equivocado", "Wrong service"),
    "reason_2": ("Persona equivocada", "Wrong person"),
    "reason_3": ("Pagado dos veces", "Paid twice"),
    "reason_4": ("La persona desistió", "The person desisted"),
    "reason_5": ("Otro", "Other"),
}
RESERVED: dict[int, tuple[str, str]] = {
    0: ("Trámite", "Service"),
    1: ("Redondeo", "Rounding"),
    2: ("Abono a saldo", "Top-up"),
}
SHEET: dict[str, tuple[str, str]] = {
    "total": ("Total", "Total"),
    "from": ("Del día", "From"),
    "to": ("al día", "to"),
    "all": ("Todos los días", "All days"),
    "page": ("Página", "Page"),
    "made": ("Hecho el", "Made on"),
}
CODED_COLUMNS = frozenset({"state", "scanned", "reason"})
"""Columns whose cells are words of VALUES."""
