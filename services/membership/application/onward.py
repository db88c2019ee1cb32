"""Giới thiệu tiếp từ chi bộ tạm quản lý - the transfers that a restructuring opens, and takes back when it is undone.

A member who lives outside a plan's reach is placed in its holding cell and introduced from there (ORG_DISBANDED):
the superior collects the files and introduces each member onward (domain.md 3.1). The transfer is open, and the member
listed with it, until somebody admits them.
"""

from functools import reduce
from uuid import UUID

from services.membership.application.homes import home_now
from services.membership.application.internal import IntroduceOnward, services_only
from services.membership.application.lookups import Look
from services.membership.application.open_transfer import open_transfer
from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.domain.hold import put_on_hold
from services.membership.domain.member import ACTIVE, MEMBERS, Member
from services.membership.domain.plan import PLANS, plan_stream
from services.membership.domain.refusals_request import MemberAlreadyInTransfer, RouteIsUnknown
from services.membership.domain.transfer.facts import Act, TransferCancelled, TransferRequested, TransferReviewed
from services.membership.domain.transfer.onward import DISBANDED, Onward, send_onward
from services.membership.domain.transfer.request import Way
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from services.membership.domain.transfer.steps import ENDED
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def introduce_onward(request: IntroduceOnward, work: Work, look: Look) -> None:
    """A transfer that was open already stays the only one; a member who has moved on needs none."""
    services_only(work)
    member = (await work.load(MEMBERS, request.member_id)).state
    plan = (await work.load(PLANS, plan_stream(request.plan_id))).state
    work.answer("member", request.member_id)
    placed = member.placed_by == request.plan_id and member.home is not None and member.state in ACTIVE
    if not placed or plan.taken_back or await open_transfer(request.member_id, work) is not None:
        return
    facts = await _sent(request, member, work, look)
    transfer, province = work.new_id("transfer"), facts[0].province
    work.claim(OPEN_TRANSFER, str(request.member_id), holder=transfer, refusal=MemberAlreadyInTransfer("member_id"))
    work.record(TRANSFERS, transfer, *facts, province=province)
    opened = reduce(TRANSFERS.evolve, facts, Transfer())
    if member.holds and (held := put_on_hold(opened, facts[0].act)):
        work.record(TRANSFERS, transfer, *held, province=province)


async def call_back(member: UUID, work: Work) -> None:
    """The plan is undone: the transfer that it opened ends, and the member may ask for another."""
    found = await open_transfer(member, work)
    if found is None:
        return
    identity, transfer = found
    if transfer.kind == DISBANDED and transfer.state not in ENDED:
        act = Act(organization=transfer.desk.organization, acted_on=work.today)
        work.record(TRANSFERS, identity, TransferCancelled(act=act), province=transfer.province)
        work.release(OPEN_TRANSFER, str(member), identity)


async def _sent(
    request: IntroduceOnward, member: Member, work: Work, look: Look
) -> tuple[TransferRequested, TransferReviewed]:
    """By the committee over the holding cell: it has the files, and introduces."""
    assert member.home is not None
    plan = (await work.load(PLANS, plan_stream(request.plan_id))).state
    origin = await look.way(await home_now(work, member.home), work.today, work.today)
    destination = await look.way(request.destination_id, work.today, work.today)
    if len(origin) == 1 or not destination:
        raise RouteIsUnknown("destination_id", on=work.today)
    said = Onward(
        member=request.member_id,
        effective_on=plan.effective_on or work.today,
        decision_number=plan.decision_number,
        decision_date=plan.decision_date,
        requested_by=work.actor.subject,
        province=province_of(origin[0].code),
    )
    clocks = await look.clocks(origin[0].id, work.today, work.today)
    act = Act(organization=origin[1].id, acted_on=work.today)
    way = Way(origin=origin, destination=destination, on=work.today)
    return send_onward(said, member, way, act, clocks=clocks, today=work.today)
