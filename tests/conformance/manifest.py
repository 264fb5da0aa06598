"""Run the forms of the manifest: each must load, load with shown repairs, or be refused as it says.

    python -m tests.conformance.manifest MANIFEST.json [--failures] [--only FILE]

Last line: `N passed, M failed`, N + M = the forms of the manifest. Exit 0 without failures, 10 with
failures, 11 if the file cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from forms.report import Finding, Report, Severity
from forms.xlsform.convert import import_form
from forms.xlsform.files import Given
from tests.conformance.results import EXIT_FILE_UNREADABLE, Mismatch, Results

_TOGETHER = 2
"""How many forms are imported at the same time: the work is done in the converter's processes."""


def judge(entry: Mapping[str, Any], report: Report) -> None:
    """Raise Mismatch where *report* is not what the manifest's *entry* expects."""
    refused = entry["expected"] == "refused"
    if report.refused != refused:
        grave = next((one.line() for one in report.findings), "no finding")
        raise Mismatch(f"expected: {entry['expected']}; {report.lines()[-1]}; {grave}")
    if entry["expected"] not in ("refused", "loads"):
        raise Mismatch(f"the expectation {entry['expected']!r} is not known")
    codes = set(report.codes())
    for code in entry.get("codes", ()):
        if code not in codes:
            raise Mismatch(f"{code} is missing among {sorted(codes)}")
    if "code" in entry:
        _judge_code(entry, report, Severity.ERROR if refused else Severity.REPAIR)
    _judge_codes(entry, report, "repair_codes", Severity.REPAIR)
    _judge_codes(entry, report, "finding_codes", Severity.WARNING)


def _judge_code(entry: Mapping[str, Any], report: Report, severity: Severity) -> None:
    found = [
        one for one in report.findings if one.code == entry["code"] and one.severity is severity
    ]
    if not found:
        raise Mismatch(f"no {severity.value} {entry['code']} among {sorted(set(report.codes()))}")
    place = entry.get("at", {})
    if not any(_stands_at(one, place) for one in found):
        stands = ", ".join(str(one.place) for one in found[:5])
        raise Mismatch(f"{entry['code']} stands at {stands}, not at {place}")


def _stands_at(finding: Finding, place: Mapping[str, Any]) -> bool:
    return all(getattr(finding.place, key) == wanted for key, wanted in place.items())


def _judge_codes(entry: Mapping[str, Any], report: Report, key: str, severity: Severity) -> None:
    found = {one.code for one in report.findings if one.severity is severity}
    for code in entry.get(key, ()):
        if code not in found:
            raise Mismatch(f"no {severity.value} {code} among {sorted(found)}")


def given_files(manifest: Mapping[str, Any], folder: Path, file: str) -> Given:
    """Return the media that the manifest gives to a form."""
    paths = {
        Path(one["file"]).name: folder / one["file"]
        for one in manifest.get("media", ())
        if one.get("used_by") == file
    }
    return Given(
        names=frozenset(paths),
        content=lambda name: paths[name].read_bytes() if name in paths else None,
    )


def run_manifest(path: Path, only: str = "") -> Results:
    """Return the results of every form of the manifest at *path*."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    entries = [one for one in manifest["forms"] if not only or one["file"] == only]

    def report_of(entry: Mapping[str, Any]) -> Report | Exception:
        try:
            given = given_files(manifest, path.parent, entry["file"])
            return import_form(path.parent / entry["file"], given=given).report
        except Exception as error:  # a crash is a failure of that form, told with the others
            return error

    results = Results()
    with ThreadPoolExecutor(max_workers=_TOGETHER) as pool:
        for entry, report in zip(entries, pool.map(report_of, entries), strict=True):
            results.run(entry["file"], partial(_checked, entry, report))
    return results


def _checked(entry: Mapping[str, Any], report: Report | Exception) -> None:
    if isinstance(report, Exception):
        raise report
    judge(entry, report)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the manifest named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="tests.conformance.manifest")
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--failures", action="store_true", help="one line per failure")
    parser.add_argument("--only", default="", help="the file of one form")
    options = parser.parse_args(arguments)
    try:
        results = run_manifest(options.manifest, options.only)
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot read {options.manifest}: {error}", file=sys.stderr)
        return EXIT_FILE_UNREADABLE
    return results.report(show_failures=options.failures)


if __name__ == "__main__":
    sys.exit(main())
