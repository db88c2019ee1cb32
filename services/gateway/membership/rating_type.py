"""RatingConnection: the published ratings of a member, a page at a time."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from services.gateway.types.connection import Connection

if TYPE_CHECKING:
    from services.gateway.evaluation.evaluation_type import Evaluation


@strawberry.type(description="Một trang các lần xếp loại đã công bố / A page of published ratings")
class RatingConnection(
    Connection[Annotated["Evaluation", strawberry.lazy("services.gateway.evaluation.evaluation_type")]]
):
    """Một trang."""
