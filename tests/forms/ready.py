"""Ready XForms, and what reading them gives."""

from __future__ import annotations

from forms.xform.definition import FormDefinition
from forms.xform.parse import inspect_xform

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:ev="http://www.w3.org/2001/xml-events" '
    'xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:entities="http://www.opendatakit.org/xforms/entities">'
)


def xform(model: str, body: str = "", *, data: str = "<a/><b/>", version: str = "") -> bytes:
    """Return an XForm; the model stands in line 3, the body in line 4.

    version: of the entity specification.
    """
    entities = f' entities:entities-version="{version}"' if version else ""
    return (
        f"{HEAD}\n<h:head><h:title>T</h:title><model{entities}>"
        f'<instance><data id="f">{data}</data></instance>\n'
        f"{model}</model></h:head><h:body>\n{body}</h:body></h:html>"
    ).encode()


def read(
    model: str, body: str = "", *, data: str = "<a/><b/>", version: str = ""
) -> tuple[FormDefinition, list[tuple[str, str]]]:
    """Return the form, and (severity, code) of everything found in it."""
    definition, findings = inspect_xform(xform(model, body, data=data, version=version))
    assert definition is not None, findings
    return definition, [(one.severity.value, one.code) for one in findings]
