"""Service at home on the real log: who may ask, who is eligible, a visit and its proof, the custody that blocks."""

import hashlib
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.membership.application.proof import KeepHomeProof
from services.membership.contracts import custody_facts, home_facts
from services.membership.contracts import home_requests as ask
from services.membership.contracts.home_enums import AskedBy, CustodianKind, Recipient, VisitFailure
from services.membership.contracts.requests import (
    AdmitTransfer,
    EndorseTransfer,
    PresentTransfer,
    ReceiveTransfer,
    ReviewTransfer,
)
from services.membership.domain import refusals_custody as custody_says
from services.membership.domain import refusals_home as home_says
from services.membership.domain.home_service.proof import Picture
from services.membership.domain.refusals_member import MemberIsUnknown
from services.organization.contracts.enums import Role
from shared.authority.refusals import ActIsNotPermitted
from shared.vocabulary.actor import Actor

SYSTEM = Actor(subject="service:tests", role="service")
ELDER = {"date_of_birth": date(1940, 5, 1), "admitted_on": date(1968, 2, 3)}


def requested(member, **more):
    given = {
        "service": "COLLECT_AT_HOME",
        "address": "12 ngõ 3, đường Mẫu",
        "neighbourhood": "Khu phố 1",
        "consent": True,
        "weak": True,
        **more,
    }
    return ask.RequestHomeService(command_id=uuid4(), member_id=member, **given)


async def visited(towns, service, officer, on=None, commune="79.26740"):
    """A visit planned for the officer."""
    scheduled = ask.ScheduleHomeVisit(
        command_id=uuid4(), home_service_id=service, on=on or towns.clock.day, officer=officer.subject
    )
    await towns.run(scheduled, await towns.officer(commune))


async def going(towns, commune="79.26740", **more):
    """An elderly member, the service asked for, the officer, and a visit today."""
    member = await towns.member("A", **ELDER)
    secretary = await towns.secretary("A")
    service = (await towns.run(requested(member, **more), secretary)).id
    officer = await towns.actor(Role.HOME_VISIT_OFFICER, commune, user=f"giao-{uuid4()}")
    await visited(towns, service, officer)
    return member, service, officer


async def stored(towns, service, visit=1, picture=b"a"):
    """A picture kept by the upload."""
    digest = hashlib.sha256(picture + service.bytes).hexdigest()
    kept = KeepHomeProof(
        command_id=uuid4(),
        home_service_id=service,
        proof_id=uuid4(),
        visit=visit,
        kind=Picture.SIGNATURE,
        taken_digest=digest,
        kept_digest=digest,
        size=9,
        device_time=towns.clock.now() + timedelta(minutes=5),
        synced_at=towns.clock.now(),
        monotonic_offset_ms=0,
    )
    await towns.run(kept, SYSTEM)
    return kept


def taken(officer, number="NP-000123", giver=None, **more):
    """The file goes from the member to the officer, sealed before his eyes."""
    given = {
        "giver": giver or ask.Custodian(kind=CustodianKind.MEMBER),
        "receiver": ask.Custodian(kind=CustodianKind.OFFICER, officer=officer.subject),
        "seal_number": number,
        "inventory_hash": "sha256:0123456789",
        "papers": 14,
        **more,
    }
    return ask.HandOver(**given)


def done(service, visit=1, **more):
    return ask.CompleteHomeVisit(command_id=uuid4(), home_service_id=service, visit=visit, **more)


async def test_asked_planned_proven_and_done(towns):
    member, service, officer = await going(towns)
    proof = await stored(towns, service)
    await towns.run(
        done(service, proof_ids=(proof.proof_id,), hand_over=taken(officer, f"NP-{uuid4().int % 10**9}")), officer
    )
    told = await towns.published(service)
    assert [type(fact).__name__ for fact in told] == [
        "HomeServiceRequested", "HomeVisitScheduled", "HomeProofStored", "HomeServiceCompleted",
    ]  # fmt: skip
    assert told[-1].standing.state == "DONE"
    assert told[2].moment.skew_seconds == 300
    assert await towns.opened(member, "home_address", told[0].address) == "12 ngõ 3, đường Mẫu"
    assert await towns.opened(member, "home_eligible_by", told[0].eligible_by) == "FLAG"
    again = await towns.run(requested(member), await towns.secretary("A"))
    assert again.id != service


async def test_done_only_with_proof_that_is_stored_for_this_visit(towns):
    _, service, officer = await going(towns)
    _, other, other_officer = await going(towns)
    elsewhere = await stored(towns, other)
    number = f"NP-{uuid4().int % 10**9}"
    for refusal, shown in (
        (home_says.ProofDoesNotSuffice, {}),
        (home_says.ProofIsNotStored, {"proof_ids": (uuid4(),)}),
        (home_says.ProofIsOfAnotherVisit, {"proof_ids": (elsewhere.proof_id,)}),
        (home_says.OneTimeCodeIsWrong, {"one_time_code": "AAAA-AAAA"}),
        (home_says.NoProxyWasNamed, {"recipient": Recipient.PROXY, "witness": "Bà Tư"}),
    ):
        with pytest.raises(refusal):
            await towns.run(done(service, hand_over=taken(officer, number), **shown), officer)
    with pytest.raises(home_says.FileIsNotHandedOver):
        await towns.run(done(service, witness="Bà Tư"), officer)
    with pytest.raises(home_says.HomeServiceIsUnknown):
        await towns.run(done(service, witness="Bà Tư"), other_officer)
    assert len(await towns.published(service)) == 2


async def test_one_picture_proves_one_visit(towns):
    _, service, _ = await going(towns)
    _, other, _ = await going(towns)
    kept = await stored(towns, service)
    same = {"command_id": uuid4(), "home_service_id": other, "proof_id": uuid4()}
    with pytest.raises(home_says.ProofIsOfAnotherVisit):
        await towns.run(KeepHomeProof(**{**_fields(kept), **same}), SYSTEM)


def _fields(request):
    return {name: getattr(request, name) for name in request.__struct_fields__}


async def test_the_members_one_time_code_is_proof(towns):
    member, service, officer = await going(towns, service="BADGE_DOSSIER_AT_HOME")
    scheduled = (await towns.published(service))[1]
    code = await towns.opened(member, "one_time_code", scheduled.one_time_code)
    await towns.run(done(service, one_time_code=f"{code[:4]}-{code[4:].lower()}"), officer)
    assert (await towns.published(service))[-1].kinds == ("ONE_TIME_CODE",)


async def test_two_failed_visits_then_the_committee_takes_over(towns):
    _, service, officer = await going(towns)
    for visit in (1, 2, 3):
        if visit > 1:
            await visited(towns, service, officer)
        failed = ask.FailHomeVisit(command_id=uuid4(), home_service_id=service, visit=visit, why=VisitFailure.ABSENT)
        await towns.run(failed, officer)
        await towns.run(msgspec_copy(failed), officer)
    told = await towns.published(service)
    assert isinstance(told[-1], home_facts.HomeServiceFellBack)
    assert (told[-1].standing.state, told[-1].standing.attempts) == ("FELL_BACK", 3)
    with pytest.raises(home_says.HomeServiceHasEnded):
        await visited(towns, service, officer)


def msgspec_copy(request):
    """The same act under another command id: an app that lost its list of what it sent."""
    return type(request)(**{**_fields(request), "command_id": uuid4()})


@pytest.mark.parametrize(
    ("refusal", "more"),
    [
        (home_says.NotEligibleForHomeService, {"weak": False}),
        (home_says.ConsentIsMissing, {"consent": False}),
        (home_says.AuthorisationIsMissing, {"asked_by": AskedBy.RELATIVE}),
        (home_says.HomeServiceIsNotOffered, {"service": "CUT_HAIR"}),
        (home_says.AddressIsMissing, {"address": "  "}),
        (home_says.ServingBodyIsNotOnTheWay, {"organization_id": "82.28249"}),
    ],
)
async def test_what_is_not_served(towns, refusal, more):
    member = await towns.member("A")
    if "organization_id" in more:
        more = {"organization_id": towns.places[more["organization_id"]]}
    with pytest.raises(refusal):
        await towns.run(requested(member, **more), await towns.secretary("A"))


async def test_who_may_ask(towns):
    member = await towns.member("A", **ELDER)
    with pytest.raises(MemberIsUnknown):
        await towns.run(requested(member), await towns.secretary("B"))
    inspector = await towns.actor(Role.INSPECTION_OFFICER, "79.26740")
    with pytest.raises(ActIsNotPermitted):
        await towns.run(requested(member), inspector)
    himself = Actor(subject=f"member@{member}", role="member")
    service = await towns.run(requested(member, asked_by=AskedBy.CELL), himself)
    assert (await towns.published(service.id))[0].asked_by == "MEMBER"
    with pytest.raises(home_says.HomeServiceIsOpenAlready):
        await towns.run(requested(member), await towns.secretary("A"))


async def test_a_broken_seal_blocks_the_admission_until_it_is_closed(towns):
    member, transfer = await towns.asked("A", "B")
    service = (await towns.run(requested(member, transfer_id=transfer), await towns.secretary("A"))).id
    officer = await towns.actor(Role.HOME_VISIT_OFFICER, "79.26740", user=f"giao-{uuid4()}")
    await visited(towns, service, officer)
    number = f"NP-{uuid4().int % 10**9}"
    await towns.run(done(service, witness="Bà Tư", hand_over=taken(officer, number)), officer)
    for step, who in (
        (ReviewTransfer, await towns.secretary("A")),
        (EndorseTransfer, await towns.officer("79.26740")),
        (ReceiveTransfer, await towns.officer("82.28249")),
        (PresentTransfer, await towns.secretary("B")),
    ):
        await towns.run(step(command_id=uuid4(), transfer_id=transfer), who)
    body = ask.Custodian(kind=CustodianKind.BODY, organization_id=towns.places["79.26740"])
    arrived = ask.RecordCustody(
        command_id=uuid4(),
        home_service_id=service,
        seal_number=number,
        giver=ask.Custodian(kind=CustodianKind.OFFICER, officer=officer.subject),
        receiver=body,
        intact=False,
    )
    planner = await towns.officer("79.26740")
    await towns.run(arrived, planner)
    admit = AdmitTransfer(command_id=uuid4(), transfer_id=transfer)
    with pytest.raises(custody_says.CustodyIncidentIsOpen):
        await towns.run(admit, await towns.secretary("B"))
    assert await towns.home(member) == towns.places["A"]
    close = {"inventory_hash": "sha256:0123456789", "papers": 14, "witness": "Bà Tư", "minutes_number": "3-BB"}
    with pytest.raises(custody_says.SealNumberWasUsed):
        again = {"seal_number": number, **close}
        await towns.run(ask.CloseCustodyIncident(command_id=uuid4(), home_service_id=service, **again), planner)
    anew = {"seal_number": f"{number}-2", **close}
    with pytest.raises(ActIsNotPermitted):
        await towns.run(
            ask.CloseCustodyIncident(command_id=uuid4(), home_service_id=service, **anew), await towns.secretary("A")
        )
    await towns.run(ask.CloseCustodyIncident(command_id=uuid4(), home_service_id=service, **anew), planner)
    await towns.run(admit, await towns.secretary("B"))
    assert await towns.home(member) == towns.places["B"]
    wrong = ask.RecordCustody(**{**_fields(arrived), "command_id": uuid4(), "seal_number": f"{number}-2"})
    with pytest.raises(custody_says.FileIsWithAnother):
        await towns.run(wrong, planner)
    held = [fact for fact in await towns.published(await _custody(towns, service)) if True]
    assert [type(fact) for fact in held] == [
        custody_facts.FileSealed, custody_facts.FileHandedOver, custody_facts.FileHandedOver,
        custody_facts.CustodyIncidentOpened, custody_facts.CustodyIncidentClosed,
    ]  # fmt: skip


async def _custody(towns, service):
    rows = [row.delivered("membership") for row in await towns.log.read_outbox(0, 10_000)]
    return next(
        row.aggregate for row in rows if getattr(row.fact, "custody", None) and row.fact.home_service == service
    )
