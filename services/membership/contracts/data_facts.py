"""What membership tells of data-subject requests; words of the member and of the committee are sealed."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.contracts.glass import RecordOpened
from shared.vocabulary.facts import PublishedFact, Sealed


class DataRequestStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request stands after a fact, with its legal clocks."""

    state: str
    answer_by: date
    complete_by: date
    extended: bool = False


class DataRequestFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of a request tells; `body` is the committee that has to answer."""

    SERVICE = "membership"
    AGGREGATE = "data-request"
    request: UUID
    member: UUID
    body: UUID
    on: date
    standing: DataRequestStanding
    remark: Sealed | None = None


class DataSubjectRequested(DataRequestFact, frozen=True, kw_only=True):
    """Chủ thể dữ liệu yêu cầu; `entered_by` is the account of the officer who typed the paper."""

    TOPIC = "vn.lienthong.membership.DataSubjectRequested.v1"
    kind: str
    entered_by: str | None = None


class DataRequestAnswered(DataRequestFact, frozen=True, kw_only=True):
    """Đã trả lời - accepted or refused, as the state says."""

    TOPIC = "vn.lienthong.membership.DataRequestAnswered.v1"


class DataRequestExtended(DataRequestFact, frozen=True, kw_only=True):
    """Đã gia hạn."""

    TOPIC = "vn.lienthong.membership.DataRequestExtended.v1"


class DataRequestCompleted(DataRequestFact, frozen=True, kw_only=True):
    """Đã làm xong."""

    TOPIC = "vn.lienthong.membership.DataRequestCompleted.v1"


DATA_REQUEST_FACTS: tuple[type[DataRequestFact], ...] = (
    DataSubjectRequested,
    DataRequestAnswered,
    DataRequestExtended,
    DataRequestCompleted,
)
PRIVACY_FACTS = (*DATA_REQUEST_FACTS, RecordOpened)
"""What touches the rights of the persons whose data these are."""
