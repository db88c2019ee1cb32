"""Hạn đi theo hồ sơ - the clock of a letter stands still while the office itself carries the member's sealed file."""

from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.domain.custody.state import CUSTODIES, Custody, custody_of
from services.membership.domain.home_service.moment import Moment
from services.membership.domain.home_service.state import HOME_SERVICES, HomeService
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.pause import pause, resume
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from shared.eventlog.work import Work
from shared.vocabulary.days import today_in_viet_nam


async def follow_the_file(service_id: UUID, moment: Moment, work: Work, look: Look) -> None:
    """After a hand-over for a service of a transfer, or the end of such a service: whose hands is the file in now?"""
    service = (await work.load(HOME_SERVICES, service_id)).state
    if service.transfer is None or service.organization is None or not service.carries_file:
        return
    act = Act(organization=service.organization, acted_on=today_in_viet_nam(moment.happened_at))
    await _set_clock(service.transfer, service, act, work, look)


async def begin_paused(transfer_id: UUID, act: Act, work: Work, look: Look) -> None:
    """A letter that is issued while the file is on its way already starts with its clock standing."""
    transfer = (await work.load(TRANSFERS, transfer_id)).state
    if transfer.member is None or not transfer.clock_runs:
        return
    custody = (await work.load(CUSTODIES, custody_of(transfer.member))).state
    if custody.home_service is None:
        return
    service = (await work.load(HOME_SERVICES, custody.home_service)).state
    if service.transfer == transfer_id:
        await _set_clock(transfer_id, service, act, work, look)


async def _set_clock(transfer_id: UUID, service: HomeService, act: Act, work: Work, look: Look) -> None:
    transfer = (await work.load(TRANSFERS, transfer_id)).state
    if transfer.member is None or transfer.introduced_on is None:
        return
    custody = (await work.load(CUSTODIES, custody_of(transfer.member))).state
    clocks = await look.clocks(transfer.issuer.organization, transfer.introduced_on, work.today)
    carried = _is_carried(custody, service, transfer)
    facts = pause(transfer, act, clocks) if carried else resume(transfer, act, clocks, work.today)
    if facts:
        work.record(TRANSFERS, transfer_id, *facts, province=transfer.province)


def _is_carried(custody: Custody, service: HomeService, transfer: Transfer) -> bool:
    """Not once the service is called off, nor where the file has reached the committee that keeps it for the member."""
    keeps_it = service.flow == "TO_COMMITTEE" or service.state == "FELL_BACK"
    reached = (transfer.destination.organization, service.fallback if keeps_it else None)
    return service.state != "CANCELLED" and custody.is_carried(*reached)
