"""What is due, row by row: a row of which nobody can tell what it asks for does not hold up the others."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from shared.http.outages import is_outage
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request

R = TypeVar("R")


@dataclass(frozen=True)
class Unasked:
    """A row of which it could not be told whether something is due, and why."""

    thing: UUID
    error: Exception


async def of_each(
    rows: Iterable[R], thing: Callable[[R], UUID], ask: Callable[[R], Awaitable[Request | None]]
) -> list[Request | Unasked]:
    """What each row asks for; None for nothing. An outage is no row's fault, and is raised."""
    found: list[Request | Unasked] = []
    for row in rows:
        try:
            request = await ask(row)
        except Exception as error:
            if heals(error):
                raise
            found.append(Unasked(thing(row), error))
            continue
        if request is not None:
            found.append(request)
    return found


def heals(error: Exception) -> bool:
    """Whether waiting helps, so that whoever has many things to do need not try each of them."""
    if isinstance(error, Refusal):
        return error.status == 503
    return is_outage(error) or isinstance(error, TimeoutError | OSError)
