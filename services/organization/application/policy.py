"""Đặt quy định - the handler."""

from services.organization.application.authority import permitted_place
from services.organization.application.look import Look
from services.organization.contracts.identity import policy_id
from services.organization.contracts.requests import SetPolicy
from services.organization.domain.policy import POLICY, PolicySet, set_policy
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain


async def set_policy_row(request: SetPolicy, work: Work, look: Look) -> None:
    """Set one row of a rule for an organisation and all below it."""
    place = await permitted_place(work, look, "SetPolicy", request.organization_id, "organization_id")
    asked = PolicySet(
        key=request.key,
        organization=request.organization_id,
        organization_code=place.organization.code,
        valid_from=request.valid_from,
        valid_to=request.valid_to,
        value=request.value,
        source=plain("source", request.source, at_most=300),
        confirmed=request.confirmed,
    )
    stream = policy_id(request.key, request.organization_id)
    state = (await work.load(POLICY, stream)).state
    for fact in set_policy(asked, state, work.today):
        work.record(POLICY, stream, fact, province=province_of(fact.organization_code))
    work.answer("policy", stream)
