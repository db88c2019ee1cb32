"""The read audit: who read whose record stands in the book before the answer leaves."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from services.gateway.auditing.looks import Look
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.reading.ids import global_id
from services.membership.contracts.facts import PersonErased
from shared.http.trace import enter
from shared.vocabulary.actor import Actor

MEMBER = "query($id: ID!, $purpose: String) { member(id: $id, purpose: $purpose) { id fullName fileNumber state } }"
READERS = """query($id: ID!, $after: String) { member(id: $id, purpose: "kiểm tra") { readers(first: 2, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { reader role fields purpose traceId at } } } }"""
TRACE = "00-{:032x}-00000000000000ab-01"
AN, MOVE = uuid4(), uuid4()


@pytest.fixture
async def people(gateway, facts):
    await gateway.told(
        facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Văn An"),
        facts.requested(MOVE, AN),
        facts.introduced(MOVE, AN),
    )
    return gateway


async def book(gateway):
    rows = await gateway.pool.fetch("select * from read_audit order by id")
    return [(row["reader"], row["member"], row["fields"], row["purpose"]) for row in rows]


async def test_a_look_at_one_member_is_written_down_with_its_fields(people, facts):
    enter(TRACE.format(7))
    asked = await people.asked("auditor", facts.place("79"))
    await people.data(asked, MEMBER, id=global_id("Member", AN), purpose="kiểm tra định kỳ")
    subject = asked.viewer.actor.subject
    assert await book(people) == [(subject, AN, ["fileNumber", "fullName"], "kiểm tra định kỳ")]
    row = await people.pool.fetchrow("select role, trace, read_at from read_audit")
    assert (row["role"], row["trace"], row["read_at"]) == ("auditor", f"{7:032x}", asked.now)


@pytest.mark.parametrize(
    ("query", "looked"),
    [
        ("{ transfers(first: 5) { nodes { member { fullName } } } }", True),
        ('{ node(id: "ID") { ... on Member { fileNumber } } }', True),
        ('{ a: member(id: "ID") { fullName } b: member(id: "ID") { cardNumber } }', True),
        ('{ member(id: "ID") { state version admittedOn } }', False),
        ('{ members(organization: "PLACE", includeSubtree: true, first: 5) { nodes { fullName } } }', False),
    ],
)
async def test_every_way_to_a_single_record_is_written_down(people, facts, query, looked):
    asked = await people.asked("committee_officer", facts.place("79"))
    query = query.replace("ID", global_id("Member", AN)).replace("PLACE", global_id("Organization", facts.place("79")))
    await people.data(asked, query)
    assert [row[1] for row in await book(people)] == ([AN] if looked else [])


async def test_what_was_not_shown_is_not_written_down(people, facts):
    auditor = await people.asked("auditor", facts.place("79"))
    await people.data(auditor, MEMBER, id=global_id("Member", AN))
    elsewhere = await people.asked("committee_officer", facts.place("82.29869.001"), subject="xa")
    await people.data(elsewhere, MEMBER, id=global_id("Member", uuid4()))
    people.keys.erased.add(AN)
    await people.told(PersonErased(member=AN))
    officer = await people.asked("committee_officer", facts.place("79"))
    await people.data(officer, MEMBER, id=global_id("Member", AN))
    assert await book(people) == []


async def test_without_the_book_no_answer_leaves(people, facts, monkeypatch):
    async def away(*_):
        raise asyncpg.ConnectionDoesNotExistError("gone")

    asked = await people.asked("committee_officer", facts.place("79"))
    monkeypatch.setattr(asyncpg.Pool, "execute", away)
    result = await people.answer(asked, MEMBER, id=global_id("Member", AN))
    assert result.data is None
    assert result.errors[0].extensions["code"] == "READ_IS_NOT_ON_RECORD"
    assert asked.retry_later
    plain = await people.answer(asked, '{ organization(code: "79") { name } }')
    assert plain.data["organization"]["name"]


async def test_many_answers_share_one_statement(people, monkeypatch):
    statements = 0
    execute = asyncpg.Pool.execute

    async def counted(pool, *given):
        nonlocal statements
        statements += 1
        return await execute(pool, *given)

    monkeypatch.setattr(asyncpg.Pool, "execute", counted)
    audit, actor = ReadAudit(people.pool), Actor(subject="lan", role="auditor", token="t")
    look = Look(member=AN, purpose="", fields=("fullName",))
    at = people.known
    await asyncio.gather(*(audit.record(actor, [look], trace=f"{n}", at=at) for n in range(200)))
    assert len(await book(people)) == 200
    assert statements <= 3


@pytest.mark.parametrize(
    "act",
    [
        "update read_audit set reader = 'x'",
        "update read_audit set purpose = 'x'",
        "delete from read_audit",
        "truncate read_audit",
    ],
)
async def test_the_book_cannot_be_rewritten(people, act):
    look = Look(member=AN, purpose="kiểm tra", fields=("fullName",))
    await people.audit.record(Actor(subject="lan", role="auditor", token="t"), [look], trace="1", at=people.known)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await people.pool.execute(act)


async def test_the_member_and_the_officers_over_him_see_who_looked(people, facts):
    for name in ("một", "hai", "ba"):
        asked = await people.asked("committee_officer", facts.place("79"), subject=name)
        await people.data(asked, MEMBER, id=global_id("Member", AN))
    himself = await people.asked("member", subject=f"member@{AN}")
    first = (await people.data(himself, READERS, id=global_id("Member", AN)))["member"]["readers"]
    assert (first["totalCount"], [node["reader"] for node in first["nodes"]]) == (3, ["ba", "hai"])
    cursor = first["pageInfo"]["endCursor"]
    rest = (await people.data(himself, READERS, id=global_id("Member", AN), after=cursor))["member"]["readers"]
    assert [node["reader"] for node in rest["nodes"]] == ["một"]
    for role, at, count in (
        ("inspection_officer", "79", 3),
        ("auditor", "79.26740", 3),
        ("cell_secretary", "79.26740.001", 0),
    ):
        asked = await people.asked(role, facts.place(at))
        result = await people.answer(asked, READERS, id=global_id("Member", AN))
        assert result.data["member"]["readers"]["totalCount"] == count
        reasons = [masked["reason"] for masked in (result.extensions or {}).get("masked", [])]
        assert reasons == ([] if count else ["OUT_OF_SCOPE"])


async def test_who_knows_him_from_a_transfer_only_does_not_see_who_looked(people, facts):
    asked = await people.asked("committee_officer", facts.place("82"))
    query = "{ transfers(first: 1) { nodes { member { fullName readers(first: 5) { totalCount } } } } }"
    shown = (await people.data(asked, query))["transfers"]["nodes"][0]["member"]
    assert shown == {"fullName": "Nguyễn Văn An", "readers": {"totalCount": 0}}


async def test_a_purpose_goes_with_the_members_data_and_the_row_stays(people, facts):
    asked = await people.asked("auditor", facts.place("79"))
    await people.data(asked, MEMBER, id=global_id("Member", AN), purpose="bà ngoại anh An ốm")
    people.keys.erased.add(AN)
    await people.told(PersonErased(member=AN))
    assert await book(people) == [(asked.viewer.actor.subject, AN, ["fileNumber", "fullName"], None)]
    for language, said in (("vi", "Đã xóa cùng dữ liệu cá nhân"), ("en", "Erased with the personal data")):
        himself = await people.asked("member", subject=f"member@{AN}", language=language)
        (look,) = (await people.data(himself, READERS, id=global_id("Member", AN)))["member"]["readers"]["nodes"]
        assert (look["reader"], look["purpose"]) == (asked.viewer.actor.subject, said)


async def test_an_answer_under_way_while_the_member_is_erased_leaves_no_purpose(people):
    """Its row comes before the erasure's commit or behind it: in the one case it is blanked, in the other not taken."""
    audit, actor = ReadAudit(people.pool), Actor(subject="lan", role="auditor", token="t")
    look = Look(member=AN, purpose="bà ngoại anh An ốm", fields=("fullName",))
    engine = people.engine
    people.keys.erased.add(AN)
    folded = await engine.fold([people._delivered(PersonErased(member=AN))])
    async with people.pool.acquire() as connection, connection.transaction():
        await engine.write(connection, folded)
        under_way = asyncio.create_task(audit.record(actor, [look], trace="1", at=people.known))
        await asyncio.sleep(0.2)
    await under_way
    assert await book(people) == [("lan", AN, ["fullName"], None)]


async def test_an_erasure_waits_for_the_row_of_an_answer_under_way(people):
    async with people.pool.acquire() as connection:
        row = connection.transaction()
        await row.start()
        await connection.execute(
            """insert into read_audit (reader, role, member, fields, purpose, trace, read_at)
               values ('lan', 'auditor', $1, '{fullName}', 'bà ngoại anh An ốm', '1', now())""",
            AN,
        )
        people.keys.erased.add(AN)
        erasing = asyncio.create_task(people.told(PersonErased(member=AN)))
        await asyncio.sleep(0.2)
        await row.commit()
    await erasing
    assert await book(people) == [("lan", AN, ["fullName"], None)]
