"""Xóa dữ liệu cá nhân - the handlers: the decision is recorded first; the key is destroyed by a policy of that fact."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from services.membership.application.internal import services_only
from services.membership.application.lookups import Look
from services.membership.contracts.requests import ErasePerson
from services.membership.domain.cell import CELLS
from services.membership.domain.dates import not_in_future
from services.membership.domain.erasure import (
    ERASURES,
    PersonErasureOrdered,
    destroy_key,
    erasure_of,
    order_erasure,
)
from services.membership.domain.member import MEMBERS
from services.membership.domain.paper import paper_number
from services.membership.domain.refusals_erasure import ErasureIsForOperators
from services.membership.domain.refusals_member import MemberIsUnknown
from shared.eventlog.work import Work
from shared.http.trace import traceparent
from shared.people.erasures import Erasure, Erasures
from shared.vocabulary.actor import Actor
from shared.vocabulary.codes import province_of
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request

if TYPE_CHECKING:
    from shared.runtime.running import Running

_log = structlog.get_logger()
_MAY = frozenset({"operator", "service"})


class DestroyPersonKey(Request, frozen=True, kw_only=True):
    """Hủy khóa của một người, asked by the policy that follows the decision."""

    member_id: UUID
    ordered_by: str
    ordered_as: UUID


async def erase_person(request: ErasePerson, work: Work, _look: Look) -> None:
    """Record the decision. The actor's scope does not matter: the decision says whom, and is named."""
    if work.actor.role not in _MAY:
        raise ErasureIsForOperators()
    member = (await work.load(MEMBERS, request.member_id)).state
    if member.home is None:
        raise MemberIsUnknown("member_id")
    not_in_future(request.decided_on, work.today, "decided_on")
    ordered = PersonErasureOrdered(
        member=request.member_id,
        decision_number=paper_number(request.decision_number, "decision_number") or "",
        decided_on=request.decided_on,
    )
    erasure, home = await work.load(ERASURES, erasure_of(request.member_id)), await work.load(CELLS, member.home)
    province = province_of(home.state.code)
    work.record(ERASURES, erasure_of(request.member_id), *order_erasure(erasure.state, ordered), province=province)
    work.answer("member", request.member_id)


async def destroy_person_key(request: DestroyPersonKey, work: Work, look: Look) -> None:
    """First noted beside the database, then the key goes, then the fact says so: every step may be repeated."""
    services_only(work)
    stream = erasure_of(request.member_id)
    erasure = (await work.load(ERASURES, stream)).state
    if erasure.ordered is not None:
        by = Erasure(
            person=request.member_id,
            command_id=request.ordered_as,
            actor=request.ordered_by,
            decision_number=erasure.ordered.decision_number,
            decided_on=erasure.ordered.decided_on,
            at=work.now,
        )
        await look.people.erase(request.member_id, by)
        await look.proofs.forget(request.member_id)
        for service in await look.outsiders.of(request.member_id):
            await look.people.erase(service)
    if facts := destroy_key(erasure, request.member_id):
        work.record(ERASURES, stream, *facts, province="00")
    work.answer("member", request.member_id)


async def replay_erasures(running: "Running") -> None:
    """At every start: what a restore brought back of the erased goes again, with the fact that it lost.

    A log that is busy ends the start before the key goes: the next one finds the person still to be erased.
    """
    assert running.person_keys is not None and running.commands is not None
    noted = {erasure.person: erasure for erasure in await Erasures.of(running.settings.data).all()}
    for person in await running.person_keys.not_erased(noted):
        erasure = noted[person]
        request = ErasePerson(
            command_id=erasure.command_id,
            member_id=person,
            decision_number=erasure.decision_number,
            decided_on=erasure.decided_on,
        )
        try:
            by = Actor(subject=erasure.actor, role="service")
            await running.commands.run(request, by, traceparent=traceparent())
        except Refusal as refusal:  # the member or the decision may stand otherwise in what was restored
            if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
                raise
            _log.warning("an erasure was not recorded again", code=refusal.code)
        await running.person_keys.erase(person)
