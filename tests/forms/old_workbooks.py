"""Old .xls files made by hand: a compound document with one stream of BIFF8 records."""

from __future__ import annotations

import struct

from tests.forms.tables import sheets_of

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls_of(table: str) -> bytes:
    """Return an .xls file with the sheets of a table, every cell a text."""
    return _compound(_stream(sheets_of(table)))


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _stream(sheets: list[tuple[str, list[list[str | None]]]]) -> bytes:
    bodies = []
    for _, rows in sheets:
        body = _begin(0x10)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    place = struct.pack("<HHH", row, column, 0)
                    body += _record(0x204, place + _text(cell, "<H"))
        bodies.append(body + _record(0x0A))
    names = [_text(name, "<B") for name, _ in sheets]
    head = len(_begin(5)) + sum(4 + 6 + len(name) for name in names) + len(_record(0x0A))
    made = _begin(5)
    offset = head
    for name, body in zip(names, bodies, strict=True):
        made += _record(0x85, struct.pack("<IH", offset, 0) + name)
        offset += len(body)
    return made + _record(0x0A) + b"".join(bodies)


def _compound(stream: bytes) -> bytes:
    """Return a compound document: header, allocation, directory, and the stream."""
    size = max(len(stream), 4096)
    stream = stream.ljust(-(-size // _SECTOR) * _SECTOR, b"\0")
    count = len(stream) // _SECTOR
    table = [_FAT, _END, *range(3, 2 + count), _END]
    assert len(table) <= _SECTOR // 4, "a longer stream needs more sectors of allocation"
    allocation = struct.pack(f"<{_SECTOR // 4}I", *(table + [_FREE] * (_SECTOR // 4 - len(table))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0)
    directory += _entry("Workbook", 2, child=_FREE, start=2, size=size)
    return header + allocation + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    made = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, _FREE, _FREE, child)
    return made + bytes(36) + struct.pack("<III", start, size, 0)
