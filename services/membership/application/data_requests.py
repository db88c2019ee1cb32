"""Yêu cầu về dữ liệu của mình - the handlers: the member asks, the committee over the home cell deals with it."""

from uuid import UUID

from services.membership.application.homes import at_home
from services.membership.application.lookups import Look
from services.membership.application.member_in_sight import known_member, permitted_at, province_at
from services.membership.application.permission import own_member, permits
from services.membership.contracts.data_requests import (
    AnswerDataRequest,
    CompleteDataRequest,
    DataRequestStep,
    ExtendDataRequest,
    RequestMyData,
)
from services.membership.domain import data_request
from services.membership.domain.data_clocks import DataClocks, data_clocks_from
from services.membership.domain.data_request import DATA_REQUESTS, DataRequest, DataRequestEvent
from services.membership.domain.member import MEMBERS
from services.membership.domain.refusals_data import DataRequestIsOpenAlready, DataRequestIsUnknown
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.domain.route import lineage
from shared.eventlog.work import Work
from shared.vocabulary.facts import Sealed
from shared.vocabulary.plain_text import plain

_LONGEST = 2_000
_OPEN = "open-data-request"


async def request_my_data(request: RequestMyData, work: Work, look: Look) -> None:
    """One open request of a kind for each member; the clocks run from today."""
    member_id = request.member_id or await own_member(look, work.actor)
    if member_id is None:
        raise MemberIsUnknown("member_id")
    _, home = await known_member(member_id, work, look)
    await permitted_at("RequestMyData", member_id, home, work, look, path="member_id")
    clocks, kind, own = await _clocks(home, work, look), request.kind.value, await own_member(look, work.actor)
    chain = await look.bodies.chain(home, work.today, work.today)
    stream = work.new_id("data-request")
    asked = data_request.DataAsked(
        member=member_id,
        body=chain[1].id if len(chain) > 1 else home,
        kind=kind,
        on=work.today,
        answer_by=clocks.answer_by(work.today),
        complete_by=clocks.complete_by(kind, work.today),
        remark=await _sealed(look, member_id, "details", request.details),
        entered_by=None if own == member_id else work.actor.subject,
    )
    work.record(DATA_REQUESTS, stream, data_request.ask(asked), province=await province_at(home, work))
    work.claim(_OPEN, f"{member_id}/{kind}", holder=stream, refusal=DataRequestIsOpenAlready("kind"))
    work.answer("data-request", stream)


async def answer_data_request(request: AnswerDataRequest, work: Work, look: Look) -> None:
    """Trả lời."""
    state, member = await _at_hand(request, work, look)
    remark = await _sealed(look, member, "remark", request.remark)
    given = data_request.DataAskingAnswered(accepted=request.accept, on=work.today, remark=remark)
    await _settle(request, state, data_request.answer(state, given), work)


async def extend_data_request(request: ExtendDataRequest, work: Work, look: Look) -> None:
    """Gia hạn."""
    state, member = await _at_hand(request, work, look)
    assert state.body is not None
    remark = await _sealed(look, member, "remark", request.remark)
    given = data_request.DataAskingExtended(complete_by=request.complete_by, on=work.today, remark=remark)
    await _settle(request, state, data_request.extend(state, given, await _clocks(state.body, work, look)), work)


async def complete_data_request(request: CompleteDataRequest, work: Work, look: Look) -> None:
    """Làm xong."""
    state, member = await _at_hand(request, work, look)
    remark = await _sealed(look, member, "remark", request.remark)
    given = data_request.DataAskingCompleted(on=work.today, remark=remark)
    await _settle(request, state, data_request.complete(state, given), work)


async def _at_hand(request: DataRequestStep, work: Work, look: Look) -> tuple[DataRequest, UUID]:
    """The request, if the actor sees the member; dealt with by an officer over the home, never by oneself."""
    state = (await work.load(DATA_REQUESTS, request.request_id)).state
    member_id = state.member
    home = (await at_home(member_id, work))[1] if member_id else None
    if member_id is None or home is None:
        raise DataRequestIsUnknown("request_id")
    held = await look.scope.held(work.actor, home)
    if not permits("SeeMember", held, ownCase=await own_member(look, work.actor) == member_id):
        raise DataRequestIsUnknown("request_id")
    await permitted_at("HandleDataRequest", member_id, home, work, look, path="request_id")
    return state, member_id


async def _settle(request: DataRequestStep, state: DataRequest, fact: DataRequestEvent, work: Work) -> None:
    assert state.member is not None
    home = (await work.load(MEMBERS, state.member)).state.home
    assert home is not None
    work.record(DATA_REQUESTS, request.request_id, fact, province=await province_at(home, work))
    if data_request.evolve(state, fact).state in data_request.CLOSED:
        work.release(_OPEN, f"{state.member}/{state.kind}", request.request_id)
    work.answer("data-request", request.request_id)


async def _clocks(organization: UUID, work: Work, look: Look) -> DataClocks:
    chain = await look.bodies.chain(organization, work.today, work.today)
    return data_clocks_from(await look.rules.rows(), lineage(chain), work.today)


async def _sealed(look: Look, member: UUID, field: str, text: str | None) -> Sealed | None:
    said = plain(field, text, at_most=_LONGEST, lines=True) if text else ""
    return (await look.people.sealer(member)).seal("remark", said) if said else None
