"""What members ask about their own data, and what the responsible committee answers: bodies of the HTTP API."""

from datetime import date
from uuid import UUID

from services.membership.contracts.data_enums import DataRequestKind
from shared.vocabulary.requests import Request


class RequestMyData(Request, frozen=True, kw_only=True):
    """Yêu cầu về dữ liệu của mình; an officer who enters what was handed in on paper names the member."""

    kind: DataRequestKind
    details: str | None = None
    member_id: UUID | None = None


class DataRequestStep(Request, frozen=True, kw_only=True):
    """What every step of a request names."""

    request_id: UUID
    remark: str | None = None


class AnswerDataRequest(DataRequestStep, frozen=True, kw_only=True):
    """Trả lời: accepted, or refused with the grounds."""

    accept: bool = True


class ExtendDataRequest(DataRequestStep, frozen=True, kw_only=True):
    """Gia hạn một lần, with the grounds."""

    complete_by: date


class CompleteDataRequest(DataRequestStep, frozen=True, kw_only=True):
    """Đã làm xong: what was done."""
