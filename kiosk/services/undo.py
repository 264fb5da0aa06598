"""Taking an instance out of a repeat, and putting it back until the record is sealed (FORMS §7)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from forms.errors import AnswerRefused
from forms.model.instance import FormInstance
from forms.xpath.nodes import Node
from kiosk.services.drafts import Draft, PlaceGone, find, moved
from kiosk.services.shelf import DraftShelf
from kiosk.store import packages
from kiosk.store.packages import Removal
from sync import cbor
from sync.journal import Transaction

MOST_REMOVALS = 50


def take_out(tx: Transaction, draft: Draft, instance: str, title: str) -> None:
    """Take an instance out of a draft and keep what it was; raises PlaceGone."""
    before, typed = draft.content.dump, draft.content.typed
    draft.remove(instance)
    last = packages.last_removal(tx, draft.salt)
    number = 1 if last is None else last.number + 1
    packages.keep_removal(
        tx,
        draft.salt,
        Removal(
            number=number,
            title=title,
            instance=instance,
            dump_before=before,
            dump_after=_hash(draft.content.dump),
            typed=cbor.encode([[path, text] for path, text in sorted(typed.items())]),
        ),
    )
    packages.forget_removals(tx, draft.salt, number - MOST_REMOVALS)


def put_back(tx: Transaction, shelf: DraftShelf, draft: Draft) -> str:
    """Put back what was taken out last and return its reference; raises PlaceGone.

    Where nothing changed since, everything is as it was. Else the instance comes back in its place
    with its answers, and what was answered since stays.
    """
    removal = packages.last_removal(tx, draft.salt)
    if removal is None:
        raise PlaceGone
    held = shelf.restored(tx, draft.form.definition, removal.dump_before)
    before = dict(cbor.decode(removal.typed))
    if _hash(draft.content.dump) == removal.dump_after:
        draft.content = replace(draft.content, typed=before)
        draft.became(held)
        place = removal.instance
    else:
        place = _again(draft, held, removal.instance)
        typed = moved(draft.content.typed, place, removed=False)
        inside = {
            place + path.removeprefix(removal.instance): text
            for path, text in before.items()
            if path.startswith(removal.instance + "/")
        }
        draft.content = replace(draft.content, typed={**typed, **inside})
        draft.became(draft.form)
    packages.forget_removals(tx, draft.salt, removal.number)
    return place


def _again(draft: Draft, held: FormInstance, instance: str) -> str:
    """Add the instance that *held* still has to the draft, at its place or at the end."""
    repeat, _, number = instance.removesuffix("]").rpartition("[")
    form = draft.form
    try:
        after = min(int(number) - 1, form.repeat_count(repeat))
        form.add_repeat(repeat, after=after)
    except AnswerRefused as error:
        raise PlaceGone from error
    place = f"{repeat}[{after + 1}]"
    source = find(held, instance)
    if source is None:
        raise PlaceGone
    for _round in range(2):  # how many there are inside may follow from an answer further down
        _fill(form, source, instance, place)
    return place


def _fill(form: FormInstance, node: Node, instance: str, place: str) -> None:
    """Answer in the new instance what was answered in the old one, level by level."""
    for child in node.children:
        reference = place + child.reference.removeprefix(instance)
        known = form.definition.nodes[child.path]
        if known.is_repeat and find(form, reference) is None:
            try:
                form.add_repeat(reference.rpartition("[")[0])
            except AnswerRefused:
                continue
        if child.value and child.path in form.definition.questions and known.calculate is None:
            form.set_answer(reference, child.value)
        _fill(form, child, instance, place)


def _hash(dump: str) -> bytes:
    return hashlib.sha256(dump.encode()).digest()
