"""What the others are told of data-subject requests."""

from typing import Any
from uuid import UUID

from services.membership.contracts import data_facts as published
from services.membership.domain import data_request as own
from services.membership.domain.data_request import DataRequest
from shared.vocabulary.facts import Publishing


def _of(fact: Any, request: UUID, after: DataRequest) -> dict[str, Any]:
    standing = published.DataRequestStanding(
        state=after.state, answer_by=after.answer_by, complete_by=after.complete_by, extended=after.extended
    )
    named = {"request": request, "member": after.member, "body": after.body, "on": fact.on, "remark": fact.remark}
    return {**named, "standing": standing}


def _asked(fact: own.DataAsked, request: UUID, after: DataRequest) -> published.DataSubjectRequested:
    more = {"kind": fact.kind, "entered_by": fact.entered_by}
    return published.DataSubjectRequested(**_of(fact, request, after), **more)


def _answered(fact: own.DataAskingAnswered, request: UUID, after: DataRequest) -> published.DataRequestAnswered:
    return published.DataRequestAnswered(**_of(fact, request, after))


def _extended(fact: own.DataAskingExtended, request: UUID, after: DataRequest) -> published.DataRequestExtended:
    return published.DataRequestExtended(**_of(fact, request, after))


def _completed(fact: own.DataAskingCompleted, request: UUID, after: DataRequest) -> published.DataRequestCompleted:
    return published.DataRequestCompleted(**_of(fact, request, after))


PUBLISHING_DATA: Publishing = {
    own.DataAsked: _asked,
    own.DataAskingAnswered: _answered,
    own.DataAskingExtended: _extended,
    own.DataAskingCompleted: _completed,
}
