"""Đổi nơi nhận hồ sơ - the handler: each body of the route that has ended is replaced by what succeeded it."""

from services.membership.application.internal import ReaddressTransfer, services_only
from services.membership.application.lookups import Look
from services.membership.domain.refusals_transfer import TransferIsUnknown
from services.membership.domain.transfer.readdress import readdress
from services.membership.domain.transfer.state import TRANSFERS
from shared.eventlog.work import Work


async def readdress_transfer(request: ReaddressTransfer, work: Work, look: Look) -> None:
    """Letter, number, clock and step stay as they are."""
    services_only(work)
    transfer = (await work.load(TRANSFERS, request.transfer_id)).state
    if transfer.member is None:
        raise TransferIsUnknown("transfer_id")
    heirs = await look.bodies.heirs([hop.organization for hop in transfer.hops], work.today)
    if facts := readdress(transfer, heirs, work.today):
        work.record(TRANSFERS, request.transfer_id, *facts, province=transfer.province)
    work.answer("transfer", request.transfer_id)
