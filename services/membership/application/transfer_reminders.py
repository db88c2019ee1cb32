"""Nhắc hạn của hồ sơ - the handler: decided anew by today's calendar, nothing where nobody is to be reminded."""

from services.membership.application.internal import RemindOfTransfer, services_only
from services.membership.application.lookups import Look
from services.membership.domain.refusals_transfer import TransferIsUnknown
from services.membership.domain.transfer import reminders
from services.membership.domain.transfer.state import TRANSFERS
from shared.eventlog.work import Work


async def remind_of_transfer(request: RemindOfTransfer, work: Work, look: Look) -> None:
    """A lateness that nobody decides is told to the lowest superior of both sides."""
    services_only(work)
    transfer = (await work.load(TRANSFERS, request.transfer_id)).state
    if transfer.member is None:
        raise TransferIsUnknown("transfer_id")
    desk = transfer.desk.organization
    clocks = await look.clocks(desk, transfer.introduced_on or transfer.effective_on, work.today)
    superior = await look.scope.common_superior(transfer.hops[0].organization, transfer.destination.organization)
    if facts := reminders.due(transfer, superior or desk, clocks, work.today):
        work.record(TRANSFERS, request.transfer_id, *facts, province=transfer.province)
    work.answer("transfer", request.transfer_id)
