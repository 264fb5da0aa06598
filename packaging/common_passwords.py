"""Makes resources/words/common.bin of lists of passwords, one a line, the commonest first.

    python packaging/common_passwords.py OUT LIST [LIST ...]

Kept are the first 100,000 of each list, whatever their length, and of the rest those of twelve
characters or more: shorter ones are refused by their length alone. What is written is the first
four bytes of a hash of each, folded as `kiosk.domain.passphrase` folds a clave, sorted.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.domain.passphrase import SHORTEST_CHARACTERS, fingerprint, folded

COMMONEST = 100_000
SHORTEST_CORE = 4


def main(out: Path, lists: list[Path]) -> None:
    """Write the file and say how many fingerprints stand in it."""
    prints: set[bytes] = set()
    for one in lists:
        lines = one.read_text(encoding="utf-8", errors="replace").splitlines()
        for place, line in enumerate(lines):
            text = folded(line)
            if len(text) >= (SHORTEST_CORE if place < COMMONEST else SHORTEST_CHARACTERS):
                prints.add(fingerprint(text))
    out.write_bytes(b"".join(sorted(prints)))
    print(f"{len(prints)} fingerprints, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
