"""Xóa dữ liệu cá nhân: after the decision nobody can read a person's data anywhere, and every count still holds."""

import asyncio
import base64
import json
from typing import Any

import asyncpg
import pytest

from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from tests.journeys.conftest import People, Scene, User
from tests.journeys.readable import in_database, in_files, in_tables
from tests.journeys.whole_life import Life, lived

PERSON = {
    "fullName": "Quách Thị Huỳnh Nương",
    "personalId": "079185777123",
    "dateOfBirth": "1931-07-19",
    "fileNumber": "Q777123SG",
    "cardNumber": "79777123",
}
SHOWN = "query($id: ID!) { member(id: $id) { fullName fileNumber cardNumber } }"
READERS = "query($id: ID!) { member(id: $id) { readers(first: 9) { nodes { role purpose } } } }"
LATE = tuple(
    f"{step}.{text}" for step in ("refuseTransfer", "decideOverdueTransfer") for text in ("reason", "signatory")
)
ERASED = "Đã xóa cùng dữ liệu cá nhân"


@pytest.fixture(scope="module")
def secretary(people: People, scene: Scene) -> User:
    return people.at(scene.origin)


@pytest.fixture(scope="module")
def life(scene: Scene) -> Life:
    """Everything that the API takes about a member has been written about this one."""
    return lived(scene, PERSON)


@pytest.fixture(scope="module")
def member(life: Life) -> str:
    return life.member


def uuid_of(member: str) -> str:
    return base64.b64decode(member).decode().partition(":")[2]


def erase(stack: Stack, member: str) -> dict[str, Any]:
    order = ("--decision", "12-QĐ/TU", "--decided-on", "2026-11-02", "--yes", "--json")
    return json.loads(stack.started("erase", uuid_of(member), *order).stdout)


def counts(settings: Settings) -> tuple[Any, ...]:
    async def ask() -> tuple[Any, ...]:
        connection = await asyncpg.connect(settings.admin_dsn())
        row = await connection.fetchrow("""
            select (select count(*) from gateway_views.members), (select count(*) from gateway_views.timeline),
                   (select count(distinct stream) from membership.facts where topic = 'membership.MemberEnrolled')""")
        await connection.close()
        return tuple(row or ())

    return asyncio.run(ask())


def checkpoint(settings: Settings) -> None:
    """What PostgreSQL holds in memory is in the tables' files."""

    async def write() -> None:
        connection = await asyncpg.connect(settings.admin_dsn())
        await connection.execute("checkpoint")
        await connection.close()

    asyncio.run(write())


def test_who_read_and_why_is_told_to_the_member(scene: Scene, life: Life):
    """An auditor's purpose and the reason of a broken glass; what becomes of them is asked after the erasure."""
    himself = scene.people.user("member", member=life.member)
    looks = himself.ask(READERS, id=life.member)["member"]["readers"]["nodes"]
    told = {look["role"]: look["purpose"] for look in looks if look["purpose"]}
    assert told["auditor"] == life.words["member.purpose"]
    assert life.words["breakGlass.reason"] in told["home_visit_officer"]


def test_nothing_can_be_read_after_an_erasure(stack: Stack, life: Life, secretary: User):
    settings, member = Settings.load(stack.data), life.member
    assert secretary.ask(SHOWN, id=member)["member"]["fullName"] == life.words["correctMember.fullName"]
    found = asyncio.run(in_database(settings.admin_dsn(), life.values))
    assert {"gateway_views.members.full_name", "gateway.read_audit.purpose"} <= set(found)
    for said in LATE:
        assert asyncio.run(in_database(settings.admin_dsn(), (life.words[said],))), f"{said} stands nowhere"
    checkpoint(settings)
    assert in_tables(stack.data, life.values)
    before = counts(settings)

    report = erase(stack, member)

    assert (report["done"], report["complete"], report["passed"]) == (
        True,
        False,
        dict.fromkeys(report["passed"], True),
    )
    assert asyncio.run(in_database(settings.admin_dsn(), life.values)) == []
    assert in_files(stack.data, life.values) == []
    checkpoint(settings)
    assert in_tables(stack.data, life.values) == []
    assert (report["dead_rows_gone"], report["old_bytes_in"]) == (True, [])
    assert counts(settings) == before
    assert not any(log["breaches"] for log in json.loads(stack.run("log", "verify", "--json")))
    assert secretary.ask(SHOWN, id=member)["member"] == {"fullName": None, "fileNumber": None, "cardNumber": None}


def test_the_book_of_readers_stands_and_says_that_the_purpose_was_erased(life: Life, scene: Scene):
    officer = scene.people.user("committee_officer", "79")
    looks = officer.ask(READERS, id=life.member)["member"]["readers"]["nodes"]
    told = {look["role"] for look in looks if look["purpose"] == ERASED}
    assert told == {"auditor", "home_visit_officer"}
    assert {look["purpose"] for look in looks} <= {ERASED, ""}


def test_the_same_decision_is_carried_out_once(stack: Stack, member: str):
    assert erase(stack, member) == erase(stack, member)
    listed = [one["member"] for one in json.loads(stack.started("erasures", "--json").stdout)]
    assert listed.count(uuid_of(member)) == 1


def test_a_restored_key_is_destroyed_again_at_the_next_start(stack: Stack, member: str):
    """As if an older database had come back: the key is there again and nobody remembers the erasure."""
    settings = Settings.load(stack.data)

    async def bring_back() -> None:
        connection = await asyncpg.connect(settings.admin_dsn())
        await connection.execute("set search_path = membership")  # as the service has it
        await connection.execute("delete from membership.erased_persons")
        await connection.execute(
            "insert into membership.person_keys (person, wrapped) values ($1, 'x')", uuid_of(member)
        )
        await connection.close()

    async def keys() -> int:
        connection = await asyncpg.connect(settings.admin_dsn())
        found = await connection.fetchval(
            "select count(*) from membership.person_keys where person = $1", uuid_of(member)
        )
        await connection.close()
        return int(found or 0)

    asyncio.run(bring_back())
    stack.kill("membership")
    stack.wait_ready("membership")
    assert asyncio.run(keys()) == 0


def test_the_log_shows_no_personal_value(stack: Stack, scene: Scene):
    member = scene.member(71)
    shown = stack.run("stream", "show", uuid_of(member), "--json")
    assert json.loads(shown)["facts"][0]["says"]["full_name"] == "⟨sealed⟩"
    assert "Nguyễn Văn" not in shown + stack.run("log", "tail", "-n", "50")


def test_people_stay_readable_while_the_key_is_rotated(stack: Stack, scene: Scene, secretary: User):
    before = scene.member(72)
    rotated = json.loads(stack.started("keys", "rotate", "--json").stdout)
    assert rotated["keys"] >= 1
    assert not (stack.data / "secrets" / "kek.old").exists()
    after = scene.member(73)
    stack.kill("gateway")
    stack.wait_ready("gateway")
    assert all(secretary.ask(SHOWN, id=one)["member"]["fullName"] for one in (before, after))
