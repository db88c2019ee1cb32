"""The enums of membership as GraphQL enums."""

import strawberry

from services.membership.contracts.enums import (
    MemberDecision,
    MemberState,
    TransferKind,
    TransferReason,
    TransferState,
    TransferStep,
)

__all__ = ["MemberDecision", "MemberState", "TransferKind", "TransferReason", "TransferState", "TransferStep"]

strawberry.enum(MemberDecision, description="Loại quyết định về đảng viên / The kind of a decision about a member")
strawberry.enum(MemberState, description="Tình trạng đảng viên / The state of a member")
strawberry.enum(TransferKind, description="Hình thức chuyển sinh hoạt đảng / The kind of a transfer")
strawberry.enum(TransferReason, description="Lý do chuyển sinh hoạt / Why a member is transferred")
strawberry.enum(TransferState, description="Bước mà hồ sơ chuyển sinh hoạt đang ở / Where a transfer stands")
strawberry.enum(
    TransferStep,
    description="Việc có thể làm tiếp với hồ sơ, mỗi việc là mutation cùng tên"
    " / What can be done next with a transfer, each the mutation of that name",
)
