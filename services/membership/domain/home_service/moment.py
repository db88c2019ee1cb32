"""Thời điểm trên máy của cán bộ - three clocks of an act that was done offline, and how far the wall clock was off."""

from datetime import datetime, timedelta

import msgspec

from services.membership.domain.refusals_home import DeviceTimeIsNotReadable

_AHEAD = timedelta(seconds=30)
_LONGEST = timedelta(days=14)
SKEWED = 120
"""Seconds by which a device's wall clock may differ from the computed time before it is flagged."""


class DeviceTime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the device says: its wall clock, the server's time at the last sync, milliseconds since by a steady clock.

    The same however often the act is sent, so that a retry is the same command.
    """

    device_time: datetime
    synced_at: datetime
    monotonic_offset_ms: int


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When it happened: by the device's wall clock, and by server time plus the steady clock (`happened_at`)."""

    device_time: datetime
    happened_at: datetime
    monotonic_offset_ms: int
    skew_seconds: int

    @property
    def skewed(self) -> bool:
        """Whether the device's wall clock was noticeably off."""
        return abs(self.skew_seconds) > SKEWED


def moment_of(given: DeviceTime | None, now: datetime) -> Moment:
    """The act's moment; without a device it happened now. A wrong clock is flagged, a time to come refused."""
    if given is None:
        return Moment(device_time=now, happened_at=now, monotonic_offset_ms=0, skew_seconds=0)
    if given.device_time.tzinfo is None or given.synced_at.tzinfo is None:
        raise DeviceTimeIsNotReadable("at")
    offset = timedelta(milliseconds=given.monotonic_offset_ms)
    if not timedelta(0) <= offset <= _LONGEST or given.synced_at + offset > now + _AHEAD:
        raise DeviceTimeIsNotReadable("at")
    happened = given.synced_at + offset
    return Moment(
        device_time=given.device_time,
        happened_at=min(happened, now),
        monotonic_offset_ms=given.monotonic_offset_ms,
        skew_seconds=round((given.device_time - happened).total_seconds()),
    )
