"""Giữ hồ sơ niêm phong - the handlers: seal, hand over, open, close an incident; and the guard of every admission."""

from uuid import UUID, uuid5

from services.membership.application.home_case import HomeCase, permitted_case
from services.membership.application.home_moments import moment_at
from services.membership.application.lookups import Look
from services.membership.application.outsiders import sealed_outsider
from services.membership.application.transfer_pause import follow_the_file
from services.membership.contracts.home_requests import CloseCustodyIncident, CompleteHomeVisit, RecordCustody
from services.membership.contracts.home_requests import Custodian as SaidCustodian
from services.membership.domain.custody import steps
from services.membership.domain.custody.facts import Custodian, CustodyFact, Envelope
from services.membership.domain.custody.state import CUSTODIES, Custody, custody_of
from services.membership.domain.custody.steps import Occasion, Seen, Way
from services.membership.domain.home_service.moment import Moment
from services.membership.domain.paper import paper_number
from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_custody import CustodianIsNotComplete, InventoryIsMissing, SealNumberWasUsed
from shared.eventlog.work import Work

SEAL = "seal_number"
"""The claim on a seal's number: for good, whoever used it and whenever."""


async def record_custody(request: RecordCustody, work: Work, look: Look) -> None:
    """Without a standing seal the giver seals; then the receiver takes over, or the committee opens by right."""
    case = await permitted_case("RecordCustody", request.home_service_id, work, look)
    on = await _occasion(case, request.witness, moment_at(request.at, work), look)
    giver, held = custodian(request.giver, "giver"), await _custody(case, work)
    if request.opened:
        return _keep(case, work, steps.open_by_right(held, giver, on))
    if held.envelope is None:
        anew = _envelope(request.seal_number, request.inventory_hash, request.papers)
        _claim(anew, work)
        _keep(case, work, steps.seal(held, giver, anew, on))
    if request.receiver is not None:
        way = Way(
            giver=giver,
            receiver=custodian(request.receiver, "receiver"),
            paper_number=paper_number(request.postal_number, "postal_number"),
        )
        seen = _seen(request.seal_number, request.inventory_hash, intact=request.intact)
        _keep(case, work, steps.hand_over(await _custody(case, work), way, seen, on))
        await follow_the_file(case.id, on.moment, work, look)
    elif held.envelope is not None:
        raise CustodianIsNotComplete("receiver")
    return None


async def close_custody_incident(request: CloseCustodyIncident, work: Work, look: Look) -> None:
    """Recounted, sealed anew with a fresh number, before a witness: admission is free again."""
    case = await permitted_case("CloseCustodyIncident", request.home_service_id, work, look)
    on = await _occasion(case, request.witness, moment_at(None, work), look)
    if on.witness is None:
        raise ReasonIsMissing("witness")
    anew = _envelope(request.seal_number, request.inventory_hash, request.papers)
    minutes = paper_number(request.minutes_number, "minutes_number") or ""
    facts = steps.close_incident(await _custody(case, work), anew, minutes, on.witness, on)
    _claim(anew, work)
    _keep(case, work, facts)


async def hand_over_at_visit(
    case: HomeCase, request: CompleteHomeVisit, moment: Moment, work: Work, look: Look
) -> None:
    """The hand-over that comes with a visit; one that is recorded already is not done again."""
    said = request.hand_over
    if said is None:
        return
    held, way = (
        await _custody(case, work),
        Way(
            giver=custodian(said.giver, "hand_over", "giver"),
            receiver=custodian(said.receiver, "hand_over", "receiver"),
        ),
    )
    if held.envelope is not None and held.custodian == way.receiver and held.home_service == case.id:
        return
    on = await _occasion(case, request.witness, moment, look)
    if held.envelope is None:
        anew = _envelope(said.seal_number, said.inventory_hash, said.papers)
        _claim(anew, work)
        _keep(case, work, steps.seal(held, way.giver, anew, on))
    seen = _seen(said.seal_number, said.inventory_hash, intact=said.intact)
    _keep(case, work, steps.hand_over(await _custody(case, work), way, seen, on))
    await follow_the_file(case.id, moment, work, look)


async def custodian_now(case: HomeCase, work: Work) -> str:
    """The kind of the one who has the papers of a service; empty before the first seal."""
    held = await _custody(case, work)
    return held.custodian.kind if held.custodian else ""


async def no_open_incident(member: UUID, work: Work) -> None:
    """Nobody is admitted while the file's custody is in doubt; the custody is guarded until the admission is kept."""
    steps.may_admit((await work.load(CUSTODIES, custody_of(member))).state, "transfer_id")


def custodian(said: SaidCustodian, *path: str) -> Custodian:
    """The custodian as the facts keep it."""
    if (said.kind == "BODY") != (said.organization_id is not None) or (said.kind == "OFFICER") != bool(said.officer):
        raise CustodianIsNotComplete(*path)
    return Custodian(kind=said.kind.value, organization=said.organization_id, officer=said.officer)


def custody_id(case: HomeCase) -> UUID:
    """The member's file has one custody for life; other papers have that of their own service."""
    return custody_of(case.member) if case.service.carries_file else uuid5(case.id, "custody")


async def _custody(case: HomeCase, work: Work) -> Custody:
    return (await work.load(CUSTODIES, custody_id(case))).state


def _keep(case: HomeCase, work: Work, facts: tuple[CustodyFact, ...]) -> None:
    work.record(CUSTODIES, custody_id(case), *facts, province=case.service.province)


def _envelope(number: str, inventory: str | None, papers: int | None) -> Envelope:
    if inventory is None or papers is None:
        raise InventoryIsMissing("inventory_hash")
    return steps.envelope(number, inventory, papers)


def _seen(number: str, inventory: str | None, *, intact: bool) -> Seen:
    return Seen(seal_number=steps.seal_number(number, "seal_number"), intact=intact, inventory_hash=inventory)


def _claim(sealed: Envelope, work: Work) -> None:
    """Whoever seals, holds the number under an id of this very act: the next one finds it taken."""
    refusal = SealNumberWasUsed("seal_number")
    work.claim(SEAL, sealed.seal_number, holder=work.new_id("seal"), refusal=refusal)


async def _occasion(case: HomeCase, witness: str | None, moment: Moment, look: Look) -> Occasion:
    return Occasion(
        member=case.member,
        home_service=case.id,
        moment=moment,
        witness=await sealed_outsider(look, case.id, "witness", witness),
    )
