"""People outside the Party - witnesses, relatives, proxies: kept within the task, and only for its days."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.membership.application.outsiders import EraseOutsiders
from services.membership.contracts.requests import ErasePerson
from services.membership.policies import erase_outsiders, expire_proof_uploads
from shared.people.refusals import PersonWasErased
from shared.vocabulary.actor import Actor
from tests.membership.application.test_home_service import done, going

TIMER = Actor(subject="policy:membership.erase_outsiders", role="service")


async def served(towns):
    member, service, officer = await going(towns, service="BADGE_DOSSIER_AT_HOME", proxy="Lê Thị Tám")
    proxy = (await towns.published(service))[0].proxy
    assert await towns.opened(service, "home_proxy", proxy) == "Lê Thị Tám"
    await towns.run(done(service, witness="Bà Tư"), officer)
    return member, service


async def asked_for(towns, service):
    return [
        request for request in await erase_outsiders.due(towns.look, towns.clock) if request.home_service_id == service
    ]


async def test_names_of_outsiders_are_forgotten_after_their_days(towns):
    _, service = await served(towns)
    ended = await towns.look.outsiders._pool.fetchval("select ended_on from outsiders where home_service = $1", service)
    towns.clock.day = ended + timedelta(days=89)  # the log's time never goes back, whatever an earlier test's day was
    assert await asked_for(towns, service) == []
    towns.clock.day += timedelta(days=1)
    [request] = await asked_for(towns, service)
    assert isinstance(request, EraseOutsiders)
    await towns.run(request, TIMER)
    with pytest.raises(PersonWasErased):
        await towns.look.people.sealer(service)
    assert await asked_for(towns, service) == []


async def test_an_erased_member_takes_them_along(towns):
    member, service = await served(towns)
    order = ErasePerson(command_id=uuid4(), member_id=member, decision_number="9-QĐ", decided_on=towns.clock.day)
    await towns.run(order, Actor(subject="operator@00", role="operator"))
    with pytest.raises(PersonWasErased):
        await towns.look.people.sealer(service)


async def test_unfinished_uploads_expire(towns):
    from tests.membership.application.test_proofs import declared

    member, service, officer = await going(towns)
    upload = await declared(towns, service, member, b"x", officer)
    await towns.look.proofs._pool.execute(
        "update proof_uploads set begun_at = $1 where proof = $2", towns.clock.now() - timedelta(days=8), upload.proof
    )
    assert list(await expire_proof_uploads.due(towns.look, towns.clock)) == []
    assert await towns.look.proofs.find(upload.proof) is None
