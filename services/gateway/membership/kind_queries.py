"""transferKinds: the catalogue of kinds - on which paper each goes, what opens it, which clocks run."""

import strawberry

from services.gateway.membership.enums import TransferKind
from services.gateway.papers.wording import KIND_NAMES
from services.gateway.reading.asked import Info
from services.gateway.refusing.language import Language
from services.membership.contracts.kinds import KINDS, Opening, Paper

strawberry.enum(Paper, description="Mẫu giấy của một hình thức chuyển / The paper of a kind of transfer")
strawberry.enum(Opening, description="Việc chuyển bắt đầu từ đâu / What opens a transfer")


@strawberry.type(description="Một hình thức chuyển sinh hoạt đảng / A kind of transfer")
class TransferKindRule:
    """Một hình thức chuyển."""

    kind: TransferKind = strawberry.field(description="Hình thức / The kind")
    name: str = strawberry.field(description="Tên gọi / What it is called")
    paper: Paper = strawberry.field(description="Mẫu giấy / Its paper")
    boxes: int = strawberry.field(description="Số ô của giấy; 0: không có giấy riêng / The boxes; 0: no letter")
    opened_by: Opening = strawberry.field(description="Bắt đầu từ đâu / What opens it")
    moves_home: bool = strawberry.field(
        description="Đổi nơi sinh hoạt chính thức; không: vẫn tính ở nơi đi"
        " / The home moves; if not, the member is counted at home"
    )
    letter: bool = strawberry.field(
        description="Có giấy giới thiệu riêng và hạn nộp giấy / A letter of one's own, with its limit"
    )
    starts_in_time: bool = strawberry.field(
        description="Có hạn bắt đầu thủ tục / The limit to start the procedure applies"
    )
    reviewed_by_cell: bool = strawberry.field(
        description="Chi bộ nơi đi xem xét trước / The cell of origin comes first"
    )


@strawberry.type
class KindQueries:
    """Danh mục hình thức chuyển."""

    @strawberry.field(description="Danh mục hình thức chuyển sinh hoạt / The catalogue of kinds of transfers")
    def transfer_kinds(self, info: Info) -> list[TransferKindRule]:
        """Các hình thức chuyển."""
        english = info.context.language is Language.EN
        return [
            TransferKindRule(
                kind=kind,
                name=KIND_NAMES[kind][english],
                paper=rule.paper,
                boxes=rule.boxes,
                opened_by=rule.opened_by,
                moves_home=rule.moves_home,
                letter=rule.letter,
                starts_in_time=rule.starts_in_time,
                reviewed_by_cell=rule.reviewed_by_cell,
            )
            for kind, rule in KINDS.items()
        ]
