"""The enums of organization as GraphQL enums."""

import strawberry

from services.organization.contracts.enums import (
    AffiliationKind,
    CellSetting,
    CommitteePosition,
    Degree,
    DualRole,
    OperationKind,
    OrganizationStatus,
    OrganizationType,
    PlaceKind,
    PoliticalTheory,
    RestructuringState,
    Role,
    ThresholdKind,
    WayOfLeavingOffice,
    WayOfTakingOffice,
)

__all__ = [
    "AffiliationKind",
    "CellSetting",
    "CommitteePosition",
    "Degree",
    "DualRole",
    "OperationKind",
    "OrganizationStatus",
    "OrganizationType",
    "PlaceKind",
    "PoliticalTheory",
    "RestructuringState",
    "Role",
    "ThresholdKind",
    "WayOfLeavingOffice",
    "WayOfTakingOffice",
]  # fmt: skip

strawberry.enum(OrganizationType, description="Loại tổ chức đảng / The kind of a party organisation")
strawberry.enum(CellSetting, description="Loại hình chi bộ / Where a cell lives and works")
strawberry.enum(
    OrganizationStatus,
    description="Tình trạng của tổ chức / Whether an organisation stands, is being handed over, or has ended",
)
strawberry.enum(Role, description="Vai trò của người dùng tại một tổ chức / What a user is to an organisation")
strawberry.enum(OperationKind, description="Loại thao tác sắp xếp / What an operation of a restructuring does")
strawberry.enum(RestructuringState, description="Tình trạng phương án / The state of a restructuring")
strawberry.enum(ThresholdKind, description="Loại ngưỡng / In what an organisation is outside the rules' thresholds")
strawberry.enum(CommitteePosition, description="Chức danh cấp ủy / A position in a committee")
strawberry.enum(WayOfTakingOffice, description="Cách giữ chức / How a seat is taken: elected, appointed, supplemented")
strawberry.enum(WayOfLeavingOffice, description="Vì sao thôi giữ chức / Why a seat is left")
strawberry.enum(AffiliationKind, description="Loại đoàn thể, quan hệ ngoài cây tổ chức / A body beside the Party's")
strawberry.enum(PlaceKind, description="Loại địa bàn / The kind of a place")
strawberry.enum(Degree, description="Trình độ chuyên môn / The highest degree")
strawberry.enum(PoliticalTheory, description="Trình độ lý luận chính trị / The level of political theory")
strawberry.enum(DualRole, description="Kiêm nhiệm / Another office that a committee member holds")
