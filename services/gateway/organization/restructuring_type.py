"""Restructuring: a plan as the API shows it, with its dry run and its proof."""

from datetime import date
from typing import cast

import msgspec
import strawberry

from services.gateway.organization import restructurings
from services.gateway.organization.enums import RestructuringState
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed_for
from services.gateway.types.node import Node
from services.gateway.types.scalars import Json, Position
from services.organization.contracts.restructuring import Proof, Report
from shared.vocabulary.position import Position as Vector


@strawberry.type(description="Một số đếm của phương án / One figure of a plan")
class ReportCount:
    """Một số đếm."""

    name: str = strawberry.field(description="Tên số đếm / Its name")
    count: int = strawberry.field(description="Số lượng / How many")


@strawberry.type(description="Kết quả tính thử / What a plan would come to; nothing has moved")
class DryRunReport:
    """Kết quả tính thử."""

    digest: str = strawberry.field(description="Mã đối chiếu, gửi lại khi duyệt / The digest, sent back to approve")
    counted_at: Position = strawberry.field(description="Đếm tại vị trí dữ liệu này / Counted at this position")
    counts: list[ReportCount] = strawberry.field(description="Các số đếm / The figures")
    redirected_transfers: int = strawberry.field(
        description="Hồ sơ đang chuyển sẽ theo tổ chức kế thừa / Open transfers that will follow the successors"
    )
    leftovers: int = strawberry.field(
        description="Đảng viên chưa phân bổ riêng, theo chi bộ kế thừa"
        " / Members not allocated alone: they go with their cell's successor"
    )


@strawberry.type(description="Chứng minh bảo toàn / Proof that nobody and nothing was lost")
class ConservationProof:
    """Chứng minh bảo toàn."""

    members_before: int = strawberry.field(description="Đảng viên trước / Members before")
    members_after: int = strawberry.field(description="Đảng viên sau / Members after")
    cards_before: int = strawberry.field(description="Thẻ đảng viên trước / Cards before")
    cards_after: int = strawberry.field(description="Thẻ đảng viên sau / Cards after")
    open_transfers_before: int = strawberry.field(description="Hồ sơ đang chuyển trước / Open transfers before")
    open_transfers_after: int = strawberry.field(description="Hồ sơ đang chuyển sau / Open transfers after")
    digest: str = strawberry.field(description="Mã đối chiếu của hai lần đếm / The digest of both counts")
    holds: bool = strawberry.field(description="Có bảo toàn không / Whether it holds")


@strawberry.type(description="Đã ghi được bao nhiêu phần / How many parts have been laid down")
class RestructuringProgress:
    """Tiến độ."""

    parts: int = strawberry.field(description="Số phần / How many parts")
    staged: int = strawberry.field(description="Đã ghi / Laid down")


@strawberry.type(description="Một thao tác của phương án / One operation of a plan")
class RestructuringOperation:
    """Một thao tác."""

    number: int = strawberry.field(description="Số thứ tự / Its number")
    kind: str = strawberry.field(description="Loại thao tác / Its kind")
    body: Json = strawberry.field(description="Nội dung như đã ghi / Its content, as recorded")


@strawberry.type(description="Phương án sắp xếp tổ chức / A restructuring")
class Restructuring(Node):
    """Phương án sắp xếp."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(description="Phiên bản / The version, for expectedVersion")
    state: RestructuringState = strawberry.field(description="Tình trạng / The state")
    title: str = strawberry.field(description="Tên phương án / The title")
    effective_on: date = strawberry.field(description="Ngày hiệu lực / The day from which it counts")

    @strawberry.field(description="Các thao tác / The operations")
    async def operations(self, info: Info, first: First, after: After = None) -> Connection[RestructuringOperation]:
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
    def report(self) -> DryRunReport | None:
        """Kết quả tính thử."""
        kept = self.row["report"]
        if not kept:
            return None
        report = msgspec.json.decode(kept, type=Report)
        return DryRunReport(
            digest=report.digest,
            counted_at=cast(Position, Vector(at={"membership": report.counted_at}).encode()),
            counts=[ReportCount(name=name, count=count) for name, count in report.counts.items()],
            redirected_transfers=report.redirected_transfers,
            leftovers=report.leftovers,
        )

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
            digest=proof.digest,
            holds=before == after,
        )

    @strawberry.field(description="Tiến độ / The progress")
    def progress(self) -> RestructuringProgress:
        """Tiến độ."""
        return RestructuringProgress(parts=self.row["parts"], staged=self.row["staged"])


def _operation(row: Row) -> RestructuringOperation:
    body = msgspec.json.decode(row["body"])
    return RestructuringOperation(number=row["number"], kind=body["kind"], body=body)


def shown(row: Row) -> Restructuring:
    """The API's form of a row."""
    return Restructuring(
        id=strawberry.ID(global_id(RESTRUCTURING, row["plan"])),
        row=row,
        version=row["version"],
        state=RestructuringState(row["state"]),
        title=row["title"],
        effective_on=row["effective_on"],
    )
