"""What the converter's process may not do: take all memory, run for ever, reach out (FORMS §1.2).

Linux: address space and processor time are limited, and the process ends with its parent. Windows:
a job object limits its memory; written after the documentation and never run there (no machine).
macOS: neither (its kernel ignores RLIMIT_AS); the parent's time limit holds everywhere.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 150
"""More than the parent's patience: only a process whose parent died comes this far."""

_FORBIDDEN = frozenset(
    {
        "socket.__new__",
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "os.startfile",
    }
)


class Forbidden(Exception):
    """Something in the converter tried to open a connection or to start a program."""


def limit_process() -> None:
    """Limit this process for good: memory, processor time, no connections, no programs."""
    limit_memory()
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise Forbidden(f"{event} is not allowed in the converter")


def limit_memory() -> None:
    """Limit this process's memory to 1 GiB, where the system can."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _end_with_parent()
    elif sys.platform == "win32":  # pragma: no cover
        _limit_job(MEMORY_BYTES)


def _end_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies (prctl PR_SET_PDEATHSIG)."""
    parent_death_signal, kill = 1, 9
    try:
        ctypes.CDLL(None).prctl(parent_death_signal, kill, 0, 0, 0)
    except (AttributeError, OSError):  # no such call: the limit of processor time is left
        return


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def _limit_job(memory_bytes: int) -> None:  # pragma: no cover
    """Put this process into a job whose processes may not have more memory, and only one of them.

    The handle stays open until the process ends; nothing is raised where a call fails, since the
    converter is useful without its limit too.
    """
    active_process, process_memory, extended = 0x8, 0x100, 9
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = _ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = process_memory | active_process
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = memory_bytes
    if job.value and kernel.SetInformationJobObject(
        job, extended, ctypes.byref(limits), ctypes.sizeof(limits)
    ):
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
