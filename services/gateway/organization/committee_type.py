"""Committee: the seats of an organisation's committee as the API shows them, with vacancies and qualification."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization import committees
from services.gateway.organization.enums import (
    CommitteePosition,
    Degree,
    DualRole,
    PoliticalTheory,
    WayOfTakingOffice,
)
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, global_id
from services.gateway.reading.pages import Row


@strawberry.type(description="Một ghế cấp ủy / A seat of a committee")
class CommitteeSeat:
    """Một ghế."""

    member_id: strawberry.ID = strawberry.field(description="Đảng viên / The member")
    position: CommitteePosition = strawberry.field(description="Chức danh / The position")
    way: WayOfTakingOffice = strawberry.field(description="Bầu, chỉ định hay bổ sung / How the seat was taken")
    since: date = strawberry.field(description="Từ ngày / Held since")
    degree: Degree | None = strawberry.field(description="Trình độ chuyên môn / The highest degree")
    theory: PoliticalTheory | None = strawberry.field(description="Lý luận chính trị / Level of political theory")
    dual_roles: list[DualRole] = strawberry.field(description="Kiêm nhiệm / Other offices held")


@strawberry.type(description="Cấp ủy của một tổ chức / The committee of an organisation")
class Committee:
    """Cấp ủy."""

    planned_size: int | None = strawberry.field(description="Số lượng theo quy định / The planned size")
    term_from: date | None = strawberry.field(description="Nhiệm kỳ từ / The term's first day")
    term_to: date | None = strawberry.field(description="Nhiệm kỳ đến trước / The day before which the term ends")
    seated: int = strawberry.field(description="Số người đang giữ ghế / How many people hold a seat")
    vacancies: int = strawberry.field(description="Còn thiếu / How many fewer than planned")
    seats: list[CommitteeSeat] = strawberry.field(
        description="Các ghế, trong phạm vi người xem / The seats, within the viewer's scope"
    )


async def committee_of(info: Info, organization: UUID, on: date) -> Committee | None:
    """As of a day; of many organisations in three statements."""
    loaders = info.context.loaders
    term = await loaders.one("committee terms", committees.terms, "each_key").load(organization)
    held = await loaders.many(("seats", on), lambda keys: committees.seats(keys, on), "each_key").load(organization)
    people = await loaders.one(("seated", on), lambda keys: committees.seated(keys, on), "each_key").load(organization)
    if term is None and not held:
        return None
    seated = people["people"] if people else 0
    return Committee(
        planned_size=term["planned_size"] if term else None,
        term_from=term["term_from"] if term else None,
        term_to=term["term_to"] if term else None,
        seated=seated,
        vacancies=max(0, term["planned_size"] - seated) if term else 0,
        seats=_seats(held),
    )


def _seats(rows: Sequence[Row]) -> list[CommitteeSeat]:
    return [
        CommitteeSeat(
            member_id=strawberry.ID(global_id(MEMBER, row["member"])),
            position=CommitteePosition(row["position"]),
            way=WayOfTakingOffice(row["way"]),
            since=row["since"],
            degree=Degree(row["degree"]) if row["degree"] else None,
            theory=PoliticalTheory(row["theory"]) if row["theory"] else None,
            dual_roles=[DualRole(role) for role in row["dual_roles"]],
        )
        for row in rows
    ]
