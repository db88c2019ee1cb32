"""Thành lập tổ chức đảng - the handler: who may, which code, then the decision."""

from services.organization.application.authority import permitted_place
from services.organization.application.look import Look
from services.organization.contracts.identity import numbering_id
from services.organization.contracts.requests import FoundOrganization
from services.organization.domain import codes
from services.organization.domain.code_refusals import CodeIsTaken
from services.organization.domain.organization import ORGANIZATION, OrganizationFounded, found
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain

CODE = "organization.code"
"""The claim that makes a code unique at an instant."""


async def found_organization(request: FoundOrganization, work: Work, look: Look) -> None:
    """Found it under its parent, with the code asked for or the next number."""
    place = await permitted_place(
        work, look, "FoundOrganization", request.parent_id, "parent_id", synthetic=request.synthetic
    )
    legality = await look.rules.value("organization.legality", place.codes, request.effective_on)
    organization = work.new_id("organization")
    asked = OrganizationFounded(
        organization=organization,
        code="",
        name=plain("name", request.name),
        type=request.type.value,
        setting=request.setting and request.setting.value,
        parent=request.parent_id,
        effective_on=request.effective_on,
        external=request.external,
        synthetic=request.synthetic,
        decision_number=request.decision_number and plain("decision_number", request.decision_number, at_most=60),
        decision_date=request.decision_date,
    )
    founded = found(asked, place.organization, legality, work.today)
    code = await _code(request, work, place.organization.code)
    work.claim(CODE, code, holder=organization, refusal=CodeIsTaken("code", code=code))
    work.record(ORGANIZATION, organization, founded.bearing(code), province=province_of(code))
    work.answer("organization", organization)


async def _code(request: FoundOrganization, work: Work, parent_code: str) -> str:
    if request.code is not None:
        codes.refuse_unfit(request.code, request.type.value, parent_code)
        return request.code
    codes.refuse_numbering(request.type.value, parent_code)
    return await _next_code(work, codes.base_of(parent_code))


async def _next_code(work: Work, base: str) -> str:
    """The next number that no standing organisation bears; two foundings at once are serialised by the stream."""
    stream = numbering_id(base)
    number = (await work.load(codes.NUMBERING, stream)).state.last + 1
    while await work.holder(CODE, codes.numbered(base, number)) is not None:
        number += 1
    work.record(codes.NUMBERING, stream, codes.NumberGiven(base=base, number=number), province=province_of(base))
    return codes.numbered(base, number)
