"""The blob part of the model central, written from PROTOCOL §13 alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sync import cbor
from sync.blobs import blob_id_of
from sync.device.transport import COSE_TYPE, Failure, NoAnswer, Request, Response, UploadStopped
from sync.ids import kid_of
from sync.messages import BlobConfirmation, build_blob_confirmation
from tests.support.model_central import ModelCentral


@dataclass
class ModelBlobs:
    """Answers HEAD and PATCH; a test says where the line breaks and what is refused."""

    central: ModelCentral
    parts: dict[str, bytes] = field(default_factory=dict)
    whole: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    cut_after: Callable[[Request], int | None] = lambda _request: None
    bytes_taken: int = 0
    asked: list[tuple[str, int, int]] = field(default_factory=list)  # method, offset, body bytes
    damaged: bool = False
    buffers: bool = False  # a proxy that passes a body on only once it is whole

    def handle(self, request: Request) -> Response | NoAnswer:
        """Answer one request; others are the central's."""
        if not request.path.startswith("/v1/blobs/"):
            return self.central.handle(request)
        name = request.path.rpartition("/")[2]
        offset = int(request.headers.get("Upload-Offset", "0"))
        if request.method == "HEAD":
            self.asked.append(("HEAD", 0, 0))
            return self._head(name)
        assert request.method == "PATCH"
        assert request.upload is not None
        self.asked.append(("PATCH", offset, request.upload.length_bytes))
        return self._patch(name, offset, request)

    def _head(self, name: str) -> Response:
        length = str(len(self.whole.get(name, b"")))
        if name in self.whole:
            return Response(status=200, headers={"upload-offset": length, "upload-length": length})
        if name not in self.parts:
            return Response(status=404)
        return Response(status=200, headers={"upload-offset": str(len(self.parts[name]))})

    def _patch(self, name: str, offset: int, request: Request) -> Response | NoAnswer:
        if name in self.refused:
            status, code = self.refused[name]
            body = cbor.encode({1: code})
            return Response(status=status, headers={"content-type": "application/cbor"}, body=body)
        length = int(request.headers["Upload-Length"])
        if name in self.whole:
            have = self.whole[name]
            if offset == len(have):
                return self._confirmed(name)
            return _conflict("blob-offset", len(have))
        held = self.parts.setdefault(name, b"")
        if offset != len(held):
            return _conflict("blob-offset", len(held))
        came, whole_body = self._body(request)
        if whole_body or not self.buffers:
            self.bytes_taken += len(came)
            held = self.parts[name] = held + came
        if not whole_body:
            return NoAnswer(failure=Failure.CUT)
        if len(held) < length:
            return Response(status=204, headers={"upload-offset": str(len(held))})
        if self.damaged or blob_id_of(held).hex() != name:
            del self.parts[name]
            return _conflict("blob-hash", 0)
        self.whole[name] = self.parts.pop(name)
        return self._confirmed(name)

    def _body(self, request: Request) -> tuple[bytes, bool]:
        assert request.upload is not None
        limit = self.cut_after(request)
        came = bytearray()
        try:
            for piece in request.upload.stream():
                came += piece
                if limit is not None and len(came) > limit:
                    return bytes(came[:limit]), False
        except UploadStopped:
            return bytes(came), False
        assert len(came) == request.upload.length_bytes
        return bytes(came), True

    def _confirmed(self, name: str) -> Response:
        said = BlobConfirmation(
            device_id=kid_of(self.central.device_point),
            incarnation=self.central.incarnation,
            blob_id=bytes.fromhex(name),
            length_bytes=len(self.whole[name]),
        )
        body = build_blob_confirmation(self.central.keys.signer, said)
        return Response(status=201, headers={"content-type": COSE_TYPE}, body=body)


def _conflict(code: str, offset: int) -> Response:
    headers = {"content-type": "application/cbor", "upload-offset": str(offset)}
    return Response(status=409, headers=headers, body=cbor.encode({1: code}))
