"""Hồ sơ đang mở của một đảng viên - the transfer that holds the member's claim, as part of another act's commit."""

from uuid import UUID

from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from shared.eventlog.work import Work


async def open_transfer(member: UUID, work: Work) -> tuple[UUID, Transfer] | None:
    """The open transfer; loaded, so that it cannot change while this act is committed."""
    transfer = await work.holder(OPEN_TRANSFER, str(member))
    if transfer is None:
        return None
    return transfer, (await work.load(TRANSFERS, transfer)).state
