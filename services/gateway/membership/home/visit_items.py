"""From an item of an offline batch to the request that membership decides."""

from typing import Any
from uuid import UUID

from services.gateway.membership.home.enums import VisitFailure
from services.gateway.membership.home.home_mutations import custodian_of, device_time_of
from services.gateway.membership.home.visit_batch_inputs import HandOverInput, VisitAct, VisitItemInput
from services.gateway.reading.ids import HOME_SERVICE, uuid_of
from services.gateway.refusing.refusals import IdIsNotReadable, OneOfThemIsNeeded
from services.membership.contracts import home_requests as ask
from shared.vocabulary.requests import Request


def request_of_item(item: VisitItemInput) -> Request:
    """The request behind an item; a fault in one item is that item's alone."""
    shared: dict[str, Any] = {
        "command_id": item.command_id,
        "home_service_id": uuid_of(item.home_service_id, HOME_SERVICE, "input", "homeServiceId"),
        "expected_version": item.expected_version,
        "at": device_time_of(item.at),
    }
    match item.kind:
        case VisitAct.START:
            return ask.StartHomeVisit(visit=item.visit, **shared)
        case VisitAct.FAIL:
            return ask.FailHomeVisit(visit=item.visit, why=item.failure or VisitFailure.ABSENT, **shared)
        case VisitAct.HAND_OVER:
            return _hand_over(item, shared)
        case VisitAct.COMPLETE:
            return ask.CompleteHomeVisit(visit=item.visit, **shared, **_shown(item))


def _shown(item: VisitItemInput) -> dict[str, Any]:
    more: dict[str, Any] = {"recipient": item.recipient} if item.recipient else {}
    return {
        "proof_ids": tuple(_proof(text) for text in item.proof_ids or ()),
        "one_time_code": item.one_time_code,
        "witness": item.witness,
        "hand_over": _of(item.hand_over) if item.hand_over else None,
        **more,
    }


def _proof(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise IdIsNotReadable("input", "proofIds", expected="UUID") from error


def _of(given: HandOverInput) -> ask.HandOver:
    return ask.HandOver(
        giver=custodian_of(given.giver, "handOver", "giver"),
        receiver=custodian_of(given.receiver, "handOver", "receiver"),
        seal_number=given.seal_number,
        intact=given.intact is not False,
        inventory_hash=given.inventory_hash,
        papers=given.papers,
    )


def _hand_over(item: VisitItemInput, shared: dict[str, Any]) -> ask.RecordCustody:
    if item.hand_over is None:
        raise OneOfThemIsNeeded("input", "handOver", names="handOver")
    of = _of(item.hand_over)
    return ask.RecordCustody(
        giver=of.giver,
        receiver=of.receiver,
        seal_number=of.seal_number,
        intact=of.intact,
        inventory_hash=of.inventory_hash,
        papers=of.papers,
        witness=item.witness,
        **shared,
    )
