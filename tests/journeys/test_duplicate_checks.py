"""Entering a person who is registered: one neutral answer, on record, and only so many an hour."""

import asyncio
from uuid import uuid4

import asyncpg

from services.gateway.auditing.duplicate_checks import MOST_KNOWN
from shared.runtime.settings import Settings
from tests.journeys.conftest import User

HEADER = "Họ và tên;Số định danh cá nhân;Ngày sinh;Tình trạng;Số lý lịch;Mã chi bộ;Sinh hoạt từ ngày"
ACCOUNT = "nhap-lieu"
ROWS = "select account, command, persons, known from gateway.duplicate_checks where account = $1 order by id"


def entered(user, cell, **numbers):
    """The errors of a registration, without what names the field or the command."""
    new = {"personalId": f"0792{uuid4().int % 10**8:08}", "fileNumber": f"{uuid4().int % 10**6:06} DN", **numbers}
    given = {"organizationId": cell, "fullName": "Nguyễn Văn Thử", "dateOfBirth": "1980-02-03", "state": "FULL",
             "homeSince": "2025-07-01", **new}  # fmt: skip
    return user.do("registerMember", given, "member { id }")["errors"]


def told(stack, account):
    async def read():
        connection = await asyncpg.connect(Settings.load(stack.data).admin_dsn())
        try:
            return [tuple(row) for row in await connection.fetch(ROWS, account)]
        finally:
            await connection.close()

    return asyncio.run(read())


def test_what_is_known_is_told_neutrally_on_record_and_not_without_end(stack, people, scene):
    there = people.at(scene.destination)
    here = User(stack.url("gateway"), stack.token("committee_officer", at="79.26740", user=ACCOUNT))
    taken = {"personalId": "079288887777", "fileNumber": "888777 DN"}
    assert entered(there, scene.destination["id"], **taken) == []
    first = [entered(here, scene.origin["id"], **{name: number}) for name, number in taken.items()]
    assert first[0] == first[1]
    assert first[0][0]["code"] == "MEMBER_ALREADY_REGISTERED"
    assert not any(word in str(first) for word in (*taken.values(), scene.destination["code"], "82"))
    row = f"Nguyễn Văn Thử;{taken['personalId']};3/2/1980;Chính thức;;{scene.origin['code']};01/7/2025"
    csv = "\n".join([HEADER, *[row] * MOST_KNOWN])
    query = """mutation($input: ImportInput!) { importMembers(input: $input) { refused rows {
      errors { ... on UserError { code } } } } }"""
    body = {"query": query, "variables": {"input": {"commandId": str(uuid4()), "csv": csv, "dryRun": True}}}
    assert here.post(body).json()["data"]["importMembers"]["refused"] == MOST_KNOWN
    noted = told(stack, ACCOUNT)
    assert noted[-3:] == [
        (ACCOUNT, "RegisterMember", 1, 1),
        (ACCOUNT, "RegisterMember", 1, 1),
        (ACCOUNT, "CheckRegistration", MOST_KNOWN, MOST_KNOWN),
    ]
    assert entered(here, scene.origin["id"])[0]["code"] == "TOO_MANY_KNOWN_PERSONS"
    answer = here.post(body)
    assert {each["code"] for row in answer.json()["data"]["importMembers"]["rows"] for each in row["errors"]} == {
        "TOO_MANY_KNOWN_PERSONS"
    }
    assert entered(people.at(scene.origin), scene.origin["id"]) == []
    assert told(stack, f"cell_secretary@{scene.origin['code']}")[-1][2:] == (1, 0)
