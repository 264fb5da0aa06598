"""Sticks that people carry between machines and the central: lost, late, cut, altered, repeated."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.bundle_errors import BundleError
from sync.central.commands.bundles import take_files
from sync.device.bundles import Bundles
from tests.simulation.central import PLACE, Central
from tests.simulation.machine import Machine
from tests.simulation.story import Story

STICK_ACTS = (
    "stick written",
    "stick at the central",
    "stick taken home",
    "stick taken by another machine",
    "stick cut",
    "stick with a wrong bit",
    "stick lost",
)
MOST_UNDER_WAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """A stick as a folder, and whose work was written on it first."""

    folder: Path
    owner: Machine


class Sticks:
    """The sticks of one world; each act does one thing with one of them."""

    def __init__(self, central: Central, draw: random.Random, story: Story) -> None:
        self._central = central
        self._draw = draw
        self._story = story
        self._under_way: list[Stick] = []
        self._place: Path | None = None
        self._made = 0

    def close(self) -> None:
        """Remove every folder."""
        if self._place is not None:
            shutil.rmtree(self._place, ignore_errors=True)

    def act(self, machine: Machine, machines: Sequence[Machine]) -> None:
        """Let somebody do something with a stick; PowerCut where a machine's power goes."""
        if not self._under_way or self._draw.random() < 0.4:
            self._write(machine)
            return
        stick = self._draw.choice(self._under_way)
        acts: dict[str, Callable[[Stick, Sequence[Machine]], bool]] = {
            "stick at the central": self._at_the_central,
            "stick taken home": self._home,
            "stick taken by another machine": self._elsewhere,
            "stick cut": self._cut,
            "stick with a wrong bit": self._flip,
            "stick lost": self._lose,
        }
        name = self._draw.choices(tuple(acts), weights=(4, 4, 2, 1, 1, 1))[0]
        if acts[name](stick, machines):
            self._story.tell(name, stick.owner.name)

    def _write(self, machine: Machine) -> None:
        if len(self._under_way) >= MOST_UNDER_WAY:
            self._forget(self._under_way[0])
        self._made += 1
        folder = self._root() / str(self._made)
        folder.mkdir()
        self._under_way.append(Stick(folder=folder, owner=machine))
        try:
            bundles_of(machine).write(folder)
        except BundleError:
            return
        self._story.tell("stick written", machine.name)

    def _at_the_central(self, stick: Stick, _machines: Sequence[Machine]) -> bool:
        files = sorted(stick.folder.glob("*.vtb"))
        if files:
            take_files(self._central.platform, files, stick.folder, lambda _line: None)
        return bool(files)

    def _home(self, stick: Stick, machines: Sequence[Machine]) -> bool:
        return stick.owner in machines and self._take(stick, stick.owner)

    def _elsewhere(self, stick: Stick, machines: Sequence[Machine]) -> bool:
        return self._take(stick, self._draw.choice(list(machines)))

    def _take(self, stick: Stick, machine: Machine) -> bool:
        if not machine.runs:
            return False
        try:
            bundles_of(machine).take(stick.folder)
        except BundleError:
            return False
        return True

    def _cut(self, stick: Stick, _machines: Sequence[Machine]) -> bool:
        return self._spoil(stick, lambda content, place: content[:place])

    def _flip(self, stick: Stick, _machines: Sequence[Machine]) -> bool:
        bit = 1 << self._draw.randrange(8)
        return self._spoil(
            stick,
            lambda content, place: (
                content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
            ),
        )

    def _spoil(self, stick: Stick, spoilt: Callable[[bytes, int], bytes]) -> bool:
        files = sorted(path for path in stick.folder.iterdir() if path.stat().st_size)
        if not files:
            return False
        path = self._draw.choice(files)
        content = path.read_bytes()
        path.write_bytes(spoilt(content, self._draw.randrange(len(content))))
        return True

    def _lose(self, stick: Stick, _machines: Sequence[Machine]) -> bool:
        self._forget(stick)
        return True

    def _forget(self, stick: Stick) -> None:
        self._under_way.remove(stick)
        shutil.rmtree(stick.folder, ignore_errors=True)

    def _root(self) -> Path:
        if self._place is None:
            parent = PLACE.in_memory()
            self._place = Path(tempfile.mkdtemp(prefix="ventanilla-sticks-", dir=parent))
        return self._place


def bundles_of(machine: Machine) -> Bundles:
    """Return what writes and takes bundles on a running machine."""
    return Bundles(machine.desk, certificate=machine.identity.certificate)
