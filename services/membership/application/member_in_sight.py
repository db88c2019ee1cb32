"""Đảng viên trong phạm vi - the member of an act: known to the actor, at home where he is at home now."""

from uuid import UUID

from services.membership.application.homes import at_home
from services.membership.application.lookups import Look
from services.membership.application.permission import own_member, permits, sees_member
from services.membership.domain.cell import CELLS
from services.membership.domain.member import Member
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def known_member(member_id: UUID, work: Work, look: Look) -> tuple[Member, UUID]:
    """The member and the home; absent and out of sight answer alike."""
    member, home = await at_home(member_id, work)
    if home is None:
        raise MemberIsUnknown("member_id")
    if not await sees_member(look, work.actor, member_id, home):
        raise MemberIsUnknown("member_id")
    return member, home


async def permitted_at(action: str, member_id: UUID, body: UUID, work: Work, look: Look, *, path: str) -> None:
    """Whether the actor may do this from where he acts."""
    held = await look.scope.held(work.actor, body)
    if not permits(action, held, ownCase=await own_member(look, work.actor) == member_id):
        chain = await look.bodies.chain(body, work.today, work.today)
        raise ActIsNotPermitted(path, code=chain[0].code if chain else "")


async def province_at(home: UUID, work: Work) -> str:
    """The province of the home cell."""
    return province_of((await work.load(CELLS, home)).state.code or "00")
