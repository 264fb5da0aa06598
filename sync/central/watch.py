"""What is counted while the central answers; `metrics` counts it, tests and commands do not."""

from __future__ import annotations

from typing import Protocol

from fastapi import FastAPI, Request

from sync.messages import AckResult


class Watch(Protocol):
    """Is told what happens; services, languages, devices and people are never named to it."""

    def asked(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note a request that was answered; *route* is a path as it is written in the program."""

    def refused(self, code: str) -> None:
        """Note an unsigned error by its code (PROTOCOL §23)."""

    def pushed(self, result: AckResult, new_events: int) -> None:
        """Note an acknowledgement."""

    def enrolled(self, granted: bool) -> None:
        """Note an answer to an enrolment request."""

    def turned_away(self) -> None:
        """Note a connection that was closed because it did not get on."""


class NothingWatched:
    """Counts nothing."""

    def asked(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count nothing."""

    def refused(self, code: str) -> None:
        """Count nothing."""

    def pushed(self, result: AckResult, new_events: int) -> None:
        """Count nothing."""

    def enrolled(self, granted: bool) -> None:
        """Count nothing."""

    def turned_away(self) -> None:
        """Count nothing."""


def watch_of(request: Request) -> Watch:
    """Return who counts for the application that answers a request."""
    app: FastAPI = request.app
    watch: Watch = app.state.watch
    return watch
