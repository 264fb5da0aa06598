"""Some offices, one central, and everything that happens to them between the first morning and the
day when the link is good at last.

A device-day is what one machine does from one morning to the next: its program usually starts anew,
people save zero to five times (1.6 on average; an act is one to five events), on one day of four
there is a contact over the wire as it is that day, and now and then one of the faults strikes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence, Set

from tests.simulation.central import Central
from tests.simulation.checks import Fact, Key, check_all, fact_of, held_by
from tests.simulation.clocks import DAY_SECONDS, MORNING_SECONDS, Sun
from tests.simulation.disk import Disk, DiskFull, PowerCut, Row
from tests.simulation.machine import Machine, Snapshot
from tests.simulation.office import Office
from tests.simulation.sticks import Sticks
from tests.simulation.story import Story, Wrong
from tests.simulation.wire import TROUBLES, Wire

DAYS = (8, 40)
MACHINES = (1, 1, 2, 2, 3)
SAVES = (0, 0, 1, 1, 1, 2, 2, 2, 2, 5)
CONTACT_CHANCE = 0.25
START_CHANCE = 0.8
FAULT_CHANCE = 0.06
BACKUP_CHANCE = 0.1
CATCH_UP_CHANCE = 0.03
WORLDS_WITH_STICKS = 0.3
STICK_CHANCE = 0.2
BADNESS = (0.0, 0.0, 0.1, 0.3, 0.6)
STATEMENTS_OF_AN_ACT = 40
ROUNDS = 30
SETTLE_STEPS = 60
MOST_MACHINES = 5
SNAPSHOTS_KEPT = 6
WRONG_CLOCKS = {
    "clock in 1970": (-MORNING_SECONDS + 3_600.0,),
    "clock ten years ahead": (3_652 * DAY_SECONDS,),
    "clock back": (-DAY_SECONDS, -30 * DAY_SECONDS),
    "daylight saving": (3_600.0, -3_600.0),
}
"""By how many seconds a wall clock can be wrong."""


class World:
    """One run; `live` it to the end."""

    def __init__(self, seed: str, without: Set[str] = frozenset()) -> None:
        self.draw = random.Random(seed)
        self.story = Story(seed=seed)
        self.sun = Sun()
        self.central = Central(self.sun)
        self.wire = Wire(self.central, self.draw, self.story)
        self.sticks = Sticks(self.central, self.draw, self.story)
        self._has_sticks = self.draw.random() < WORLDS_WITH_STICKS and "sticks" not in without
        self.machines: list[Machine] = []
        self.offices: dict[str, Office] = {}
        self.facts: dict[Key, Fact] = {}
        self.device_days = 0
        self.events = 0
        self._snapshots: dict[str, list[Snapshot]] = {}
        self._backups: list[bytes] = []
        self.gone: set[Key] = set()
        self.pruned_for_good = False  # a backup was lost that had been said to hold
        self._faults = self._some_of(FAULTS, without)
        self._central_faults = self._some_of(CENTRAL_FAULTS, without)
        self.wire.troubles = self._some_of(TROUBLES, without)
        for number in range(self.draw.choice(MACHINES)):
            self._enrol(number)

    def live(self) -> tuple[Wrong, ...]:
        """Let the days pass, make the link good, return what does not hold then."""
        for day in range(self.draw.randint(*DAYS)):
            self.story.day = day
            self._pass_day()
        self._settle()
        self.sticks.close()
        return tuple(check_all(self))

    def _some_of(self, names: Sequence[str], without: Set[str]) -> tuple[str, ...]:
        """Choose what this world knows: a few faults at a time are found and told more easily."""
        chosen = self.draw.sample(names, self.draw.randrange(len(names) + 1))
        return tuple(name for name in chosen if name not in without)

    # -- machines ------------------------------------------------------------------------------

    def _enrol(self, number: int) -> None:
        machine = self._add(f"m{number}", self.central.identities[number], Disk())
        machine.enrol(self.central.incarnation)

    def _add(self, name: str, identity: object, disk: Disk) -> Machine:
        machine = Machine(
            name,
            identity,  # type: ignore[arg-type]
            self.sun,
            f"{self.story.seed}/{name}",
            self.wire.send,
            disk,
        )
        disk.committed = lambda rows: self._committed(machine, rows)
        self.machines.append(machine)
        self.offices[name] = Office(self.draw)
        self._snapshots[name] = []
        return machine

    def _committed(self, machine: Machine, rows: list[Row]) -> None:
        """Write down what is true from now on: these events are on a disk."""
        for row in rows:
            key = Key(machine.device_id, row.event_id, row.digest)
            if key in self.facts or row.body is None:
                continue  # moved to another stream: the paper that was given is the old one
            self.events += 1
            self.facts[key] = fact_of(key, row)

    # -- a day ---------------------------------------------------------------------------------

    def _pass_day(self) -> None:
        begun = self.sun.seconds
        if self.draw.random() < BACKUP_CHANCE:
            self._backups.append(self.central.back_up())
            del self._backups[:-SNAPSHOTS_KEPT]
            self.story.tell("central backup")
        if self.draw.random() < FAULT_CHANCE:
            self._strike_central()
        for machine in list(self.machines):
            self.device_days += 1
            self._pass_device_day(machine)
        if self.draw.random() < CATCH_UP_CHANCE:
            self.central.catch_up()
        self.sun.seconds = max(self.sun.seconds, begun + DAY_SECONDS)
        self.wire.badness = 0.0

    def _pass_device_day(self, machine: Machine) -> None:
        draw = self.draw
        fault = draw.choice(self._faults) if draw.random() < FAULT_CHANCE and self._faults else None
        if fault is not None:
            self._strike(machine, fault)
        if not machine.runs or draw.random() < START_CHANCE:
            self.offices[machine.name].new_day()
            self._survive(machine, machine.start)
        for _ in range(draw.choice(SAVES)):
            self.sun.seconds += 600
            self._survive(machine, lambda: self._save(machine))
        if draw.random() < CONTACT_CHANCE:
            self.wire.badness = draw.choice(BADNESS)
            self._survive(machine, lambda: self._contact(machine, draw.randrange(4, 20)))
        if self._has_sticks and draw.random() < STICK_CHANCE:
            self._survive(machine, lambda: self.sticks.act(machine, self.machines))
        if draw.random() < 0.15:
            self._keep_snapshot(machine)

    def _save(self, machine: Machine) -> None:
        self.story.counts[self.offices[machine.name].act(machine)] += 1

    def _contact(self, machine: Machine, steps: int) -> None:
        self.story.counts["contact"] += 1
        machine.engine.way_out_changed("here")
        machine.engine.look_again()
        machine.contact(steps)
        if self.draw.random() < 0.2 and machine.prune():
            self.story.tell("bodies pruned", machine.name)

    def _survive(self, machine: Machine, work: Callable[[], object]) -> None:
        """Do something; when the power goes meanwhile, start the machine again."""
        if not machine.runs and work != machine.start:
            return
        try:
            work()
        except DiskFull:
            self.story.tell("refused: disk full", machine.name)
        except PowerCut:
            self.story.tell("power cut", machine.name)
            machine.runs = False
            self.offices[machine.name].new_day()
            try:
                machine.start()
            except DiskFull:
                self.story.tell("refused: disk full", machine.name)

    def _keep_snapshot(self, machine: Machine) -> None:
        kept = self._snapshots[machine.name]
        kept.append(machine.snapshot())
        del kept[:-SNAPSHOTS_KEPT]

    # -- faults of machines --------------------------------------------------------------------

    def _strike(self, machine: Machine, fault: str) -> None:
        draw, disk = self.draw, machine.disk
        match fault:
            case "power cut in a save":
                disk.cut_in = draw.randrange(STATEMENTS_OF_AN_ACT)
            case "witness torn":
                disk.tear_witness()
                machine.runs = False
            case "witness lost":
                disk.lose_witness()
                machine.runs = False
            case "clock right again":
                machine.clock.wrong_by_seconds = 0.0
            case _ if fault in WRONG_CLOCKS:
                machine.clock.wrong_by_seconds = draw.choice(WRONG_CLOCKS[fault])
            case "disk full":
                disk.full = True
                for _ in range(2):
                    self._survive(machine, lambda: self._save(machine))
                    self._survive(machine, lambda: self._contact(machine, 6))
                disk.full = False
            case "database went back" | "database and witness went back" | "machine went back":
                if not self._put_back(machine, fault):
                    return
            case "machine cloned" | "machine cloned with its randomness":
                if len(self.machines) >= MOST_MACHINES:
                    return
                self._clone(machine, with_randomness=fault.endswith("randomness"))
            case _:
                raise AssertionError(fault)
        self.story.tell(fault, machine.name)

    def _put_back(self, machine: Machine, fault: str) -> bool:
        kept = self._snapshots[machine.name]
        if not kept:
            return False
        snapshot = self.draw.choice(kept)
        before = self._on_disk(machine)
        machine.disk.put_back(snapshot.copy, witness=fault != "database went back")
        if fault == "machine went back":
            machine.draw.setstate(snapshot.randomness)
        machine.runs = False
        self._lose(before - self._on_disk(machine))
        return True

    def _clone(self, machine: Machine, *, with_randomness: bool) -> None:
        name = f"{machine.name}'{len(self.machines)}"
        clone = self._add(name, machine.identity, Disk(machine.disk.copy()))
        if with_randomness:
            clone.draw.setstate(machine.draw.getstate())

    def _on_disk(self, machine: Machine) -> set[Key]:
        return {
            Key(machine.device_id, row.event_id, row.digest)
            for row in machine.rows()
            if row.body is not None
        }

    def _lose(self, lost: set[Key]) -> None:
        """Take note of what has left one disk: what is on no other one is beyond any protocol."""
        elsewhere = {one.key for one in held_by(self.central) if not one.stub}
        for machine in self.machines:
            elsewhere |= self._on_disk(machine)
        self.gone |= lost - elsewhere

    # -- faults of the central -----------------------------------------------------------------

    def _strike_central(self) -> None:
        if not self._central_faults:
            return
        fault = self.draw.choice(self._central_faults)
        match fault:
            case "central restart":
                self.central.crash()
            case "central witness lost":
                self.central.lose_witness()
                self.central.crash()
            case _ if not self._backups:
                return
            case "central restored":
                self._go_back(self._backups[-1], said=True)
            case "central restored to an older backup than promised":
                self.pruned_for_good = True
                self._go_back(self.draw.choice(self._backups), said=True)
            case "central went back unsaid":
                self._go_back(self._backups[-1], said=False)
            case _:
                raise AssertionError(fault)
        self.story.tell(fault)

    def _go_back(self, backup: bytes, *, said: bool) -> None:
        before = {one.key for one in held_by(self.central)}
        if said:
            self.central.restore(backup)
        else:
            self.central.slip_back(backup)
        self._lose(before - {one.key for one in held_by(self.central)})

    # -- the end -------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Make everything good and let everybody talk until nobody has anything to say."""
        self.wire.good = True
        self.wire.deliver_everything()
        for machine in self.machines:
            machine.clock.wrong_by_seconds = 0.0
            machine.disk.cut_in = None
            machine.start()
        for _ in range(ROUNDS):
            for machine in self.machines:
                machine.engine.way_out_changed("here")
                machine.engine.deliver_now()
                machine.contact(SETTLE_STEPS)
            if not any(machine.view().counts().waiting for machine in self.machines):
                break
            self.sun.seconds += 7 * 3_600
        self.central.catch_up()


FAULTS = (
    "power cut in a save",
    "disk full",
    "witness torn",
    "witness lost",
    *WRONG_CLOCKS,
    "clock right again",
    "database went back",
    "database and witness went back",
    "machine went back",
    "machine cloned",
    "machine cloned with its randomness",
)
CENTRAL_FAULTS = (
    "central restart",
    "central witness lost",
    "central restored",
    "central restored to an older backup than promised",
    "central went back unsaid",
)
