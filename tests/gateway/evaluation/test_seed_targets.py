"""The seeds' targets at their real size: a bloc of 14,357 rated body by body, 60,137 members beside a population.

S3: 95 % of members GOOD or better and 15-20 % EXCELLENT, 90 % of 122 grassroots organisations GOOD or better, 95 % of
1,017 committee members. S1: 60,137 members are 3.76 % of the population (about 1,599,388); 4 % needs 63,976.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.evaluation.application.publishing import PUBLISHING
from services.evaluation.contracts import facts as told
from services.evaluation.contracts import register_facts as registers
from services.evaluation.contracts.enums import CampaignPeriod, TargetMeasure
from services.evaluation.domain.cap import Cap, most
from services.evaluation.domain.quota import Decision, Quota, RatingsDecided, decide
from services.gateway.reading.ids import ORGANIZATION, global_id

MEMBERS, PASSING, GRASSROOTS, SEATS = 14_357, 13_640, 122, 1_017
POPULATION, DONG_THAP, NEEDED = 1_599_388, 60_137, 63_976
CAP = Cap(ratio=Decimal("0.20"), base="GOOD_ONLY", rounding="FLOOR", minimum=1)
TARGETS = """query($o: ID!) { targets(organization: $o, year: 2026) {
  measure base numerator denominator share needed met cap document { number } } }"""
_HOMES = """
insert into homes (member, valid_from, sequence, cell, state, full_member_on, known_from)
select md5('m' || n)::uuid, '2015-01-01', 1, $2, 'FULL', '2015-01-01', '2015-01-01' from generate_series($1::int, $3) n
"""
_SUMS = """
insert into homes_sums (cell, members, full_members, unsettled_until)
select cell, count(*), count(*), max(valid_from) from homes where cell = $1 group by cell
on conflict (cell) do update set members = excluded.members, full_members = excluded.full_members
"""


async def at_home(gateway: Any, cell: UUID, first: int, last: int) -> None:
    """Members of a cell, and the sum that the view keeps of them."""
    await gateway.pool.execute(_HOMES, first, cell, last)
    await gateway.pool.execute(_SUMS, cell)


def spread(total: int, parts: int) -> list[int]:
    each, more = divmod(total, parts)
    return [each + (part < more) for part in range(parts)]


class Campaign:
    """A year's campaign of a body, decided scope by scope as the domain decides it."""

    def __init__(self, body: UUID) -> None:
        self.body, self.id = body, uuid4()

    def opened(self) -> told.CampaignOpened:
        return told.CampaignOpened(
            campaign=self.id, organization=self.body, year=2026, period=CampaignPeriod.YEAR, code="QD366_2025",
            opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31),
        )  # fmt: skip

    def decided(self, kind: str, rated: int, passing: int, excellent: int | None = None) -> Any:
        """One scope's decision, held against the cap: refused if it were broken."""
        top = most(CAP, passing, rated) if excellent is None else excellent
        levels = ["EXCELLENT"] * top + ["GOOD"] * (passing - top) + ["COMPLETED"] * (rated - passing)
        decisions = tuple(Decision(evaluation=uuid4(), rating=level) for level in levels)  # pyright: ignore
        tally, verdict = decide(Quota(), CAP, decisions)
        assert verdict is not None
        fact = RatingsDecided(
            campaign=self.id, body=self.body, scope=self.body, kind=kind, decisions=decisions,  # pyright: ignore
            decided_on=date(2026, 12, 20), tally=tally, limit=verdict.limit, counted=verdict.counted,
            ratio=CAP.ratio, base=CAP.base, rounding=CAP.rounding,
        )  # fmt: skip
        return PUBLISHING[RatingsDecided](fact, uuid4(), Quota())


def targets(body: UUID, **least: str) -> Iterator[registers.TargetSet]:
    for measure, share in least.items():
        low, _, high = share.partition("-")
        yield registers.TargetSet(
            target=uuid4(), organization=body, year=2026, measure=TargetMeasure(measure), least=Decimal(low),
            most=Decimal(high) if high else None, source="NQ đại hội",
        )  # fmt: skip


async def shown(gateway: Any, body: UUID) -> dict[str, dict[str, Any]]:
    asked = await gateway.asked("committee_officer", body, language="en")
    found = (await gateway.data(asked, TARGETS, o=global_id(ORGANIZATION, body)))["targets"]
    return {each["measure"]: each for each in found}


@pytest.fixture
async def bloc(gateway: Any, facts: Any) -> Any:
    """122 grassroots organisations with 14,357 rated, 13,640 of them GOOD or better; each keeps its own cap."""
    body = facts.place("79.26740")
    campaign = Campaign(body)
    scopes = zip(spread(MEMBERS, GRASSROOTS), spread(PASSING, GRASSROOTS), strict=True)
    await gateway.told(campaign.opened(), *(campaign.decided("MEMBER", *scope) for scope in scopes))
    await gateway.told(
        campaign.decided("ORGANIZATION", GRASSROOTS, 112), campaign.decided("LEADER", SEATS, 967, excellent=100)
    )
    gateway.body = body
    return gateway


async def test_a_bloc_of_14357_beside_its_targets(bloc: Any):
    await bloc.told(*targets(
        bloc.body, MEMBERS_GOOD_OR_BETTER="0.95", MEMBERS_EXCELLENT="0.15-0.20", LEADERS_GOOD_OR_BETTER="0.95",
        ORGANIZATIONS_GOOD_OR_BETTER="0.90", ORGANIZATIONS_EXCELLENT="0.20", MEMBERS_COMPLETED_OR_BETTER="1",
    ))  # fmt: skip
    found = await shown(bloc, bloc.body)
    good = found["MEMBERS_GOOD_OR_BETTER"]
    assert [good[name] for name in ("numerator", "denominator", "share", "needed", "met", "base")] == [
        PASSING, MEMBERS, "0.9501", PASSING, True, "those rated in the year",
    ]  # fmt: skip
    best = found["MEMBERS_EXCELLENT"]
    each = sum(most(CAP, passing, passing) for passing in spread(PASSING, GRASSROOTS))
    assert most(CAP, PASSING, MEMBERS) == 2_273
    assert (best["numerator"], best["cap"], best["met"]) == (each, each, True)
    assert best["share"] == "0.1530"
    whole, leaders = found["ORGANIZATIONS_GOOD_OR_BETTER"], found["LEADERS_GOOD_OR_BETTER"]
    assert [whole[name] for name in ("numerator", "denominator", "needed", "met")] == [112, 122, 110, True]
    assert [leaders[name] for name in ("numerator", "denominator", "needed", "met")] == [967, 1_017, 967, True]
    top = found["ORGANIZATIONS_EXCELLENT"]
    assert [top[name] for name in ("numerator", "needed", "met", "cap")] == [18, 25, False, 18], "target above the cap"
    assert found["MEMBERS_COMPLETED_OR_BETTER"]["met"] is True


async def test_sixty_thousand_members_of_a_population_from_a_document(gateway: Any, facts: Any):
    """Counted, not stated: 60,137 stand in the views, then the 3,839 more that 4 % takes."""
    province, cell = facts.place("79"), facts.place("79.26740.001")
    await at_home(gateway, cell, 1, DONG_THAP)
    await gateway.told(*targets(province, MEMBERS_OF_POPULATION="0.04"))
    assert (await shown(gateway, province))["MEMBERS_OF_POPULATION"]["met"] is None, "no population is not none"
    population = registers.FigureRecorded(
        target=uuid4(), organization=province, year=2026, measure=TargetMeasure.MEMBERS_OF_POPULATION, numerator=None,
        denominator=POPULATION, issued_by=None, document_number="12-BC/CTK", document_date=date(2026, 1, 15),
    )  # fmt: skip
    await gateway.told(population)
    found = (await shown(gateway, province))["MEMBERS_OF_POPULATION"]
    assert [found[name] for name in ("numerator", "denominator", "share", "needed", "met")] == [
        DONG_THAP, POPULATION, "0.0376", NEEDED, False,
    ]  # fmt: skip
    assert found["document"] == {"number": "12-BC/CTK"}
    await at_home(gateway, cell, DONG_THAP + 1, NEEDED)
    found = (await shown(gateway, province))["MEMBERS_OF_POPULATION"]
    assert (found["numerator"], found["met"]) == (NEEDED, True)
