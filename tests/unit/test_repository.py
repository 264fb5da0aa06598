"""What the repository promises about itself: locks, folders, pages."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted((ROOT / "packaging" / "locks").glob("*.txt"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", re.MULTILINE)


def _tracked() -> list[Path]:
    """Return what git would hand in; without git, what lies here apart from what is made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    made = {".venv", "demo-output", "bench-output", ".git", "__pycache__"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not made & set(path.relative_to(ROOT).parts)
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_pin_has_hashes(lock: Path) -> None:
    """Each locked package is pinned to one version and to at least one file hash."""
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text())

    assert len(blocks) > 20
    assert all(PIN.match(block) and "--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_locks_name_no_host(lock: Path) -> None:
    """A lock says which bytes, never where to fetch them."""
    text = lock.read_text()

    assert "//" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_locks_agree_with_each_other() -> None:
    """The smaller locks hold the same versions as the largest, and no package of their own."""
    pins = {lock.stem: dict(PIN.findall(lock.read_text())) for lock in LOCKS}

    assert set(pins) == {"run", "central", "dev"}
    assert pins["run"].items() <= pins["central"].items() <= pins["dev"].items()


def test_every_dependency_is_locked() -> None:
    """What pyproject asks for stands in the locks: nobody forgot `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = {
        "run": project["dependencies"],
        "central": project["optional-dependencies"]["central"],
        "dev": project["optional-dependencies"]["dev"],
    }

    for lock, wanted in groups.items():
        pins = dict(PIN.findall((ROOT / "packaging" / "locks" / f"{lock}.txt").read_text()))
        for requirement in wanted:
            name = re.split(r"[^A-Za-z0-9._-]", requirement)[0]
            assert re.sub(r"[._]", "-", name).lower() in pins, f"{name} is not in {lock}.txt"


def test_packages_of_data_are_no_packages() -> None:
    """`packaging/` would shadow a library and `resources/` is data: neither is importable."""
    assert not list((ROOT / "packaging").rglob("__init__.py"))
    assert not list((ROOT / "resources").rglob("__init__.py"))


def test_no_file_names_one_machine() -> None:
    """Nothing handed in holds a path of the machine it was written on."""
    path_of_a_machine = re.compile(r"(?<![\w.])/(?:" + "work|farm|home/[a-z]+" + r")/")
    found = []
    for path in _tracked():
        if path.suffix in {".png", ".ttf", ".xlsx"}:
            continue
        if path_of_a_machine.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(str(path.relative_to(ROOT)))

    assert found == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda path: path.stem)
def test_decisions_have_their_headings(page: Path) -> None:
    """A decision can be read in the same order everywhere, and the list names it."""
    headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)

    assert headings == [
        "Summary",
        "Context",
        "Decision",
        "Consequences",
        "Alternatives considered",
    ]
    assert page.name in (page.parent / "README.md").read_text()


def test_pages_link_to_what_exists() -> None:
    """Every relative link and picture in a page leads somewhere."""
    missing = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            if not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)} -> {target}")

    assert missing == []


def test_readme_commands_are_targets() -> None:
    """What the README tells people to type is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text()))

    assert {"demo", "test"} <= told <= targets
    assert {"demo", "run", "test", "check", "bench", "soak"} <= targets


def test_ci_runs_the_readme_command() -> None:
    """CI can be started as it is, and calls nothing else than the README's test command."""
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text()
