"""What enters several boxes of one paper letter."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import camel
from services.gateway.membership.enums import TransferStep
from services.gateway.membership.inputs import ACTED_ON, EVIDENCE, PAPER_NUMBER, SIGNATORY
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION, MIN_POSITION
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.types.scalars import Position
from services.membership.contracts.requests import LetterBox


@strawberry.input(description="Một ô trên giấy giới thiệu / A box of a letter")
class LetterBoxInput:
    """Một ô."""

    step: TransferStep = strawberry.field(description="Bước của ô này / The step that the box stands for")
    acted_on: date = strawberry.field(description=ACTED_ON)
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Tổ chức ở ô này; mặc định nơi đang giữ hồ sơ / The body; the holder by default"
    )
    forward_to_id: strawberry.ID | None = strawberry.field(
        default=None, description="Giới thiệu xuống đâu / The next body, where the destination is a committee"
    )
    paper_number: str | None = strawberry.field(default=None, description=PAPER_NUMBER)
    signatory: str | None = strawberry.field(default=None, description=SIGNATORY)
    remark: str | None = strawberry.field(default=None, description="Ý kiến / The remark")
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)


@strawberry.input(description="Nhập các ô của một giấy giới thiệu / Several boxes of one letter in one call")
class RecordPaperLetterInput:
    """Nhập giấy giới thiệu."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    transfer_id: strawberry.ID = strawberry.field(description="Hồ sơ chuyển / The transfer")
    boxes: list[LetterBoxInput] = strawberry.field(description="Các ô, theo thứ tự / The boxes, in order")
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


def boxes_of(given: list[LetterBoxInput]) -> tuple[LetterBox, ...]:
    """The boxes as membership takes them."""
    return tuple(_box(index, box) for index, box in enumerate(given))


def _box(index: int, given: LetterBoxInput) -> LetterBox:
    fields = {name: value for name, value in vars(given).items() if value is not None}
    for name in ("organization_id", "forward_to_id"):
        if name in fields:
            fields[name] = uuid_of(fields[name], ORGANIZATION, "input", "boxes", str(index), camel(name))
    return LetterBox(**fields)
