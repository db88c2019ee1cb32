"""A merger and many transfers in the middle of a campaign: everybody is rated once, by the right body.

MIDYEAR_TRANSFERS=200 in `make proof`; a few in every run.
"""

import os
import random
from datetime import date
from uuid import uuid4

from services.evaluation.contracts import facts, requests
from services.evaluation.contracts.enums import CommentKind
from services.membership.contracts import requests as membership
from services.membership.contracts.enums import TransferKind, TransferReason
from tests.evaluation.application.test_entering import entered, row

TRANSFERS = int(os.environ.get("MIDYEAR_TRANSFERS", "6"))
CELLS = ("A", "B", "W", "V")
BODY = {"A": "G", "B": "G", "V": "79.26740"}
STEPS = {
    "REVIEW": membership.ReviewTransfer,
    "ENDORSE": membership.EndorseTransfer,
    "RECEIVE": membership.ReceiveTransfer,
    "PRESENT": membership.PresentTransfer,
    "ADMIT": membership.AdmitTransfer,
}


async def test_everybody_is_rated_once_by_the_right_body(season):
    """Half of the moves come before the closing date, half after; W is merged into V in between."""
    campaign = await season.campaign("79.26740")
    homes = {member: cell for cell in CELLS for member in await season.members(cell, 3 + -(-TRANSFERS // 3))}
    everybody, chance = list(homes), random.Random(7)
    early = everybody[: len(everybody) // 2]
    await entered(season, campaign, "79.26740", [_reviewed(member) for member in early])
    moving = chance.sample([member for member in everybody if homes[member] != "W"], TRANSFERS)
    for member in moving[::2]:
        homes[member] = await _moved(season, member, homes[member], chance, date(2026, 11, 2))
    season.clock.day = date(2026, 11, 20)
    await season.ended("W", "V", date(2026, 11, 15))
    homes = {member: "V" if cell == "W" else cell for member, cell in homes.items()}
    for member in moving[1::2]:
        await _moved(season, member, homes[member], chance, date(2027, 1, 6))
    season.clock.day = date(2027, 1, 8)
    await entered(season, campaign, "79.26740", [_reviewed(member) for member in everybody[len(early) :]])
    await _remarked(season, campaign)
    by_body: dict[str, dict] = {"G": {}, "79.26740": {}}
    for cell in ("A", "B", "V"):
        here = [member for member, home in homes.items() if home == cell]
        rows = [row(member, "GOOD", scores=(), tasks=None) for member in here]
        await entered(season, campaign, cell, rows, await season.secretary(cell))
        told = (await season.published(facts.RowsEntered))[-1]
        assert (told.entered, told.refused) == (len(here), ())
        proposed = (await season.published(facts.RatingProposed))[-len(here) :]
        assert {fact.place for fact in proposed} == {season.places[cell]}
        by_body[BODY[cell]] |= {fact.evaluation: "GOOD" for fact in proposed}
    for body, lines in by_body.items():
        await season.decide(campaign, body, lines)
    decided = [fact for fact in await season.published(facts.RatingDecided) if fact.campaign == campaign]
    assert sorted(fact.subject for fact in decided) == sorted(everybody)
    assert all(fact.standing.body == season.places[BODY[homes[fact.subject]]] for fact in decided)
    tallied = {
        fact.scope: fact.good for fact in await season.published(facts.RatingsDecided) if fact.campaign == campaign
    }
    assert sum(tallied.values()) == len(everybody)
    print(f"{TRANSFERS} transfers and a merger amid a campaign: {len(decided)} of {len(everybody)} rated, once each")


async def _moved(season, member, origin: str, chance, on: date) -> str:
    """A whole transfer: each step by who holds it, until the destination admits."""
    destination = chance.choice([cell for cell in ("A", "B", "V") if cell != origin])
    season.clock.day = on
    names = {id: name for name, id in season.places.items()}
    request = membership.RequestTransfer(
        command_id=uuid4(), member_id=member, kind=TransferKind.OFFICIAL, destination_id=season.places[destination],
        reason=TransferReason.CHANGE_OF_WORK, effective_on=on,
    )  # fmt: skip
    transfer = (await season.tell("membership", request, await season.secretary(origin))).id
    for _ in range(12):
        standing = await _standing(season, transfer)
        if standing.admitted_on is not None:
            return destination
        holder = names[standing.holder]
        actor = await (season.secretary(holder) if holder in CELLS else season.officer(holder))
        step = next(STEPS[name] for name in STEPS if name in standing.allowed_steps)
        await season.tell("membership", step(command_id=uuid4(), transfer_id=transfer), actor)
    raise AssertionError(standing)


async def _standing(season, transfer):
    log = season.logs["membership"]
    rows = await log.read_outbox(max(0, log.head.sequence - 5), 10)
    told = [row.delivered("membership").fact for row in rows if row.aggregate == transfer]
    return told[-1].standing


def _reviewed(member):
    return row(member, "GOOD", votes=None, rating=None)


async def _remarked(season, campaign) -> None:
    """Every former cell that still stands says what it has to, typed by the ward."""
    ward = await season.officer("79.26740")
    reviewed = [fact for fact in await season.published(facts.SelfReviewSubmitted) if fact.campaign == campaign]
    known = await season.look.persons.known([fact.subject for fact in reviewed])
    for fact in reviewed:
        person = known[fact.subject]
        for stay in person.homes:
            if stay.cell != person.home(date(2026, 12, 31)) and stay.since <= date(2026, 12, 31):
                if stay.cell == season.places["W"]:
                    continue
                await season.run(
                    requests.RecordComment, ward, evaluation_id=fact.evaluation, kind=CommentKind.FORMER_CELL,
                    organization_id=stay.cell,
                )  # fmt: skip
