"""Danh bạ - GET /organizations/{code}: which organisation bears a code, for every signed-in caller, without delay."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.params import PathParameter

from services.organization.application.organization import CODE
from services.organization.domain.refusals import OrganizationIsUnknown
from shared.authority.scope import Scope
from shared.eventlog.log import EventLog
from shared.http.answers import json
from shared.http.identity import actor_of
from shared.vocabulary.codes import is_code


class Named(msgspec.Struct, frozen=True):
    """The organisation that bears the code today, else the last one that did."""

    code: str
    organization: UUID


def directory(log: EventLog, scope: Scope) -> Sequence[Any]:
    """The routes; the log is asked too, so that what was founded a moment ago is there."""

    @get("/organizations/{code:str}")
    async def organization_by_code(
        request: Request[Any, Any, Any], code: Annotated[str, PathParameter()]
    ) -> Response[bytes]:
        actor_of(request)
        return json(Named(code, await _holder(code)))

    async def _holder(code: str) -> UUID:
        if not is_code(code):
            raise OrganizationIsUnknown("code")
        last = await scope.by_code(code)
        if last is not None and last.ended_on is None:
            return last.organization
        if holder := await log.claim_holder(CODE, code):
            return holder
        if last is not None:
            return last.organization
        raise OrganizationIsUnknown("code")

    return (organization_by_code,)
