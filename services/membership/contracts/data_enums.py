"""Words of data-subject requests."""

from enum import StrEnum


class DataRequestKind(StrEnum):
    """Loại yêu cầu của chủ thể dữ liệu (Luật 91/2025/QH15)."""

    EXPORT = "EXPORT"
    CORRECTION = "CORRECTION"
    RESTRICTION = "RESTRICTION"
    OBJECTION = "OBJECTION"


class DataRequestState(StrEnum):
    """Yêu cầu đang ở đâu."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    COMPLETED = "COMPLETED"
