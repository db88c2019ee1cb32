"""Danh sách - GET /members/{id}: whether this member is on the roll, asked by the system's own processes only."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.params import PathParameter

from services.membership.domain.member_facts import MemberEnrolled
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.eventlog.log import EventLog
from shared.http.answers import json
from shared.http.identity import service_of


class Enrolled(msgspec.Struct, frozen=True):
    """The member is on the roll; nothing else is told."""

    member: UUID


def roll(log: EventLog) -> Sequence[Any]:
    """The route; the log itself is asked, so that whoever was registered a moment ago is there."""

    @get("/members/{member:uuid}")
    async def enrolled(request: Request[Any, Any, Any], member: Annotated[UUID, PathParameter()]) -> Response[bytes]:
        service_of(request)
        if not any(isinstance(recorded.fact, MemberEnrolled) for recorded in await log.read_stream(member)):
            raise MemberIsUnknown("member")
        return json(Enrolled(member))

    return (enrolled,)
