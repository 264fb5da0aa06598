"""One run: the same records by one of three ways over a link of its own, with its figures."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.demo.processes import ROOT
from tests.performance.link.line import ShapedLink
from tests.performance.link.shape import Shape
from tests.performance.link.stage import (
    CENTRAL_PORT,
    CERTIFICATE,
    CERTIFICATE_KEY,
    POUCH_PORT,
    RECORDS,
    prepare,
)

OURS, POSTS, POUCH, PHOTO = "Ventanilla", "POST per record", "PouchDB", "photo"
START_SECONDS = 240
POUCH_FOLDER = Path(__file__).with_name("pouch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run cost. `seconds` None: it was ended before all had arrived."""

    way: str
    count: int
    seed: int
    seconds: float | None
    limit_seconds: float
    wire_bytes: int
    up_bytes: int
    requests: int
    connections: int
    arrived: int


class Process:
    """A child at one end that speaks in lines; killed when the `with` ends."""

    def __init__(self, arguments: list[str], environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Process:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def heard(self, seconds: float) -> str | None:
        """Return its next line, None after so many seconds; RuntimeError when it has ended."""
        if self._process.stdout is None:
            raise RuntimeError("no output")
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ready:
            return None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a process of the benchmark ended too early")
        return line.strip()

    def say(self, word: str) -> None:
        """Give it a line."""
        if self._process.stdin is not None:
            self._process.stdin.write(f"{word}\n")
            self._process.stdin.flush()


def run(way: str, shape: Shape, stage: Path, count: int, seed: int, most_seconds: float) -> Run:
    """Deliver the records of *stage*, a folder that `prepare` has made; it is copied first."""
    with (
        TemporaryDirectory(prefix="ventanilla-link-") as name,
        ShapedLink(shape, seed=seed) as link,
    ):
        folder = Path(name) / "stage"
        shutil.copytree(stage, folder)
        with _server(way, link, folder) as server, _client(way, link, folder) as client:
            _expect(server, "ready")
            _expect(client, "ready")
            link.begin()
            client.say("go")
            told = client.heard(most_seconds)
            traffic = link.traffic()
            if "VENTANILLA_LINK_LOG" in os.environ:
                print(told, traffic, file=sys.stderr)
            answer = json.loads(told) if told is not None else {}
            requests = int(answer.get("requests", 0)) or _requests_of(way, link)
            arrived = (
                _arrived(way, link, client) if told is not None else _arrived_so_far(way, link)
            )
        body = float(answer.get("body_bytes", 0))
        limit = body * 8 / shape.rate_bits / (1 - shape.loss) + 4 * shape.round_trip_seconds
        return Run(
            way=way,
            count=count,
            seed=seed,
            seconds=answer.get("seconds"),
            limit_seconds=limit if body else 0.0,
            wire_bytes=traffic.bytes,
            up_bytes=traffic.up.bytes,
            requests=requests,
            connections=traffic.connections,
            arrived=arrived if arrived is not None else count,
        )


def _server(way: str, link: ShapedLink, folder: Path) -> Process:
    address = link.central_address
    if way == POUCH:
        keys = [str(folder / CERTIFICATE), str(folder / CERTIFICATE_KEY)]
        script = [str(node_folder() / "server.js"), address, str(POUCH_PORT), *keys]
        return Process(link.at_central(["node", *script]))
    module = ["-m", "tests.performance.link.server", str(folder), address]
    return Process(link.at_central([sys.executable, *module]))


def _client(way: str, link: ShapedLink, folder: Path) -> Process:
    address = link.central_address
    if way == POUCH:
        url = f"https://{address}:{POUCH_PORT}/records"
        script = [str(node_folder() / "client.js"), str(folder / RECORDS), url]
        trust = {"NODE_EXTRA_CA_CERTS": str(folder / CERTIFICATE)}
        return Process(link.at_device(["node", *script]), trust)
    kind = {OURS: "ours", POSTS: "posts", PHOTO: "photo"}[way]
    url = f"https://{address}:{CENTRAL_PORT}"
    module = ["-m", "tests.performance.link.device", kind, str(folder), url]
    return Process(
        link.at_device([sys.executable, *module]), {"SSL_CERT_FILE": str(folder / CERTIFICATE)}
    )


def _expect(process: Process, word: str) -> None:
    if process.heard(START_SECONDS) != word:
        raise RuntimeError(f"a process of the benchmark did not say {word!r}")


def _arrived(way: str, link: ShapedLink, client: Process) -> int | None:
    """Return how many records the other end has; None for ours, whose acknowledgement counts."""
    if way == POUCH:
        client.say("count")
        told = client.heard(START_SECONDS)
        return 0 if told is None else int(json.loads(told)["arrived"])
    return _arrived_so_far(way, link)


def _arrived_so_far(way: str, link: ShapedLink) -> int | None:
    if way in {OURS, PHOTO}:
        return None
    path = f"{POUCH_PORT}/records" if way == POUCH else f"{CENTRAL_PORT}/records"
    said = _asked_at_central(link, path)
    return int(said["doc_count"]) if isinstance(said, dict) else int(str(said))


def _requests_of(way: str, link: ShapedLink) -> int:
    if way != POUCH:
        return 0
    said = _asked_at_central(link, f"{POUCH_PORT}/_bench/requests")
    return int(said["requests"]) if isinstance(said, dict) else 0


def _asked_at_central(link: ShapedLink, path: str) -> object:
    """Ask a server from its own end, where the link is no part of the way."""
    script = (
        "import ssl,sys,urllib.request as r;c=ssl._create_unverified_context();"
        "print(r.urlopen(sys.argv[1],context=c,timeout=30).read().decode())"
    )
    asked = link.at_central(
        [sys.executable, "-c", script, f"https://{link.central_address}:{path}"]
    )
    done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def node_folder() -> Path:
    """Return the folder outside the repository where the packages of PouchDB are installed."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return cache / "ventanilla-bench" / "pouch"


def install_pouch() -> str | None:
    """Install what the lock file pins, once; return why not, None when it is there."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "no Node here"
    place = node_folder()
    place.mkdir(parents=True, exist_ok=True)
    for file in POUCH_FOLDER.iterdir():
        shutil.copy(file, place / file.name)
    if (place / "node_modules" / "express-pouchdb").is_dir():
        return None
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return None if done.returncode == 0 else f"npm ci failed: {done.stderr[-300:]}"


def staged(folder: Path, count: int, seed: int, photo_bytes: int = 0) -> Path:
    """Return a prepared stage, made where it is not there yet."""
    place = folder / f"{count}-{seed}-{photo_bytes}"
    if not place.is_dir():
        place.mkdir()
        prepare(place, count, seed, photo_bytes)
    return place


def encode(one: Run) -> str:
    """Return a run as one line of JSON."""
    return json.dumps(asdict(one))
