"""Work on one draft: in its transaction, with its row written before anybody is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from kiosk.services import auditing
from kiosk.services.catalogue import Catalogue
from kiosk.services.citizens import Citizens
from kiosk.services.desk import Desk
from kiosk.services.drafts import Draft, find
from kiosk.services.permissions import Permissions
from kiosk.services.purposes import Purposes
from kiosk.services.receipts import Receipts
from kiosk.services.saving import Saving
from kiosk.services.sections import Pages, marks_of
from kiosk.services.shelf import DraftShelf
from kiosk.services.versions import Versions
from kiosk.services.views import QuestionView, SectionView
from kiosk.store import packages
from kiosk.texts import Texts
from sync.ids import Salt
from sync.journal import Transaction

T = TypeVar("T")


class DraftWork:
    """What every act on a draft has in common: take it, change it, keep it, show where it is."""

    def __init__(
        self,
        desk: Desk,
        shelf: DraftShelf,
        catalogue: Catalogue,
        citizens: Citizens,
        saving: Saving,
        receipts: Receipts,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._catalogue = catalogue
        self._citizens = citizens
        self._saving = saving
        self._receipts = receipts
        self._texts = texts
        self._permissions = Permissions(desk)
        self._purposes = Purposes(shelf, catalogue)
        self._versions = Versions(shelf, catalogue, self._purposes)

    def _change(self, draft_id: Salt, work: Callable[[Transaction, Draft], None]) -> SectionView:
        """Do something to a draft, write its row, and show where it is now."""

        def whole(tx: Transaction) -> SectionView:
            draft = self._shelf.take(tx, draft_id)
            page = (draft.content.section, draft.content.place)
            work(tx, draft)
            if page != (draft.content.section, draft.content.place):
                auditing.page_shown(draft)
            self._shelf.keep(tx, draft)
            return self._view(tx, draft)

        return self._kept(whole)

    def _kept(self, work: Callable[[Transaction], T]) -> T:
        """Run a draft's transaction; when it fails the live form is forgotten with it."""
        try:
            return self._desk.keep(work)
        except BaseException:
            self._shelf.let_go()
            raise

    def _pages(self, tx: Transaction, draft: Draft) -> Pages:
        return Pages(
            texts=self._texts(),
            media=partial(self._shelf.media, tx, draft.content.definition_hash),
            content=partial(self._shelf.content_of, draft.salt),
            why=self._purposes.why(tx, draft),
        )

    def _view(self, tx: Transaction, draft: Draft) -> SectionView:
        content, form = draft.content, draft.form
        around = find(form, content.place) if content.place else None
        if content.place and (around is None or not around.relevant):
            content = draft.content = replace(content, place="")
        pages = self._pages(tx, draft)
        items = pages.items(draft)
        index = content.section
        title = pages.title_of(draft, content.place) if content.place else form.section_title(index)
        return SectionView(
            draft_id=draft.salt,
            service_name=self._catalogue.name_of(tx, content.service_code),
            person=self._citizens.row(tx, draft.subject),
            index=index,
            count=content.section_count,
            title=title,
            questions=tuple(item for item in items if isinstance(item, QuestionView)),
            sections=marks_of(draft),
            languages=form.definition.languages,
            language=form.language,
            items=items,
            place=content.place,
            trail=pages.trail(draft),
            may_add_another=bool(content.place)
            and form.may_change_repeat(content.place.rpartition("[")[0]),
            removed=packages.removal_title(tx, draft.salt),
            newer_version=self._versions.newer(tx, draft),
        )
