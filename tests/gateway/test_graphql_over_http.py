"""GraphQL over HTTP: the audits of the specification's suite, written out; each line is one of its sentences."""

import pytest

from tests.gateway.test_http import GRAPHQL_JSON, JSON, app, calling, tokens

__all__ = ["tokens"]
NAMED = "query Q($x: Boolean! = true) { __typename @include(if: $x) }"
PLAIN = {"query": "{ __typename }"}
ACCEPTS = (JSON, GRAPHQL_JSON)


@pytest.fixture
async def client(gateway, tokens):
    async with calling(app(gateway, tokens, demo=False)) as made:
        made.headers["authorization"] = f"Bearer {tokens.mint('an', 'operator')}"
        yield made


async def post(client, body, accept=GRAPHQL_JSON):
    return await client.post("/graphql", json=body, headers={"accept": accept})


@pytest.mark.parametrize(
    ("accept", "answered"),
    [(JSON, JSON), (f"{JSON}; charset=utf-8", JSON), ("*/*", JSON), (GRAPHQL_JSON, GRAPHQL_JSON),
     (f"{GRAPHQL_JSON}, {JSON};q=0.9", GRAPHQL_JSON), (None, JSON)],
)  # fmt: skip
async def test_the_media_type_is_the_one_asked_for_in_utf_8(client, accept, answered):
    headers = {} if accept is None else {"accept": accept}
    if accept is None:
        del client.headers["accept"]
    answer = await client.post("/graphql", json=PLAIN, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{answered}; charset=utf-8"


@pytest.mark.parametrize("kind", [f"{JSON}; charset=utf-8", JSON, "application/json;charset=UTF-8"])
async def test_post_takes_json_in_utf_8_said_or_unsaid(client, kind):
    body = '{"query": "{ __typename }", "operationName": null, "variables": {"tên": "Đảng bộ"}}'.encode()
    answer = await client.post("/graphql", content=body, headers={"content-type": kind, "accept": GRAPHQL_JSON})
    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize(
    "body",
    [PLAIN, {**PLAIN, "operationName": None}, {**PLAIN, "variables": None}, {**PLAIN, "extensions": None},
     {"query": NAMED, "operationName": "Q"}, {"query": NAMED, "variables": {"x": True}},
     {**PLAIN, "extensions": {"some": "value"}}, {**PLAIN, "unknown": 1}],
)  # fmt: skip
async def test_what_must_be_allowed(client, accept, body):
    answer = await post(client, body, accept)
    assert (answer.status_code, answer.json().get("data")) == (200, {"__typename": "Query"})


WRONG = [
    *({"query": wrong} for wrong in ({}, 0, False, [], None)),
    {},
    *({**PLAIN, "operationName": wrong} for wrong in ({}, 0, False, [])),
    *({**PLAIN, "variables": wrong} for wrong in ("", 0, False, [])),
    *({**PLAIN, "extensions": wrong} for wrong in ("", 0, False, [])),
]


@pytest.mark.parametrize("body", WRONG, ids=str)
async def test_a_parameter_of_the_wrong_kind_is_a_bad_request(client, body):
    answer = await post(client, body)
    assert answer.status_code == 400, answer.text
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("content", [b"", b'{ "not a JSON', b"null", b"\x00"])
async def test_a_body_that_is_no_json_is_a_bad_request(client, content):
    answer = await client.post("/graphql", content=content, headers={"content-type": JSON, "accept": GRAPHQL_JSON})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [{"query": "{"}, {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}, {"query": "{ nothing }"},
     {"query": "query Q($x: Boolean!) { __typename @include(if: $x) }", "variables": {"x": "no"}},
     {"query": "query A { __typename } query B { __typename }"}],
    ids=str,
)  # fmt: skip
async def test_what_never_began_is_400_without_data_and_200_in_plain_json(client, body):
    modern, plain = await post(client, body), await post(client, body, JSON)
    assert (modern.status_code, plain.status_code) == (400, 200)
    for answer in (modern, plain):
        assert "data" not in answer.json()
        assert answer.json()["errors"]


async def test_no_mutation_comes_by_get(client):
    for query in ("mutation { __typename }", "{ __typename }"):
        answer = await client.get("/graphql", params={"query": query}, headers={"accept": GRAPHQL_JSON})
        assert 400 <= answer.status_code < 500
        assert "data" not in answer.json()


async def test_a_post_without_a_content_type_is_refused(client):
    answer = await client.post("/graphql", content=b'{"query": "{ __typename }"}')
    assert 400 <= answer.status_code < 500
