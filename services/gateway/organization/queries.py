"""Queries about organisations: one, many, census, policies."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.organization import organizations, policies
from services.gateway.organization.census import Census, census, hidden_from
from services.gateway.organization.enums import CellSetting, OrganizationStatus, OrganizationType
from services.gateway.organization.instants import Instant, instant
from services.gateway.organization.organization_type import Organization, organization_of, shown
from services.gateway.organization.policy_type import Policy
from services.gateway.organization.policy_type import shown as shown_policy
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.searching import matching
from services.gateway.refusing.refusals import OneOfThemIsNeeded
from services.gateway.types.arguments import After, AsOf, First, KnownAt, MinPosition
from services.gateway.types.connection import Connection, listed
from shared.vocabulary.plain_text import plain

Under = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Tổ chức gốc; tính cả cây dưới nó / The organisation on top; its whole subtree"),
]
Code = Annotated[
    str | None,
    strawberry.argument(
        description="Mã số; không có asOf thì là tổ chức đang mang mã, hoặc tổ chức mang sau cùng"
        " / A code; without asOf today's bearer, else the last one"
    ),
]


@strawberry.type
class OrganizationQueries:
    """Đọc về tổ chức."""

    @strawberry.field(description="Một tổ chức, theo id hoặc mã số / One organisation, by id or by code")
    async def organization(
        self,
        info: Info,
        *,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Mã định danh / The id")] = None,
        code: Code = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        min_position: MinPosition = None,
    ) -> Organization | None:
        """Một tổ chức."""
        await info.context.reach(min_position)
        when = instant(info.context.today, as_of, known_at)
        return await _one(info, id, code, when)

    @strawberry.field(
        description="Danh sách tổ chức theo thứ tự tiếng Việt; không có status thì chỉ các tổ chức đang hoạt động;"
        " search không cần dấu, đúng dấu đứng trước"
        " / Organisations in Vietnamese order; without status those that stand;"
        " search ignores accents, exact ones come first"
    )
    async def organizations(
        self,
        info: Info,
        *,
        first: First,
        under: Under = None,
        type: Annotated[OrganizationType | None, strawberry.argument(description="Loại / The kind")] = None,
        setting: Annotated[CellSetting | None, strawberry.argument(description="Loại hình / The setting")] = None,
        status: Annotated[OrganizationStatus | None, strawberry.argument(description="Tình trạng / The status")] = None,
        search: Annotated[str | None, strawberry.argument(description="Một phần tên / A part of the name")] = None,
        as_of: AsOf = None,
        after: After = None,
    ) -> Connection[Organization]:
        """Danh sách tổ chức."""
        when = instant(info.context.today, as_of, None)
        above = uuid_of(under, ORGANIZATION, "under") if under is not None else None
        chosen = (("type", type), ("setting", setting), ("status", status))
        conditions: list[Where | Within] = [where(f"{name} = {{}}", str(value)) for name, value in chosen if value]
        conditions += [] if status else [organizations.STANDING]
        conditions += [organizations.below(above, when)] if above else []
        found, rank = matching(plain("search", search), "name") if search else (None, None)
        conditions += [found] if found else []
        query = Query(
            table=organizations.TABLE, columns=organizations.columns(when), where=(*conditions, *when.conditions())
        )
        listing = f"organizations|{above}|{chosen}|{search}|{as_of}"
        return await listed(
            info,
            listing,
            query,
            organizations.by_name(rank),
            first=first,
            after=after,
            make=lambda row: shown(row, when),
        )

    @strawberry.field(
        description="Thống kê tổ chức và đảng viên tại một ngày; đảng viên chỉ trong phạm vi người xem"
        " / Organisations and members on a date; members within the viewer's scope"
    )
    async def census(
        self,
        info: Info,
        *,
        under: Under = None,
        code: Code = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        min_position: MinPosition = None,
    ) -> Census:
        """Thống kê."""
        await info.context.reach(min_position)
        when = instant(info.context.today, as_of, known_at)
        if under is None and code is None:
            return await census(info.context, when, (), (), hidden_from(info.context.viewer, None))
        place = await _one(info, under, code, when)
        above = place.row["organization"] if place else None
        hidden = hidden_from(info.context.viewer, place.row["path"] if place else ())
        there, at_home = (organizations.below(above, when, column) for column in ("organization", "cell"))
        return await census(info.context, when, (there,), (at_home,), hidden)

    @strawberry.field(
        description="Các quy định: giá trị, ngày, nguồn, đã xác nhận hay chưa;"
        " có organization thì là quy định áp dụng ở đó"
        " / The rules: value, dates, source, confirmed or not; with an organization those in force there"
    )
    async def policies(
        self,
        info: Info,
        key: Annotated[str | None, strawberry.argument(description="Khóa / The key")] = None,
        organization: Annotated[
            strawberry.ID | None, strawberry.argument(description="Nơi áp dụng / Where it is applied")
        ] = None,
        on: Annotated[date | None, strawberry.argument(description="Ngày áp dụng / The date of the act")] = None,
    ) -> list[Policy]:
        """Các quy định."""
        if organization is None:
            return [shown_policy(row) for row in await info.context.reader.rows(policies.rows(_key(key), None, on))]
        place = uuid_of(organization, ORGANIZATION, "organization")
        return await _in_force(info, key, place, on or info.context.today)


def _key(key: str | None) -> str | None:
    return None if key is None else plain("key", key)


async def _one(info: Info, identity: str | None, code: str | None, when: Instant) -> Organization | None:
    if (identity is None) == (code is None):
        raise OneOfThemIsNeeded(names="id, code")
    if identity is not None:
        return await organization_of(info, uuid_of(identity, ORGANIZATION, "id"), when)
    row = await info.context.reader.row(organizations.by_code(plain("code", str(code)), when))
    return shown(row, when) if row else None


async def _in_force(info: Info, key: str | None, place: UUID, on: date) -> list[Policy]:
    """For each key the row of the nearest organisation upward, there the one that started last."""
    found = await organization_of(info, place, Instant(on))
    path: Sequence[UUID] = found.row["path"] if found else ()
    rows = await info.context.reader.rows(policies.rows(_key(key), path, on))
    nearest = {row["key"]: row for row in sorted(rows, key=lambda row: path.index(row["organization"]))}
    return [shown_policy(row) for _, row in sorted(nearest.items())]
