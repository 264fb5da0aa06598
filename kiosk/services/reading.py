"""What a saved registration said: its submission, made again from its event."""

from __future__ import annotations

from typing import ClassVar, Protocol

from forms.submission import instance_id_of, submission_xml
from forms.xform.definition import FormDefinition
from kiosk.errors import KnownError
from kiosk.services.sealing import Registration, thawed
from kiosk.vault.blobs import BlobFolder, BlobMissing
from sync import cbor
from sync.blobs import ANSWERS_INDEX, ANSWERS_MEDIA_TYPE, open_blob
from sync.errors import MessageInvalid
from sync.events import Recorded, RegistrationCorrected, RegistrationMade
from sync.ids import EventId, Salt
from sync.journal import Erased, Journal, Transaction


class RecordErased(KnownError):
    """What the registration said was erased by law, or is only with the central now."""

    code: ClassVar[str] = "registration.erased"


class RecordBlocked(KnownError):
    """What the registration or payment said is out of every view by law; nothing was shown."""

    code: ClassVar[str] = "registration.blocked"


class FormShelf(Protocol):
    """Where forms and the files of answers are."""

    @property
    def files(self) -> BlobFolder:
        """Return the files of answers."""
        ...

    def definition(self, tx: Transaction, definition_hash: bytes) -> FormDefinition:
        """Return a form by its hash; raises FormMissing or FormUnusable."""
        ...


def recorded_of(tx: Transaction, journal: Journal, event_id: EventId) -> Recorded:
    """Return an event of this device with its body; raises RecordErased where it is gone."""
    try:
        recorded = journal.find(tx, event_id)
    except Erased as error:
        raise RecordErased from error
    if recorded is None:
        raise RecordErased
    return recorded


def submission_of(tx: Transaction, shelf: FormShelf, journal: Journal, event_id: EventId) -> bytes:
    """Return the submission XML of a registration or correction.

    Raises RecordErased where its answers are gone, FormMissing or FormUnusable.
    """
    event, salt = recorded_of(tx, journal, event_id).event, journal.salt_of(tx, event_id)
    if salt is None or not isinstance(event, RegistrationMade | RegistrationCorrected):
        raise RecordErased
    definition = shelf.definition(tx, event.definition_hash)
    answers = thawed(event.answers)
    if answers is None:
        answers = _large_answers(shelf.files, event, salt)
    deprecated = event.deprecated_instance_id
    return submission_xml(
        definition,
        answers,
        instance_id_of(event_id),
        event.instance_name,
        None if deprecated is None else instance_id_of(deprecated),
    )


def _large_answers(files: BlobFolder, event: Registration, salt: Salt) -> list[object]:
    """Return answers that travel as attachment 0."""
    for one in event.attachments or ():
        if (one.index, one.media_type) == (ANSWERS_INDEX, ANSWERS_MEDIA_TYPE):
            try:
                read = cbor.decode(open_blob(salt, one.index, files.read(one.blob_id)))
            except (BlobMissing, MessageInvalid) as error:
                raise RecordErased from error
            if isinstance(read, list):
                return read
    raise RecordErased
