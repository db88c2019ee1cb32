"""Queries about anything by its id, about the viewer, and about the services."""

from typing import Annotated

import strawberry

from services.gateway.about.nodes import node_of
from services.gateway.about.service_status import ServiceStatus
from services.gateway.membership.member_type import Member, member_of
from services.gateway.organization.enums import Role
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import parts_of
from services.gateway.types.node import Node


@strawberry.type(description="Một vai trò đang có hiệu lực / A role in force")
class HeldRole:
    """Vai trò đang có."""

    role: Role = strawberry.field(description="Vai trò / The role")
    organization: Organization = strawberry.field(
        description="Tại tổ chức, kể cả cấp dưới / At the organisation and below"
    )
    substitute_for: str | None = strawberry.field(
        description="Thay cho tài khoản nào, trong thời gian được cử / The account that this one stands in for"
    )


@strawberry.type(description="Người đang xem / Whoever asks")
class Viewer:
    """Người xem."""

    subject: str = strawberry.field(description="Tài khoản / The account")
    role: Role | None = strawberry.field(description="Loại vai trò của mã đăng nhập / The role class of the token")

    @strawberry.field(description="Hồ sơ của chính mình / The viewer's own record")
    async def member(self, info: Info) -> Member | None:
        """Hồ sơ của mình."""
        own = info.context.viewer.own
        return await member_of(info, own) if own else None

    @strawberry.field(description="Các vai trò đang có hiệu lực hôm nay / The roles in force today")
    async def roles(self, info: Info) -> list[HeldRole]:
        """Các vai trò."""
        roots = info.context.viewer.roots
        return [
            HeldRole(
                role=Role(root.role),
                organization=await today_of(info, root.organization),
                substitute_for=root.substitute_for,
            )
            for root in roots
        ]


@strawberry.type
class AboutQueries:
    """Đọc theo mã định danh, về người xem, về hệ thống."""

    @strawberry.field(description="Đối tượng theo mã định danh toàn cục / Anything by its global id")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")],
    ) -> Node | None:
        """Theo mã định danh."""
        kind, identity = parts_of(id, "id")
        return await node_of(info, kind, identity)

    @strawberry.field(description="Người đang xem / Whoever asks")
    def viewer(self, info: Info) -> Viewer:
        """Người xem."""
        actor = info.context.viewer.actor
        return Viewer(subject=actor.subject, role=Role(actor.role) if actor.role in set(Role) else None)

    @strawberry.field(
        description="Tình trạng các dịch vụ: độ trễ, khóa bị giữ, phiên bản / The services: lag, parked keys, versions"
    )
    async def service_status(self, info: Info) -> list[ServiceStatus]:
        """Tình trạng các dịch vụ."""
        return await info.context.watch.statuses()
