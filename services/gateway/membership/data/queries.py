"""Queries about data-subject requests."""

from typing import Annotated

import strawberry

from services.gateway.membership.data import data_requests
from services.gateway.membership.data.data_request_type import (
    DATA_REQUEST,
    DataSubjectRequest,
    data_request_of,
    shown,
)
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import uuid_of
from services.gateway.reading.query import where
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection, listed
from services.membership.contracts.data_enums import DataRequestState


@strawberry.type
class DataQueries:
    """Đọc yêu cầu của chủ thể dữ liệu."""

    @strawberry.field(description="Một yêu cầu về dữ liệu / One data-subject request")
    async def data_subject_request(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")],
        min_position: MinPosition = None,
    ) -> DataSubjectRequest | None:
        """Một yêu cầu."""
        await info.context.reach(min_position)
        return await data_request_of(info, uuid_of(id, DATA_REQUEST, "id"))

    @strawberry.field(
        description="Yêu cầu của chính mình, và những yêu cầu mình phải trả lời; mới nhất trước"
        " / One's own requests, and those that one has to answer; the newest first"
    )
    async def data_subject_requests(
        self,
        info: Info,
        *,
        first: First,
        state: Annotated[DataRequestState | None, strawberry.argument(description="Tình trạng / The state")] = None,
        after: After = None,
    ) -> Connection[DataSubjectRequest]:
        """Các yêu cầu."""
        chosen = (where("state = {}", state.value),) if state else ()
        query = data_requests.for_viewer(info.context.viewer, *chosen)
        order = data_requests.NEWEST_FIRST
        return await listed(info, f"data requests|{state}", query, order, first=first, after=after, make=shown)
