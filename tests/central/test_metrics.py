"""Numbers for monitoring: true, added up, and silent about services, languages and people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sync.central.backups import make_backup
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.metrics import Facts, Metrics, serve_metrics
from tests.delivery.central_running import Running
from tests.delivery.central_support import Central, Device, record_a_day


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


def numbers_of(text: str) -> dict[str, float]:
    """Return the samples of a page of metrics."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_what_the_central_did_is_counted(central: Central) -> None:
    """Pushes by result, events, errors by code, requests by route; facts from the database."""
    device, metrics = central.enrol(), Metrics()
    record_a_day(device)
    clone, stranger = device.fork(2), Device()
    record_a_day(clone)
    record_a_day(stranger)
    last = len(device.items)
    facts = Facts(central.database, central.now_ms)
    server = Running(central, watch=metrics)
    try:
        with serve_metrics("127.0.0.1", 0, facts, metrics.registry) as port:
            url = f"http://127.0.0.1:{port}/metrics"
            server.push(device.envelope(central.platform, 1, last))
            server.push(device.envelope(central.platform, 1, last))
            server.push(clone.envelope(central.platform, 2, 5))
            server.push(stranger.envelope(central.platform, 1, 1))
            server.http.get("/v1/receipts/0011223344556677/1/2?a=00")
            server.http.get("/nowhere/at/all")
            central.platform.worker.stop()
            central.platform.catch_up()
            before = numbers_of(httpx.get(url).text)
            make_backup(central.database, central.folder.parent / "backup.db")
            central.clock.pass_seconds(8 * 86_400)
            after = numbers_of(httpx.get(url).text)
    finally:
        server.stop()

    assert before['ventanilla_pushes_total{result="stored"}'] == 2
    assert before['ventanilla_pushes_total{result="fork"}'] == 1
    assert before["ventanilla_events_stored_total"] == last
    assert before['ventanilla_errors_total{code="kid-unknown"}'] == 1
    assert before['ventanilla_errors_total{code="path"}'] == 2
    route = 'method="GET",route="/v1/receipts/{device_id}/{series}/{number}",status="404"'
    assert before[f"ventanilla_request_seconds_count{{{route}}}"] == 1
    assert before["ventanilla_ready"] == 1
    assert before["ventanilla_read_tables_behind_events"] == 0
    assert (before["ventanilla_not_durable_events"], after["ventanilla_not_durable_events"]) == (
        last,
        0,
    )
    unheard = 'ventanilla_devices_unheard{days="7"}'
    assert (before[unheard], after[unheard]) == (0, 1)
    assert not any("0011223344556677" in name or "nowhere" in name for name in before)


def test_what_waits_is_measured(central: Central) -> None:
    """Events behind, their age, and quarantine by code stand there before anything follows."""
    device = central.enrol()
    device.raw(device.header(199), b"\xa0")
    record_a_day(device)
    central.push(device, 1, len(device.items))
    central.clock.pass_seconds(90)

    facts = {
        f"{sample.name}{sample.labels or ''}": sample.value
        for metric in Facts(central.database, central.now_ms).collect()
        for sample in metric.samples
    }

    assert facts["ventanilla_read_tables_behind_events"] == len(device.items)
    assert facts["ventanilla_read_tables_behind_seconds"] == 90
    assert facts["ventanilla_quarantined_events{'code': '1'}"] == 1


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    """Monitoring reads 0, not an error page, when the database is gone."""
    facts = Facts(CentralDatabase(tmp_path / "none.db"), lambda: 0)

    samples = [(sample.name, sample.value) for one in facts.collect() for sample in one.samples]

    assert samples == [("ventanilla_ready", 0.0)]


def test_a_taken_address_is_a_refusal(central: Central) -> None:
    """Two centrals cannot say their numbers at one place."""
    facts, metrics = Facts(central.database, central.now_ms), Metrics()
    with (
        serve_metrics("127.0.0.1", 0, facts, metrics.registry) as port,
        pytest.raises(CentralError, match=r"serve\.address"),
        serve_metrics("127.0.0.1", port, facts, metrics.registry),
    ):
        pass
