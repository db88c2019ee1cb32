"""CapSimulation: who fits under the cap, and why, on all three bases side by side."""

from decimal import Decimal
from uuid import UUID

import msgspec
import strawberry

from services.evaluation.contracts.facts import CapSimulated
from services.gateway.evaluation import simulations
from services.gateway.evaluation.enums import CapBase, CapPlace, SubjectKind
from services.gateway.evaluation.evaluation_type import Evaluation, evaluation_of
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.refusing.language import Language


@strawberry.type(description="Giới hạn theo một cơ sở tính / The limit under one base")
class CapLimit:
    """Giới hạn."""

    base: CapBase = strawberry.field(description="Cơ sở tính / The base")
    limit: int = strawberry.field(description="Tối đa / The most")


@strawberry.type(description="Một đề nghị xuất sắc so với giới hạn / Somebody proposed for EXCELLENT, under the cap")
class CapCandidate:
    """Một đề nghị."""

    identity: strawberry.Private[UUID]
    points: Decimal | None = strawberry.field(description="Điểm / The points")
    place: CapPlace = strawberry.field(description="Trong, ngang hay ngoài giới hạn / Within, tied or over")

    @strawberry.field(description="Hồ sơ / The evaluation")
    async def evaluation(self, info: Info) -> Evaluation | None:
        """Hồ sơ."""
        return await evaluation_of(info, self.identity)


@strawberry.type(description="Một phạm vi đề nghị vượt tỷ lệ / A scope that asks for too many")
class CapScopeOver:
    """Một phạm vi vượt."""

    scope_id: strawberry.Private[UUID]
    rated: int = strawberry.field(description="Được đề nghị xếp loại / Proposed for any rating")
    excellent: int = strawberry.field(description="Đề nghị xuất sắc / Proposed for EXCELLENT")
    limit: int = strawberry.field(description="Tối đa / The most")

    @strawberry.field(description="Tổ chức / The organisation across which the cap holds")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức."""
        return await today_of(info, self.scope_id)


@strawberry.type(description="Xem trước tỷ lệ xuất sắc / The cap looked at ahead")
class CapSimulation:
    """Xem trước tỷ lệ."""

    body_id: strawberry.Private[UUID]
    kind: SubjectKind = strawberry.field(description="Loại đối tượng / The kind of subject")
    rated: int = strawberry.field(description="Được đề nghị xếp loại / Proposed for any rating")
    qualified: int = strawberry.field(description="Từ Tốt trở lên / GOOD or better")
    proposed_excellent: int = strawberry.field(description="Đề nghị xuất sắc / Proposed for EXCELLENT")
    limit: int = strawberry.field(description="Xuất sắc tối đa / The most EXCELLENT")
    base: CapBase = strawberry.field(description="Cơ sở tính đang áp dụng / The base in force")
    ratio: Decimal = strawberry.field(description="Tỷ lệ / The ratio")
    confirmed: bool = strawberry.field(description="Các quy định đã xác nhận / The rows are confirmed")
    limits: list[CapLimit] = strawberry.field(description="Ba cơ sở cạnh nhau / The three bases side by side")
    candidates: list[CapCandidate] = strawberry.field(description="Theo điểm, cao trước / By points, the best first")
    scopes: int = strawberry.field(
        description="Số phạm vi gộp lại; 0 là chính phạm vi này / Scopes looked at together; 0: the body's own"
    )
    over: list[CapScopeOver] = strawberry.field(
        description="Các phạm vi đề nghị vượt, vượt nhiều trước / Scopes that ask for too many, the worst first"
    )
    text: str = strawberry.field(description="Giải thích cách tính và làm tròn / The reckoning and rounding in words")
    organization_sequence: int = strawberry.field(description="Tính đến / Counted at, of organization")
    membership_sequence: int = strawberry.field(description="Tính đến / Counted at, of membership")

    @strawberry.field(description="Cấp quyết định / The deciding body")
    async def body(self, info: Info) -> Organization:
        """Cấp quyết định."""
        return await today_of(info, self.body_id)


async def simulation_of(info: Info, identity: UUID) -> CapSimulation | None:
    """A simulation by id, as far as the viewer reaches it."""
    row = await info.context.reader.row(simulations.by_id([identity]))
    if row is None:
        return None
    told = msgspec.json.decode(row["told"], type=CapSimulated)
    plain = ("kind", "rated", "qualified", "proposed_excellent", "limit", "base", "ratio", "confirmed",
             "organization_sequence", "membership_sequence", "scopes")  # fmt: skip
    return CapSimulation(
        body_id=told.body,
        limits=[CapLimit(base=each.base, limit=each.limit) for each in told.limits],
        candidates=[
            CapCandidate(identity=each.evaluation, points=each.points, place=each.place) for each in told.candidates
        ],
        over=[
            CapScopeOver(scope_id=each.scope, rated=each.rated, excellent=each.excellent, limit=each.limit)
            for each in told.over
        ],
        text=told.en if info.context.language is Language.EN else told.vi,
        **{name: getattr(told, name) for name in plain},
    )
