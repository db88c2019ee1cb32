"""Facts that put one row each are copied from the fields of that row; a rebuilt view still equals the live one."""

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.append import Append, Write
from shared.eventlog.topics import register_fact
from shared.readmodel import loading
from shared.readmodel.engine import Engine
from shared.readmodel.view import Either, Patch, Put, Remove, Row, View
from shared.runtime.service import Reaction, Service
from shared.vocabulary.excerpts import Excerpt, decoder_of
from shared.vocabulary.facts import Fact, Meta

DIGEST = """
select (select md5(string_agg(r::text, '|' order by room)) from membership_views.rooms r),
    (select md5(string_agg(r::text, '|' order by room)) from membership_views.rooms_holding r)
"""
DDL = """
create table rooms (room uuid primary key, name text, inside uuid, opened_on date, beds int, tags text[]);
create table rooms_holding (room uuid primary key);
"""


class RoomOpened(Fact, frozen=True, kw_only=True):
    TOPIC = "test.membership.own.RoomOpened"
    room: UUID
    name: str
    inside: UUID | None = None
    opened_on: date
    beds: int = 1
    tags: list[str] = msgspec.field(default_factory=list)
    keeper: UUID


class RoomNamed(Fact, frozen=True, kw_only=True):
    TOPIC = "test.membership.own.RoomNamed"
    room: UUID
    name: str


class RoomClosed(Fact, frozen=True, kw_only=True):
    TOPIC = "test.membership.own.RoomClosed"
    room: UUID


COLUMNS = {name: name for name in ("name", "inside", "opened_on", "beds", "tags")}
AS_ROWS = (
    Row("rooms", key={"room": "room"}, columns=COLUMNS),
    Row("rooms_holding", key={"room": Either("inside", "room")}, columns={}),
)


def _fold(delivered, _open):
    fact = delivered.fact
    match fact:
        case RoomNamed():
            yield Patch("rooms", {"room": fact.room}, {"name": fact.name})
        case RoomClosed():
            yield Remove("rooms", {"room": fact.room})
        case RoomOpened():
            yield Put("rooms", {"room": fact.room}, {name: getattr(fact, name) for name in COLUMNS})
            yield Put("rooms_holding", {"room": fact.inside or fact.room}, {})


def _rooms(*, as_rows: bool) -> View:
    return View(
        name="rooms",
        version=1,
        ddl=DDL,
        on=(RoomOpened, RoomNamed, RoomClosed),
        fold=_fold,
        rows={RoomOpened: AS_ROWS} if as_rows else {},
    )


def _append(fact: Fact) -> Append:
    command = uuid4()
    meta = Meta(actor="user:an", command_id=command, correlation=command, causation=command)
    write = Write(stream=uuid4(), expected_version=0, facts=(fact,), province="79")
    return Append(command_id=command, actor="user:an", digest=b"d", meta=meta, writes=(write,))


def _opened(number: int, **other) -> RoomOpened:
    inside = UUID(int=number // 2) if number % 3 else None
    given = {"room": UUID(int=number), "name": f"Phòng \t{number}\n", "inside": inside, "opened_on": date(2025, 7, 1)}
    return RoomOpened(**{**given, "tags": ["đỏ", 'a "b"'][: number % 3], "keeper": uuid4(), **other})


def _history() -> list[Fact]:
    """Rooms opened, named between, closed, and opened once more under the same id."""
    facts: list[Fact] = []
    for number in range(300):
        facts.append(_opened(number))
        facts += [RoomNamed(room=UUID(int=number), name="khác")] if number % 4 == 0 else []
        facts += [RoomClosed(room=UUID(int=number // 2))] if number % 7 == 0 else []
        facts += [_opened(number // 3, name="mở lại", beds=2)] if number % 5 == 0 else []
    return facts


@pytest.mark.parametrize(("rows_kept", "as_rows"), [(loading._MOST_ROWS, True), (40, True), (40, False)])
async def test_what_is_copied_from_excerpts_equals_what_was_followed(town, until, monkeypatch, rows_kept, as_rows):
    monkeypatch.setattr(loading, "_MOST_ROWS", rows_kept)
    read, gather_rows = [], Engine.gather_rows
    monkeypatch.setattr(Engine, "gather_rows", lambda *args: read.append(args[1]) or gather_rows(*args))
    for fact in (RoomOpened, RoomNamed, RoomClosed):
        register_fact(fact)
    log, pool, positions = await town.log("membership"), await town.pool("membership"), Positions("membership")
    reaction = Reaction(name="membership.own", source="membership", views=(_rooms(as_rows=as_rows),))
    service = Service(name="membership", owns="rooms", reactions=(reaction,))
    await log.append_many([_append(fact) for fact in _history()])
    (follower,) = await followers_of(service, pool=pool, positions=positions, deployment=town.deployment, log=log)
    town.run(follower.run())
    await until(lambda: positions.place_of("membership.own") == log.head.position)
    admin = await town.admin("membership")
    live = await admin.fetchrow(DIGEST)
    await follower.rebuild("rooms", back=False)
    assert await admin.fetchrow(DIGEST) == live
    assert bool(read) == as_rows
    assert all(not hasattr(fact, "keeper") for part in read for fact in part.facts)


def test_an_excerpt_keeps_defaults_and_refuses_what_the_fact_would_refuse():
    decoder = decoder_of(Excerpt(RoomOpened, ("room", "name", "inside", "beds", "tags")))
    room = str(UUID(int=7))
    (one,) = decoder.decode(msgspec.json.encode([{"room": room, "name": "a", "keeper": 7}]))
    assert (one.room, one.name, one.inside, one.beds, one.tags) == (room, "a", None, 1, [])
    for unfit in ({}, {"room": "7"}, {"room": None}, {"room": room, "inside": room[1:]}):
        with pytest.raises(msgspec.ValidationError):
            decoder.decode(msgspec.json.encode([{"name": "a", **unfit}]))
