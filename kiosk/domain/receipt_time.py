"""Which time a receipt states, and whether it is marked as not verified (RECEIPTS §4).

A false clock must neither lift the floor nor end a device's receipts, and a wrong clock must never
make an honest receipt fail. Times are seconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

DAY_SECONDS = 86_400
_FAR_SECONDS = 400 * DAY_SECONDS
_COMPARED_SECONDS = 30 * DAY_SECONDS
_UNCONFIRMED_SECONDS = 2 * DAY_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEvidence:
    """What the device knows about time beside its own clock."""

    build_seconds: int
    server_seconds: int | None  # last valid server time; it resets the floor, downwards too
    compared_at_seconds: int | None  # the device's clock when that server time was taken
    verified_receipt_seconds: int | None  # last receipt without label 12 since that server time
    confirmed_at_seconds: int | None  # the clock when a business day equal to its date was opened
    not_before_seconds: int  # of the device's certificate
    not_after_seconds: int

    def confirmed(self, at_seconds: int) -> TimeEvidence:
        """Return the same after somebody confirmed the clock's date (a business day opened)."""
        return replace(self, confirmed_at_seconds=at_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTime:
    """The time of a receipt; not verified = label 12 and body key 22."""

    seconds: int
    verified: bool


def floor_of(evidence: TimeEvidence) -> int:
    """Return the earliest time a receipt may state now.

    The build date counts until the first server time; from then on the server time is the base.
    """
    base = evidence.build_seconds if evidence.server_seconds is None else evidence.server_seconds
    return max(base, evidence.verified_receipt_seconds or 0)


def clock_wrong(device_seconds: int, evidence: TimeEvidence) -> bool:
    """Say whether the clock cannot be right: before the floor, or absurdly far above it."""
    return not _plausible(device_seconds, floor_of(evidence), evidence)


def receipt_time(device_seconds: int, evidence: TimeEvidence) -> ReceiptTime:
    """Return the time a receipt issued now states.

    The floor stands in for a clock that is behind it, more than 400 days above it, or outside the
    certificate's validity; it is itself kept inside that validity, so that the receipt verifies.
    """
    floor = floor_of(evidence)
    if not _plausible(device_seconds, floor, evidence):
        inside = max(floor, evidence.not_before_seconds)
        return ReceiptTime(seconds=min(inside, evidence.not_after_seconds), verified=False)
    return ReceiptTime(
        seconds=device_seconds,
        verified=_compared_lately(device_seconds, evidence)
        and _near_or_confirmed(device_seconds, floor, evidence),
    )


def _plausible(device_seconds: int, floor: int, evidence: TimeEvidence) -> bool:
    inside = evidence.not_before_seconds <= device_seconds <= evidence.not_after_seconds
    return inside and floor <= device_seconds <= floor + _FAR_SECONDS


def _compared_lately(device_seconds: int, evidence: TimeEvidence) -> bool:
    compared = evidence.compared_at_seconds
    return compared is not None and abs(device_seconds - compared) <= _COMPARED_SECONDS


def _near_or_confirmed(device_seconds: int, floor: int, evidence: TimeEvidence) -> bool:
    """A confirmation holds for two days of its own: a later jump needs another one."""
    known = max(floor, evidence.confirmed_at_seconds or 0)
    return device_seconds <= known + _UNCONFIRMED_SECONDS
