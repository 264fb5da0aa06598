"""The vectors handed over hold, and a runner cannot pass what it did not check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import protocol, receipts
from tests.conformance.results import EXIT_FILE_UNREADABLE, EXIT_SOME_FAILED
from tests.support.shared import shared_file

GROUPS = [
    "cbor",
    "certificates",
    "chain",
    "redaction",
    "blob",
    "token",
    "push",
    "ack",
    "account_key",
    "witness",
    "enrolment_qr",
    "messages",
    "bundle",
    "central",
]


def vectors_of(name: str) -> dict[str, Any]:
    """Return one of the two vector files."""
    vectors: dict[str, Any] = json.loads(shared_file(f"vectors/{name}-vectors.json").read_text())
    return vectors


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_of_the_protocol_holds_whole(group: str) -> None:
    """Every vector of the group, counted as the file says."""
    vectors = vectors_of("protocol")

    results = protocol.run(vectors, [group])

    assert results.failures == []
    assert results.passed == vectors["groups"][group]


def test_every_receipt_vector_holds() -> None:
    """Cases, digits, typed codes, tag and derivations."""
    vectors = vectors_of("receipt")

    results = receipts.run(vectors)

    assert results.failures == []
    assert results.passed == vectors["results"]


def test_whole_files_are_counted_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """N + M is the file's own count, and a part that is not built fails."""
    path = shared_file("vectors/protocol-vectors.json")

    exit_code = protocol.main([str(path)])

    words = capsys.readouterr().out.splitlines()[-1].split()
    assert int(words[0]) + int(words[2]) == vectors_of("protocol")["results"]
    assert exit_code == (EXIT_SOME_FAILED if int(words[2]) else 0)


def test_a_changed_vector_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check can fail: a wrong expectation gives exit 10 and a line that names it."""
    vectors = vectors_of("receipt")
    vectors["typed"][0]["code"] = "00000-00001"
    vectors["cases"][0]["answer"] = "unknown"
    vectors["derive"] = vectors["derive"][:-1]
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(vectors))

    exit_code = receipts.main([str(path), "--failures"])

    lines = capsys.readouterr().out.splitlines()
    assert exit_code == EXIT_SOME_FAILED
    assert lines[-1] == "87 passed, 3 failed"
    assert [line.split(":")[0] for line in lines[:-1]] == [
        "FAIL case payment, two concepts",
        "FAIL typed 20067-007-1PGE-342",
        "FAIL count",
    ]


@pytest.mark.parametrize("runner", [protocol.main, receipts.main])
@pytest.mark.parametrize("content", [None, "no json", "[]", '{"groups": {"cbor": 1}}'])
def test_an_unreadable_file_is_said(
    runner: Any, content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file, no JSON, or not these vectors: exit 11 and no count."""
    path = tmp_path / "vectors.json"
    if content is not None:
        path.write_text(content)

    assert runner([str(path)]) == EXIT_FILE_UNREADABLE
    assert capsys.readouterr().out == ""
