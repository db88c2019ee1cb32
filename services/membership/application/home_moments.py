"""Thời điểm của việc tại nhà - from what a device says of its clocks to the moment that the facts keep."""

import msgspec

from services.membership.contracts.home_requests import DeviceTime as SaidTime
from services.membership.domain.home_service.moment import DeviceTime, Moment, moment_of
from shared.eventlog.work import Work


def moment_at(said: SaidTime | None, work: Work) -> Moment:
    """The moment of an act that a device reports, or of one that is typed at the office."""
    return moment_of(DeviceTime(**msgspec.structs.asdict(said)) if said else None, work.now)
