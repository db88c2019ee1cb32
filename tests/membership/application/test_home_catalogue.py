"""The catalogue and the load on the real log: a province adds a service and an age, visits are shared fairly."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import home_requests as ask
from services.membership.domain import refusals_home as home_says
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import SetPolicy
from shared.vocabulary.position import Position
from tests.membership.application.test_home_service import ELDER, requested


async def test_a_province_adds_a_service_and_an_age(towns):
    row = {"vi": "Đổi thẻ tại nhà", "en": "Card exchange at home", "flow": "FROM_HOME", "carries_file": False}
    for key, value in (("home.service.CARD_AT_HOME", {**row, "proofs": ["WITNESS"]}), ("home.min_age", 80)):
        row_of = SetPolicy(
            command_id=uuid4(),
            key=key,
            organization_id=towns.places["82"],
            valid_from=date(2025, 7, 1),
            value=value,
            source="Thử nghiệm",
        )
        receipt = await towns.organization.run(row_of, await towns.officer("82"))
        assert await towns.positions["membership"].wait(Position.decode(receipt.position))
    elder = await towns.member("B", **ELDER)
    wanted = {"service": "CARD_AT_HOME", "weak": False}
    service = (await towns.run(requested(elder, **wanted), await towns.secretary("B"))).id
    asked = (await towns.published(service))[0]
    assert await towns.opened(elder, "home_eligible_by", asked.eligible_by) == "AGE"
    with pytest.raises(home_says.HomeServiceIsNotOffered):
        await towns.run(requested(await towns.member("A", **ELDER), **wanted), await towns.secretary("A"))


async def test_the_load_is_shared_and_a_day_can_be_full(towns):
    commune = "82.28249"
    officers = {(await towns.actor(Role.HOME_VISIT_OFFICER, commune, user=f"b{n}-{uuid4()}")).subject for n in (1, 2)}
    planner, found = await towns.officer(commune), []
    for _ in range(4):
        member = await towns.member("B", **ELDER)
        service = (await towns.run(requested(member), await towns.secretary("B"))).id
        scheduled = ask.ScheduleHomeVisit(command_id=uuid4(), home_service_id=service, on=date(2026, 12, 1))
        await towns.run(scheduled, planner)
        found.append((await towns.published(service))[-1].standing.officer)
    assert {officer: found.count(officer) for officer in officers} == dict.fromkeys(officers, 2)
