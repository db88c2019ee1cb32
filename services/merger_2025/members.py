"""Đảng viên mẫu của cả nước - made-up members, so many to a cell; the numbers can belong to no real person."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID, uuid5

from services.membership.contracts.enums import MemberState
from services.membership.contracts.requests import NewMember, RegisterMembers

_COMMANDS = UUID("2b7f0e55-4f0f-5c8a-9a2b-51d0b7c02025")
_AT_ONCE = 150
_HOME_SINCE = date(2024, 1, 1)
NAMES = ("Nguyễn Văn Mẫu", "Trần Thị Thử", "Lê Hoàng Giả", "Phạm Thu Tổng")


def count(cells: Mapping[str, UUID], members: int) -> int:
    """How many lists that will be."""
    each, more = divmod(members, len(cells))
    return (len(cells) - more) * -(-each // _AT_ONCE) + more * -(-(each + 1) // _AT_ONCE)


def lists(cells: Mapping[str, UUID], members: int) -> Iterator[RegisterMembers]:
    """As many members as asked for, spread evenly over the cells."""
    each, more = divmod(members, len(cells))
    number = 0
    for place, (code, cell) in enumerate(cells.items()):
        left, part = each + (place < more), 0
        while left:
            count = min(left, _AT_ONCE)
            command = uuid5(_COMMANDS, f"{code}/{part}")
            people = tuple(_person(number + n) for n in range(count))
            yield RegisterMembers(command_id=command, organization_id=cell, members=people, synthetic=True)
            number, left, part = number + count, left - count, part + 1


def _person(number: int) -> NewMember:
    return NewMember(
        full_name=NAMES[number % len(NAMES)],
        personal_id=f"998{number:09d}",
        date_of_birth=date(1970, 1, 1),
        state=MemberState.FULL,
        card_number=f"98.{number:07d}",
        admitted_on=date(1995, 1, 1),
        full_member_on=date(1996, 1, 1),
        home_since=_HOME_SINCE,
    )
