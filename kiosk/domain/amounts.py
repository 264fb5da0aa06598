"""Amounts in words, as a comprobante states them: «mil … pesos 50/100 M.N.» (RECEIPTS §8)."""

from __future__ import annotations

from sync.money import Centavos

_ES_SMALL = """
    cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
    dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro
    veinticinco veintiséis veintisiete veintiocho veintinueve
    """.split()  # noqa: SIM905 -- thirty quoted words read worse
_ES_TENS = (
    *("", "", "", "treinta", "cuarenta", "cincuenta"),
    *("sesenta", "setenta", "ochenta", "noventa"),
)
_ES_HUNDREDS = (
    *("", "ciento", "doscientos", "trescientos", "cuatrocientos"),
    *("quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"),
)
_EN_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
    """.split()  # noqa: SIM905 -- as above
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MOST_PESOS = 999_999_999


def in_words(amount_centavos: Centavos, language: str) -> str:
    """Return an amount of 0 up to 999,999,999.99 pesos in Spanish, or in English for "en".

    Raises ValueError beyond that (a defect: receipts end at 42,949,672.95).
    """
    pesos, centavos = divmod(amount_centavos, 100)
    if not 0 <= pesos <= _MOST_PESOS:
        raise ValueError("amount outside what can be written in words")
    if language == "en":
        unit = "peso" if pesos == 1 else "pesos"
        return f"{_english(pesos)} {unit} {centavos:02d}/100 M.N."
    unit = "peso" if pesos == 1 else "pesos"
    of = "de " if pesos and pesos % 1_000_000 == 0 else ""
    return f"{_spanish(pesos)} {of}{unit} {centavos:02d}/100 M.N."


def _spanish(number: int) -> str:
    """Return a number before a masculine noun: uno is shortened (un, veintiún, treinta y un)."""
    millions, rest = divmod(number, 1_000_000)
    thousands, rest = divmod(rest, 1_000)
    words = []
    if millions:
        words.append("un millón" if millions == 1 else f"{_spanish(millions)} millones")
    if thousands:
        words.append("mil" if thousands == 1 else f"{_spanish_hundreds(thousands)} mil")
    if rest or not words:
        words.append(_spanish_hundreds(rest))
    return " ".join(words)


def _spanish_hundreds(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    words = [_ES_HUNDREDS[hundreds]] if hundreds else []
    if rest or not hundreds:
        words.append(_spanish_tens(rest))
    return " ".join(words)


def _spanish_tens(number: int) -> str:
    if number == 1:
        return "un"
    if number == 21:
        return "veintiún"
    if number < 30:
        return _ES_SMALL[number]
    tens, unit = divmod(number, 10)
    if not unit:
        return _ES_TENS[tens]
    return f"{_ES_TENS[tens]} y {'un' if unit == 1 else _ES_SMALL[unit]}"


def _english(number: int) -> str:
    millions, rest = divmod(number, 1_000_000)
    thousands, rest = divmod(rest, 1_000)
    words = []
    if millions:
        words.append(f"{_english_hundreds(millions)} million")
    if thousands:
        words.append(f"{_english_hundreds(thousands)} thousand")
    if rest or not words:
        words.append(_english_hundreds(rest))
    return " ".join(words)


def _english_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_EN_SMALL[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        words.append(_english_tens(rest))
    return " ".join(words)


def _english_tens(number: int) -> str:
    if number < 20:
        return _EN_SMALL[number]
    tens, unit = divmod(number, 10)
    return f"{_EN_TENS[tens]}-{_EN_SMALL[unit]}" if unit else _EN_TENS[tens]
