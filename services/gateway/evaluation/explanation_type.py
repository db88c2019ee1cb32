"""RatingExplanation: why this rating, as a tree, in both languages."""

from decimal import Decimal

import msgspec
import strawberry

from services.evaluation.contracts.facts import ExplanationStep as Told
from services.gateway.evaluation.enums import Rating
from services.gateway.reading.pages import Row
from services.gateway.refusing.language import Language


@strawberry.type(description="Một bước của lời giải thích / One step of the reasoning")
class ExplanationStep:
    """Một bước."""

    part: str = strawberry.field(
        description="RATING, BAND, POINTS, GATES, GATE, CAP hoặc DECISION / Which part of the reasoning"
    )
    depth: int = strawberry.field(
        description="Tầng trong cây: bước thuộc về bước gần nhất phía trước có tầng nhỏ hơn"
        " / Its level in the tree: it belongs to the last step before it with a smaller one"
    )
    holds: bool = strawberry.field(description="Điều kiện đạt / The condition is met")
    allows: Rating | None = strawberry.field(description="Mức cao nhất còn cho phép / The best rating it leaves open")
    text: str = strawberry.field(description="Bằng ngôn ngữ của người xem / In the viewer's language")
    vi: str = strawberry.field(description="Tiếng Việt / In Vietnamese")
    en: str = strawberry.field(description="Tiếng Anh / In English")


@strawberry.type(description="Vì sao được xếp loại này: điểm, khung, điều kiện, tỷ lệ / Why: points, band, gates, cap")
class RatingExplanation:
    """Lời giải thích."""

    points: Decimal | None = strawberry.field(description="Tổng điểm; null là chưa có / The points; null: none yet")
    derived: Rating | None = strawberry.field(
        description="Mức cao nhất theo điểm và điều kiện / The best that points and conditions allow"
    )
    steps: list[ExplanationStep] = strawberry.field(
        description="Cây lập luận theo thứ tự; mức thấp nhất mà tầng 1 cho phép là kết quả"
        " / The tree in order; the lowest that depth 1 allows is the result"
    )


def explanation_of(row: Row, language: Language) -> RatingExplanation:
    """The tree behind a row."""
    told = msgspec.json.decode(row["explanation"], type=list[Told])
    return RatingExplanation(
        points=row["points"],
        derived=Rating(row["derived"]) if row["derived"] else None,
        steps=[_shown(step, language) for step in told],
    )


def _shown(step: Told, language: Language) -> ExplanationStep:
    text = step.en if language is Language.EN else step.vi
    return ExplanationStep(
        part=step.part, depth=step.depth, holds=step.holds, allows=step.allows, text=text, vi=step.vi, en=step.en
    )
