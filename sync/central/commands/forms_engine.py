"""The one place where the central meets the form engine; imported only when a command needs it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sync.central.errors import CentralError
from sync.central.ports import (
    AskedQuestion,
    ImportedForm,
    ImportForm,
    RegistrationAnswers,
    SubmissionXml,
)

if TYPE_CHECKING:
    from forms.xform.definition import FormDefinition
    from forms.xlsform.convert import Imported
    from forms.xlsform.files import Given

DEFINITIONS_KEPT = 64


def convert_form(arguments: Sequence[str]) -> int:
    """Run as the converter of forms, a child of a packaged program (FORMS §1.2)."""
    from forms.xlsform import child

    return child.main(list(arguments))


def engine_import() -> ImportForm:
    """Return the form engine's import: workbook to definition, or every finding.

    The files a form names are looked for in the folder `NAME-media` beside `NAME.xlsx`; one that is
    missing refuses the form here, where `check` only warns (FORMS §3).
    """

    def import_form(workbook: Path) -> ImportedForm:
        from forms.report import Severity
        from forms.xlsform.convert import FileUnreadable
        from forms.xlsform.convert import import_form as read_workbook
        from forms.xlsform.files import given_in

        given = given_in(workbook.with_name(f"{workbook.stem}-media"))
        try:
            imported = read_workbook(workbook, given=given)
        except FileUnreadable as error:
            raise CentralError("publish.form_unreadable", f"{workbook.name}: {error}") from error
        if imported.definition is None or imported.xml is None:
            findings = "\n".join(finding.line() for finding in imported.report.findings)
            raise CentralError("publish.form_refused", f"{workbook.name}\n{findings}")
        if missing := imported.missing():
            findings = "\n".join(replace(one, severity=Severity.ERROR).line() for one in missing)
            raise CentralError("publish.form_refused", f"{workbook.name}\n{findings}")
        if faults := imported.law.faults:
            findings = "\n".join(one.line() for one in faults)
            raise CentralError("publish.form_refused", f"{workbook.name}\n{findings}")
        for finding in imported.report.findings:
            if finding.severity is not Severity.INFO:
                print(f"{workbook.name}: {finding.line()}")
        return ImportedForm(
            form_id=imported.definition.form_id,
            version=imported.definition.version,
            title=imported.definition.title,
            definition=imported.xml,
            questions=tuple(_asked(imported)),
            files=dict(_files_of(imported, given)),
        )

    return import_form


def _asked(imported: Imported) -> Iterator[AskedQuestion]:
    """Yield everything of a form that holds an answer, with what its author says of it."""
    for one in imported.law.questions:
        yield AskedQuestion(
            path=one.path,
            where=str(one.place),
            legal_basis=one.legal_basis,
            retention=one.retention,
            retention_months=one.retention_months,
            purpose=one.purpose,
            sensitive=one.sensitive,
        )


def _files_of(imported: Imported, given: Given) -> Iterator[tuple[str, bytes]]:
    """Yield what devices need beside a form; `itemsets.csv` comes out of the workbook itself."""
    from forms.xlsform.files import ITEMSETS

    for name in imported.files:
        content = given.content(name)
        if name == ITEMSETS and imported.itemsets is not None:
            content = imported.itemsets.encode()
        if content is not None:
            yield name, content


def engine_submission_xml() -> SubmissionXml:
    """Return the form engine's X(definition, answers); the engine is imported when it is needed."""

    @functools.lru_cache(maxsize=DEFINITIONS_KEPT)
    def parsed(definition: bytes) -> FormDefinition:
        from forms.xform.parse import parse_definition

        return parse_definition(definition)

    def submission_xml(definition: bytes, registration: RegistrationAnswers) -> bytes:
        from forms.errors import FormError
        from forms.submission import submission_xml as x_of

        try:
            return x_of(
                parsed(definition),
                registration.answers,
                registration.instance_id,
                registration.instance_name,
                registration.deprecated_id,
            )
        except FormError as error:
            raise ValueError(str(error)) from error

    return submission_xml
