"""Every source of positions says where it is, or that it does not know; noise is no place."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.nmea import FIX_SECONDS, Fixes, fix_of
from kiosk.devices.places import (
    OfficePosition,
    ReceiverOrOffice,
    geopoint_of,
    place_of_office,
    source_of,
)
from kiosk.devices.ports import Position, PositionSource, PositionUnavailable
from kiosk.devices.receiver import NmeaReceiver, receiver_of
from tests.support.devices import GGA, NO_FIX, OAXACA, RMC, FakePosition, sentence
from tests.support.vaults import HandClock

Make = Callable[[str], PositionSource]
LONGEST_SECONDS = 20.0  # after which a test that waits for another thread has failed


class Listening:
    """Makes receivers that end with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = HandClock()
        self.heard = threading.Event()
        self._begun: list[NmeaReceiver] = []

    def receiver(self, path: Path) -> NmeaReceiver:
        """Return a receiver that listens."""
        made = NmeaReceiver(path, self.clock, self.heard.set, retry_seconds=0.01)
        made.begin()
        self._begun.append(made)
        return made

    def await_fix(self) -> None:
        """Wait until the receiver has taken another fix."""
        assert self.heard.wait(LONGEST_SECONDS)
        self.heard.clear()

    def end(self) -> None:
        """End them all."""
        for one in self._begun:
            one.end()


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Listening]:
    """A place for receivers."""
    made = Listening(tmp_path)
    yield made
    made.end()


def heard_from(listening: Listening) -> PositionSource:
    """Return a receiver that heard a file of sentences."""
    path = listening.folder / "gps.nmea"
    path.write_text("\r\n".join(["noise", sentence(NO_FIX), sentence(GGA), "$GPGSV,1,1"]))
    made = listening.receiver(path)
    listening.await_fix()
    return made


SOURCES: dict[str, Callable[[Listening], PositionSource]] = {
    "fake": lambda _: FakePosition(OAXACA),
    "fake office": lambda _: FakePosition(OAXACA, fixed=True),
    "office": lambda _: OfficePosition(OAXACA),
    "receiver": heard_from,
    "receiver, then office": lambda it: ReceiverOrOffice(heard_from(it), FakePosition()),
    "office without a fix": lambda _: ReceiverOrOffice(FakePosition(), OfficePosition(OAXACA)),
}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_tells_where_it_is(name: str, listening: Listening) -> None:
    """Degrees, north and east positive; asked twice it says the same; an office says it is one."""
    source = SOURCES[name](listening)

    first, second = source.position(), source.position()

    assert first == second
    assert first.latitude_degrees == pytest.approx(OAXACA.latitude_degrees, abs=1e-6)
    assert first.longitude_degrees == pytest.approx(OAXACA.longitude_degrees, abs=1e-6)
    assert (first.altitude_m, first.accuracy_m) == (495.1, 5.0)
    assert source.fixed == ("office" in name and name != "receiver, then office")


SILENT: dict[str, Callable[[Listening], PositionSource]] = {
    "fake": lambda _: FakePosition(),
    "no line": lambda it: it.receiver(it.folder / "nothing"),
    "a folder": lambda it: it.receiver(it.folder),
    "not begun": lambda it: NmeaReceiver(it.folder, it.clock),
    "both": lambda _: ReceiverOrOffice(FakePosition(), FakePosition()),
}


@pytest.mark.parametrize("name", sorted(SILENT))
def test_a_source_that_does_not_know_says_so(name: str, listening: Listening) -> None:
    """A known problem, never an invented place; for a form it is blank."""
    source = SILENT[name](listening)

    with pytest.raises(PositionUnavailable):
        source.position()
    assert geopoint_of(source) == ""


# ------------------------------------------------------------------------------- the line


def test_a_serial_line_is_heard_as_it_speaks(listening: Listening) -> None:
    """Bit by bit, on a real terminal device; nothing is echoed to the receiver."""
    theirs, ours = os.openpty()
    receiver = listening.receiver(Path(os.ttyname(ours)))

    whole = f"half,a,sentence\r\n{sentence(GGA)}\r\n".encode()
    os.set_blocking(theirs, False)
    while not listening.heard.wait(0.01):  # what is said before anybody listens is lost
        os.write(theirs, whole)
    with contextlib.suppress(BlockingIOError):
        os.read(theirs, 65_536)
    before = receiver.position()
    listening.heard.clear()
    os.write(theirs, whole[:40])
    os.write(theirs, whole[40:])
    listening.await_fix()

    assert receiver.position() == before
    with pytest.raises(BlockingIOError):
        os.read(theirs, 1)
    receiver.end()
    os.close(ours)
    os.close(theirs)


def test_what_is_added_to_a_file_is_heard_once(listening: Listening) -> None:
    """A file is read on from where it ended: an old fix does not become a new one."""
    path = listening.folder / "gps.nmea"
    path.write_text(sentence(GGA) + "\r\n")
    receiver = listening.receiver(path)
    listening.await_fix()
    listening.clock.pass_seconds(FIX_SECONDS + 1)

    with pytest.raises(PositionUnavailable):
        receiver.position()
    with path.open("a") as line:
        line.write(sentence(RMC) + "\r\n")
    listening.await_fix()

    assert receiver.position().latitude_degrees == 19.5


def test_ending_is_quick_and_may_be_repeated(listening: Listening) -> None:
    """A silent line does not keep the program; no thread and no file is left."""
    path = listening.folder / "line"
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    receiver = listening.receiver(path)

    receiver.end()
    receiver.end()

    assert not [one for one in threading.enumerate() if one.name == "gps"]
    os.close(writer)


def test_where_a_line_cannot_be_heard_there_is_no_receiver(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Windows: said in the log, and the office's place is what is left."""
    clock = HandClock()

    with caplog.at_level("ERROR"):
        assert receiver_of(tmp_path, clock, "win32") is None
    assert receiver_of(None, clock, "linux") is None
    assert receiver_of(tmp_path, clock, "linux") is not None


# -------------------------------------------------------------------------- the sentences


def test_a_fix_ages() -> None:
    """Half a minute after the last one, the place is not known."""
    clock = HandClock()
    fixes = Fixes(clock)
    fixes.hear(f"{sentence(GGA)}\n".encode())

    clock.pass_seconds(FIX_SECONDS)
    fixes.position()
    fixes.hear(f"{sentence(NO_FIX)}\n".encode())
    clock.pass_seconds(0.5)

    with pytest.raises(PositionUnavailable):
        fixes.position()


def test_the_better_sentence_of_a_second_counts() -> None:
    """RMC knows no accuracy: it counts only where GGA has been silent."""
    clock = HandClock()
    fixes = Fixes(clock)

    told = [fixes.hear(f"{sentence(body)}\r\n".encode()) for body in (GGA, RMC)]
    assert (told, fixes.position().accuracy_m) == ([True, False], 5.0)

    clock.pass_seconds(4)
    assert fixes.hear(f"{sentence(RMC)}\r\n".encode())
    assert fixes.position() == Position(latitude_degrees=19.5, longitude_degrees=-99.0)


@pytest.mark.parametrize(
    ("body", "latitude", "longitude"),
    [
        ("GNGGA,1.0,3351.5000,S,15112.6000,E,1,8,0.9,10,M,0,M,,", -33.858333, 151.21),
        ("GPGGA,1,0000.0000,N,00000.0000,E,1,,,,M,,M,,", 0, 0),
        ("GPRMC,1,A,9000.0,N,18000.0,W,,,,,", 90, -180),
    ],
)
def test_degrees_have_a_side(body: str, latitude: float, longitude: float) -> None:
    """South and west are negative; what is not said is 0."""
    place = fix_of(sentence(body))

    assert place is not None
    assert place.latitude_degrees == pytest.approx(latitude, abs=1e-6)
    assert place.longitude_degrees == pytest.approx(longitude, abs=1e-6)


@pytest.mark.parametrize(
    "line",
    [
        sentence(GGA)[:-1] + "0",  # another checksum
        sentence(GGA)[:-3],  # none
        sentence(GGA)[1:],  # no beginning
        sentence(NO_FIX),
        sentence(RMC.replace(",A,19", ",V,19")),
        sentence(GGA.replace("1701.9878", "9101.9878")),  # beyond the pole
        sentence(GGA.replace("1701.9878", "1760.0000")),  # sixty minutes
        sentence(GGA.replace("1701.9878", "1e1")),
        sentence(GGA.replace("1.00", "nan")),
        sentence(GGA.replace(",W,", ",N,")),
        sentence(GGA.replace(",N,", ",,")),
        sentence("GPGGA,1,1701.9878,N"),
        sentence("PGRMGGA," + GGA),
    ],
)
def test_what_is_not_certain_is_no_fix(line: str) -> None:
    """Garbled, without a fix, or off the earth."""
    assert fix_of(line) is None


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=120),
            st.sampled_from([sentence(GGA).encode(), b"\r\n", b"\n", b"$", b"$GPGGA,", b"*"]),
            st.lists(st.text("0123456789.,NSEWAV-e\u0663", max_size=12), max_size=14).map(
                lambda fields: sentence("GPGGA," + ",".join(fields)).encode() + b"\n"
            ),
        ),
        max_size=8,
    )
)
def test_noise_is_no_place_and_no_fault(pieces: list[bytes]) -> None:
    """Whatever a line says, cut anywhere: nothing is raised, and a place is on the earth."""
    fixes = Fixes(HandClock())

    told = [fixes.hear(piece) for piece in pieces]

    if any(told):
        here = fixes.position()
        assert abs(here.latitude_degrees) <= 90
        assert abs(here.longitude_degrees) <= 180
        assert 0 <= here.accuracy_m < 1e11
    else:
        with pytest.raises(PositionUnavailable):
            fixes.position()


@given(st.integers(1, 80))
def test_it_does_not_matter_where_a_line_is_cut(length: int) -> None:
    """Pieces of any length tell the same place as the whole."""
    whole = f"x\r\n{sentence(GGA)}\r\n".encode()
    fixes = Fixes(HandClock())

    for start in range(0, len(whole), length):
        fixes.hear(whole[start : start + length])

    assert fixes.position().altitude_m == 495.1


# ------------------------------------------------------------------------------ the office


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("17.03313 -96.634655", "17.03313 -96.634655 0 0"),
        (" 17.03313, -96.634655 ", "17.03313 -96.634655 0 0"),
        ("17.03313 -96.634655 1555 10", "17.03313 -96.634655 1555 10"),
        ("17.03313 -96.634655 -3.5", "17.03313 -96.634655 -3.5 0"),
        ("0 -0.00000001", "0 0 0 0"),
        ("-90 180", "-90 180 0 0"),
        ("", ""),
        ("17.03313", ""),
        ("91 0", ""),
        ("0 180.5", ""),
        ("1 2 3 -4", ""),
        ("1 2 3 4 5", ""),
        ("nan inf", ""),
        ("aquí", ""),
    ],
)
def test_the_office_is_where_the_settings_say(text: str, stored: str) -> None:
    """As forms store it: `lat lon alt acc`; what is no place is none."""
    assert geopoint_of(place_of_office(text)) == stored


def test_the_receiver_is_asked_first() -> None:
    """While it has a fix it is believed; without one the office is, and the source says which."""
    receiver = FakePosition(Position(latitude_degrees=1.0, longitude_degrees=2.0))
    office = OfficePosition(OAXACA)
    source = source_of(receiver, office)

    assert source is not None
    assert (source.position().latitude_degrees, source.fixed) == (1.0, False)
    receiver.place = None
    assert (source.position(), source.fixed) == (OAXACA, True)
    assert source_of(receiver, None) is receiver
    assert source_of(None, office) is office
    assert source_of(None, None) is None
