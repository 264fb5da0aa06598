"""The world of a trace, and the door its forms come in by."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from forms.environment import Environment
from forms.report import FormRefused
from forms.xform.definition import FormDefinition
from forms.xlsform.convert import import_bytes

FORM = "form.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What one trace may ask of the world; the same seed gives the same ids and numbers."""

    clock: str
    zone: str

    def environment(self, position: str = "") -> Environment:
        """Return the environment of one instance."""
        now = datetime.fromisoformat(self.clock)
        chance = random.Random(7)
        return Environment(
            now=lambda: now,
            zone=ZoneInfo(self.zone),
            random=chance.random,
            uuid=lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            locale="en",
            position=lambda: position,
            verify_ed25519=_holds,
        )


def _holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_form(xml: bytes) -> FormDefinition:
    """Return the form in *xml* through the door every form comes in; raise FormRefused."""
    imported = import_bytes(xml, FORM)
    if imported.definition is None:
        raise FormRefused(imported.report)
    return imported.definition
