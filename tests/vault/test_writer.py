"""The writer thread: one job after another, each answered, none forgotten."""

from __future__ import annotations

import threading

import pytest

from kiosk.vault.writer import Stopped, Writer
from tests.support.logs import ExpectedLogs


def test_jobs_run_on_one_thread_and_answer() -> None:
    """A job's result and a job's error both come back to whoever brought it."""
    writer = Writer("test")
    writer.start()

    threads = {writer.run(threading.get_ident) for _ in range(3)}

    assert len(threads) == 1
    assert threading.get_ident() not in threads
    with pytest.raises(ZeroDivisionError):
        writer.run(lambda: 1 // 0)
    assert writer.run(lambda: "still there") == "still there"
    writer.stop()
    writer.stop()


def test_a_job_may_not_wait_for_another() -> None:
    """A job that brings a job would wait for itself; it is told so instead."""
    writer = Writer("test")
    writer.start()

    with pytest.raises(RuntimeError, match="may not wait"):
        writer.run(lambda: writer.run(lambda: None))

    writer.stop()


def test_what_comes_afterwards_only_follows_a_result() -> None:
    """After an error nothing follows; after a result it does, before the next job."""
    writer = Writer("test")
    writer.start()
    done: list[str] = []

    with pytest.raises(ZeroDivisionError):
        writer.run(lambda: 1 // 0, lambda: done.append("after an error"))
    writer.run(lambda: done.append("job"), lambda: done.append("afterwards"))
    writer.run(lambda: done.append("next"))

    assert done == ["job", "afterwards", "next"]
    writer.stop()


def test_whoever_comes_too_late_is_told() -> None:
    """While the thread ends, every job is either run or refused: nobody waits for ever."""
    writer = Writer("test")
    writer.start()
    answers: list[str] = []
    ready = threading.Barrier(5)

    def bring() -> None:
        ready.wait(timeout=30)
        for _ in range(200):
            try:
                writer.run(lambda: None)
            except Stopped:
                answers.append("refused")
                return
        answers.append("all run")

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    ready.wait(timeout=30)
    writer.stop()
    for thread in threads:
        thread.join(timeout=30)

    assert len(answers) == 4
    with pytest.raises(Stopped):
        writer.run(lambda: None)


def test_a_defect_afterwards_ends_neither_the_answer_nor_the_thread(
    expected_logs: ExpectedLogs,
) -> None:
    """What was saved was answered; a defect after it is logged and the next job still runs."""
    expected_logs.expect("kiosk.vault", "a defect of ours")
    writer = Writer("test")
    writer.start()

    def broken() -> None:
        raise ZeroDivisionError

    answer = writer.run(lambda: "saved", broken)

    assert (answer, writer.run(lambda: "next")) == ("saved", "next")
    writer.stop()
