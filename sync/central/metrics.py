"""Numbers for monitoring, in the text format of Prometheus, on an address of their own.

Counters belong to the processes that answer and are added up over all of them; gauges are read from
the database when somebody asks. Nothing here names a service, a language, a device or a person.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.lag import backup_lag, read_tables_lag
from sync.messages import AckResult

MULTIPROCESS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Set before this module is imported, the counters of a process stand in files of that folder."""
UNHEARD_DAYS = (1, 7, 30)
_DAY_MS = 86_400_000
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_RESULTS = {AckResult.STORED: "stored", AckResult.GAP: "gap", AckResult.FORK: "fork"}


class Metrics:
    """The counters of one process; a `Watch`."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self._pushes = Counter(
            "ventanilla_pushes", "Acknowledgements", ["result"], registry=self.registry
        )
        self._events = Counter("ventanilla_events_stored", "Events stored", registry=self.registry)
        self._errors = Counter(
            "ventanilla_errors", "Unsigned errors", ["code"], registry=self.registry
        )
        self._enrolments = Counter(
            "ventanilla_enrolments", "Enrolment answers", ["answer"], registry=self.registry
        )
        self._turned_away = Counter(
            "ventanilla_connections_turned_away",
            "Connections closed because they did not get on",
            registry=self.registry,
        )
        self._requests = Histogram(
            "ventanilla_request_seconds",
            "Time from the head of a request to the end of its answer",
            ["method", "route", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def asked(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request and how long it took."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def refused(self, code: str) -> None:
        """Count an unsigned error."""
        self._errors.labels(code).inc()

    def pushed(self, result: AckResult, new_events: int) -> None:
        """Count an acknowledgement and the events that became stored by it."""
        self._pushes.labels(_RESULTS[result]).inc()
        self._events.inc(new_events)

    def enrolled(self, granted: bool) -> None:
        """Count an answer to an enrolment request."""
        self._enrolments.labels("granted" if granted else "pending").inc()

    def turned_away(self) -> None:
        """Count a connection that was closed."""
        self._turned_away.inc()


class Facts(Collector):
    """What the database says at the moment it is asked."""

    def __init__(self, database: CentralDatabase, now_ms: Callable[[], int]) -> None:
        self._database = database
        self._now_ms = now_ms

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; a database that does not answer is `ventanilla_ready 0` and no more."""
        try:
            with self._database.read() as connection:
                found = list(_facts(connection, self._now_ms()))
        except (SQLAlchemyError, CentralError):
            found = []
        yield _gauge("ready", "Whether the database answers", float(bool(found)))
        yield from found


def _facts(connection: Connection, now_ms: int) -> Iterator[Metric]:
    behind, unsaved = read_tables_lag(connection), backup_lag(connection)
    yield _gauge("read_tables_behind_events", "Events not in the read tables yet", behind.events)
    yield _gauge("read_tables_behind_seconds", "Age of the first of them", behind.seconds(now_ms))
    yield _gauge("not_durable_events", "Events in no verified backup", unsaved.events)
    yield _gauge("not_durable_seconds", "Age of the first of them", unsaved.seconds(now_ms))
    held = schema.quarantine.c.code
    by_code = connection.execute(select(held, func.count()).group_by(held).order_by(held)).all()
    yield _by("quarantined_events", "Events not applied", "code", [(str(c), n) for c, n in by_code])
    yield _by("devices", "Devices", "state", _devices(connection))
    unheard = [(str(days), _unheard(connection, now_ms, days)) for days in UNHEARD_DAYS]
    yield _by("devices_unheard", "Devices not heard for so many days", "days", unheard)


def _devices(connection: Connection) -> list[tuple[str, int]]:
    pending = select(func.count()).where(schema.enrolment.c.granted.is_(False))
    return [
        ("enrolled", _count(connection, select(func.count()).select_from(schema.device))),
        ("pending", _count(connection, pending)),
        ("revoked", _count(connection, select(func.count()).select_from(schema.revoked_device))),
    ]


def _unheard(connection: Connection, now_ms: int, days: int) -> int:
    device, contact, revoked = schema.device, schema.contact, schema.revoked_device
    limit = now_ms - days * _DAY_MS
    last = func.coalesce(contact.c.last_at_ms, device.c.enrolled_at_ms)
    joined = device.outerjoin(contact, contact.c.device_id == device.c.device_id).outerjoin(
        revoked, revoked.c.device_id == device.c.device_id
    )
    wanted = select(func.count()).select_from(joined)
    return _count(connection, wanted.where(revoked.c.device_id.is_(None), last < limit))


def _count(connection: Connection, statement: Select[int]) -> int:
    return connection.execute(statement).scalar_one()


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"ventanilla_{name}", words, value=value)


def _by(name: str, words: str, label: str, values: list[tuple[str, int]]) -> Metric:
    family = GaugeMetricFamily(f"ventanilla_{name}", words, labels=[label])
    for said, value in values:
        family.add_metric([said], value)
    return family


@contextmanager
def serve_metrics(
    host: str, port: int, facts: Facts, counted: CollectorRegistry | Path
) -> Iterator[int]:
    """Answer `GET /metrics` while the context lasts; give the port.

    *counted* are the counters of this process, or the folder of those of several. Raises
    CentralError("serve.address") where the address is taken.
    """
    registry = CollectorRegistry()
    registry.register(facts)
    if isinstance(counted, Path):
        MultiProcessCollector(registry, path=str(counted))  # type: ignore[no-untyped-call]
    else:
        registry.register(_Joined(counted))
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise CentralError("serve.address", f"{host}:{port}: {error.strerror}") from error
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Joined(Collector):
    """The counters of another registry."""

    def __init__(self, counted: CollectorRegistry) -> None:
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        """Yield what the other registry holds."""
        yield from self._counted.collect()


def count_in(folder: Path) -> None:
    """Let the processes started from now on keep their counters in *folder*."""
    os.environ[MULTIPROCESS_FOLDER] = str(folder)
