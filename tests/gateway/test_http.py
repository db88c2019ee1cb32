"""GraphQL over HTTP: who asks, media types, limits, the IDE; malformed requests are typed refusals."""

import asyncio
from collections.abc import AsyncIterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from litestar import Litestar

from services.gateway.api import graphql
from services.gateway.api.asking import Desk
from services.gateway.api.graphql import graphql_controller
from services.gateway.auditing.duplicate_checks import DuplicateChecks
from services.gateway.costing.budgets import Budgets
from services.gateway.ide.assets_route import PACKED, asset
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.reader import reading_pool
from services.gateway.reading.widths import Widths
from services.gateway.schema import served
from shared.http.problems import BODY_LIMIT, HANDLERS
from shared.http.tokens import Tokens, new_key

JSON, GRAPHQL_JSON = "application/json", "application/graphql-response+json"
QUERY = {"query": '{ organization(code: "79") { name } viewer { subject } }'}


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(new_key(), issuer="lienthong")


def app(gateway: Any, tokens: Tokens, *, demo: bool, budgets: Budgets | None = None) -> Litestar:
    from shared.runtime.clock import SystemClock

    running = SimpleNamespace(
        tokens=tokens, clock=SystemClock(), positions=gateway.positions, client=None, followers=[]
    )
    seal = LetterSeal(new_key())
    desk = Desk(
        running=running,  # type: ignore[arg-type]
        reading=gateway.reading,
        cursor_key=bytes(32),
        audit=gateway.audit,
        duplicates=DuplicateChecks(gateway.pool),
        letters=seal,
        widths=Widths(gateway.reading),
        budgets=budgets or Budgets(),
    )
    endpoint = graphql_controller(served(open_to_readers=demo), desk, ide=demo)
    return Litestar(
        [endpoint, asset], exception_handlers=HANDLERS, request_max_body_size=BODY_LIMIT, openapi_config=None
    )


def calling(served: Litestar) -> httpx.AsyncClient:
    """A client on this event loop, where the pools live."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://gateway")


@pytest.fixture
async def client(gateway: Any, tokens: Tokens) -> AsyncIterator[Any]:
    async with calling(app(gateway, tokens, demo=True)) as made:
        made.headers["authorization"] = f"Bearer {tokens.mint('an', 'operator')}"
        yield made


async def test_vietnamese_text_comes_as_it_is(client):
    answer = await client.post("/graphql", json=QUERY)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{JSON}; charset=utf-8"
    assert "Đảng bộ Thành phố Hồ Chí Minh".encode() in answer.content


async def test_a_client_that_asks_for_the_graphql_media_type_gets_it(client):
    good = await client.post("/graphql", json=QUERY, headers={"accept": GRAPHQL_JSON})
    assert (good.status_code, good.headers["content-type"]) == (200, f"{GRAPHQL_JSON}; charset=utf-8")
    for bad in (
        {"query": "{ nothing }"},
        {"query": "{"},
        {"query": "query($a: Date!) { census(asOf: $a) { members } }"},
    ):
        answer = await client.post("/graphql", json=bad, headers={"accept": GRAPHQL_JSON})
        assert answer.status_code == 400
        assert "data" not in answer.json()
        assert (await client.post("/graphql", json=bad)).status_code == 200


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer x.y.z", "Basic abc", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."]
)
async def test_without_a_valid_token_there_is_a_typed_401(client, header):
    del client.headers["authorization"]
    headers = {} if header is None else {"authorization": header}
    for language, word in (("vi", "đăng nhập"), ("en", "token")):
        answer = await client.post("/graphql", json=QUERY, headers={**headers, "accept-language": language})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        error = answer.json()["errors"][0]
        assert error["extensions"]["code"] in {"TOKEN_IS_MISSING", "TOKEN_IS_INVALID"}
        assert word in error["message"]
        assert error["extensions"]["nextStep"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"[{}]", b'{"query": 1}', b'{"query": "{ viewer { subject } }", "variables": 3}',
     b'{"query": null}', b"{}", b'\xff\xfe{"query": "{ viewer { subject } }"}', b'{"a":' * 2000, b"\x00"],
)  # fmt: skip
async def test_malformed_bodies_are_typed_refusals(client, body):
    answer = await client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["extensions"]["code"] == "DOCUMENT_IS_NOT_READABLE"


TWO = "query A { viewer { subject } } query B { viewer { role } } mutation C { __typename }"


async def test_which_of_several_operations_is_meant_is_said_or_nothing_runs(client):
    for name in (None, "", "D"):
        for document in (TWO, "fragment f on Viewer { subject }"):
            answer = await client.post("/graphql", json={"query": document, "operationName": name})
            assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_IS_NOT_NAMED"
            assert "data" not in answer.json()
    assert (await client.post("/graphql", json={"query": TWO, "operationName": "B"})).json()["data"]["viewer"] == {
        "role": "OPERATOR"
    }
    assert "data" in (await client.post("/graphql", json={**QUERY, "operationName": None})).json()


async def test_other_content_types_are_refused(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = await client.post("/graphql", content=b"query=x", headers={"content-type": kind})
        assert answer.status_code == 400


async def test_a_body_over_the_limit_is_refused(client):
    body = b'{"query": "' + b"#" * BODY_LIMIT + b'"}'
    answer = await client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_IS_TOO_LARGE"


async def test_queries_come_by_post_only_and_the_ide_by_get(client, gateway, tokens):
    assert (await client.get("/graphql?query={viewer{subject}}")).status_code == 405
    shown = await client.get("/graphql", headers={"accept": "text/html"})
    assert shown.status_code == 200
    assert "default-src 'self'" in shown.headers["content-security-policy"]
    async with calling(app(gateway, tokens, demo=False)) as production:
        hidden = await production.get("/graphql", headers={"accept": "text/html"})
        assert hidden.status_code == 404


async def test_introspection_stands_only_in_demonstrations(client, gateway, tokens):
    query = {"query": "{ __schema { types { name } } }"}
    assert "data" in (await client.post("/graphql", json=query)).json()
    async with calling(app(gateway, tokens, demo=False)) as production:
        production.headers["authorization"] = client.headers["authorization"]
        answer = (await production.post("/graphql", json=query)).json()
        assert answer["errors"][0]["extensions"]["code"] == "QUERY_IS_NOT_VALID"
        typo = (await production.post("/graphql", json={"query": "{ viewr { subject } }"})).json()
        assert "Did you mean" not in typo["errors"][0]["message"]


async def test_the_ides_assets_come_from_here_and_nothing_else_does(client):
    for name in (*PACKED, "start.js"):
        answer = await client.get(f"/graphql/assets/{name}")
        assert answer.status_code == 200
        assert len(answer.content) > 500
    for name in ("NOTICE", "..%2fpage.html", "graphiql.js.gz", "x"):
        assert (await client.get(f"/graphql/assets/{name}")).status_code == 404


async def test_a_body_that_does_not_come_is_not_waited_for(client, monkeypatch):
    monkeypatch.setattr(graphql, "BODY_SECONDS", 0.2)

    async def dripping():
        for letter in b'{"query": "{ viewer { subject } }"}':
            yield bytes([letter])
            await asyncio.sleep(0.05)

    answer = await client.post("/graphql", content=dripping(), headers={"content-type": JSON})
    assert (answer.status_code, answer.headers["connection"]) == (408, "close")
    assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_CAME_TOO_SLOWLY"


async def test_a_database_that_is_away_while_the_viewer_is_looked_up_is_told(gateway, tokens):
    away = copy(gateway)
    away.reading = await reading_pool(gateway.admin_dsn, 1)
    await away.reading.close()
    async with calling(app(away, tokens, demo=False)) as made:
        headers = {"authorization": f"Bearer {tokens.mint('an', 'operator')}"}
        answer = await made.post("/graphql", json=QUERY, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["errors"][0]["extensions"]["code"] == "DATABASE_IS_AWAY"
