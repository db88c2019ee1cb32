"""A scenario: one mutation as one act, on which thing of the stage, at whose place, by which input."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.authority.stage import TODAY
from tests.authority.things import Things

MEMBER, TRANSFER, HOME, EVALUATION, PLAN = (
    "membership SeeMember", "membership SeeTransfer", "home SeeHomeService", "evaluation SeeEvaluation", "plan See",
)  # fmt: skip
DAY = TODAY.isoformat()
VOTES = {"summoned": 6, "present": 6, "excellent": 0, "good": 6, "completed": 0, "notCompleted": 0}
Given = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """`see`: the act that tells who may know of the thing; `absent`: the request's field that names it."""

    mutation: str
    act: str
    place: str
    given: Callable[[Things, str], Given]
    case: str = ""
    see: str = ""
    absent: str = ""


def at(place: str, **more: Any) -> Callable[[Things, str], Given]:
    """The input of an act at a place."""
    return lambda things, _role: {"organizationId": things.place(place), **more}
