"""POST /commands/{name}: what goes in, what comes out, and every way in which it is refused."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from litestar.testing import TestClient

from shared.http.app import build
from shared.vocabulary.position import Position, PositionIsOfAnotherEpoch

COMMAND = "0197c0de-0000-7000-8000-000000000001"
GOOD = {"command_id": COMMAND, "name": "Nguyễn Văn An"}
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def client(process: Any) -> Iterator[TestClient[Any]]:
    with TestClient(build(process), raise_server_exceptions=False) as client:
        yield client


def refusal(answer: Any) -> dict[str, Any]:
    assert answer.headers["content-type"].startswith("application/json")
    return answer.json()["refusal"]


def test_a_command_runs_in_the_name_of_the_token(client: TestClient[Any], process: Any, bearer: Any):
    answer = client.post("/commands/Greet", json=GOOD, headers={**bearer("approver"), "traceparent": TRACE})
    assert answer.status_code == 200
    assert answer.json() == {"thing": "greeting", "id": COMMAND, "version": 1, "position": "p"}
    [(request, actor, traceparent)] = process.commands.asked
    assert (request.command_id, request.name) == (UUID(COMMAND), "Nguyễn Văn An")
    assert (actor.subject, actor.role) == ("user:an", "approver")
    assert traceparent[:36] == TRACE[:36]
    assert traceparent != TRACE
    assert answer.headers["trace-id"] == "0af7651916cd43dd8448eb211c80319c"


def test_text_arrives_composed(client: TestClient[Any], process: Any, bearer: Any):
    client.post("/commands/Greet", json={**GOOD, "name": "Nguye\u0302\u0303n"}, headers=bearer())
    assert process.commands.asked[0][0].name == "Nguyễn"


BAD: dict[str, tuple[bytes, str, list[str]]] = {
    "empty": (b"", "BODY_IS_NOT_READABLE", []),
    "not JSON": (b"{", "BODY_IS_NOT_READABLE", []),
    "a list": (b"[]", "BODY_IS_NOT_READABLE", []),
    "null": (b"null", "BODY_IS_NOT_READABLE", []),
    "not UTF-8": (b'{"name":"\xff"}', "BODY_IS_NOT_READABLE", []),
    "nested too deeply": (b'{"more":' + b"[" * 100_000, "BODY_IS_NOT_READABLE", []),
    "no command_id": (b'{"name":"x"}', "BODY_IS_NOT_READABLE", []),
    "command_id no uuid": (b'{"command_id":"1","name":"x"}', "BODY_IS_NOT_READABLE", ["command_id"]),
    "name a number": (msgspec.json.encode({**GOOD, "name": 7}), "BODY_IS_NOT_READABLE", ["name"]),
    "number as text": (msgspec.json.encode({**GOOD, "times": "2"}), "BODY_IS_NOT_READABLE", ["times"]),
    "no such date": (msgspec.json.encode({**GOOD, "on": "2025-02-30"}), "BODY_IS_NOT_READABLE", ["on"]),
    "deep inside": (msgspec.json.encode({**GOOD, "near": [COMMAND, "x"]}), "BODY_IS_NOT_READABLE", ["near", "1"]),
    "unknown field": (msgspec.json.encode({**GOOD, "nmae": "x"}), "BODY_IS_NOT_READABLE", []),
    "NUL in text": (msgspec.json.encode({**GOOD, "name": "a\x00b"}), "TEXT_HAS_CONTROL_CHARACTERS", ["name"]),
    "bidi override": (msgspec.json.encode({**GOOD, "name": "a\u202eb"}), "TEXT_HAS_CONTROL_CHARACTERS", ["name"]),
    "lone surrogate": (b'{"command_id":"' + COMMAND.encode() + b'","name":"\\ud800"}', "", []),
    "text too long": (msgspec.json.encode({**GOOD, "name": "ế" * 4_001}), "TEXT_IS_TOO_LONG", ["name"]),
    "minPosition rubbish": (
        msgspec.json.encode({**GOOD, "min_position": "{}"}),
        "POSITION_IS_UNREADABLE",
        ["minPosition"],
    ),
}


@pytest.mark.parametrize(("body", "code", "path"), BAD.values(), ids=BAD)
def test_a_bad_body_is_a_typed_400(
    client: TestClient[Any], process: Any, bearer: Any, body: bytes, code: str, path: list[str]
):
    answer = client.post("/commands/Greet", content=body, headers=bearer())
    told = refusal(answer)
    assert answer.status_code == 400
    assert not code or (told["code"], told["path"]) == (code, path)
    assert told["vi"]
    assert told["en"]
    assert told["nextVi"]
    assert told["nextEn"]
    assert process.commands.asked == []


def test_a_field_that_is_not_known_is_answered_by_those_that_are(client: TestClient[Any], bearer: Any):
    told = refusal(client.post("/commands/Greet", content=BAD["unknown field"][0], headers=bearer()))
    assert all(name in told["en"] for name in GOOD)
    assert "nmae" not in told["en"]


def test_what_the_client_sent_is_not_repeated(client: TestClient[Any], bearer: Any):
    secret = "079199000001"
    for body in ({**GOOD, secret: "x"}, {**GOOD, "command_id": secret}, {**GOOD, "on": secret}):
        assert secret not in client.post("/commands/Greet", json=body, headers=bearer()).text


def test_a_body_over_the_limit_is_refused(client: TestClient[Any], process: Any, bearer: Any):
    answer = client.post("/commands/Greet", content=b" " * (256 * 1024 + 1), headers=bearer())
    assert (answer.status_code, refusal(answer)["code"]) == (413, "BODY_IS_TOO_LARGE")
    assert process.commands.asked == []


def test_a_streamed_body_over_the_limit_is_refused(client: TestClient[Any], bearer: Any):
    pieces = (b" " * 65_536 for _ in range(5))
    answer = client.post("/commands/Greet", content=pieces, headers=bearer())
    assert (answer.status_code, refusal(answer)["code"]) == (413, "BODY_IS_TOO_LARGE")


def test_without_a_token_nothing_is_read(client: TestClient[Any]):
    answer = client.post("/commands/Greet", content=b"{")
    assert (answer.status_code, refusal(answer)["code"]) == (401, "TOKEN_IS_MISSING")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_forged_token_is_a_401(client: TestClient[Any]):
    answer = client.post("/commands/Greet", json=GOOD, headers={"authorization": "Bearer a.b.c"})
    assert (answer.status_code, refusal(answer)["code"]) == (401, "TOKEN_IS_INVALID")


@pytest.mark.parametrize("name", ["Missing", "greet", "__init__", "Greet%00", "%F0%9F%98%80"])
def test_an_unknown_command_is_a_404(client: TestClient[Any], bearer: Any, name: str):
    answer = client.post(f"/commands/{name}", json=GOOD, headers=bearer())
    assert (answer.status_code, refusal(answer)["code"]) == (404, "REQUEST_IS_UNKNOWN")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "ADDRESS_IS_UNKNOWN"),
        ("GET", "/commands/Greet/more", 404, "ADDRESS_IS_UNKNOWN"),
        ("GET", "/commands/Greet", 405, "METHOD_IS_NOT_ALLOWED"),
        ("DELETE", "/facts", 405, "METHOD_IS_NOT_ALLOWED"),
        ("GET", "/schema", 404, "ADDRESS_IS_UNKNOWN"),
        ("GET", "/schema/openapi.json", 404, "ADDRESS_IS_UNKNOWN"),
    ],
)
def test_what_is_not_there_says_so(client: TestClient[Any], method: str, path: str, status: int, code: str):
    answer = client.request(method, path)
    assert (answer.status_code, refusal(answer)["code"]) == (status, code)


def test_a_refusal_of_the_command_keeps_its_status_and_texts(
    client: TestClient[Any], process: Any, bearer: Any, rude: Any
):
    process.commands.fails = rude("name")
    answer = client.post("/commands/Greet", json=GOOD, headers=bearer())
    assert answer.status_code == 409
    assert refusal(answer)["vi"] == "Lời chào không lịch sự."
    assert refusal(answer)["path"] == ["name"]


def test_an_unexpected_error_is_masked(client: TestClient[Any], process: Any, bearer: Any):
    process.commands.fails = RuntimeError("secret sql text")
    answer = client.post("/commands/Greet", json=GOOD, headers={**bearer(), "traceparent": TRACE})
    told = refusal(answer)
    assert (answer.status_code, told["code"]) == (500, "INTERNAL_ERROR")
    assert told["traceId"] == "0af7651916cd43dd8448eb211c80319c"
    assert "secret" not in answer.text


def test_a_reached_min_position_is_no_hindrance(client: TestClient[Any], bearer: Any):
    body = {**GOOD, "min_position": Position(at={"organization": 7}).encode()}
    assert client.post("/commands/Greet", json=body, headers=bearer()).status_code == 200


def test_a_min_position_not_reached_is_a_503_that_says_when(client: TestClient[Any], process: Any, bearer: Any):
    body = {**GOOD, "command_id": str(uuid4()), "min_position": Position(at={"organization": 8}).encode()}
    answer = client.post("/commands/Greet", json=body, headers=bearer())
    assert (answer.status_code, refusal(answer)["code"]) == (503, "POSITION_NOT_REACHED_YET")
    assert answer.headers["retry-after"] == "1"
    assert process.commands.asked == []


def test_a_min_position_that_is_no_more_is_final(client: TestClient[Any], process: Any, bearer: Any, monkeypatch: Any):
    async def gone(*_: Any, **__: Any) -> bool:
        raise PositionIsOfAnotherEpoch("minPosition")

    monkeypatch.setattr(process.positions, "wait", gone)
    body = {**GOOD, "command_id": str(uuid4()), "min_position": Position(at={"organization": 8}).encode()}
    answer = client.post("/commands/Greet", json=body, headers=bearer())
    assert (answer.status_code, refusal(answer)["code"]) == (410, "POSITION_IS_OF_ANOTHER_EPOCH")
    assert "retry-after" not in answer.headers
    assert refusal(answer)["nextEn"].startswith("Read again without it")
    assert process.commands.asked == []


def test_answers_are_not_cached_or_sniffed(client: TestClient[Any], bearer: Any):
    for answer in (client.post("/commands/Greet", json=GOOD, headers=bearer()), client.post("/commands/Greet")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
