"""Xem trước tỷ lệ xuất sắc - the handler: counts the proposals across the scope and keeps what was shown."""

import msgspec

from services.evaluation.application.case import campaign_of, counted_on
from services.evaluation.application.deciding import cap_of, deciding_body
from services.evaluation.application.lookups import Look, Proposal
from services.evaluation.application.remembering import remembering
from services.evaluation.contracts.requests import SimulateCap
from services.evaluation.domain.bodies import Body, Responsible, group_of, responsible
from services.evaluation.domain.cap import Candidate, tally_of
from services.evaluation.domain.refusals import SubjectIsUnknown
from services.evaluation.domain.refusals_campaign import GroupMustBeNamed
from services.evaluation.domain.refusals_deciding import NoCapIsInForce
from services.evaluation.domain.simulation import SIMULATIONS, Counted, simulate
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def simulate_cap(request: SimulateCap, work: Work, look: Look) -> None:
    """The limit for this body as things are proposed now, on all three bases, and who fits."""
    look = remembering(look)
    chain = await deciding_body(work, look, "SimulateCap", request.campaign_id, request.organization_id)
    campaign = await campaign_of(work, request.campaign_id)
    rules = await look.in_force(chain, campaign.closes_on)
    cap = cap_of(rules, outstanding=False)
    if cap is None:
        raise NoCapIsInForce("campaign_id", on=campaign.closes_on)
    counted = await _counted(request, chain, work, look)
    fact = simulate(cap, counted, request.campaign_id, request.organization_id, request.subject_kind.value)
    seen = {
        "organization_sequence": work.basis.get("organization", 0),
        "membership_sequence": work.basis.get("membership", 0),
    }
    simulation = work.new_id("simulation")
    work.record(SIMULATIONS, simulation, msgspec.structs.replace(fact, **seen), province=province_of(chain[0].code))
    work.answer("simulation", simulation)


async def _counted(request: SimulateCap, chain: tuple[Body, ...], work: Work, look: Look) -> Counted:
    campaign = await campaign_of(work, request.campaign_id)
    on = counted_on(campaign, work.today)
    rules = (await look.in_force(chain, campaign.closes_on)).values
    kind, wide = request.subject_kind.value, rules.get("eval.cap_scope", "TCCSD")
    scope = chain[:2][-1] if wide == "SUPERIOR" else chain[0]
    group = ""
    if wide == "SIMILAR_GROUP":
        group = await _group(request, look, work, chain)
    places: dict[object, Responsible | None] = {}
    listed: list[Proposal] = []
    for proposal in await look.proposals.under(request.campaign_id, kind, scope.id, on):
        if proposal.place not in places:
            way = await look.bodies.chain(proposal.place, on)
            places[proposal.place] = responsible(way, kind, (await look.in_force(way, campaign.closes_on)).values)
        found = places[proposal.place]
        if found is not None and found.scope.id == scope.id and found.group == group:
            listed.append(proposal)
    tally = tally_of(proposal.rating for proposal in listed)
    return Counted(
        rated=tally.rated,
        qualified=tally.qualified,
        candidates=tuple(
            Candidate(evaluation=each.evaluation, points=each.points) for each in listed if each.rating == "EXCELLENT"
        ),
    )


async def _group(request: SimulateCap, look: Look, work: Work, chain: tuple[Body, ...]) -> str:
    if request.like_id is None:
        raise GroupMustBeNamed("like_id")
    like = await look.bodies.chain(request.like_id, work.today)
    if chain[0].id not in [body.id for body in like]:
        raise SubjectIsUnknown("like_id")
    return group_of(like)
