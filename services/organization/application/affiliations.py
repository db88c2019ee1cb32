"""Đoàn thể và mã ở hệ thống khác - the handlers: officers enter what stands beside the tree (D13)."""

from services.organization.application.authority import organization_now, permitted_place
from services.organization.application.look import Look
from services.organization.contracts.identity import affiliations_id
from services.organization.contracts.requests import RecordAffiliation, RecordExternalId
from services.organization.domain import affiliation
from services.organization.domain.affiliation import AFFILIATIONS
from services.organization.domain.affiliation_refusals import ExternalIdIsTaken
from services.organization.domain.days import refuse_far_day
from services.organization.domain.organization import standing
from services.organization.domain.refusals import OrganizationIsUnknown
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain

_ACT = "KeepAffiliations"
EXTERNAL_ID = "organization.external_id"
"""The claim that makes a number of another system an organisation's own."""


async def record_affiliation(request: RecordAffiliation, work: Work, look: Look) -> None:
    """Under whom its youth union, trade union … is, from a day on."""
    place = await permitted_place(work, look, _ACT, request.organization_id, "organization_id")
    refuse_far_day(request.valid_from, work.today, "valid_from")
    standing(place.organization, request.valid_from, "valid_from")
    if request.superior_id is not None and (await organization_now(work, request.superior_id)).founded_on is None:
        raise OrganizationIsUnknown("superior_id")
    asked = affiliation.AffiliationRecorded(
        organization=request.organization_id,
        kind=request.kind.value,
        superior=request.superior_id,
        superior_name=plain("superior_name", request.superior_name) if request.superior_name else None,
        valid_from=request.valid_from,
        valid_to=request.valid_to,
    )
    stream = affiliations_id(request.organization_id)
    known = (await work.load(AFFILIATIONS, stream)).state
    if facts := affiliation.affiliate(known, asked):
        work.record(AFFILIATIONS, stream, *facts, province=province_of(place.organization.code))
    work.answer("organization", request.organization_id)


async def record_external_id(request: RecordExternalId, work: Work, look: Look) -> None:
    """Its number in another system; without a value it bears none there any more, even where it has ended."""
    place = await permitted_place(work, look, _ACT, request.organization_id, "organization_id")
    organization, stream = request.organization_id, affiliations_id(request.organization_id)
    if request.value is not None:
        standing(place.organization, work.today, "organization_id")
    system = plain("system", request.system, at_most=50)
    value = None if request.value is None else plain("value", request.value, at_most=100)
    known = (await work.load(AFFILIATIONS, stream)).state
    asked = affiliation.ExternalIdRecorded(organization=organization, system=system, value=value)
    if facts := affiliation.identify(known, asked):
        if before := known.numbers.get(system):
            work.release(EXTERNAL_ID, _key(system, before), organization)
        if value is not None:
            taken = ExternalIdIsTaken("value", system=system, value=value)
            work.claim(EXTERNAL_ID, _key(system, value), holder=organization, refusal=taken)
        work.record(AFFILIATIONS, stream, *facts, province=province_of(place.organization.code))
    work.answer("organization", organization)


def _key(system: str, value: str) -> str:
    return f"{system}\n{value}"
