"""Mở hồ sơ khẩn cấp - the handler: inside one's own subtree, on record for good, over after a few hours."""

from datetime import timedelta
from uuid import UUID

from services.membership.application.homes import at_home
from services.membership.application.lookups import Look
from services.membership.application.member_in_sight import province_at
from services.membership.application.permission import own_member, permits
from services.membership.contracts.glass import BreakGlass
from services.membership.domain import glass
from services.membership.domain.member import file_number_key
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.domain.route import lineage
from shared.eventlog.work import Work
from shared.vocabulary.plain_text import plain

_LONGEST = 500


async def break_glass(request: BreakGlass, work: Work, look: Look) -> None:
    """Outside the subtree, and one's own: answered like absent."""
    member_id, home = await _member(request, work)
    held = await look.scope.held(work.actor, home)
    if not permits("BreakGlass", held, ownCase=await own_member(look, work.actor) == member_id):
        raise _unknown(request)
    reason = glass.checked_reason(plain("reason", request.reason, at_most=_LONGEST))
    chain = await look.bodies.chain(home, work.today, work.today)
    hours = glass.hours_from(await look.rules.rows(), lineage(chain), work.today)
    stream = work.new_id("glass")
    broken = glass.EmergencyOpened(
        member=member_id,
        subject=work.actor.subject,
        role=work.actor.role,
        reason=(await look.people.sealer(member_id)).seal("reason", reason),
        opened_at=work.now,
        until=work.now + timedelta(hours=hours),
    )
    work.record(glass.GLASSES, stream, broken, province=await province_at(home, work))
    work.answer("glass", stream)


async def _member(request: BreakGlass, work: Work) -> tuple[UUID, UUID]:
    """The member and the home now."""
    member_id = request.member_id
    if member_id is None and request.file_number:
        member_id = await work.holder("file_number", file_number_key(request.file_number))
    home = (await at_home(member_id, work))[1] if member_id else None
    if member_id is None or home is None:
        raise _unknown(request)
    return member_id, home


def _unknown(request: BreakGlass) -> MemberIsUnknown:
    return MemberIsUnknown("member_id" if request.member_id else "file_number")
