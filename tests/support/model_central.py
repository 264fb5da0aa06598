"""A small central in memory that follows PROTOCOL §8 to §10 and §14, for tests of the device.

It is written from the page alone and shares no code with `sync.central`.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sync import cbor, chain
from sync.certificates import issue_central_certificate, read_central_certificate
from sync.cose import SoftwareSigner
from sync.device.keys import Centrals, DeviceKeys
from sync.device.transport import COSE_TYPE, Request, Response
from sync.envelope import Item, OpenedEnvelope, StubItem, open_envelope
from sync.errors import MessageInvalid
from sync.ids import kid_of
from sync.messages import (
    Acknowledgement,
    AckResult,
    Page,
    PageEntry,
    ProbeAnswer,
    Standing,
    StreamMark,
    build_ack,
    build_page,
    build_probe_answer,
    envelope_mark,
)
from sync.requests import Token, read_token, token_of
from sync.sealed import generate_seal_key, seal_public_of
from tests.support.model_proofs import anchors_of

VALID_FROM, VALID_TO = 1_700_000_000, 2_000_000_000


class KeyPair:
    """A central's signing and sealing keys with the certificate of a root over both."""

    def __init__(self, root: SoftwareSigner, *, not_before_seconds: int = VALID_FROM) -> None:
        self.signer = SoftwareSigner.generate()
        self.seal_private, self.seal_public = generate_seal_key()
        self.certificate = issue_central_certificate(
            root,
            name="PRUEBA central",
            point=self.signer.point,
            seal_public=self.seal_public,
            not_before_seconds=not_before_seconds,
            expires_seconds=VALID_TO,
        )


@dataclass
class StreamStore:
    """What the central holds of one stream: heads by position, h(0) first."""

    heads: list[bytes]
    event_ids: list[bytes] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def seq(self) -> int:
        """Return the highest stored position."""
        return len(self.heads) - 1


class ModelCentral:
    """Answers requests of one device; everything a test may turn is a plain attribute."""

    def __init__(self) -> None:
        self.root = SoftwareSigner.generate()
        self.keys = KeyPair(self.root)
        self.old_keys: list[KeyPair] = []
        self.incarnation = b"I" * 16
        self.streams: dict[bytes, StreamStore] = {}
        self.applied: dict[bytes, bytes] = {}  # event_id -> digest: each counts once
        self.stubs: list[bytes] = []  # event_ids that arrived without their content
        self.twice: list[bytes] = []  # event_ids that would have counted a second time
        self.again: list[bytes] = []  # event_ids that came in another stream too, as forks do
        self.refused: list[bytes] = []  # event_ids that came with another content (code 5)
        self.device_point = b""
        self.device_seal_public = b""
        self.server_time_ms = 1_790_000_000_000
        self.code_of: Callable[[bytes], int | None] = lambda _header: None
        self.durable_of: Callable[[int], int] = lambda _seq: 0
        self.standing = Standing()
        self.dictionaries: dict[int, bytes] = {}
        self.pages: list[list[PageEntry]] = []
        self.requests: list[Request] = []

    def device_keys(self) -> DeviceKeys:
        """Return keys of a device that is enrolled here."""
        signer = SoftwareSigner.generate()
        seal_private, _ = generate_seal_key()
        self.enrol(signer.point, seal_public_of(seal_private))
        return DeviceKeys(signer=signer, seal_private=seal_private, roots=(self.root.point,))

    def enrol(self, point: bytes, seal_public: bytes) -> None:
        """Let a device in."""
        self.device_point, self.device_seal_public = point, seal_public

    def centrals(self) -> Centrals:
        """Return the certificates as a device's profile would hold them."""
        return Centrals([read_central_certificate(self.keys.certificate, (self.root.point,))])

    def rotate_keys(self, *, keep_old_seal: bool = True) -> None:
        """Sign and open with a new certificate from now on."""
        if keep_old_seal:
            self.old_keys.append(self.keys)
        else:
            self.old_keys.clear()
        self.keys = KeyPair(self.root, not_before_seconds=VALID_FROM + 1 + len(self.old_keys))

    def forget_after(self, seq: int, *, redraw: bool = True) -> None:
        """Restore an old copy of the database: every stream ends at *seq*."""
        for store in self.streams.values():
            del store.heads[seq + 1 :]
            del store.event_ids[seq:]
            del store.items[seq:]
        self._went_back(redraw)

    def copy(self) -> dict[bytes, StreamStore]:
        """Return a backup of the database."""
        return copy.deepcopy(self.streams)

    def restore(self, backup: dict[bytes, StreamStore], *, redraw: bool = True) -> None:
        """Put a backup in the place of the database."""
        self.streams = copy.deepcopy(backup)
        self._went_back(redraw)

    def _went_back(self, redraw: bool) -> None:
        self.applied = {
            item.event_id: item.digest for store in self.streams.values() for item in store.items
        }
        if redraw:
            self.incarnation = hashlib.sha256(self.incarnation).digest()[:16]

    def anchors(self) -> dict[bytes, bytes]:
        """Return what each anchor on a receipt leads to: the event of that head (§9)."""
        return anchors_of(
            kid_of(self.device_point),
            {
                stream: list(zip(store.heads[1:], store.items, strict=True))
                for stream, store in self.streams.items()
            },
        )

    @property
    def stored(self) -> list[bytes]:
        """Return the event_ids of everything stored, stream by stream, in order."""
        return [one for store in self.streams.values() for one in store.event_ids]

    def handle(self, request: Request) -> Response:
        """Answer one request as PROTOCOL §15 says."""
        self.requests.append(request)
        self.server_time_ms += 1_000
        try:
            match request.path:
                case "/v1/push":
                    return self._push(request)
                case "/v1/probe":
                    return self._probe(request)
                case "/v1/pull":
                    return self._pull(request)
                case "/v1/central":
                    body = cbor.encode({1: [self.keys.certificate], 2: None})
                    return Response(status=200, body=body)
                case _:
                    return Response(status=404)
        except MessageInvalid as error:
            unauthorised = error.code in {"sig", "kid-unknown", "token"}
            return refusal(401 if unauthorised else 400, error.code)

    def _push(self, request: Request) -> Response:
        opened = open_envelope(
            request.body,
            lambda kid: self.device_point if kid == kid_of(self.device_point) else None,
            {kid_of(one.seal_public): one.seal_private for one in (self.keys, *self.old_keys)},
            self.dictionaries,
        )
        result, codes = self._ingest(opened)
        store = self.streams[opened.stream]
        ack = Acknowledgement(
            device_id=opened.device_id,
            incarnation=self.incarnation,
            stream=opened.stream,
            seq=store.seq,
            head=store.heads[-1],
            durable_seq=min(store.seq, self.durable_of(store.seq)),
            server_time_ms=self.server_time_ms,
            result=result,
            attention=tuple(codes),
            answers=envelope_mark(request.body),
            standing=self.standing,
        )
        status = 200 if result is AckResult.STORED else 409
        return signed(status, build_ack(self.keys.signer, ack))

    def _ingest(self, opened: OpenedEnvelope) -> tuple[AckResult, list[tuple[int, int]]]:
        first_head = chain.first_head(opened.device_id, opened.stream)
        store = self.streams.setdefault(opened.stream, StreamStore(heads=[first_head]))
        if opened.first > store.seq + 1:
            return AckResult.GAP, []
        if store.heads[opened.first - 1] != opened.previous_head:
            return AckResult.FORK, []
        codes: list[tuple[int, int]] = []
        known = zip(range(opened.first, opened.last + 1), opened.heads, strict=True)
        if any(seq <= store.seq and store.heads[seq] != head for seq, head in known):
            return AckResult.FORK, []
        for seq, item in enumerate(opened.items, opened.first):
            code = self.code_of(item.header)
            if code is not None:
                codes.append((seq, code))
            if seq <= store.seq:
                continue
            store.heads.append(opened.heads[seq - opened.first])
            self._count(store, item)
            store.event_ids.append(item.event_id)
            store.items.append(item)
        return AckResult.STORED, codes

    def _count(self, store: StreamStore, item: Item) -> None:
        """Let an event count, once: by its id and its digest, in whatever stream it comes."""
        known = self.applied.setdefault(item.event_id, item.digest)
        if item.event_id in store.event_ids:
            self.twice.append(item.event_id)
        elif known != item.digest:
            self.refused.append(item.event_id)
        elif any(item.event_id in one.event_ids for one in self.streams.values()):
            self.again.append(item.event_id)
        elif isinstance(item, StubItem):
            self.stubs.append(item.event_id)

    def _token(self, request: Request) -> Token:
        token = read_token(
            token_of(request.authorization or ""),
            lambda kid: self.device_point if kid == kid_of(self.device_point) else None,
        )
        token.check(request.method, request.path, request.body)
        return token

    def _probe(self, request: Request) -> Response:
        token = self._token(request)
        answer = ProbeAnswer(
            device_id=token.device_id,
            incarnation=self.incarnation,
            nonce=token.nonce,
            server_time_ms=self.server_time_ms,
            streams=tuple(
                StreamMark(
                    stream=stream,
                    seq=store.seq,
                    head=store.heads[-1],
                    durable_seq=min(store.seq, self.durable_of(store.seq)),
                )
                for stream, store in self.streams.items()
            ),
            standing=self.standing,
        )
        return signed(200, build_probe_answer(self.keys.signer, answer))

    def _pull(self, request: Request) -> Response:
        token = self._token(request)
        cursor = cbor.decode(request.body)[1]
        place = int.from_bytes(cursor, "big") if len(cursor) == 4 else 0
        place = min(place, len(self.pages))
        entries: Sequence[PageEntry] = self.pages[place] if place < len(self.pages) else ()
        after = min(place + 1, len(self.pages))
        page = Page(
            incarnation=self.incarnation,
            cursor_before=cursor,
            cursor_after=after.to_bytes(4, "big"),
            entries=tuple(entries),
            more=after < len(self.pages),
        )
        message = build_page(
            self.keys.signer,
            page,
            device_id=token.device_id,
            device_seal_public=self.device_seal_public,
        )
        return signed(200, message)


def signed(status: int, body: bytes) -> Response:
    """Return an answer with a signed body."""
    return Response(status=status, headers={"content-type": COSE_TYPE}, body=body)


def refusal(status: int, code: str, *, retry_after_seconds: int | None = None) -> Response:
    """Return an unsigned error, a hint only."""
    headers = {"content-type": "application/cbor"}
    if retry_after_seconds is not None:
        headers["retry-after"] = str(retry_after_seconds)
    return Response(status=status, headers=headers, body=cbor.encode({1: code}))


START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
