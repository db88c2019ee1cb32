"""changes: every page goes on where the last one ended, each change is told to whom it concerns, what has left too."""

from datetime import date
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from services.evaluation.contracts.enums import EvaluationState, Rating, SubjectKind
from services.evaluation.contracts.facts import RatingDecided, RatingPublished, Standing
from services.gateway.changes import feed
from services.gateway.reading.ids import global_id
from services.gateway.reading.pages import MOST
from services.membership.contracts.facts import PersonErased
from shared.vocabulary.position import Position
from tests.gateway.test_restructurings import EFFECT, PLAN, drafted

AN, MOVE = uuid4(), uuid4()
CHANGES = """query($after: Position, $first: Int!) { changes(after: $after, first: $first) {
  changes { id kind gone node { __typename id ... on Member { fullName } ... on Transfer { state } } }
  position hasMore } }"""


async def happen(gateway: Any, *facts: Any) -> None:
    await gateway.told(*facts)
    for source in ("organization", "membership", "evaluation"):
        gateway.positions.place(source, source, "e", gateway.sequence)


async def read(gateway: Any, asked: Any, after: str | None = None, first: int = MOST) -> Any:
    return (await gateway.data(asked, CHANGES, after=after, first=first))["changes"]


async def all_pages(gateway: Any, asked: Any, first: int, after: str | None = None) -> list[Any]:
    found, more = [], True
    while more:
        page = await read(gateway, asked, after, first)
        assert len(page["changes"]) <= first
        found, after, more = found + page["changes"], page["position"], page["hasMore"]
    return found


def told(changes: Any) -> list[tuple[str, str, bool]]:
    return [(each["kind"], each["id"], each["gone"]) for each in changes]


async def moving(gateway: Any, facts: Any) -> None:
    person = facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An")
    await happen(gateway, person, facts.requested(MOVE, AN))


async def test_only_what_came_since_is_told_each_thing_once_as_it_is_now(gateway: Any, facts: Any):
    officer = await gateway.asked("committee_officer", facts.place("79"))
    await moving(gateway, facts)
    begun = await read(gateway, officer)
    assert {each["kind"] for each in begun["changes"][-2:]} == {"MEMBER", "TRANSFER"}
    assert sum(each["kind"] == "ORGANIZATION" for each in begun["changes"]) == len(facts.tree)
    assert not begun["hasMore"]
    quiet = await read(gateway, officer, begun["position"])
    assert (quiet["changes"], quiet["hasMore"]) == ([], False)
    await happen(gateway, facts.introduced(MOVE, AN), facts.introduced(MOVE, AN))
    since = await read(gateway, officer, quiet["position"])
    assert sorted(told(since["changes"])) == [
        ("MEMBER", global_id("Member", AN), False),
        ("TRANSFER", global_id("Transfer", MOVE), False),
    ]
    nodes = {each["kind"]: each["node"] for each in since["changes"]}
    assert (nodes["TRANSFER"]["state"], nodes["MEMBER"]["fullName"]) == ("INTRODUCED", "Nguyễn Văn An")


@pytest.mark.parametrize("first", [1, 2, 5])
async def test_pages_of_any_size_tell_the_same_even_within_one_fact(gateway: Any, facts: Any, first: int):
    await moving(gateway, facts)
    await happen(gateway, *drafted(facts), EFFECT)  # one fact, several organisations
    officer = await gateway.asked("committee_officer", facts.place("79"))
    whole = {each[:2] for each in told((await read(gateway, officer))["changes"])}
    found = told(await all_pages(gateway, officer, first))
    assert {each[:2] for each in found} == whole
    assert ("RESTRUCTURING", global_id("Restructuring", PLAN), False) in found
    places = [each for each in found if each[0] == "ORGANIZATION"]
    assert len(set(places)) > len(facts.tree) - 1


async def test_who_leaves_the_scope_is_gone_for_one_and_there_for_the_other(gateway: Any, facts: Any):
    await moving(gateway, facts)
    origin = await gateway.asked("committee_officer", facts.place("79.26740"))
    target = await gateway.asked("committee_officer", facts.place("82"))
    await gateway.asked("committee_officer", facts.place("79.26740"), subject="both")
    both = await gateway.asked("committee_officer", facts.place("82"), subject="both")
    begun = (await read(gateway, origin))["position"]
    await happen(gateway, facts.admitted(MOVE, AN))
    member = ("MEMBER", global_id("Member", AN))
    for asked, gone in ((origin, True), (target, False), (both, False)):
        found = await read(gateway, asked, begun)
        assert [each for each in told(found["changes"]) if each[0] == "MEMBER"] == [(*member, gone)]
        (change,) = [each for each in found["changes"] if each["kind"] == "MEMBER"]
        assert (change["node"] is None) is gone


@pytest.mark.parametrize(("role", "at"), [("committee_officer", "79.26743"), ("integration", "79"), ("operator", "00")])
async def test_nothing_of_persons_is_told_to_whom_they_do_not_concern(gateway: Any, facts: Any, role: str, at: str):
    await moving(gateway, facts)
    await happen(gateway, facts.admitted(MOVE, AN))
    asked = await gateway.asked(role, facts.place(at))
    assert {each["kind"] for each in (await read(gateway, asked))["changes"]} == {"ORGANIZATION"}


async def test_an_erasure_is_told(gateway: Any, facts: Any):
    await moving(gateway, facts)
    officer = await gateway.asked("committee_officer", facts.place("79"))
    begun = (await read(gateway, officer))["position"]
    await happen(gateway, PersonErased(member=AN))
    (change,) = (await read(gateway, officer, begun))["changes"]
    assert (change["id"], change["node"]["fullName"]) == (global_id("Member", AN), None)


async def test_what_the_views_do_not_show_whole_yet_waits_for_the_next_page(gateway: Any, facts: Any):
    officer = await gateway.asked("committee_officer", facts.place("79"))
    await moving(gateway, facts)
    begun = (await read(gateway, officer))["position"]
    seen = gateway.sequence
    await gateway.told(facts.introduced(MOVE, AN))  # written, its checkpoint not yet moved
    page = await read(gateway, officer, begun)
    assert page["changes"] == [] and Position.decode(page["position"]).at["membership"] == seen
    await happen(gateway)
    assert len((await read(gateway, officer, page["position"]))["changes"]) == 2


async def test_a_page_looks_at_a_stretch_of_the_log_and_says_that_there_is_more(
    gateway: Any, facts: Any, monkeypatch: pytest.MonkeyPatch
):
    await moving(gateway, facts)
    officer = await gateway.asked("committee_officer", facts.place("79"))
    whole = await read(gateway, officer)
    monkeypatch.setattr(feed, "STRETCH", 2)
    page = await read(gateway, officer)
    assert page["hasMore"] and len(page["changes"]) <= 2
    assert set(told(await all_pages(gateway, officer, MOST))) == set(told(whole["changes"]))


async def test_a_position_that_nobody_gave_and_a_page_too_long_are_refused(gateway: Any, facts: Any):
    officer = await gateway.asked("committee_officer", facts.place("79"))
    forged = Position(within={"organization": "x"}).encode()
    unreadable, too_long = "POSITION_IS_UNREADABLE", "PAGE_SIZE_IS_OUT_OF_RANGE"
    for after, first, code in (
        ("no!", 1, unreadable),
        (forged, 1, unreadable),
        (None, 0, too_long),
        (None, MOST + 1, too_long),
    ):
        result = await gateway.answer(officer, CHANGES, after=after, first=first)
        assert result.errors[0].extensions["code"] == code


async def test_a_rating_is_told_once_it_is_published(gateway: Any, facts: Any):
    officer, evaluation, cell = await gateway.asked("committee_officer", facts.place("79")), uuid4(), "79.26740.001"
    await moving(gateway, facts)
    of = {"campaign": uuid4(), "kind": SubjectKind.MEMBER, "subject": AN, "place": facts.place(cell)}
    standing = Standing(state=EvaluationState.DECIDED, rating=Rating.GOOD)
    published = msgspec.structs.replace(standing, state=EvaluationState.PUBLISHED, published_on=date(2026, 12, 25))
    begun = (await read(gateway, officer))["position"]
    await happen(gateway, RatingDecided(evaluation=evaluation, standing=standing, steps=(), **of))
    assert (await read(gateway, officer, begun))["changes"] == []
    await happen(gateway, RatingPublished(evaluation=evaluation, standing=published, **of))
    found = told((await read(gateway, officer, begun))["changes"])
    assert found == [("EVALUATION", global_id("Evaluation", evaluation), False)]
