"""A form with what may be refused: a datum of health, and a phone that only serves to be told."""

from __future__ import annotations

import hashlib

from sync.catalogue import FieldLaw, FormEntry, FormLawEntry, NoticeEntry, NoticeText, Purpose
from tests.support.offices import Counter, publish

NAME, HEALTH, WHICH, PHONE = "/data/name", "/data/health", "/data/which", "/data/phone"
ASKED_XML = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Apoyo</h:title><model>
<instance><data id="acta" version="1"><name/><health/><which/><phone/>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<bind nodeset="/data/name" type="string" required="true()"/>
<bind nodeset="/data/health" type="string" required="true()"/>
<bind nodeset="/data/which" type="string" required="true()" relevant="/data/health = 'yes'"/>
<bind nodeset="/data/phone" type="string"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>
<input ref="/data/name"><label>Nombre</label></input>
<select1 ref="/data/health"><label>¿Vive con una discapacidad?</label>
<item><label>Sí</label><value>yes</value></item><item><label>No</label><value>no</value></item>
</select1>
<input ref="/data/which"><label>¿Cuál?</label></input>
<input ref="/data/phone"><label>Teléfono</label></input>
</h:body></h:html>
""".encode()


def a_law(form_id: str = "acta", version: str = "1") -> FormLawEntry:
    """Return what is published of the form's questions."""

    def field(path: str, purpose: str, *, sensitive: bool = False) -> FieldLaw:
        return FieldLaw(
            path=path,
            legal_basis="Ley 1, art. 9",
            retention="5 años",
            retention_months=60,
            purpose_id=purpose,
            sensitive=sensitive,
        )

    return FormLawEntry(
        form_id=form_id,
        version=version,
        fields=(
            field(NAME, "apoyo"),
            field(HEALTH, "salud", sensitive=True),
            field(WHICH, "salud", sensitive=True),
            field(PHONE, "avisar"),
        ),
    )


def a_refusable_notice(version: int = 1, *, more: tuple[Purpose, ...] = ()) -> NoticeEntry:
    """Return the notice: one purpose needed, one sensitive, one to tick."""
    return NoticeEntry(
        notice_id="aviso",
        version=version,
        texts=(
            (
                "es",
                NoticeText(
                    short=f"Corto {version}.",
                    lines=("Para qué.", "Quién."),
                    sentence="Acepto.",
                    full=f"Completo {version}.",
                ),
            ),
        ),
        purposes=(
            Purpose(purpose_id="apoyo", sentences=(("es", "Decidir el apoyo."),)),
            Purpose(
                purpose_id="salud",
                sentences=(("es", "Usar un dato de salud."),),
                needed=False,
                sensitive=True,
            ),
            Purpose(purpose_id="avisar", sentences=(("es", "Avisarle."),), needed=False),
            *more,
        ),
    )


def publish_refusable(counter: Counter, notice: NoticeEntry | None = None) -> None:
    """Publish form, law and notice under the ids that the service `acta` asks for."""
    form = FormEntry(
        form_id="acta",
        version="1",
        xml=ASKED_XML,
        definition_hash=hashlib.sha256(ASKED_XML).digest()[:16],
        title="Apoyo",
    )
    entries = (form, a_law(), notice or a_refusable_notice())
    counter.database.write(lambda tx: publish(tx, *entries))
