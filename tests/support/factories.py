"""Valid values with one line each; every test changes only what it is about."""

from __future__ import annotations

from datetime import date

from kiosk.domain.identity import check_digit, derive_letters


def a_curp(
    given: str = "UNO",
    first_surname: str = "PRUEBA",
    second_surname: str = "DOS",
    *,
    born: date = date(1990, 5, 12),
    sex: str = "M",
    entity: str = "YN",
) -> str:
    """Return the synthetic CURP that the rule makes of a person."""
    letters, consonants = derive_letters(given, first_surname, second_surname)
    homoclave = "0" if born.year < 2000 else "A"
    first = f"{letters}{born:%y%m%d}{sex}{entity}{consonants}{homoclave}"
    return first + check_digit(first)
