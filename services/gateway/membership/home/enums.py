"""The words of service at home as GraphQL enums."""

import strawberry

from services.membership.contracts.home_enums import (
    AskedBy,
    CustodianKind,
    HomeServiceState,
    ProofKind,
    Recipient,
    VisitFailure,
    VisitSlot,
)

__all__ = ["AskedBy", "CustodianKind", "HomeServiceState", "ProofKind", "Recipient", "VisitFailure", "VisitSlot"]

strawberry.enum(AskedBy, description="Ai đề nghị / Who asked")
strawberry.enum(CustodianKind, description="Loại người giữ hồ sơ / The kind of a custodian")
strawberry.enum(HomeServiceState, description="Tình trạng phục vụ tại nhà / Where a home service stands")
strawberry.enum(ProofKind, description="Loại minh chứng / The kind of a proof")
strawberry.enum(Recipient, description="Ai nhận / Who received")
strawberry.enum(VisitFailure, description="Vì sao không gặp được / Why nobody was met")
strawberry.enum(VisitSlot, description="Buổi hẹn / The time of day")
