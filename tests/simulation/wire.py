"""Between machines and central: loses, repeats, reorders, delays, answers old, cuts, lies."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from sync.device.transport import Failure, NoAnswer, Request, Response
from tests.simulation.central import Central
from tests.simulation.disk import PowerCut
from tests.simulation.machine import Machine
from tests.simulation.story import Story

TROUBLES = (
    "request lost",
    "answer lost",
    "request delayed",
    "request twice",
    "old answer",
    "portal",
    "proxy 500",
    "proxy 401",
    "proxy 413",
    "asked to wait",
    "request bits flipped",
    "answer bits flipped",
    "request truncated",
    "answer truncated",
    "power cut before the request",
    "power cut before the answer",
    "central power cut",
)
OLD_ANSWERS_KEPT = 40
LATE_KEPT = 12
STATEMENTS_OF_A_PUSH = 40
PORTAL = Response(status=200, headers={"content-type": "text/html"}, body=b"<html>Bienvenido")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    path: str
    answer: Response


class Wire:
    """What one seed makes of every exchange; honest once `good` is set."""

    def __init__(self, central: Central, draw: random.Random, story: Story) -> None:
        self._central = central
        self._draw = draw
        self._story = story
        self._late: list[Request] = []
        self._old: list[_Old] = []
        self.good = False
        self.is_down = False
        self.badness = 0.0  # how likely an exchange meets trouble
        self.troubles: tuple[str, ...] = TROUBLES

    def send(self, machine: Machine, request: Request) -> Response | NoAnswer:
        """Return what comes back to *machine*; PowerCut when its power goes meanwhile."""
        if self.is_down:
            return NoAnswer(failure=Failure.NO_ROUTE)
        self._deliver_late()
        if self.good or not self.troubles or self._draw.random() >= self.badness:
            return self._pass(request)
        trouble = self._draw.choice(self.troubles)
        self._story.tell(trouble, machine.name, request.path)
        return self._meet(trouble, machine, request)

    def deliver_everything(self) -> None:
        """Let whatever is still under way arrive."""
        while self._late:
            self._central.handle(self._late.pop(0))

    def _deliver_late(self) -> None:
        while self._late and self._draw.random() < 0.3:
            place = self._draw.randrange(len(self._late))
            self._story.tell("late request arrives", "", self._late[place].path)
            self._central.handle(self._late.pop(place))

    def _pass(self, request: Request) -> Response | NoAnswer:
        answer = self._central.handle(request)
        if answer is None:
            return NoAnswer(failure=Failure.CUT)
        self._old.append(_Old(path=request.path, answer=answer))
        del self._old[:-OLD_ANSWERS_KEPT]
        return answer

    def _meet(self, trouble: str, machine: Machine, request: Request) -> Response | NoAnswer:
        match trouble:
            case "request lost":
                return NoAnswer(failure=Failure.TIMEOUT)
            case "request delayed":
                self._late.append(request)
                del self._late[:-LATE_KEPT]
                return NoAnswer(failure=Failure.TIMEOUT)
            case "old answer":
                found = [old.answer for old in self._old if old.path == request.path]
                return self._draw.choice(found) if found else PORTAL
            case "portal":
                return PORTAL
            case "proxy 500":
                return Response(status=500)
            case "proxy 401":
                return Response(status=401, headers={"content-type": "application/cbor"})
            case "proxy 413":
                return Response(status=413)
            case "asked to wait":
                return Response(status=429, headers={"retry-after": str(self._draw.randrange(900))})
            case "request bits flipped" | "request truncated":
                return self._pass(replace(request, body=self._spoilt(trouble, request.body)))
            case "power cut before the request":
                raise PowerCut
            case "central power cut":
                self._central.memory.cut_in = self._draw.randrange(STATEMENTS_OF_A_PUSH)
            case "request twice":
                self._pass(request)
            case _:
                pass
        return self._after(trouble, machine, self._pass(request))

    def _after(
        self, trouble: str, _machine: Machine, answer: Response | NoAnswer
    ) -> Response | NoAnswer:
        self._central.memory.cut_in = None
        if isinstance(answer, NoAnswer):
            return answer
        match trouble:
            case "answer lost":
                return NoAnswer(failure=Failure.CUT)
            case "answer bits flipped" | "answer truncated":
                return replace(answer, body=self._spoilt(trouble, answer.body))
            case "power cut before the answer":
                raise PowerCut
            case _:
                return answer

    def _spoilt(self, trouble: str, body: bytes) -> bytes:
        if not body:
            return body
        place = self._draw.randrange(len(body))
        if trouble.endswith("truncated"):
            return body[:place]
        flipped = bytes([body[place] ^ 1 << self._draw.randrange(8)])
        return body[:place] + flipped + body[place + 1 :]
