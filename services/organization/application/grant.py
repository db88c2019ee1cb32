"""Giao vai trò, thôi giao vai trò - the handlers."""

import msgspec

from services.organization.application.authority import permitted_place
from services.organization.application.look import Look
from services.organization.contracts.enums import CELLS, Role
from services.organization.contracts.identity import grant_id, substitution_id
from services.organization.contracts.requests import DelegateAuthority, EndRoleGrant, GrantRole
from services.organization.domain import grant
from services.organization.domain.grant_refusals import OwnRecordIsLinkedByTheSystem, SecretaryIsOfACell
from services.organization.domain.organization import Organization, standing
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain


async def grant_role(request: GrantRole, work: Work, look: Look) -> None:
    """Grant it from today, unless the request names another day."""
    role = request.role.value
    place = await permitted_place(work, look, "GrantRole", request.organization_id, "organization_id", granted=role)
    if request.role is Role.CELL_SECRETARY and place.organization.type not in CELLS:
        raise SecretaryIsOfACell("organization_id", code=place.organization.code)
    user = plain("user", request.user, at_most=128)
    if request.member_id is not None and (work.actor.role != "service" or request.role is not Role.MEMBER):
        raise OwnRecordIsLinkedByTheSystem("member_id")
    stream = grant_id(user, role, request.organization_id, request.member_id)
    since = place.organization.founded_on or work.today
    asked = grant.RoleGranted(
        grant=stream,
        subject=user,
        role=role,
        organization=request.organization_id,
        valid_from=request.from_date or work.today,
        valid_to=request.to_date,
        member=request.member_id,
    )
    standing(place.organization, max(asked.valid_from, since), "organization_id")
    state = (await work.load(grant.GRANT, stream)).state
    for fact in grant.grant(asked, state, work.actor.subject, since, work.today):
        work.record(grant.GRANT, stream, fact, province=_province(place.organization))
    work.answer("grant", stream)


async def delegate_authority(request: DelegateAuthority, work: Work, look: Look) -> None:
    """Cử người thay - by the holder himself, or by whoever may hand out the role."""
    role, holder = request.role.value, plain("for_user", request.for_user or work.actor.subject, at_most=128)
    own = holder == work.actor.subject and role == work.actor.role
    place = await permitted_place(
        work, look, "DelegateAuthority", request.organization_id, "organization_id", granted=role, ownRole=own
    )
    user = plain("user", request.user, at_most=128)
    grant.refuse_unfit_user(user, work.actor.subject)
    stream = substitution_id(user, role, request.organization_id, holder)
    stood_for = grant_id(holder, role, request.organization_id)
    asked = grant.RoleGranted(
        grant=stream,
        subject=user,
        role=role,
        organization=request.organization_id,
        valid_from=request.from_date,
        valid_to=request.to_date,
        substitute_for=holder,
    )
    standing(place.organization, asked.valid_from, "organization_id")
    held, state = (await work.load(grant.GRANT, stood_for)).state, (await work.load(grant.GRANT, stream)).state
    province = _province(place.organization)
    for fact in grant.substitute(asked, held, state, work.today):
        work.record(grant.GRANT, stream, fact, province=province)
        if stream not in held.substitutes:
            named = grant.SubstituteNamed(grant=stood_for, substitute=stream)
            work.record(grant.GRANT, stood_for, named, province=province)
    work.answer("grant", stream)


async def end_role_grant(request: EndRoleGrant, work: Work, look: Look) -> None:
    """End it from the day named, and whoever stands in with it; what is over already stays as it is."""
    state = (await work.load(grant.GRANT, request.grant_id)).state
    place = await permitted_place(
        work, look, "EndRoleGrant", grant.organization_of(state), "grant_id", granted=state.role
    )
    asked = grant.RoleGrantEnded(grant=request.grant_id, valid_to=request.to_date)
    for fact in grant.end(asked, state, work.today):
        work.record(grant.GRANT, request.grant_id, fact, province=_province(place.organization))
    for stream in state.substitutes:
        deputy = (await work.load(grant.GRANT, stream)).state
        for fact in grant.end(msgspec.structs.replace(asked, grant=stream), deputy, work.today):
            work.record(grant.GRANT, stream, fact, province=_province(place.organization))
    work.answer("grant", request.grant_id)


def _province(organization: Organization) -> str:
    return province_of(organization.code)
