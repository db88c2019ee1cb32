"""Đăng ký đảng viên - the handlers: who may, the cell, the papers, then sealed values and the claims on numbers."""

from datetime import date
from uuid import UUID

from services.membership.application.lookups import Look, Seals
from services.membership.application.permission import permits
from services.membership.contracts.requests import (
    CorrectMember,
    IncomingPerson,
    NewMember,
    RegisterMember,
    RegisterMembers,
)
from services.membership.domain.cell import CELL_TYPES, CELLS, Cell, may_place
from services.membership.domain.member import MEMBERS, NUMBERS, Papers, checked
from services.membership.domain.member_facts import MemberEnrolled
from services.membership.domain.refusals import OrganizationIsNotACell
from services.membership.domain.refusals_member import ListIsTooLong, MemberAlreadyRegistered
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.facts import Sealed
from shared.vocabulary.plain_text import plain

_LONGEST_LIST = 200


async def register_member(request: RegisterMember, work: Work, look: Look) -> None:
    """One member."""
    cell = await _permitted_cell(request.organization_id, work, look, synthetic=False)
    papers = papers_of(request, request.home_since, work.today)
    member = work.new_id("member")
    sealer = await look.people.sealer(member)
    may_place(cell, papers.home_since, "organization_id")
    fact = enrolled(papers, request.organization_id, sealer, extras=_extras(request, sealer))
    record(work, member, fact, papers, cell)
    work.answer("member", member)


async def register_members(request: RegisterMembers, work: Work, look: Look) -> None:
    """A list, all or none; made-up persons are labelled so and come from a service alone."""
    if not 1 <= len(request.members) <= _LONGEST_LIST:
        raise ListIsTooLong("members", limit=_LONGEST_LIST)
    cell = await _permitted_cell(request.organization_id, work, look, synthetic=request.synthetic)
    listed = {
        work.new_id(f"member/{row}"): (new, papers_of(new, new.home_since, work.today))
        for row, new in enumerate(request.members)
    }
    sealers = await look.people.sealers(list(listed))
    for member, (new, papers) in listed.items():
        may_place(cell, papers.home_since, "organization_id")
        extras = {"synthetic": request.synthetic, **sealed_places(new, sealers[member])}
        fact = enrolled(papers, request.organization_id, sealers[member], extras=extras)
        record(work, member, fact, papers, cell)
    work.answer("member", next(iter(listed)))


async def _permitted_cell(organization: UUID, work: Work, look: Look, *, synthetic: bool) -> Cell:
    cell = (await work.load(CELLS, organization)).state
    if not cell.code:
        await _refuse_committee(organization, work.today, look)
    may_place(cell, date.max, "organization_id")
    held = await look.scope.held(work.actor, organization)
    if not permits("RegisterMember", held, synthetic=synthetic):
        raise ActIsNotPermitted("organization_id", code=cell.code)
    return cell


async def _refuse_committee(organization: UUID, today: date, look: Look) -> None:
    """Committees are not kept as cells: one that is asked for is named as what it is, not as unknown."""
    known = next(iter(await look.bodies.chain(organization, today, today)), None)
    if known is not None and known.type not in CELL_TYPES:
        raise OrganizationIsNotACell("organization_id")


def papers_of(new: RegisterMember | NewMember | IncomingPerson, home_since: date | None, today: date) -> Papers:
    """Giấy tờ as they are kept, checked."""
    papers = Papers(
        full_name=new.full_name,
        personal_id=new.personal_id,
        date_of_birth=new.date_of_birth,
        state=new.state.value,
        home_since=home_since or today,
        file_number=new.file_number,
        card_number=new.card_number,
        admitted_on=new.admitted_on,
        full_member_on=new.full_member_on,
    )
    return checked(papers, today)


def _extras(request: RegisterMember, sealer: Seals) -> dict[str, Sealed | dict[str, Sealed] | None]:
    return {
        **sealed_places(request, sealer),
        "external_ids": {
            plain("external_ids", external.system, at_most=50): sealer.seal(
                "external_id", plain("external_ids", external.value, at_most=100)
            )
            for external in request.external_ids
        },
    }


def sealed_places(request: RegisterMember | NewMember | CorrectMember, sealer: Seals) -> dict[str, Sealed | None]:
    """Nơi cư trú, nơi làm việc: places of organization's register, under the member's key."""
    given = {"residence_place": request.residence_place_id, "workplace": request.workplace_id}
    return {name: sealer.seal(name, str(place)) if place else None for name, place in given.items()}


def enrolled(papers: Papers, cell: UUID, sealer: Seals, extras: dict) -> MemberEnrolled:
    """The fact, with every personal value sealed."""
    return MemberEnrolled(
        cell=cell,
        state=papers.state,
        home_since=papers.home_since,
        full_name=sealer.seal("full_name", papers.full_name),
        personal_id=sealer.seal("personal_id", papers.personal_id),
        date_of_birth=sealer.seal("date_of_birth", papers.date_of_birth.isoformat()),
        file_number=sealer.seal("file_number", papers.file_number) if papers.file_number else None,
        card_number=sealer.seal("card_number", papers.card_number) if papers.card_number else None,
        admitted_on=papers.admitted_on,
        full_member_on=papers.full_member_on,
        **extras,
    )


def record(work: Work, member: UUID, fact: MemberEnrolled, papers: Papers, cell: Cell) -> None:
    """One refusal for every number that is taken: it says neither which nor where."""
    for kind in NUMBERS:
        if number := getattr(papers, kind):
            work.claim(kind, number, holder=member, refusal=MemberAlreadyRegistered())
    work.record(MEMBERS, member, fact, province=province_of(cell.code))
