"""Mức xếp loại - the four ratings in their order, and being without one for a reason."""

from collections.abc import Iterable
from typing import Literal

Level = Literal["EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED"]
Rating = Literal["EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED", "NOT_RATED"]
NotRated = Literal[
    "EXEMPT", "SUSPENDED", "NEWLY_ADMITTED", "NEWLY_FOUNDED", "LEFT", "DECEASED", "ENDED", "ELSEWHERE", "OTHER"
]  # fmt: skip
SubjectKind = Literal["MEMBER", "LEADER", "COMMITTEE", "ORGANIZATION"]

LEVELS: tuple[Level, ...] = ("EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED")
"""From the highest to the lowest."""
PERSONS = frozenset({"MEMBER", "LEADER"})
VI = {
    "EXCELLENT": "Hoàn thành xuất sắc nhiệm vụ",
    "GOOD": "Hoàn thành tốt nhiệm vụ",
    "COMPLETED": "Hoàn thành nhiệm vụ",
    "NOT_COMPLETED": "Không hoàn thành nhiệm vụ",
    "NOT_RATED": "Không xếp loại",
}
NOT_RATED_VI = {
    "EXEMPT": "được miễn sinh hoạt",
    "SUSPENDED": "bị đình chỉ sinh hoạt",
    "NEWLY_ADMITTED": "mới kết nạp",
    "NEWLY_FOUNDED": "mới thành lập",
    "LEFT": "không còn trong Đảng",
    "DECEASED": "đã từ trần",
    "ENDED": "tổ chức đã kết thúc hoạt động",
    "ELSEWHERE": "nơi khác xếp loại",
    "OTHER": "lý do khác, theo văn bản",
}


def lowest(levels: Iterable[Level]) -> Level:
    """The lowest of several; without any the highest there is."""
    return LEVELS[max((LEVELS.index(level) for level in levels), default=0)]


def is_above(one: Rating, other: Level) -> bool:
    """Whether a rating is better than a level."""
    return one != "NOT_RATED" and LEVELS.index(one) < LEVELS.index(other)
