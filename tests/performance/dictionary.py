"""Trains the zstd dictionary that ships with the app: `python -m tests.performance.dictionary`.

From synthetic events only, because a dictionary contains its training text (PROTOCOL §7), and from
a seed, so that anybody makes the same bytes again. Without an argument it compares with the file
that ships; `--write` writes it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import zstandard

from kiosk.settings import resources_folder
from sync import cbor
from sync.dictionaries import FOLDER_NAME
from sync.envelope import FullItem
from tests.performance.synthetic import Office

SEEDS = range(1, 41)  # the tests and the benchmarks draw with others
DICTIONARY_BYTES = 32 * 1024
DICTIONARY_ID = 0x5654_0001  # "VT", then the number of the training
FILE_NAME = "1.zstd-dict"
_SEGMENT, _DMER = 256, 8  # fixed, so that the trainer does not search for them: it is exact again


def samples() -> list[bytes | bytearray | memoryview[int]]:
    """Return what is trained on: single items, as they stand in the array of a batch."""
    found: list[FullItem] = []
    for seed in SEEDS:
        office = Office(seed)
        for number in range(40):
            if number % 3 == 0:
                found.append(office.item(office.person()))
            found.append(office.item(office.registration()))
            found.append(office.item(office.payment()))
    return [cbor.encode([item.header, item.salt, item.body]) for item in found]


def train() -> bytes:
    """Return the dictionary."""
    trained = zstandard.train_dictionary(
        DICTIONARY_BYTES, samples(), k=_SEGMENT, d=_DMER, dict_id=DICTIONARY_ID, level=9
    )
    return trained.as_bytes()


def main() -> int:
    """Write the dictionary, or say whether the one that ships is the one that is made here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    file: Path = resources_folder() / FOLDER_NAME / FILE_NAME
    made = train()
    if options.write:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made)
        print(f"{file.name}: {len(made)} bytes, id {DICTIONARY_ID:08x}")
        return 0
    same = file.is_file() and file.read_bytes() == made
    print("the dictionary that ships is this one" if same else "NOT the dictionary that ships")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
