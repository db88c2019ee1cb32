"""Mutations about data-subject requests: the member asks, the committee answers, extends and completes."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.membership.data.data_request_type import DATA_REQUEST, DataSubjectRequest, data_request_of
from services.gateway.membership.mutations import Input, MembershipError
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER
from services.gateway.types.scalars import Position
from services.membership.contracts import data_requests as requests
from services.membership.contracts.data_enums import DataRequestKind

_WORDS = "Lời của cấp ủy / The committee's words"
_REQUEST = "Yêu cầu / The request"


@strawberry.input(description="Yêu cầu về dữ liệu của mình / A request about one's own data")
class DataSubjectRequestInput:
    """Yêu cầu về dữ liệu của mình."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    kind: DataRequestKind = strawberry.field(description="Loại yêu cầu / What is asked")
    details: str | None = strawberry.field(
        default=None, description="Nội dung; CORRECTION và OBJECTION phải có / In words; needed for those two"
    )
    member_id: strawberry.ID | None = strawberry.field(
        default=None, description="Đảng viên, khi cán bộ nhập từ giấy / The member, where an officer enters a paper"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Trả lời một yêu cầu về dữ liệu / Answering a data-subject request")
class AnswerDataRequestInput:
    """Trả lời."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    request_id: strawberry.ID = strawberry.field(description=_REQUEST)
    accept: bool = strawberry.field(default=True, description="Chấp nhận; không thì nêu lý do / Accepted, or refused")
    remark: str | None = strawberry.field(default=None, description=_WORDS)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Gia hạn một lần / Extending once")
class ExtendDataRequestInput:
    """Gia hạn."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    request_id: strawberry.ID = strawberry.field(description=_REQUEST)
    complete_by: date = strawberry.field(description="Hạn mới / The new limit")
    remark: str = strawberry.field(description=_WORDS)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Đã làm xong một yêu cầu / Having done what was asked")
class CompleteDataRequestInput:
    """Làm xong."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    request_id: strawberry.ID = strawberry.field(description=_REQUEST)
    remark: str | None = strawberry.field(default=None, description=_WORDS)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type(description="Kết quả của một lệnh về yêu cầu dữ liệu / What became of a command about a data request")
class DataSubjectRequestPayload:
    """Kết quả."""

    request: DataSubjectRequest | None = strawberry.field(description=_REQUEST)
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


def _step(request: type[Any], kind: type[Any], description: str) -> Any:
    """The mutation of one step."""

    async def take(self: Any, info: Info, input: Any) -> DataSubjectRequestPayload:
        ids = {"member_id": MEMBER, "request_id": DATA_REQUEST}
        settled = await settle(
            info.context,
            "membership",
            lambda: request_of(request, input, ids),
            lambda identity: data_request_of(info, identity),
        )
        return DataSubjectRequestPayload(request=settled.thing, errors=settled.errors, position=settled.position)

    take.__annotations__["input"] = Annotated[kind, Input]
    take.__doc__ = description
    return strawberry.mutation(resolver=take, description=description)


@strawberry.type
class DataMutations:
    """Lệnh về yêu cầu của chủ thể dữ liệu."""

    request_my_data = _step(
        requests.RequestMyData,
        DataSubjectRequestInput,
        "Yêu cầu xem, đính chính, hạn chế hoặc phản đối xử lý dữ liệu của mình / Ask about one's own data",
    )
    answer_data_request = _step(
        requests.AnswerDataRequest, AnswerDataRequestInput, "Trả lời yêu cầu, trong 2 ngày làm việc / Answer a request"
    )
    extend_data_request = _step(
        requests.ExtendDataRequest, ExtendDataRequestInput, "Gia hạn một lần, có lý do / Extend once, with grounds"
    )
    complete_data_request = _step(
        requests.CompleteDataRequest, CompleteDataRequestInput, "Ghi nhận đã làm xong / Record that it is done"
    )
