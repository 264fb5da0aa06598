"""Words and answers of an office that does not exist, drawn one by one."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import date, timedelta


def _words(text: str, between: str | None = None) -> list[str]:
    return text.split(between)


GIVEN = _words(
    "MARÍA GUADALUPE JUANA FRANCISCA MARGARITA ROSA VERÓNICA ELIZABETH ALEJANDRA LETICIA JOSÉ LUIS"
    " JUAN FRANCISCO MIGUEL ÁNGEL JESÚS ANTONIO PEDRO ALEJANDRO MANUEL CARLOS ROBERTO FERNANDO"
)
SURNAMES = _words(
    "HERNÁNDEZ GARCÍA MARTÍNEZ LÓPEZ GONZÁLEZ PÉREZ RODRÍGUEZ SÁNCHEZ RAMÍREZ CRUZ FLORES GÓMEZ"
    " MORALES VÁZQUEZ REYES JIMÉNEZ TORRES DÍAZ GUTIÉRREZ RUIZ MENDOZA AGUILAR ORTIZ CASTILLO"
)
STREETS = _words(
    "Hidalgo,Morelos,Juárez,Independencia,5 de Mayo,16 de Septiembre,Allende,Aldama,Guerrero,"
    "Zaragoza,Matamoros,Reforma,Insurgentes,Niños Héroes,Venustiano Carranza,Emiliano Zapata",
    ",",
)
PLACES = _words(
    "Centro,San Juan,Guadalupe,La Soledad,El Rosario,San Antonio,Santa Cruz,Lomas,La Merced,"
    "El Carmen,Los Pinos,Jardines,Benito Juárez,Lázaro Cárdenas",
    ",",
)
REMARKS = (
    "",
    "",
    "",
    "Trae copia simple",
    "Pide que le avisen por teléfono",
    "Viene por su mamá",
    "Faltó el comprobante de domicilio, lo trae mañana",
    "Corrección del segundo apellido",
)
TRADES = _words("Abarrotes Tortillería Papelería Fonda Ferretería Boutique Farmacia Carnicería")
STATES = _words("AS BC CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP TC")


def _name(draw: random.Random) -> str:
    return f"{draw.choice(GIVEN)} {draw.choice(SURNAMES)} {draw.choice(SURNAMES)}"


def _choice(*words: str) -> Callable[[random.Random], str]:
    return lambda draw: draw.choice(words)


def _whole(low: int, high: int) -> Callable[[random.Random], int]:
    return lambda draw: draw.randrange(low, high)


def _money(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda draw: f"{draw.randrange(low, high)}"


def _day(from_year: int, days: int) -> Callable[[random.Random], str]:
    return lambda draw: (date(from_year, 1, 1) + timedelta(draw.randrange(days))).isoformat()


ANSWERS: dict[str, Callable[[random.Random], str | int]] = {
    "titular": _choice("yo", "yo", "otra"),
    "nombre_titular": _name,
    "parentesco": _choice("", "", "hija", "hijo", "mamá", "papá", "esposa"),
    "uso": _choice("escuela", "tramite", "pension", "pasaporte", "otro"),
    "fecha_nacimiento": _day(1940, 30_000),
    "entidad": _choice(*STATES),
    "municipio": lambda draw: draw.choice(PLACES),
    "conoce_libro": _choice("no", "no", "si"),
    "libro": _whole(1, 40),
    "numero_acta": _whole(1, 2_000),
    "nombre_madre": _name,
    "forma": _choice("ventanilla", "ventanilla", "correo"),
    "localidad": lambda draw: draw.choice(PLACES),
    "telefono": lambda draw: f"00{draw.randrange(10**8):08d}",
    "observaciones": lambda draw: draw.choice(REMARKS),
    "vivienda": _choice("propia", "rentada", "prestada"),
    "personas": _whole(1, 9),
    "menores": _whole(0, 6),
    "menores_5": _whole(0, 3),
    "ingreso_trabajo": _money(0, 12_000),
    "otro_apoyo": _choice("no", "no", "si"),
    "monto_apoyo": _money(0, 3_000),
    "ingreso_total": _money(0, 15_000),
    "por_persona": _money(0, 4_000),
    "prioridad": _choice("alta", "media", "baja"),
    "comidas": _whole(1, 4),
    "falta": _choice("nunca", "a_veces", "seguido"),
    "discapacidad": _choice("no", "no", "si"),
    "siembra": _choice("no", "si"),
    "hectareas": lambda draw: f"{draw.randrange(8)}.{draw.randrange(10)}",
    "cultivo": _choice("maiz", "frijol", "calabaza", "otro"),
    "otro_cultivo": _choice("", "", "", "café", "mango"),
    "recoge": _choice("yo", "yo", "otra"),
    "autorizada": _name,
    "foto": lambda draw: f"image-{uuid.UUID(bytes=draw.randbytes(16))}.webp",
    "nombre_negocio": lambda draw: f"{draw.choice(TRADES)} {draw.choice(SURNAMES)}",
    "giro": _choice("abarrotes", "tortilleria", "papeleria", "fonda", "ferreteria", "ropa"),
    "superficie": _whole(8, 400),
    "aforo": _whole(5, 120),
    "alcohol": _choice("no", "no", "no", "si"),
    "inicio": _day(2026, 365),
    "calle": lambda draw: draw.choice(STREETS),
    "numero": _whole(1, 900),
    "codigo_postal": lambda draw: f"{draw.randrange(68_000, 71_999)}",
    "meses": _whole(1, 13),
}
