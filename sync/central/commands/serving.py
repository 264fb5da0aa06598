"""`serve`, `follow`, `openapi`: the central as processes that answer, and what they answer."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.central.api import create_app
from sync.central.commands.base import Commands, opened
from sync.central.connections import Crowd, most_connections
from sync.central.errors import CentralError
from sync.central.follower import Bell, Follower
from sync.central.lag import read_tables_lag
from sync.central.memory import Memory
from sync.central.openapi import openapi_document
from sync.central.platform import Platform
from sync.central.server import GRACE_SECONDS, address_of, bind, serve_until_stopped
from sync.central.supervisor import Job, Supervisor
from sync.central.watch import NothingWatched, Watch
from sync.clock import SystemClock, now_milliseconds

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

DEFAULT_PORTS = {"http": 80, "https": 443}
MOST_WORKERS = 64
_SECONDS_TO_CLOSE = 5  # beyond the grace of a server: its database is closed then
_COUNTERS = "counters"

Ready = Callable[[], None]


def serve(options: argparse.Namespace) -> None:
    """Answer devices until SIGTERM or SIGINT; requests under way are finished first."""
    if options.workers > 1 and os.name == "nt":
        raise CentralError("serve.workers", "on Windows one process serves")
    with opened(options.dir, options.root_key) as platform:
        if platform.went_back is not None:
            print(
                f"the database went back ({platform.went_back.value}): every device compares anew"
                " and sends again what is missing",
                flush=True,
            )
        url = urlsplit(platform.profile.base_url)
        host = options.host or url.hostname or "127.0.0.1"
        port = options.port if options.port is not None else url.port
        listener = bind(host, DEFAULT_PORTS.get(url.scheme, 0) if port is None else port)

        def ready() -> None:
            print(f"serving {address_of(listener)}", flush=True)

        with contextlib.closing(listener):
            if options.workers == 1:
                _serve_alone(options, platform, listener, ready)
            else:
                _serve_together(options, platform, listener, ready)


def follow(options: argparse.Namespace) -> None:
    """Keep the read tables up with the journal until SIGTERM, beside a central that answers."""

    def ready() -> None:
        print("following", flush=True)

    run_follower(ready, options.dir, None)


def openapi(options: argparse.Namespace) -> None:
    """Write the HTTP interface as an OpenAPI document; the central itself serves none."""
    with opened(options.dir) as platform:
        document = openapi_document(create_app(platform), platform.profile.base_url)
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def run_worker(
    ready: Ready,
    folder: Path,
    root_key: Path | None,
    listener: socket.socket,
    bell: socket.socket,
    shared: Path,
    proxies: str | None,
) -> None:
    """Answer on a socket that the parent bound, until SIGTERM."""
    watch: Watch = NothingWatched()
    if (shared / _COUNTERS).is_dir():
        from sync.central.metrics import Metrics

        watch = Metrics()
    memory = Memory.shared(shared)
    with opened(
        folder, root_key, memory=memory, stored=Bell(bell), beside_another=True
    ) as platform:
        _answer(platform, listener, ready, watch, proxies)


def run_follower(ready: Ready, folder: Path, bell: socket.socket | None) -> None:
    """Keep the read tables up with the journal until SIGTERM or SIGINT."""
    with opened(folder, beside_another=True) as platform:

        def is_behind() -> bool:
            with platform.database.read() as connection:
                return read_tables_lag(connection).events > 0

        follower = Follower(
            is_behind=is_behind,
            catch_up=platform.catch_up,
            monotonic_seconds=platform.clock.monotonic_seconds,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: follower.stop())
        ready()
        follower.run(bell)


def _serve_alone(
    options: argparse.Namespace, platform: Platform, listener: socket.socket, ready: Ready
) -> None:
    with contextlib.ExitStack() as stack:
        watch: Watch = NothingWatched()
        if options.metrics is not None:
            from sync.central.metrics import Metrics

            watch = counted = Metrics()
            stack.enter_context(_metrics(options, platform, counted.registry))
        platform.worker.start()
        _answer(platform, listener, ready, watch, options.trusted_proxy)


def _serve_together(
    options: argparse.Namespace, platform: Platform, listener: socket.socket, ready: Ready
) -> None:
    with contextlib.ExitStack() as stack:
        shared = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ventanilla-")))
        if options.metrics is not None:
            from sync.central.metrics import count_in

            (shared / _COUNTERS).mkdir()
            count_in(shared / _COUNTERS)
            stack.enter_context(_metrics(options, platform, shared / _COUNTERS))
        heard, rung = socket.socketpair()
        stack.callback(heard.close)
        stack.callback(rung.close)
        given = (options.dir, options.root_key, listener, rung, shared, options.trusted_proxy)
        Supervisor(
            jobs=[
                Job(name="follower", work=run_follower, arguments=(options.dir, heard)),
                *(
                    Job(name=f"worker {number}", work=run_worker, arguments=given)
                    for number in range(1, options.workers + 1)
                ),
            ],
            clock=SystemClock(),
            grace_seconds=GRACE_SECONDS + _SECONDS_TO_CLOSE,
            ready=ready,
        ).run()


def _answer(
    platform: Platform,
    listener: socket.socket,
    ready: Ready,
    watch: Watch,
    proxies: str | None,
) -> None:
    crowd = Crowd(most_connections(), turned_away=watch.turned_away)
    serve_until_stopped(create_app(platform, watch), listener, ready, crowd, proxies)


@contextlib.contextmanager
def _metrics(
    options: argparse.Namespace, platform: Platform, counted: CollectorRegistry | Path
) -> Iterator[None]:
    from sync.central.metrics import Facts, serve_metrics

    host, port = options.metrics
    facts = Facts(platform.database, lambda: now_milliseconds(platform.clock))
    with serve_metrics(host, port, facts, counted) as taken:
        print(f"metrics http://{host}:{taken}/metrics", flush=True)
        yield


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    running = commands.add("serve", serve)
    running.add_argument("--host", help="address to listen on (default: that of the base URL)")
    running.add_argument("--port", type=int, help="port to listen on; 0 takes a free one")
    running.add_argument("--root-key", type=Path, help="with it enrolment is granted at once")
    running.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="processes that answer, with one more that keeps the read tables (default 1: one"
        " process does both)",
    )
    running.add_argument(
        "--metrics",
        type=_address,
        metavar="HOST:PORT",
        help="answer /metrics there, for monitoring; never on an address that others reach",
    )
    running.add_argument(
        "--trusted-proxy",
        metavar="ADDRESSES",
        help="whose X-Forwarded-For is believed, commas between (default: 127.0.0.1)",
    )
    commands.add("follow", follow)
    commands.add("openapi", openapi)


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_WORKERS}")
    return int(text)


def _address(text: str) -> tuple[str, int]:
    host, separator, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not separator or not host or not (port.isascii() and port.isdigit()) or int(port) > 65_535:
        raise argparse.ArgumentTypeError("HOST:PORT, like 127.0.0.1:9464")
    return host, int(port)
