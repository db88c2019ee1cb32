"""The names of membership on the wire and in the API (domain.md 2 and 3)."""

from enum import StrEnum


class MemberState(StrEnum):
    """Tình trạng đảng viên."""

    PROBATIONARY = "PROBATIONARY"
    FULL = "FULL"
    REMOVED = "REMOVED"
    RESIGNED = "RESIGNED"
    EXPELLED = "EXPELLED"
    DECEASED = "DECEASED"
    ADMISSION_CANCELLED = "ADMISSION_CANCELLED"


class MemberDecision(StrEnum):
    """Loại quyết định về đảng viên."""

    RECOGNISED = "RECOGNISED"
    EXEMPTED = "EXEMPTED"
    EXEMPTION_ENDED = "EXEMPTION_ENDED"
    REMOVED = "REMOVED"
    RESIGNED = "RESIGNED"
    EXPELLED = "EXPELLED"
    DECEASED = "DECEASED"
    ADMISSION_CANCELLED = "ADMISSION_CANCELLED"


class TransferKind(StrEnum):
    """Hình thức chuyển sinh hoạt đảng."""

    OFFICIAL = "OFFICIAL"
    TEMPORARY = "TEMPORARY"
    INTERNAL = "INTERNAL"
    ABROAD_OFFICIAL = "ABROAD_OFFICIAL"
    ABROAD_TEMPORARY = "ABROAD_TEMPORARY"
    RETURN_FROM_ABROAD = "RETURN_FROM_ABROAD"
    COLLECTIVE = "COLLECTIVE"
    ORG_DISBANDED = "ORG_DISBANDED"


class TransferReason(StrEnum):
    """Lý do chuyển sinh hoạt."""

    CHANGE_OF_WORK = "CHANGE_OF_WORK"
    CHANGE_OF_RESIDENCE = "CHANGE_OF_RESIDENCE"
    RETIREMENT = "RETIREMENT"
    DEMOBILISED = "DEMOBILISED"
    STUDY = "STUDY"
    ABROAD = "ABROAD"
    REORGANISATION = "REORGANISATION"
    OTHER = "OTHER"


class TransferState(StrEnum):
    """Bước mà hồ sơ chuyển sinh hoạt đang ở (domain.md 3.5)."""

    REQUESTED = "REQUESTED"
    CELL_REVIEWED = "CELL_REVIEWED"
    ENDORSED = "ENDORSED"
    INTRODUCED = "INTRODUCED"
    RECEIVED = "RECEIVED"
    PRESENTED = "PRESENTED"
    ADMITTED = "ADMITTED"
    CONFIRMED = "CONFIRMED"
    RETURNED_FOR_CORRECTION = "RETURNED_FOR_CORRECTION"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"


class TransferStep(StrEnum):
    """Việc có thể làm tiếp; mỗi việc là mutation cùng tên."""

    REVIEW = "REVIEW"
    ENDORSE = "ENDORSE"
    RECEIVE = "RECEIVE"
    PRESENT = "PRESENT"
    ADMIT = "ADMIT"
    CONFIRM = "CONFIRM"
    RETURN = "RETURN"
    REFUSE = "REFUSE"
    WITHDRAW = "WITHDRAW"
    REISSUE = "REISSUE"
    DECIDE_OVERDUE = "DECIDE_OVERDUE"
    CANCEL = "CANCEL"
