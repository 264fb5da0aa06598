"""Enrolment without a line: request and answer as files of a drive (PROTOCOL §18, §20).

A drive is a line that answers another day: the same bytes go out, the same bytes come back, and the
same three steps of `enrolment` judge them. The files are bundles without a manifest: whoever asks
has no certificate yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sync.bundle import OUT, FileName, RecordType, part_pieces, source_of
from sync.bundle_errors import of_drive
from sync.bundle_files import find_bundles, read_back, write_file
from sync.bundle_reading import Bundle
from sync.device.bundle_look import kid_of_message, payload_of
from sync.device.enrolment import EnrolmentDraft
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.errors import MessageInvalid
from sync.ids import DeviceId
from sync.requests import EnrolmentState

_STATE, _REQUEST_HASH = 2, 3
_PATH = "/v1/enrol"


def request_file(draft: EnrolmentDraft) -> tuple[str, bytes]:
    """Return name and bytes of the file that asks for this device to be let in."""
    return _request_file(draft.device_id, draft.request)


def answers_in(folder: Path, request: bytes) -> Iterator[tuple[EnrolmentState, bytes]]:
    """Yield what stands in a folder as answers to these request bytes; nothing is verified yet.

    Raises OSError where the folder cannot be read.
    """
    wanted = hashlib.sha256(request).digest()
    for path in find_bundles(folder):
        with path.open("rb") as file:
            opened = Bundle(file, ())
            for record in opened.records():
                if not record.is_whole or record.kind != RecordType.ENROLMENT_ANSWER:
                    continue
                raw = opened.content(record)
                state = _state_of(raw, wanted)
                if state is not None:
                    yield state, raw


class DriveLine:
    """A drive in place of a line: leaves the request on it, and finds the answer when it is there.

    Anything but an enrolment is not answered: there is no route.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, request: Request) -> Response | NoAnswer:
        """Return the answer that lies on the drive; else leave the request there.

        Raises BundleError where the drive refuses.
        """
        if request.path != _PATH:
            return NoAnswer(failure=Failure.NO_ROUTE)
        try:
            found = sorted(answers_in(self._folder, request.body), key=lambda one: one[0])
            if found:
                return Response(status=200, body=found[0][1])
            device_id = DeviceId(kid_of_message(request.body))
            name, data = _request_file(device_id, request.body)
            sha256 = write_file(self._folder / name, (data,), _nobody, _never)
            read_back(self._folder / name, sha256, _nobody, _never)
        except OSError as error:
            raise of_drive(error, self._folder) from error
        return NoAnswer(failure=Failure.NO_ROUTE)

    def abort(self) -> None:
        """End nothing: a drive answers at once."""

    def close(self) -> None:
        """Close nothing."""


def _request_file(device_id: DeviceId, request: bytes) -> tuple[str, bytes]:
    bundle_id = hashlib.sha256(request).digest()[:16]
    name = FileName(device_id=device_id, bundle_id=bundle_id, part=1, suffix=OUT)
    source = source_of(RecordType.ENROLMENT_REQUEST, request)
    return name.text, b"".join(part_pieces(None, (source,)))


def _state_of(raw: bytes, wanted: bytes) -> EnrolmentState | None:
    """Return what an answer says if it answers this request."""
    try:
        payload = payload_of(raw)
    except MessageInvalid:
        return None
    state = payload.get(_STATE)
    if payload.get(_REQUEST_HASH) != wanted:
        return None
    return next((one for one in EnrolmentState if one == state), None)


def _nobody(_count: int) -> None:
    return None


def _never() -> bool:
    return False
