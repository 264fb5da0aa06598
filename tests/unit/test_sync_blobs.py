"""Attachments under their event's salt (PROTOCOL §13)."""

from __future__ import annotations

import pytest

from sync.blobs import blob_id_of, blob_key, open_blob, seal_blob, uuid_of_blob
from sync.errors import MessageInvalid

SALT = bytes(range(16))


def test_what_is_sealed_comes_back() -> None:
    """Bytes in, the same bytes out; sixteen bytes longer in between."""
    sealed = seal_blob(SALT, 3, b"not a real photo")

    assert open_blob(SALT, 3, sealed) == b"not a real photo"
    assert len(sealed) == len(b"not a real photo") + 16


def test_each_file_has_a_key_of_its_own() -> None:
    """Another index or another salt is another key."""
    keys = {blob_key(SALT, 0), blob_key(SALT, 1), blob_key(bytes(16), 0)}

    assert len(keys) == 3


@pytest.mark.parametrize("change", ["salt", "index", "bytes"])
def test_anything_else_does_not_open(change: str) -> None:
    """Another event's, another file's, or a touched one is refused, never half read."""
    sealed = seal_blob(SALT, 1, b"content")
    salt = bytes(16) if change == "salt" else SALT
    index = 2 if change == "index" else 1
    if change == "bytes":
        sealed = bytes([sealed[0] ^ 1]) + sealed[1:]

    with pytest.raises(MessageInvalid) as refused:
        open_blob(salt, index, sealed)

    assert refused.value.code == "blob-open"


def test_a_name_says_which_blob_it_is() -> None:
    """The UUID of a name is a v4 and follows from the sealed bytes alone."""
    blob_id = blob_id_of(seal_blob(SALT, 1, b"content"))
    name = uuid_of_blob(blob_id)

    assert name[14] == "4"
    assert name[19] in "89ab"
    assert name.replace("-", "")[:12] == blob_id.hex()[:12]
