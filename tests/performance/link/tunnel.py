"""A shaped link between two network namespaces, over two TUN devices: real kernel TCP at both ends.

    python -m tests.performance.link.tunnel SHAPE SEED

The process makes two namespaces without a name, each held by a child that waits for the end of its
input, and forwards between their TUN devices. Whoever is killed first, by whatever signal, the rest
follows: there is nothing on disk and nothing with a name, so nothing can be left behind.

Says `{"device": PID, "central": PID}` once the link is there: these processes' namespaces are its
ends, 10.77.0.1 and 10.77.0.2. Then a line `begin` counts from nothing, `stats` is answered with one
line of JSON, and the end of the input ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from tests.performance.link.packets import resets_of, segment_of
from tests.performance.link.shape import Channel, Shape

DEVICE_ADDRESS, CENTRAL_ADDRESS = "10.77.0.1", "10.77.0.2"
MTU_BYTES = 1_500
_SET_NAME = 0x400454CA  # TUNSETIFF
_TUN, _WITHOUT_HEAD = 0x0001, 0x1000
_WAIT_SECONDS = 10.0


class Namespace:
    """A network of its own with one TUN device in it, as long as this process lives."""

    def __init__(self, name: str, address: str) -> None:
        self._holder = subprocess.Popen(
            ["unshare", "--net", "--", "cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        self.pid = self._holder.pid
        self.line = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        request = struct.pack("16sH22x", name.encode(), _TUN | _WITHOUT_HEAD)
        fcntl.ioctl(self.line, _SET_NAME, request)
        self._wait_for_it()
        _ip(f"link set {name} netns {self.pid}")
        _ip(
            f"addr add {address}/24 dev {name}",
            f"link set {name} mtu {MTU_BYTES} up",
            "link set lo up",
            inside=self.pid,
        )

    def close(self) -> None:
        """Let the holder end; the namespace goes with its last process."""
        if self._holder.stdin is not None:
            self._holder.stdin.close()
        self._holder.wait(_WAIT_SECONDS)
        os.close(self.line)

    def _wait_for_it(self) -> None:
        ours = os.readlink("/proc/self/ns/net")
        until, pause = time.monotonic() + _WAIT_SECONDS, threading.Event()
        while os.readlink(f"/proc/{self.pid}/ns/net") == ours:
            if self._holder.poll() is not None or time.monotonic() > until:
                raise RuntimeError("no network namespace may be made here")
            pause.wait(0.005)


class Forwarder:
    """Carries packets from one end to the other as the shape says."""

    def __init__(self, shape: Shape, seed: int, device: int, central: int) -> None:
        self._shape = shape
        self._lines = (device, central)
        self._channels = (Channel(shape, seed), Channel(shape, seed + 1))
        self._sent: dict[tuple[int, int], int] = {}
        self._cut: set[tuple[int, int]] = set()
        self._resets_left = 0
        self._opened = 0

    def start(self) -> None:
        """Begin to forward on the running loop."""
        loop = asyncio.get_running_loop()
        self.begin()
        for side in (0, 1):
            loop.add_reader(self._lines[side], self._forward, side)

    def begin(self) -> None:
        """Count from nothing; the link comes up now."""
        now = asyncio.get_running_loop().time()
        for channel in self._channels:
            channel.begin(now)
        self._sent.clear()
        self._cut.clear()
        self._resets_left = self._shape.resets if self._shape.reset_after_bytes else 0
        self._opened = 0

    def stats(self) -> str:
        """Return what was carried, from the device and to it."""
        up, down = (asdict(channel.counts) for channel in self._channels)
        return json.dumps({"up": up, "down": down, "connections": self._opened})

    def _forward(self, side: int) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                packet = os.read(self._lines[side], 65_536)
            except BlockingIOError:
                return
            if packet[0] >> 4 != 4:
                continue  # the kernel greets its neighbours over IPv6; the link has none
            if side == 0 and self._is_cut(packet):
                continue
            arrives = self._channels[side].take(loop.time(), len(packet))
            if arrives is not None:
                loop.call_at(arrives, self._write, 1 - side, packet)

    def _is_cut(self, packet: bytes) -> bool:
        """Reset the connection of a packet if its time has come; say whether that was done."""
        segment = segment_of(packet)
        if segment is None:
            return False
        self._opened += segment.opens
        if segment.flow in self._cut:
            return True  # what was on its way when it was cut
        sent = self._sent.get(segment.flow, 0) + segment.length
        self._sent[segment.flow] = sent
        if not self._resets_left or sent < self._shape.reset_after_bytes:
            return False
        self._resets_left -= 1
        self._cut.add(segment.flow)
        for side, packet_of_ours in enumerate(resets_of(segment)):
            self._write(side, packet_of_ours)
        return True

    def _write(self, side: int, packet: bytes) -> None:
        with contextlib.suppress(OSError):  # the end is gone, or its queue is full: lost as well
            os.write(self._lines[side], packet)


async def serve(shape: Shape, seed: int) -> None:
    """Keep the link until the input ends."""
    names = (f"vt{os.getpid()}a", f"vt{os.getpid()}b")
    ends = [Namespace(names[0], DEVICE_ADDRESS), Namespace(names[1], CENTRAL_ADDRESS)]
    forwarder = Forwarder(shape, seed, ends[0].line, ends[1].line)
    forwarder.start()
    print(json.dumps({"device": ends[0].pid, "central": ends[1].pid}), flush=True)
    loop = asyncio.get_running_loop()
    words = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(words), sys.stdin)
    while line := await words.readline():
        if line.strip() == b"begin":
            forwarder.begin()
            print("begun", flush=True)
        elif line.strip() == b"stats":
            print(forwarder.stats(), flush=True)
    for end in ends:
        end.close()


def _ip(*lines: str, inside: int | None = None) -> None:
    prefix = [] if inside is None else ["nsenter", f"--net=/proc/{inside}/ns/net", "--"]
    subprocess.run([*prefix, "ip", "-batch", "-"], input="\n".join(lines).encode(), check=True)


def is_possible() -> bool:
    """Return whether this computer lets us make namespaces and TUN devices."""
    return sys.platform == "linux" and os.geteuid() == 0 and Path("/dev/net/tun").exists()


def main() -> int:
    """Run as the link between the two ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; who started us closes the input
    asyncio.run(serve(Shape.decode(sys.argv[1]), int(sys.argv[2])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
