"""Gửi việc đã làm khi không có mạng - a result per item; one blocks no other, a conflict shows both versions."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import input_path
from services.gateway.membership.home import home_services
from services.gateway.membership.home.enums import HomeServiceState
from services.gateway.membership.home.visit_batch_inputs import SubmitVisitBatchInput, VisitAct, VisitItemInput
from services.gateway.membership.home.visit_items import request_of_item
from services.gateway.membership.mutations import Input, MembershipError
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import HOME_SERVICE, id_behind
from services.gateway.refusing.refusals import PageSizeIsOutOfRange
from services.gateway.refusing.user_error import error_of
from services.gateway.types.scalars import Position
from shared.vocabulary.refusals import Refusal

MOST = 50
_CONFLICTS = frozenset(
    {"VERSION_IS_STALE", "VISIT_ENDED_OTHERWISE", "HOME_SERVICE_HAS_ENDED", "FILE_IS_WITH_ANOTHER", "VISIT_IS_UNKNOWN",
     "HOME_SERVICE_IS_UNKNOWN"}
)  # fmt: skip


@strawberry.enum(description="Kết quả của một việc / What became of an item")
class VisitItemStatus(StrEnum):
    """Kết quả."""

    DONE = "DONE"
    REFUSED = "REFUSED"
    CONFLICT = "CONFLICT"


@strawberry.type(description="Bản của máy chủ / The server's version")
class VisitStanding:
    """Bản của máy chủ; no name and no place."""

    version: int = strawberry.field(description="Phiên bản / The version")
    state: HomeServiceState = strawberry.field(description="Tình trạng / The state")
    visit: int = strawberry.field(description="Lần đến nhà gần nhất / The latest visit")
    attempts: int = strawberry.field(description="Số lần không gặp / Visits that failed")
    yours: bool = strawberry.field(description="Còn là việc của cán bộ / It is still the officer's task")


@strawberry.type(description="Bản của máy cán bộ / The device's version")
class SubmittedItem:
    """Bản đã gửi."""

    home_service_id: strawberry.ID = strawberry.field(description="Dịch vụ tại nhà / The home service")
    visit: int = strawberry.field(description="Lần đến nhà / The visit")
    kind: VisitAct = strawberry.field(description="Việc / What was done")
    expected_version: int | None = strawberry.field(description="Phiên bản đã đọc / The version that was read")


@strawberry.type(description="Kết quả của một việc / The result of one item")
class VisitItemResult:
    """Kết quả."""

    command_id: UUID = strawberry.field(description="Mã lệnh của việc / The item's command id")
    status: VisitItemStatus = strawberry.field(description="Kết quả / What became of it")
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    current: VisitStanding | None = strawberry.field(description="Bản của máy chủ / The server's version")
    submitted: SubmittedItem = strawberry.field(description="Bản đã gửi / The device's version")


@strawberry.type(description="Kết quả của cả lần gửi / What became of the batch")
class SubmitVisitBatchPayload:
    """Kết quả cả lần."""

    results: list[VisitItemResult] = strawberry.field(description="Mỗi việc một kết quả / A result per item")
    errors: list[MembershipError] = strawberry.field(description="Lỗi của cả lần gửi / Errors of the batch as such")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


async def submit(info: Info, given: SubmitVisitBatchInput) -> SubmitVisitBatchPayload:
    """Item by item, each a command of its own: nothing is done twice, and what is refused may come again."""
    asked = info.context
    if not 1 <= len(given.items) <= MOST:
        refusal = PageSizeIsOutOfRange("items", most=MOST, asked=len(given.items))
        error: Any = error_of(refusal, asked.language, ["input", "items"])
        return SubmitVisitBatchPayload(results=[], errors=[error], position=None)
    told = [(item, *await _sent(info, item)) for item in given.items]
    position = next((position for _, position, _ in reversed(told) if position), None)
    behind: list[Any] = []
    try:
        await asked.reach(position)
    except Refusal as refusal:  # they are done, only not visible yet
        behind = [error_of(refusal, asked.language)]
    results = [await _result(info, item, error) for item, _, error in told]
    return SubmitVisitBatchPayload(results=results, errors=behind, position=position)


async def _sent(info: Info, item: VisitItemInput) -> tuple[Position | None, Any]:
    asked = info.context
    try:
        receipt = await asked.sender.send("membership", request_of_item(item))
    except Refusal as refusal:
        return None, error_of(refusal, asked.language, input_path(list(refusal.wire()["path"])))
    return Position(receipt.position), None


async def _result(info: Info, item: VisitItemInput, error: Any) -> VisitItemResult:
    conflict = error is not None and error.code in _CONFLICTS
    status = VisitItemStatus.CONFLICT if conflict else VisitItemStatus.REFUSED if error else VisitItemStatus.DONE
    return VisitItemResult(
        command_id=item.command_id,
        status=status,
        errors=[error] if error else [],
        current=await _current(info, item),
        submitted=SubmittedItem(
            home_service_id=item.home_service_id,
            visit=item.visit,
            kind=item.kind,
            expected_version=item.expected_version,
        ),
    )


async def _current(info: Info, item: VisitItemInput) -> VisitStanding | None:
    identity = id_behind(item.home_service_id, HOME_SERVICE)
    if identity is None:
        return None
    row = await info.context.loaders.one("standing", home_services.standings_of, "home_service").load(identity)
    if row is None:
        return None
    names = ("version", "visit", "attempts")
    state = HomeServiceState(row["state"])
    return VisitStanding(state=state, yours=not row["gone"], **{name: row[name] for name in names})


@strawberry.type
class VisitBatchMutations:
    """Gửi việc."""

    @strawberry.mutation(
        description="Gửi các việc đã làm khi không có mạng, thứ tự và số lần tùy ý"
        " / Send what was done offline, in any order, any number of times"
    )
    async def submit_visit_batch(
        self, info: Info, input: Annotated[SubmitVisitBatchInput, Input]
    ) -> SubmitVisitBatchPayload:
        """Gửi việc."""
        return await submit(info, input)
