"""Synthetic people: names that carry PRUEBA, and CURPs that hold without belonging to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.identity import check_digit, derive_letters


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One invented person, as typed into V07."""

    given: str
    first_surname: str
    second_surname: str
    born: date
    sex: str  # H, M or X
    entity: str  # two letters of the CURP
    phone: str = ""

    @property
    def curp(self) -> str:
        """Return the CURP that the rule makes of this person (RECEIPTS §11)."""
        letters, consonants = derive_letters(self.given, self.first_surname, self.second_surname)
        homoclave = "0" if self.born.year < 2000 else "A"
        seventeen = f"{letters}{self.born:%y%m%d}{self.sex}{self.entity}{consonants}{homoclave}"
        return seventeen + check_digit(seventeen)

    @property
    def full_name(self) -> str:
        """Return the name in the order in which it is read."""
        return f"{self.given} {self.first_surname} {self.second_surname}"


PEOPLE = (
    DemoPerson(
        given="Begoña",
        first_surname="PRUEBA",
        second_surname="Agüero",
        born=date(1984, 3, 17),
        sex="M",
        entity="OC",
        phone="9511234567",
    ),
    DemoPerson(
        given="José Ángel",
        first_surname="PRUEBA",
        second_surname="Muñoz",
        born=date(1962, 11, 30),
        sex="H",
        entity="YN",
    ),
    DemoPerson(
        given="Itzel",
        first_surname="PRUEBA",
        second_surname="Ñandú",
        born=date(2001, 7, 5),
        sex="M",
        entity="CS",
    ),
    DemoPerson(
        given="Martín",
        first_surname="PRUEBA",
        second_surname="Güemes",
        born=date(1975, 1, 9),
        sex="H",
        entity="OC",
    ),
)
