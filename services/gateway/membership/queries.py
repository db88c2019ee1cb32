"""Queries about members and transfers. What lies outside the viewer's scope is absent, never refused."""

from typing import Annotated

import strawberry

from services.gateway.membership import members, transfers
from services.gateway.membership.enums import MemberState, TransferKind, TransferReason, TransferState
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.membership.transfer_type import Transfer, transfer_of
from services.gateway.membership.transfer_type import shown as shown_transfer
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION, TRANSFER, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.searching import matching
from services.gateway.refusing.refusals import OneOfThemIsNeeded
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection, listed
from shared.vocabulary.plain_text import plain


def _of_list(row: Row) -> Member:
    return shown_member(row, listed=True)


@strawberry.type
class MembershipQueries:
    """Đọc về đảng viên và chuyển sinh hoạt."""

    @strawberry.field(description="Một đảng viên, theo id hoặc số lý lịch / One member, by id or by file number")
    async def member(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Mã định danh / The id")] = None,
        file_number: Annotated[str | None, strawberry.argument(description="Số lý lịch / The file number")] = None,
        purpose: Annotated[
            str | None, strawberry.argument(description="Mục đích xem, kiểm tra viên phải nêu / Why; auditors must say")
        ] = None,
        min_position: MinPosition = None,
    ) -> Member | None:
        """Một đảng viên."""
        await info.context.reach(min_position)
        if (id is None) == (file_number is None):
            raise OneOfThemIsNeeded(names="id, fileNumber")
        if id is not None:
            loader = info.context.loaders.one("member", members.by_id, "member")
            row = await loader.load(uuid_of(id, MEMBER, "id"))
        elif info.context.viewer.needs_purpose and not purpose:
            return None  # only what the viewer reads unmasked may be searched by
        else:
            row = await info.context.reader.row(members.by_file_number(plain("fileNumber", str(file_number))))
        return shown_member(row, plain("purpose", purpose or "")) if row else None

    @strawberry.field(
        description="Đảng viên của một tổ chức, xếp theo tên / The members of an organisation, by given name"
    )
    async def members(
        self,
        info: Info,
        *,
        organization: Annotated[strawberry.ID, strawberry.argument(description="Tổ chức / The organisation")],
        first: First,
        include_subtree: Annotated[
            bool | None, strawberry.argument(description="Cả cấp dưới / With all that is below")
        ] = False,
        state: Annotated[MemberState | None, strawberry.argument(description="Tình trạng / The state")] = None,
        search: Annotated[str | None, strawberry.argument(description="Một phần họ tên / A part of the name")] = None,
        after: After = None,
    ) -> Connection[Member]:
        """Đảng viên của một tổ chức."""
        place = uuid_of(organization, ORGANIZATION, "organization")
        today = Instant(info.context.today)
        conditions: list[Where | Within] = [
            organizations.below(place, today, "cell")
            if include_subtree
            else organizations.becoming(place, today, "cell")
        ]
        conditions += [where("state = {}", state.value)] if state else []
        if search and info.context.viewer.needs_purpose:
            conditions.append(where("false"))  # only what the viewer reads unmasked may be searched by
        found, rank = matching(plain("search", search), "full_name") if search else (None, None)
        conditions += [found] if found else []
        query = Query(table=members.TABLE, columns=members.COLUMNS, where=tuple(conditions))
        listing = f"members|{place}|{include_subtree}|{state}|{search}"
        order = members.by_name(rank)
        return await listed(info, listing, query, order, first=first, after=after, make=_of_list)

    @strawberry.field(description="Một lần chuyển sinh hoạt / One transfer")
    async def transfer(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")],
        min_position: MinPosition = None,
    ) -> Transfer | None:
        """Một lần chuyển sinh hoạt."""
        await info.context.reach(min_position)
        return await transfer_of(info, uuid_of(id, TRANSFER, "id"))

    @strawberry.field(
        description="Các lần chuyển sinh hoạt, mới nhất trước; organization: có tổ chức này hoặc cấp dưới trên đường đi"
        " / Transfers, the newest first; organization: it, or a body below it, is on the route"
    )
    async def transfers(
        self,
        info: Info,
        *,
        first: First,
        organization: Annotated[
            strawberry.ID | None, strawberry.argument(description="Tổ chức trên đường đi / On the route")
        ] = None,
        kind: Annotated[TransferKind | None, strawberry.argument(description="Hình thức / The kind")] = None,
        state: Annotated[TransferState | None, strawberry.argument(description="Bước đang ở / The state")] = None,
        reason: Annotated[
            TransferReason | None,
            strawberry.argument(description="Lý do, như xuất ngũ / The reason, as demobilised members who do not come"),
        ] = None,
        overdue: Annotated[bool | None, strawberry.argument(description="Quá hạn nộp giấy / Overdue")] = None,
        after: After = None,
    ) -> Connection[Transfer]:
        """Các lần chuyển sinh hoạt."""
        conditions: list[Where | Within] = []
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        today, few = Instant(info.context.today), overdue is True
        conditions += [transfers.touching(place, today, few=few)] if place else []
        conditions += [where("kind = {}", kind.value)] if kind else []
        conditions += [where("state = {}", state.value)] if state else []
        conditions += [where("reason = {}", reason.value)] if reason else []
        conditions += [where("overdue" if overdue else "not overdue")] if overdue is not None else []
        query = Query(table=transfers.TABLE, columns=transfers.COLUMNS, where=tuple(conditions))
        listing = f"transfers|{place}|{kind}|{state}|{reason}|{overdue}"
        return await listed(info, listing, query, transfers.NEWEST_FIRST, first=first, after=after, make=shown_transfer)
