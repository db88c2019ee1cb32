"""Xem trước tỷ lệ xuất sắc - the handler: counts the proposals across the scope and keeps what was shown."""

from datetime import date
from uuid import UUID

import msgspec

from services.evaluation.application.case import campaign_of, counted_on
from services.evaluation.application.deciding import cap_of, deciding_body
from services.evaluation.application.lookups import Look, Tallied
from services.evaluation.application.remembering import remembering
from services.evaluation.contracts.requests import SimulateCap
from services.evaluation.domain.bodies import Body, group_of, responsible
from services.evaluation.domain.campaign import CampaignOpened
from services.evaluation.domain.cap import Candidate, Cap, Tally
from services.evaluation.domain.ratings import SubjectKind
from services.evaluation.domain.refusals import SubjectIsUnknown
from services.evaluation.domain.refusals_campaign import GroupMustBeNamed
from services.evaluation.domain.refusals_deciding import NoCapIsInForce
from services.evaluation.domain.simulation import SIMULATIONS, Counted, simulate
from services.evaluation.domain.survey import Asked, survey
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def simulate_cap(request: SimulateCap, work: Work, look: Look) -> None:
    """The limit for this body as things are proposed now, on all three bases, and who fits.

    A body that rates none of them itself sees the scopes below it side by side, and which of them ask for too many.
    """
    look = remembering(look)
    chain = await deciding_body(work, look, "SimulateCap", request.campaign_id, request.organization_id)
    campaign = await campaign_of(work, request.campaign_id)
    rules = await look.in_force(chain, campaign.closes_on)
    cap = cap_of(rules, outstanding=False)
    if cap is None:
        raise NoCapIsInForce("campaign_id", on=campaign.closes_on)
    said = (request.campaign_id, request.organization_id, request.subject_kind.value)
    wide = rules.values.get("eval.cap_scope", "TCCSD")
    scope = chain[:2][-1] if wide == "SUPERIOR" else chain[0]
    group = await _group(request, look, work, chain) if wide == "SIMILAR_GROUP" else ""
    scopes = await _scopes(request, campaign, scope, look, work)
    own = scopes.pop((scope.id, group), None)
    if own is None and scopes and not group:
        fact = survey(cap, [_asked(each) for each in scopes.values()], *said)
    else:
        fact = simulate(cap, await _counted(request, own, look, counted_on(campaign, work.today)), *said)
    seen = {
        "organization_sequence": work.basis.get("organization", 0),
        "membership_sequence": work.basis.get("membership", 0),
    }
    simulation = work.new_id("simulation")
    work.record(SIMULATIONS, simulation, msgspec.structs.replace(fact, **seen), province=province_of(chain[0].code))
    work.answer("simulation", simulation)


class _Scope(msgspec.Struct):
    """The proposals that one cap holds across, and the places where they count."""

    id: UUID
    cap: Cap | None
    tallied: list[Tallied]

    @property
    def tally(self) -> Tally:
        """All of them together."""
        names = Tally.__struct_fields__
        return Tally(**{name: sum(getattr(each.tally, name) for each in self.tallied) for name in names})


async def _scopes(
    request: SimulateCap, campaign: CampaignOpened, scope: Body, look: Look, work: Work
) -> dict[tuple[UUID, str], _Scope]:
    """Everything proposed at or below the scope, by the scope and group that it counts in."""
    on, kind = counted_on(campaign, work.today), request.subject_kind.value
    named = {row.organization_code for row in await look.rules.rows()}
    tallied = await look.proposals.tally(request.campaign_id, kind, scope.id, on, named)
    ways = await look.bodies.chains(sorted(each.places[0] for each in tallied), on)
    scopes: dict[tuple[UUID, str], _Scope] = {}
    for each in tallied:
        counted = await _scope_of(ways.get(each.places[0], ()), kind, campaign, look, scopes)
        if counted is not None:
            counted.tallied.append(each)
    return scopes


async def _scope_of(
    way: tuple[Body, ...], kind: SubjectKind, campaign: CampaignOpened, look: Look, scopes: dict
) -> _Scope | None:
    rules = await look.in_force(way, campaign.closes_on)
    counts = responsible(way, kind, rules.values) if way else None
    if counts is None:
        return None
    key = (counts.scope.id, counts.group)
    return scopes.setdefault(key, _Scope(counts.scope.id, cap_of(rules, outstanding=False), []))


def _asked(scope: _Scope) -> Asked:
    return Asked(scope=scope.id, cap=scope.cap, tally=scope.tally)


async def _counted(request: SimulateCap, scope: _Scope | None, look: Look, on: date) -> Counted:
    if scope is None:
        return Counted(rated=0, qualified=0, candidates=())
    tally = scope.tally
    places = sorted({place for each in scope.tallied if each.tally.excellent for place in each.places})
    kind = request.subject_kind.value
    listed = await look.proposals.excellent(request.campaign_id, kind, places, on) if places else []
    return Counted(
        rated=tally.rated,
        qualified=tally.qualified,
        candidates=tuple(Candidate(evaluation=each.evaluation, points=each.points) for each in listed),
    )


async def _group(request: SimulateCap, look: Look, work: Work, chain: tuple[Body, ...]) -> str:
    if request.like_id is None:
        raise GroupMustBeNamed("like_id")
    like = await look.bodies.chain(request.like_id, work.today)
    if chain[0].id not in [body.id for body in like]:
        raise SubjectIsUnknown("like_id")
    return group_of(like)
