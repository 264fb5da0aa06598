"""A question of the engine as widgets see it: one way, for drafts and for the preview."""

from __future__ import annotations

import re
from collections.abc import Callable

from forms.model.instance import QuestionView as FormQuestion
from forms.xform.definition import Media
from kiosk.services.views import (
    AttachmentView,
    Choice,
    LabelMedia,
    QuestionKind,
    QuestionView,
    WhyAsked,
)

_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "iw", "ps", "ur", "yi"})
_CODE = re.compile(r"\(([^()]+)\)\s*$")


def language_code(language: str) -> str:
    """Return the code of a form's language in small letters: `Español (es)` -> `es`."""
    found = _CODE.search(language)
    return (found[1] if found else language).strip().lower()


def reads_from_right(language: str) -> bool:
    """Tell whether a form's language is written from the right; a region changes nothing."""
    return language_code(language).partition("-")[0] in _RIGHT_TO_LEFT


def question_view(
    shown: FormQuestion,
    *,
    value: str,
    language: str,
    appeared_because: str | None,
    message: str | None,
    attachment: AttachmentView | None,
    media_of: Callable[[Media], LabelMedia],
    why: WhyAsked | None = None,
) -> QuestionView:
    """Return the view. value: as typed, where it could not be stored; language: of the form."""
    return QuestionView(
        path=shown.path,
        kind=QuestionKind(shown.kind.value),
        label=shown.label,
        hint=shown.hint,
        choices=tuple(
            Choice(name=one.name, label=one.label, media=media_of(one.media))
            for one in shown.choices
        ),
        appearance=shown.appearance,
        value=value,
        required=shown.required,
        readonly=shown.readonly,
        appeared_because=appeared_because,
        message=message,
        guidance=shown.guidance,
        media=media_of(shown.media),
        parameters=shown.parameters,
        media_type=shown.media_type,
        attachment=attachment,
        unsupported=shown.unsupported,
        right_to_left=reads_from_right(language),
        why=why,
    )
