"""Yêu cầu của chủ thể dữ liệu - what a member asks about the own data, and how the committee deals with it in time."""

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from services.membership.domain.data_clocks import DataClocks
from services.membership.domain.refusals_data import (
    DataRequestNeedsWords,
    DataRequestStepDoesNotFit,
    ExtensionIsTooLong,
)
from shared.vocabulary.facts import Fact, Sealed, Stream

# Facts ─ these names are stored


class DataAsked(Fact, frozen=True, kw_only=True):
    """Đã yêu cầu - the clocks run from `on`."""

    TOPIC = "membership.DataAsked"
    member: UUID
    body: UUID
    kind: str
    on: date
    answer_by: date
    complete_by: date
    remark: Sealed | None = None
    entered_by: str | None = None


class DataAskingAnswered(Fact, frozen=True, kw_only=True):
    """Đã trả lời."""

    TOPIC = "membership.DataAskingAnswered"
    accepted: bool
    on: date
    remark: Sealed | None = None


class DataAskingExtended(Fact, frozen=True, kw_only=True):
    """Đã gia hạn."""

    TOPIC = "membership.DataAskingExtended"
    complete_by: date
    on: date
    remark: Sealed | None = None


class DataAskingCompleted(Fact, frozen=True, kw_only=True):
    """Đã làm xong."""

    TOPIC = "membership.DataAskingCompleted"
    on: date
    remark: Sealed | None = None


DataRequestEvent = DataAsked | DataAskingAnswered | DataAskingExtended | DataAskingCompleted

# State


class DataRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request; without a state there is none."""

    state: str = ""
    kind: str = ""
    member: UUID | None = None
    body: UUID | None = None
    answer_by: date = date.min
    complete_by: date = date.min
    extended: bool = False


# Evolve


def evolve(state: DataRequest, fact: DataRequestEvent) -> DataRequest:
    """Fact → state."""
    match fact:
        case DataAsked():
            named = {name: getattr(fact, name) for name in ("kind", "member", "body", "answer_by", "complete_by")}
            return DataRequest(state="REQUESTED", **named)
        case DataAskingAnswered():
            return msgspec.structs.replace(state, state="ACCEPTED" if fact.accepted else "REFUSED")
        case DataAskingExtended():
            return msgspec.structs.replace(state, complete_by=fact.complete_by, extended=True)
        case DataAskingCompleted():
            return msgspec.structs.replace(state, state="COMPLETED")
        case _:
            assert_never(fact)


DATA_REQUESTS: Stream[DataRequest] = Stream(
    name="data-request",
    initial=DataRequest(),
    evolve=evolve,
    facts=(DataAsked, DataAskingAnswered, DataAskingExtended, DataAskingCompleted),
)
CLOSED = frozenset({"REFUSED", "COMPLETED"})
_IN_WORDS = frozenset({"CORRECTION", "OBJECTION"})

# Decide


def ask(asked: DataAsked) -> DataAsked:
    """Asked by the member; what is to be corrected or stopped is said in words."""
    if asked.kind in _IN_WORDS and asked.remark is None:
        raise DataRequestNeedsWords("details")
    return asked


def answer(state: DataRequest, asked: DataAskingAnswered) -> DataAskingAnswered:
    """Accepted, or refused with the grounds."""
    _require(state, "REQUESTED")
    if not asked.accepted and asked.remark is None:
        raise DataRequestNeedsWords("remark")
    return asked


def extend(state: DataRequest, asked: DataAskingExtended, clocks: DataClocks) -> DataAskingExtended:
    """One extension, with the grounds."""
    _require(state, "ACCEPTED")
    latest = state.complete_by if state.extended else clocks.latest(state.complete_by)
    if not state.complete_by < asked.complete_by <= latest:
        raise ExtensionIsTooLong("complete_by", current=state.complete_by, latest=latest)
    if asked.remark is None:
        raise DataRequestNeedsWords("remark")
    return asked


def complete(state: DataRequest, asked: DataAskingCompleted) -> DataAskingCompleted:
    """Done, late or not: lateness is told by the dates."""
    _require(state, "ACCEPTED")
    return asked


def _require(state: DataRequest, expected: str) -> None:
    if state.state != expected:
        raise DataRequestStepDoesNotFit("request_id", state=state.state, expected=expected)
