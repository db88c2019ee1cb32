"""Anything by its kind and id, as far as the viewer reaches it."""

from uuid import UUID

from services.gateway.evaluation.campaign_type import campaign_of
from services.gateway.evaluation.evaluation_type import evaluation_of
from services.gateway.membership.data.data_request_type import data_request_of
from services.gateway.membership.home.home_service_type import home_service_of
from services.gateway.membership.member_type import member_of
from services.gateway.membership.transfer_type import transfer_of
from services.gateway.organization.instants import Instant
from services.gateway.organization.organization_type import organization_of
from services.gateway.organization.restructuring_type import restructuring_of
from services.gateway.reading.asked import Info
from services.gateway.types.node import Node

_BY_ID = {
    "Member": member_of,
    "Transfer": transfer_of,
    "HomeService": home_service_of,
    "DataSubjectRequest": data_request_of,
    "Restructuring": restructuring_of,
    "Evaluation": evaluation_of,
    "EvaluationCampaign": campaign_of,
}


async def node_of(info: Info, kind: str, identity: UUID) -> Node | None:
    """The thing; None where there is none, where it is out of reach, and for a kind that is not read by id."""
    if kind == "Organization":
        return await organization_of(info, identity, Instant(info.context.today))
    return await _BY_ID[kind](info, identity) if kind in _BY_ID else None
