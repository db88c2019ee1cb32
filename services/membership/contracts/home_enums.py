"""Words of service at home that clients send and read."""

from enum import StrEnum


class HomeServiceState(StrEnum):
    """Tình trạng phục vụ tại nhà."""

    REQUESTED = "REQUESTED"
    SCHEDULED = "SCHEDULED"
    EN_ROUTE = "EN_ROUTE"
    DONE = "DONE"
    FAILED_ATTEMPT = "FAILED_ATTEMPT"
    FELL_BACK = "FELL_BACK"
    CANCELLED = "CANCELLED"


class AskedBy(StrEnum):
    """Ai đề nghị: the member, an authorised relative, the cell."""

    MEMBER = "MEMBER"
    RELATIVE = "RELATIVE"
    CELL = "CELL"


class VisitSlot(StrEnum):
    """Buổi hẹn."""

    MORNING = "MORNING"
    AFTERNOON = "AFTERNOON"
    EVENING = "EVENING"


class VisitFailure(StrEnum):
    """Vì sao không gặp được; a word of this list, never a text about a person."""

    ABSENT = "ABSENT"
    REFUSED = "REFUSED"
    IN_HOSPITAL = "IN_HOSPITAL"
    ADDRESS_NOT_FOUND = "ADDRESS_NOT_FOUND"
    NOT_REACHABLE = "NOT_REACHABLE"


class CustodianKind(StrEnum):
    """Người giữ hồ sơ."""

    MEMBER = "MEMBER"
    OFFICER = "OFFICER"
    BODY = "BODY"
    POST = "POST"


class Recipient(StrEnum):
    """Ai nhận tại nhà hoặc tại cấp ủy."""

    MEMBER = "MEMBER"
    PROXY = "PROXY"
    COMMITTEE = "COMMITTEE"


class ProofKind(StrEnum):
    """Loại minh chứng."""

    SIGNATURE = "SIGNATURE"
    PHOTO_OF_SEAL = "PHOTO_OF_SEAL"
    PHOTO_OF_RECEIPT = "PHOTO_OF_RECEIPT"
    ONE_TIME_CODE = "ONE_TIME_CODE"
    WITNESS = "WITNESS"
    WET_SIGNATURE = "WET_SIGNATURE"
