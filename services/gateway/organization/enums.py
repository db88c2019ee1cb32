"""The enums of organization as GraphQL enums."""

import strawberry

from services.organization.contracts.enums import (
    CellSetting,
    OperationKind,
    OrganizationStatus,
    OrganizationType,
    RestructuringState,
    Role,
)

__all__ = ["CellSetting", "OperationKind", "OrganizationStatus", "OrganizationType", "RestructuringState", "Role"]

strawberry.enum(OrganizationType, description="Loại tổ chức đảng / The kind of a party organisation")
strawberry.enum(CellSetting, description="Loại hình chi bộ / Where a cell lives and works")
strawberry.enum(
    OrganizationStatus,
    description="Tình trạng của tổ chức / Whether an organisation stands, is being handed over, or has ended",
)
strawberry.enum(Role, description="Vai trò của người dùng tại một tổ chức / What a user is to an organisation")
strawberry.enum(OperationKind, description="Loại thao tác sắp xếp / What an operation of a restructuring does")
strawberry.enum(RestructuringState, description="Tình trạng phương án / The state of a restructuring")
