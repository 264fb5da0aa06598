"""Sealing: what only one X25519 key can open (PROTOCOL §7).

    sealed = HPKE base mode, one shot: enc (32) ‖ ciphertext
    plain  = uint32 length ‖ zstd frame ‖ zeros up to the next multiple of 256

The context is bound through `info`; `aad` is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import x25519

from sync import cbor
from sync.errors import MessageInvalid

CONTENT_CAP_BYTES = 8 * 1024 * 1024
WINDOW_CAP_BYTES = 8 * 1024 * 1024
PADDING_BYTES = 256
COMPRESSION_LEVEL = 9
SEAL_KEY_BYTES = 32
_LENGTH_BYTES = 4

Dictionaries = Mapping[int, bytes]
"""zstd dictionaries by the id that stands in a frame header."""


def generate_seal_key() -> tuple[bytes, bytes]:
    """Return a new X25519 key as (private, public), 32 bytes each."""
    private = x25519.X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal_public_of(private: bytes) -> bytes:
    """Return the public half of an X25519 key."""
    return x25519.X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(
    public: bytes, info: Sequence[object], content: object, dictionary: bytes | None = None
) -> bytes:
    """Return *content* so that only the holder of *public*'s other half can read it.

    Raises MessageInvalid: `size` above 8 MiB, `key` where *public* is no usable X25519 key.
    """
    plain = to_plain(content, dictionary)
    try:
        key = x25519.X25519PublicKey.from_public_bytes(public)
        return _suite().encrypt(plain, key, cbor.encode(list(info)))
    except ValueError as error:
        raise MessageInvalid("key", "not a usable X25519 key") from error


def unseal(
    private: bytes, info: Sequence[object], sealed: bytes, dictionaries: Dictionaries | None = None
) -> Any:
    """Return the content that was sealed to the key *private* in this context.

    Raises MessageInvalid: `seal`, then `padding zstd bomb dict cbor` in the order of PROTOCOL §7.
    """
    key = x25519.X25519PrivateKey.from_private_bytes(private)
    try:
        plain = _suite().decrypt(sealed, key, cbor.encode(list(info)))
    except (InvalidTag, ValueError) as error:
        raise MessageInvalid("seal", "not sealed to this key in this context") from error
    return from_plain(plain, dictionaries)


def to_plain(content: object, dictionary: bytes | None = None) -> bytes:
    """Return *content* encoded, compressed and padded, ready to be sealed."""
    encoded = cbor.encode(content)
    if len(encoded) > CONTENT_CAP_BYTES:
        raise MessageInvalid("size", "content above 8 MiB")
    trained = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
    compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL, dict_data=trained)
    frame = compressor.compress(encoded)
    return _padded(len(frame).to_bytes(_LENGTH_BYTES, "big") + frame)


def from_plain(plain: bytes, dictionaries: Dictionaries | None = None) -> Any:
    """Return the content of a plaintext, its stated size checked before decompression."""
    frame = _frame_of(plain)
    try:
        stated = zstandard.get_frame_parameters(frame)
    except zstandard.ZstdError as error:
        raise MessageInvalid("zstd", "not a zstd frame") from error
    if stated.content_size == zstandard.CONTENTSIZE_UNKNOWN:
        raise MessageInvalid("zstd", "content size is not stated")
    if stated.content_size > CONTENT_CAP_BYTES or stated.window_size > WINDOW_CAP_BYTES:
        raise MessageInvalid("bomb", "content or window above 8 MiB")
    trained = None
    if stated.dict_id:
        dictionary = (dictionaries or {}).get(stated.dict_id)
        if dictionary is None:
            raise MessageInvalid("dict", f"dictionary {stated.dict_id} is not known here")
        trained = zstandard.ZstdCompressionDict(dictionary)
    decompressor = zstandard.ZstdDecompressor(dict_data=trained, max_window_size=WINDOW_CAP_BYTES)
    try:
        # The output buffer has the stated size, so a frame that lies about it cannot grow.
        encoded = decompressor.decompress(frame, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise MessageInvalid("zstd", "frame damaged, or bytes after it") from error
    return cbor.decode(encoded)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % PADDING_BYTES)


def _frame_of(plain: bytes) -> bytes:
    end = _LENGTH_BYTES + int.from_bytes(plain[:_LENGTH_BYTES], "big")
    if end > len(plain) or plain != _padded(plain[:end]):
        raise MessageInvalid("padding", "padding is not exact and zero")
    return plain[_LENGTH_BYTES:end]


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
