"""Restructuring: a plan as the API shows it, with its dry run and its proof."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
import strawberry

from services.gateway.organization import allocation_sheet, restructurings
from services.gateway.organization.allocation_rules import AllocationRule
from services.gateway.organization.dry_run_type import DryRunReport, report_of
from services.gateway.organization.enums import RestructuringState
from services.gateway.organization.ledger import ledger
from services.gateway.organization.ledger_type import RestructuringLedger
from services.gateway.organization.ledger_type import shown as ledger_shown
from services.gateway.papers.restructuring_form import RESTRUCTURING_PAPERS
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed_for
from services.gateway.types.node import Node
from services.gateway.types.scalars import Json, Position
from services.organization.contracts.restructuring import Proof, Report


@strawberry.type(description="Một ngoại lệ của chứng minh / What of one kind rightly stands no more")
class ProofException:
    """Ngoại lệ."""

    kind: str = strawberry.field(description="Loại / What: SEATS")
    count: int = strawberry.field(description="Số lượng / How many")
    why: str = strawberry.field(description="Lý do / Why: ORGANIZATION_ENDED")


@strawberry.type(description="Chứng minh bảo toàn / Proof that nobody and nothing was lost")
class ConservationProof:
    """Chứng minh bảo toàn."""

    members_before: int = strawberry.field(description="Đảng viên trước / Members before")
    members_after: int = strawberry.field(description="Đảng viên sau / Members after")
    cards_before: int = strawberry.field(description="Thẻ đảng viên trước / Cards before")
    cards_after: int = strawberry.field(description="Thẻ đảng viên sau / Cards after")
    open_transfers_before: int = strawberry.field(description="Hồ sơ đang chuyển trước / Open transfers before")
    open_transfers_after: int = strawberry.field(description="Hồ sơ đang chuyển sau / Open transfers after")
    guests_before: int = strawberry.field(description="Người sinh hoạt tạm thời trước / Guests before")
    guests_after: int = strawberry.field(description="Người sinh hoạt tạm thời sau / Guests after")
    evaluations_before: int = strawberry.field(description="Đánh giá đang chạy trước / Running evaluations before")
    evaluations_after: int = strawberry.field(description="Đánh giá đang chạy sau / Running evaluations after")
    seats_before: int = strawberry.field(description="Ghế cấp ủy trước / Committee seats before")
    seats_after: int = strawberry.field(description="Ghế cấp ủy sau / Committee seats after")
    exceptions: list[ProofException] = strawberry.field(description="Ngoại lệ / What is listed as gone, and why")
    digest: str = strawberry.field(description="Mã đối chiếu của hai lần đếm / The digest of both counts")
    holds: bool = strawberry.field(description="Có bảo toàn không / Whether it holds")


@strawberry.type(description="Đã ghi được bao nhiêu phần / How many parts have been laid down")
class RestructuringProgress:
    """Tiến độ."""

    parts: int = strawberry.field(description="Số phần / How many parts")
    staged: int = strawberry.field(description="Đã ghi / Laid down")
    state: RestructuringState = strawberry.field(description="Tình trạng / The state")
    proved: bool = strawberry.field(description="Đã chứng minh bảo toàn / Whether the proof is there")
    position: Position = strawberry.field(description="Đọc tại vị trí này / Read at this position")


@strawberry.type(description="Bảng phân bổ đảng viên / The sheet in which members are allocated")
class AllocationSheet:
    """Bảng phân bổ."""

    csv: str = strawberry.field(description="Nội dung CSV / The CSV text")
    rows: int = strawberry.field(description="Số dòng trong phần này / Rows in this part")
    total: int = strawberry.field(description="Tổng số dòng / Rows of the whole sheet")
    left: int = strawberry.field(description="Chưa có đề xuất / Rows of this part for which nothing is proposed")


@strawberry.type(description="Một thao tác của phương án / One operation of a plan")
class Operation:
    """Một thao tác."""

    number: int = strawberry.field(description="Số thứ tự / Its number")
    kind: str = strawberry.field(description="Loại thao tác / Its kind")
    body: Json = strawberry.field(description="Nội dung như đã ghi / Its content, as recorded")


@strawberry.type(description="Phương án sắp xếp tổ chức / A restructuring")
class Restructuring(Node):
    """Phương án sắp xếp."""

    row: strawberry.Private[Row]
    undoable_until: date | None = strawberry.field(
        description="Ngày cuối cùng được thu hồi / The last day on which it may be undone"
    )
    awaits_handover: bool = strawberry.field(
        description="Chờ bên nhận tiếp nhận / Whether the receiving side has still to take over"
    )
    version: int = strawberry.field(description="Phiên bản / The version, for expectedVersion")
    state: RestructuringState = strawberry.field(description="Tình trạng / The state")
    title: str = strawberry.field(description="Tên phương án / The title")
    effective_on: date = strawberry.field(description="Ngày hiệu lực / The day from which it counts")
    decision_number: str | None = strawberry.field(description="Số quyết định / The decision's number")
    decision_date: date | None = strawberry.field(description="Ngày quyết định / The decision's date")

    @strawberry.field(description="Các thao tác / The operations")
    async def operations(self, info: Info, first: First, after: After = None) -> Connection[Operation]:
        """Các thao tác."""
        return await listed_for(
            info,
            ("operations", ""),
            self.row["plan"],
            restructurings.operations,
            order=restructurings.BY_NUMBER,
            first=first,
            after=after,
            make=_operation,
        )

    @strawberry.field(description="Kết quả tính thử gần nhất / The last dry run, null once the plan was changed")
    def report(self, info: Info) -> DryRunReport | None:
        """Kết quả tính thử."""
        kept = self.row["report"]
        if not kept:
            return None
        return report_of(msgspec.json.decode(kept, type=Report), info.context.language)

    @strawberry.field(description="Chứng minh bảo toàn, sau khi có hiệu lực / The proof, once it is in effect")
    def proof(self) -> ConservationProof | None:
        """Chứng minh bảo toàn."""
        kept = self.row["proof"]
        if not kept:
            return None
        proof = msgspec.json.decode(kept, type=Proof)
        before, after = proof.before, proof.after
        return ConservationProof(
            members_before=before.members,
            members_after=after.members,
            cards_before=before.cards,
            cards_after=after.cards,
            open_transfers_before=before.transfers,
            open_transfers_after=after.transfers,
            guests_before=before.guests,
            guests_after=after.guests,
            evaluations_before=before.evaluations,
            evaluations_after=after.evaluations,
            seats_before=before.seats,
            seats_after=after.seats,
            exceptions=[ProofException(kind=one.kind, count=one.count, why=one.why) for one in proof.exceptions],
            digest=proof.digest,
            holds=proof.holds,
        )

    @strawberry.field(
        description="Bảng phân bổ: đảng viên của các chi bộ giải thể, chia; từ dòng firstRow, tối đa 1.000 dòng"
        " / The allocation sheet: members of cells that are dissolved or split, from firstRow on, at most 1,000 rows"
    )
    async def allocation_sheet(
        self,
        info: Info,
        first_row: Annotated[int, strawberry.argument(description="Từ dòng / From this row on")] = 1,
        rules: Annotated[
            list[AllocationRule] | None,
            strawberry.argument(description="Quy tắc đề xuất, ưu tiên trước sau / Rules that propose, the first first"),
        ] = None,
    ) -> AllocationSheet:
        """Bảng phân bổ."""
        found = await allocation_sheet.sheet(info.context, self.row["plan"], max(1, first_row), rules or ())
        return AllocationSheet(csv=found.csv, rows=found.rows, total=found.total, left=found.left)

    @strawberry.field(
        description="Sổ danh sách đảng viên sau khi có hiệu lực; chỉ cho người đọc được tất cả, tối đa 500.000 người"
        " / The ledger, once the plan counts; for whoever reaches everybody on it, up to 500,000 members"
    )
    async def ledger(
        self,
        info: Info,
        first_line: Annotated[int, strawberry.argument(description="Từ dòng / From this line on")] = 1,
    ) -> RestructuringLedger | None:
        """Sổ danh sách."""
        found = await ledger(info.context, self.row)
        if found is None:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        return ledger_shown(found, max(1, first_line))

    @strawberry.field(
        description="Nơi in giấy: phụ lục, biên bản, sổ danh sách, chứng minh"
        " / Where its papers are printed: annex, minutes, ledger, proof"
    )
    def papers(self) -> list[str]:
        """Nơi in giấy."""
        kinds = RESTRUCTURING_PAPERS if self.row["state"] == "EXECUTED" else ()
        return [f"/papers/{self.id}/{kind}.pdf" for kind in kinds]

    @strawberry.field(description="Tiến độ / The progress")
    def progress(self, info: Info) -> RestructuringProgress:
        """Tiến độ."""
        return RestructuringProgress(
            parts=self.row["parts"],
            staged=self.row["staged"],
            state=self.state,
            proved=self.row["proof"] is not None,
            position=Position(info.context.positions.vector().encode()),
        )


def _operation(row: Row) -> Operation:
    body = msgspec.json.decode(row["body"])
    return Operation(number=row["number"], kind=body["kind"], body=body)


def shown(row: Row) -> Restructuring:
    """The API's form of a row."""
    return Restructuring(
        id=strawberry.ID(global_id(RESTRUCTURING, row["plan"])),
        row=row,
        version=row["version"],
        state=RestructuringState(row["state"]),
        title=row["title"],
        effective_on=row["effective_on"],
        decision_number=row["decision_number"],
        decision_date=row["decision_date"],
        undoable_until=row["undoable_until"],
        awaits_handover=row["state"] == "APPROVED" and bool(row["handed_over"]) and row["accepted_by"] is None,
    )


async def restructuring_of(info: Info, identity: UUID) -> Restructuring | None:
    """A plan by id, as far as the viewer reaches it."""
    row = await info.context.loaders.one("plan", restructurings.by_id, "plan").load(identity)
    return shown(row) if row else None
