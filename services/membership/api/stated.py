"""Điều đã khai - GET /members/{id}/stated: what was stated of a person, opened; asked by the system's own processes.

The gateway keeps neither the personal id nor the birth date. Where a member asks for everything that is held (P1), they
come from here, from the facts themselves, and the look is on record before the answer leaves.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, get_type_hints
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import PathParameter

from services.membership.application.lookups import People, Seals
from services.membership.domain.member_facts import MemberCorrected, MemberEnrolled
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.eventlog.log import EventLog
from shared.http.answers import json
from shared.http.identity import service_of
from shared.vocabulary.facts import Sealed

_SEALED = (Sealed, Sealed | None)


def stated(log: EventLog, people: People) -> Sequence[Any]:
    """The route; what was corrected is told as it stands now."""

    @get("/members/{member:uuid}/stated")
    async def told(request: Request[Any, Any, Any], member: Annotated[UUID, PathParameter()]) -> Response[bytes]:
        service_of(request)
        facts = [recorded.fact for recorded in await log.read_stream(member)]
        if not any(isinstance(fact, MemberEnrolled) for fact in facts):
            raise MemberIsUnknown("member")
        seals, found = await people.sealer(member), dict[str, str]()
        for fact in facts:
            if isinstance(fact, MemberEnrolled | MemberCorrected):
                found |= dict(_opened(fact, seals))
        return json(found)

    return (told,)


def _opened(fact: MemberEnrolled | MemberCorrected, seals: Seals) -> Iterator[tuple[str, str]]:
    """Each sealed value by its name; numbers that other systems gave by the name of the system."""
    for name, hint in get_type_hints(type(fact)).items():
        value = getattr(fact, name)
        if hint in _SEALED and value is not None and (text := seals.open(name, value)) is not None:
            yield name, text
    for system, sealed in getattr(fact, "external_ids", {}).items():
        if (text := seals.open("external_id", sealed)) is not None:
            yield f"external_ids.{system}", text
