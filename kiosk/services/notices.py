"""The privacy notice before the first question, and what a person refuses (UX §3.4, DESIGN §9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from kiosk.domain.notices import hash_of_notice
from kiosk.errors import KnownError
from kiosk.services.catalogue import notice_text
from kiosk.services.draft_work import DraftWork
from kiosk.services.drafts import Draft, SeenNotice
from kiosk.services.question_views import language_code
from kiosk.services.saving import ConsentMissing
from kiosk.services.views import NoticePage, SectionView
from sync.catalogue import NoticeEntry, NoticeText
from sync.events import NoticeMeans, NoticeShown
from sync.ids import Salt
from sync.journal import Transaction


class NotDecided(KnownError):
    """A sensitive purpose was neither agreed to nor refused; nothing was written."""

    code: ClassVar[str] = "consent.undecided"


class Notices(DraftWork):
    """Shows notices and takes what people say of their purposes."""

    def page(self, draft_id: Salt) -> NoticePage:
        """Return the notice of a draft in the language of its form, and what is to be decided.

        Raises KnownError `consent.missing` where the notice is not on this device, `draft.unknown`.
        """

        def work(tx: Transaction) -> NoticePage:
            draft = self._shelf.take(tx, draft_id)
            _, words = self._words(tx, draft)
            return NoticePage(
                draft_id=draft_id,
                service_name=self._catalogue.name_of(tx, draft.content.service_code),
                person=self._citizens.row(tx, draft.subject),
                short=words.short,
                full=words.full,
                due=self._purposes.is_due(tx, draft),
                choices=self._purposes.sensitive(tx, draft),
            )

        return self._desk.read(work)

    def shown(
        self, draft_id: Salt, means: NoticeMeans, said: Mapping[str, bool], *, full: bool = False
    ) -> SectionView:
        """Record that the notice was read (54), take what was said, and go on with the form.

        said: sensitive purpose -> whether they agree. full: the whole notice was opened. A notice
        that was shown for this draft in this version is not recorded again: a second press is one
        event. Raises KnownError `consent.undecided`, `consent.missing`, `draft.unknown`,
        `vault.disk_full`; nothing was written.
        """

        def work(tx: Transaction) -> SectionView:
            draft = self._shelf.take(tx, draft_id)
            choices = self._purposes.sensitive(tx, draft)
            if any(said.get(one.purpose_id, one.accepted) is None for one in choices):
                raise NotDecided
            if self._purposes.is_due(tx, draft):
                self._record(tx, draft, means, full=full)
            asked = {one.purpose_id for one in choices}
            self._purposes.decide(
                tx, draft, {purpose: yes for purpose, yes in said.items() if purpose in asked}
            )
            self._shelf.keep(tx, draft)
            return self._view(tx, draft)

        try:
            return self._desk.write(work)
        except BaseException:
            self._shelf.let_go()
            raise

    def _record(self, tx: Transaction, draft: Draft, means: NoticeMeans, *, full: bool) -> None:
        notice, words = self._words(tx, draft)
        opened = full and bool(words.full)
        event = NoticeShown(
            notice_id=notice.notice_id,
            notice_version=notice.version,
            text_hash=hash_of_notice(words.short, words.full if opened else ""),
            means=means,
            full=opened,
            language=language_code(draft.form.language) or self._texts().language,
        )
        self._desk.append(tx, event, salt=draft.content.notice_salt, subject=draft.subject)
        draft.content = replace(
            draft.content,
            seen=SeenNotice(notice_id=notice.notice_id, version=notice.version),
            notice_salt=self._shelf.new_salt(),
        )

    def _words(self, tx: Transaction, draft: Draft) -> tuple[NoticeEntry, NoticeText]:
        notice = self._purposes.notice(tx, draft)
        words = None
        if notice is not None:
            words = notice_text(notice, language_code(draft.form.language))
        if notice is None or words is None:
            raise ConsentMissing
        return notice, words
