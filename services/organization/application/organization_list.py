"""Lập nhiều tổ chức mẫu - the handler of made-up trees: a whole list in one commit, from a service alone."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from services.organization.application.authority import codes_upward, organization_now
from services.organization.application.look import Look
from services.organization.application.organization import CODE
from services.organization.contracts.requests import FoundOrganizations, NewOrganization
from services.organization.domain.code_refusals import CodeIsMalformed, CodeIsTaken
from services.organization.domain.list_refusals import OrganizationListIsTooLong
from services.organization.domain.organization import (
    ORGANIZATION,
    Legality,
    Organization,
    OrganizationFounded,
    found,
)
from services.organization.domain.refusals import OrganizationIsUnknown
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT, is_code, province_of
from shared.vocabulary.plain_text import plain

LONGEST = 500


async def found_organizations(request: FoundOrganizations, work: Work, look: Look) -> None:
    """Parents first; the legality matrix counts for made-up trees too, for each line the nearest one upward."""
    if work.actor.role != "service":
        raise ActIsNotPermitted("organizations", code=ROOT)
    if not 1 <= len(request.organizations) <= LONGEST:
        raise OrganizationListIsTooLong("organizations", limit=LONGEST)
    ids = [work.new_id(f"organization/{row}") for row in range(len(request.organizations))]
    outside = {line.parent_id for line in request.organizations} - set(ids)
    parents = dict(zip(outside, await asyncio.gather(*(organization_now(work, one) for one in outside)), strict=True))
    matrices = await look.rules.everywhere("organization.legality", request.effective_on)
    legality = {parent: await _nearest(matrices, parent, work, look) for parent in outside}
    for identity, line in zip(ids, request.organizations, strict=True):
        if line.parent_id not in parents:
            raise OrganizationIsUnknown("organizations")
        asked = _asked(request, line, identity)
        founded = found(asked, parents[line.parent_id], legality[line.parent_id], work.today)
        legality[identity] = matrices.get(line.code, legality[line.parent_id])
        work.claim(CODE, line.code, holder=identity, refusal=CodeIsTaken("organizations", code=line.code))
        work.record(ORGANIZATION, identity, founded, province=province_of(line.code))
        parents[identity] = Organization(
            code=line.code, type=asked.type, parent=line.parent_id, founded_on=request.effective_on
        )
    work.answer("organization", ids[0])


async def _nearest(matrices: Mapping[str, Legality], place: UUID, work: Work, look: Look) -> Legality | None:
    """Mostly there is the nation's alone, and nobody is asked where a place stands."""
    if matrices.keys() <= {ROOT}:
        return matrices.get(ROOT)
    codes = await codes_upward(work, look, place)
    return next((matrices[code] for code in codes if code in matrices), None)


def _asked(request: FoundOrganizations, line: NewOrganization, identity: UUID) -> OrganizationFounded:
    if not is_code(line.code):
        raise CodeIsMalformed("organizations", code=line.code)
    return OrganizationFounded(
        organization=identity,
        code=line.code,
        name=plain("organizations", line.name),
        type=line.type.value,
        setting=line.setting and line.setting.value,
        parent=line.parent_id,
        effective_on=request.effective_on,
        synthetic=True,
    )
