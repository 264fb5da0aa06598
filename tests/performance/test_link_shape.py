"""The emulated link does what it says: rate, delay, loss, queue, schedule, hole, resets."""

from __future__ import annotations

import struct

import pytest

from tests.performance.link.packets import _checksum, resets_of, segment_of
from tests.performance.link.plot import plot
from tests.performance.link.shape import Channel, Shape

CLEAN = Shape(rate_bits=8_000, round_trip_seconds=0.6, loss=0.0, queue_bytes=3_000)


def test_packets_take_their_time_one_after_another() -> None:
    """1,000 bytes at 8 kbit/s take a second each, and half a round trip to the other end."""
    channel = Channel(CLEAN, 1)

    assert [channel.take(0.0, 1_000) for _ in range(2)] == [1.3, 2.3]
    assert channel.take(5.0, 1_000) == 6.3


def test_a_full_queue_drops_and_an_empty_one_does_not() -> None:
    """What would wait beyond the queue is gone; the rest keeps its time."""
    channel = Channel(CLEAN, 1)
    arrivals = [channel.take(0.0, 1_000) for _ in range(5)]

    assert [one is not None for one in arrivals] == [True, True, True, False, False]
    assert channel.counts.dropped == 2
    assert channel.counts.bytes == 5_000


def test_losses_are_near_their_share_and_take_airtime() -> None:
    """5 % of many packets, drawn from the seed; a lost one keeps the line as long as any."""
    shape = Shape(rate_bits=8_000_000, loss=0.05)
    channel, same = Channel(shape, 7), Channel(shape, 7)

    lost = [channel.take(number, 1_000) is None for number in range(5_000)]

    assert 200 <= sum(lost) <= 300
    assert lost == [same.take(number, 1_000) is None for number in range(5_000)]


def test_a_schedule_lets_nothing_through_while_down() -> None:
    """40 s up, 80 s down, from the moment it was begun; what is on the air at the end is lost."""
    shape = Shape(rate_bits=8_000, loss=0.0, up_seconds=40, down_seconds=80)
    channel = Channel(shape, 1)
    channel.begin(1_000.0)

    assert channel.take(1_010.0, 100) is not None
    assert channel.take(1_039.5, 1_000) is None
    assert channel.take(1_050.0, 100) is None
    assert channel.take(1_119.9, 100) is None
    assert channel.take(1_121.0, 100) is not None


def test_a_hole_swallows_large_packets_only() -> None:
    """Nobody is told: the small ones pass."""
    channel = Channel(Shape(loss=0.0, hole_bytes=600), 1)

    assert channel.take(0.0, 601) is None
    assert channel.take(0.0, 600) is not None


def a_packet(data: bytes = b"abc") -> bytes:
    """Return a packet from port 40,000 of .1 to port 443 of .2."""
    tcp = struct.pack(">HHIIBBHHH", 40_000, 443, 2**32 - 2, 500, 5 << 4, 24, 1_000, 0, 0) + data
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0)
    return ip + bytes([10, 77, 0, 1]) + bytes([10, 77, 0, 2]) + tcp


def test_a_reset_fits_both_ends() -> None:
    """Each end is reset by the other, at the very next byte it expects, with sums that hold."""
    segment = segment_of(a_packet())
    assert segment is not None
    assert (segment.length, segment.flow) == (3, (40_000, 443))

    to_sender, to_target = resets_of(segment)

    back, forth = segment_of(to_sender), segment_of(to_target)
    assert back is not None
    assert forth is not None
    assert (back.flow, back.seq, back.ack, back.flags) == ((443, 40_000), 500, 1, 20)
    assert (forth.flow, forth.seq, forth.flags) == ((40_000, 443), 1, 20)
    for packet in (to_sender, to_target):
        assert _checksum(packet[:20]) == 0
        pseudo = packet[12:20] + struct.pack(">BBH", 0, 6, 20)
        assert _checksum(pseudo + packet[20:]) == 0


@pytest.mark.parametrize("packet", [b"", b"\x60" + bytes(60), b"\x45" + bytes(10)])
def test_what_is_no_tcp_is_passed_over(packet: bytes) -> None:
    """Other packets and halves of one are nobody's segment."""
    assert segment_of(packet) is None


def test_a_shape_survives_the_command_line() -> None:
    """What the process in the middle reads is what was meant."""
    shape = Shape(rate_bits=9_600, loss=0.15, hole_bytes=900)

    assert Shape.decode(shape.encode()) == shape


def test_the_plot_is_small_and_says_what_it_shows() -> None:
    """Every way by name, every run a dot."""
    drawn = plot("500 records <64>", {"Ventanilla": [14.0, 15.0], "PouchDB": [90.0]}, 11.5)

    assert drawn.count("<circle") == 3
    assert "&lt;64&gt;" in drawn
    assert len(drawn) < 10_000
