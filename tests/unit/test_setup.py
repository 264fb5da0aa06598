"""The set-up script on computers where something is missing, played with stand-in commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.skipif(
    sys.platform != "linux",
    reason="shared: the script is for Debian; other systems use pip's lines",
)


class Computer:
    """A folder with the script and a PATH on which only stand-ins and plain tools are found."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.tools = folder / "tools"
        self.said = folder / "apt.log"
        self.tools.mkdir()
        (self.project / "packaging" / "locks").mkdir(parents=True)
        shutil.copy(ROOT / "packaging" / "setup.sh", self.project / "packaging")
        shutil.copy(ROOT / "packaging" / "locks" / "dev.txt", self.project / "packaging" / "locks")
        shutil.copy(ROOT / "pyproject.toml", self.project)
        for tool in ("bash", "cat", "cut", "dirname", "sha256sum", "uname", "rm", "env"):
            found = shutil.which(tool)
            assert found is not None, tool
            (self.tools / tool).symlink_to(found)

    def has(self, name: str, script: str) -> None:
        """Put a stand-in command on the PATH."""
        path = self.tools / name
        path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
        path.chmod(0o755)

    def has_libraries(self) -> None:
        """Let the loader know every library the script asks for, desktop ones included."""
        script = (ROOT / "packaging" / "setup.sh").read_text()
        names = [word for word in script.split() if ".so." in word]
        self.has("ldconfig", "\n".join(f"echo {name}" for name in names))

    def set_up(self) -> subprocess.CompletedProcess[str]:
        """Run the script as make does."""
        bash = shutil.which("bash")
        assert bash is not None
        kept = {key: os.environ[key] for key in ("HOME",) if key in os.environ}
        return subprocess.run(
            [bash, "packaging/setup.sh"],
            cwd=self.project,
            env={**kept, "PATH": str(self.tools), "HEADLESS": "1"},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """Return a bare computer."""
    return Computer(tmp_path)


def test_without_rights_the_line_to_type_is_printed(computer: Computer) -> None:
    """Nobody with rights and no sudo: the exact line is printed and nothing is made."""
    computer.has("ldconfig", "echo libGL.so.1")
    computer.has("id", "echo 1000")
    computer.has("apt-get", f"echo $@ >> {computer.said}")

    outcome = computer.set_up()

    assert outcome.returncode == 1
    assert (
        "apt-get update && apt-get install -y --no-install-recommends libegl1 libxkbcommon0 "
        "libfontconfig1 libdbus-1-3 libglib2.0-0" in outcome.stderr
    )
    assert "libgl1" not in outcome.stderr
    assert not computer.said.exists()
    assert not (computer.project / ".venv").exists()


def test_root_installs_what_is_missing(computer: Computer) -> None:
    """As root the missing packages, and only they, are installed by apt."""
    computer.has_libraries()
    computer.has("id", "echo 0")
    computer.has("apt-get", f"echo $@ >> {computer.said}")

    outcome = computer.set_up()  # no Python stands on this PATH, so that is what is missing

    assert computer.said.read_text().splitlines() == [
        "update -qq",
        "install -y --no-install-recommends python3 python3-venv",
    ]
    assert outcome.returncode == 1
    assert "no Python from 3.11 to 3.14 was found" in outcome.stderr


def test_sudo_is_used_without_asking_where_nobody_can_answer(computer: Computer) -> None:
    """Without a terminal sudo may not ask; when it refuses, the line to type is printed."""
    computer.has("ldconfig", "true")
    computer.has("id", "echo 1000")
    computer.has("apt-get", f"echo $@ >> {computer.said}")
    computer.has("sudo", f"echo sudo $@ >> {computer.said}; exit 1")

    outcome = computer.set_up()

    assert outcome.returncode == 1
    assert computer.said.read_text() == "sudo -n apt-get update -qq\n"
    assert "Type, as root:" in outcome.stderr


def test_an_old_python_is_not_taken(computer: Computer) -> None:
    """A Python that is too old counts as none."""
    computer.has_libraries()
    computer.has("id", "echo 1000")
    computer.has("python3", "exit 1")

    outcome = computer.set_up()

    assert outcome.returncode == 1
    assert "python3 python3-venv" in outcome.stderr
