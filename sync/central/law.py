"""Legal basis and retention of every question, before a form is published (DESIGN §9).

A question without both keeps its form from being published. What its form leaves blank a service
may say for all of its questions (`law = "service"`), never for a sensitive one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sync.catalogue import (
    PIECE_BYTES,
    FieldLaw,
    FormLawEntry,
    NoticeEntry,
    Purpose,
    ServiceEntry,
    encode_entry,
)
from sync.central.errors import CentralError
from sync.central.ports import AskedQuestion, ImportedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One service that asks with a form. default_months: None where it speaks for no question."""

    service: ServiceEntry
    default_months: int | None


def form_law(
    form: ImportedForm, file_name: str, uses: tuple[Use, ...], notices: tuple[NoticeEntry, ...]
) -> FormLawEntry:
    """Return what is published of a form's questions.

    Raises CentralError("publish.law_missing") with the row of every question that lacks something,
    "publish.law_purpose" where a purpose is none of the service's notice, "publish.form_too_large".
    """
    default = _default(form, uses)
    filled = [_filled(one, default) for one in form.questions]
    lacking = [line for one in filled for line in _lacking(one)]
    if lacking:
        raise CentralError("publish.law_missing", "\n".join((file_name, *lacking)))
    purposes = [_newest(notices, use.service.notice_id) for use in uses]
    fields = []
    for one in filled:
        found = [_purpose(one, form.form_id, known) for known in purposes] if one.purpose else []
        sensitive = one.sensitive or any(purpose.sensitive for purpose in found)
        fields.append(_field(one, sensitive=sensitive))
    entry = FormLawEntry(form_id=form.form_id, version=form.version, fields=gathered(tuple(fields)))
    if len(encode_entry(entry)) > PIECE_BYTES:
        raise CentralError(
            "publish.form_too_large",
            f"{form.form_id}: what it says of its questions is larger than {PIECE_BYTES} bytes;"
            " say it once, beside the group around them",
        )
    return entry


def _default(form: ImportedForm, uses: tuple[Use, ...]) -> FieldLaw | None:
    """Return what the services say for the form's questions; refuse two that differ."""
    said = {
        FieldLaw(
            path="/",
            legal_basis=use.service.legal_basis,
            retention=use.service.retention,
            retention_months=use.default_months,
        )
        for use in uses
        if use.default_months is not None
    }
    if len(said) > 1:
        raise CentralError(
            "publish.law_missing",
            f"{form.form_id}: its services differ in legal_basis or retention; the form must say"
            " it itself",
        )
    return next(iter(said), None)


def _filled(one: AskedQuestion, default: FieldLaw | None) -> AskedQuestion:
    if default is None or one.sensitive:
        return one
    return replace(
        one,
        legal_basis=one.legal_basis or default.legal_basis,
        retention=one.retention or default.retention,
        retention_months=(
            default.retention_months if one.retention_months is None else one.retention_months
        ),
    )


def _lacking(one: AskedQuestion) -> list[str]:
    needed = {
        "legal_basis": one.legal_basis,
        "retention": one.retention,
        "retention_months": one.retention_months is not None,
        "purpose": one.purpose or not one.sensitive,
    }
    lacking = [column for column, said in needed.items() if not said]
    return [f"{one.where} {one.path}: {', '.join(lacking)}"] if lacking else []


def _newest(notices: tuple[NoticeEntry, ...], notice_id: str) -> Mapping[str, Purpose]:
    versions = [one for one in notices if one.notice_id == notice_id]
    newest = max(versions, key=lambda one: one.version, default=None)
    return {} if newest is None else {one.purpose_id: one for one in newest.purposes}


def _purpose(one: AskedQuestion, form_id: str, known: Mapping[str, Purpose]) -> Purpose:
    purpose = known.get(one.purpose)
    if purpose is None:
        raise CentralError(
            "publish.law_purpose",
            f"{form_id} {one.where} {one.path}: the notice has no purpose {one.purpose!r}",
        )
    if one.sensitive and not purpose.sensitive:
        raise CentralError(
            "publish.law_purpose",
            f"{form_id} {one.where} {one.path}: purpose {one.purpose!r} of the notice is not"
            " sensitive, the question is",
        )
    return purpose


def _field(one: AskedQuestion, *, sensitive: bool) -> FieldLaw:
    return FieldLaw(
        path=one.path,
        legal_basis=one.legal_basis,
        retention=one.retention,
        retention_months=one.retention_months or 0,
        purpose_id=one.purpose,
        sensitive=sensitive,
    )


def gathered(fields: Iterable[FieldLaw]) -> tuple[FieldLaw, ...]:
    """Return the same law said once per group, where all questions of a group have the same.

    The innermost groups first, as often as it helps; a form of one law becomes one line.
    """
    held = {one.path: one for one in fields}
    deepest = max((path.count("/") for path in held), default=0)
    for depth in range(deepest, 1, -1):
        groups: dict[str, list[FieldLaw]] = {}
        for path, one in held.items():
            if path.count("/") == depth:
                groups.setdefault(path.rpartition("/")[0], []).append(one)
        for group, inside in groups.items():
            same = {replace(one, path=group) for one in inside}
            shallower = held.get(group)
            if len(same) == 1 and len(inside) > 1 and shallower is None:
                for one in inside:
                    del held[one.path]
                held[group] = same.pop()
    return tuple(held.values())
