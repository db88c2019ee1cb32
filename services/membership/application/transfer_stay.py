"""Sinh hoạt tạm thời - handlers of the extension and the end of a guest's stay."""

from services.membership.application.lookups import Look
from services.membership.application.transfer_case import Case, Deed, in_sight, permitted
from services.membership.contracts.requests import EndTemporaryTransfer, ExtendTemporaryTransfer
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.member_facts import GuestStayEnded, GuestStayExtended
from services.membership.domain.refusals_kinds import StayIsNotOpen
from services.membership.domain.transfer import stay
from services.membership.domain.transfer.facts import Act, GuestReturned, TransferFact
from services.membership.domain.transfer.state import TRANSFERS
from shared.eventlog.work import Work


async def extend_temporary_transfer(request: ExtendTemporaryTransfer, work: Work, look: Look) -> None:
    """Gia hạn tại nơi tạm trú sinh hoạt; abroad, where nobody is connected, the home cell enters it."""
    case = await _case(request, "EXTEND", work, look)
    clocks = await look.clocks(case.transfer.hops[0].organization, case.act.acted_on, work.today)
    prolonged = stay.extend(case.id, case.transfer, case.act, request.return_by, clocks=clocks, today=work.today)
    await _settle(case, work, *prolonged)


async def end_temporary_transfer(request: EndTemporaryTransfer, work: Work, look: Look) -> None:
    """Trở về, told by the guest cell or by the home cell."""
    case = await _case(request, "END", work, look)
    await _settle(case, work, *stay.end(case.id, case.transfer, case.act, work.today))


async def end_where_home(member: Member, moved_to: object, act: Act, work: Work) -> GuestStayEnded | None:
    """Chuyển chính thức về nơi đang tạm thời: who is at home there is no guest there any more."""
    if member.stay is None or member.stay.cell != moved_to:
        return None
    lent = (await work.load(TRANSFERS, member.stay.transfer)).state
    work.record(TRANSFERS, member.stay.transfer, GuestReturned(act=act), province=lent.province)
    return GuestStayEnded(on=act.acted_on, transfer=member.stay.transfer)


async def _case(request: ExtendTemporaryTransfer | EndTemporaryTransfer, step: str, work: Work, look: Look) -> Case:
    transfer = await in_sight(request.transfer_id, work, look)
    if not transfer.stay_is_open:
        raise StayIsNotOpen("transfer_id")
    guest, home = transfer.destination, transfer.hops[0]
    bodies = (guest, home) if step == "END" or guest.external else (guest,)
    ours = tuple(body for body in bodies if not body.external)
    return await permitted(request, Deed(step=step, action="HolderStep", bodies=ours), transfer, work, look)


async def _settle(case: Case, work: Work, fact: TransferFact, told: GuestStayExtended | GuestStayEnded) -> None:
    await work.load(MEMBERS, case.member)
    work.record(MEMBERS, case.member, told, province=case.transfer.province)
    work.record(TRANSFERS, case.id, fact, province=case.transfer.province)
