"""DataSubjectRequest: what a member asked about the own data, and how far it has come."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.membership import members
from services.gateway.membership.data import data_requests
from services.gateway.membership.data.export import export_of
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import global_id
from services.gateway.reading.pages import Row
from services.gateway.types.node import Node
from services.gateway.types.scalars import Json
from services.membership.contracts.data_enums import DataRequestKind, DataRequestState

DATA_REQUEST = "DataSubjectRequest"
strawberry.enum(DataRequestKind, description="Loại yêu cầu về dữ liệu của mình / What is asked about one's data")
strawberry.enum(DataRequestState, description="Yêu cầu đang ở đâu / How far a request has come")


@strawberry.type(
    description="Yêu cầu của chủ thể dữ liệu, với thời hạn theo Luật 91/2025/QH15 / A data-subject request"
)
class DataSubjectRequest(Node):
    """Yêu cầu của chủ thể dữ liệu."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(description="Phiên bản / The version")
    kind: DataRequestKind = strawberry.field(description="Loại yêu cầu / What is asked")
    state: DataRequestState = strawberry.field(description="Tình trạng / How far it has come")
    requested_on: date = strawberry.field(description="Ngày yêu cầu; thời hạn tính từ đây / The clocks run from here")
    answer_by: date = strawberry.field(description="Hạn trả lời, 2 ngày làm việc / By when to answer, 2 working days")
    complete_by: date = strawberry.field(description="Hạn làm xong / By when to be done with it")
    extended: bool = strawberry.field(description="Đã gia hạn / It was extended")
    answered_on: date | None = strawberry.field(description="Ngày trả lời / Answered on")
    completed_on: date | None = strawberry.field(description="Ngày làm xong / Done on")

    @strawberry.field(description="Đã quá hạn hôm nay / It is late today")
    def overdue(self, info: Info) -> bool:
        """Quá hạn."""
        waiting = {DataRequestState.REQUESTED: self.answer_by, DataRequestState.ACCEPTED: self.complete_by}
        return info.context.today > waiting.get(self.state, info.context.today)

    @strawberry.field(description="Nội dung yêu cầu (dữ liệu cá nhân) / What was asked, in words (personal)")
    def details(self, info: Info) -> str | None:
        """Nội dung."""
        return self._words(info, "details")

    @strawberry.field(description="Lời của cấp ủy sau cùng (dữ liệu cá nhân) / The committee's last words (personal)")
    def remark(self, info: Info) -> str | None:
        """Trả lời."""
        return self._words(info, "remark")

    @strawberry.field(description="Đảng viên / The member")
    async def member(self, info: Info) -> Member | None:
        """Đảng viên."""
        row = await info.context.loaders.one("member", members.by_id, "member").load(self.row["member"])
        return shown_member(row) if row else None

    @strawberry.field(description="Cấp ủy phải trả lời / The committee that has to answer")
    async def organization(self, info: Info) -> Organization:
        """Cấp ủy."""
        return await today_of(info, self.row["body"])

    @strawberry.field(
        description="Mọi dữ liệu hệ thống giữ về người đó, kể cả ai đã đọc; chỉ với EXPORT"
        " / All that the system holds about the person, with who has read it; for EXPORT only"
    )
    async def export(self, info: Info) -> Json | None:
        """Bản xuất."""
        if self.kind is not DataRequestKind.EXPORT or self.state is DataRequestState.REFUSED:
            return None
        info.context.looks.note(self.row["member"], "export", "")
        return Json(await export_of(info.context, self.row["member"]))

    def _words(self, info: Info, name: str) -> str | None:
        if self.row[name] is not None:
            info.context.looks.note(self.row["member"], f"dataRequest.{name}", "")
        return self.row[name]


_PLAIN = (
    "version", "requested_on", "answer_by", "complete_by", "extended", "answered_on", "completed_on",
)  # fmt: skip


def shown(row: Row) -> DataSubjectRequest:
    """The API's form of a row."""
    return DataSubjectRequest(
        id=strawberry.ID(global_id(DATA_REQUEST, row["request"])),
        row=row,
        kind=DataRequestKind(row["kind"]),
        state=DataRequestState(row["state"]),
        **{name: row[name] for name in _PLAIN},
    )


async def data_request_of(info: Info, identity: UUID) -> DataSubjectRequest | None:
    """A request by id, if it is the viewer's own or his to answer."""
    viewer = info.context.viewer
    loader = info.context.loaders.one("data request", lambda keys: data_requests.by_id(viewer, keys), "request")
    row = await loader.load(identity)
    return shown(row) if row else None
