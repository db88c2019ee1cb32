"""Trusted documents: sent by their id, by POST and by GET; an unknown id is a typed refusal, a mutation is no GET."""

import json

import pytest

from services.gateway.documents.trusted import MANIFEST
from services.gateway.reading.ids import global_id
from tests.gateway.test_http import app, calling, tokens

__all__ = ["tokens"]
OPERATIONS = {o["name"]: o["id"] for o in json.loads(MANIFEST.read_text(encoding="utf-8"))["operations"]}


@pytest.fixture
async def production(gateway, tokens):
    async with calling(app(gateway, tokens, demo=False)) as made:
        made.headers["authorization"] = f"Bearer {tokens.mint('an', 'operator')}"
        yield made


async def test_a_document_is_known_by_its_hash(production):
    for answer in (
        await production.post("/graphql", json={"documentId": OPERATIONS["ToiLaAi"]}),
        await production.get("/graphql", params={"documentId": OPERATIONS["ToiLaAi"]}),
    ):
        assert answer.status_code == 200
        assert answer.json()["data"]["viewer"]["subject"] == "an"
        assert answer.json()["extensions"]["cost"]["requestedQueryCost"] > 0


async def test_variables_come_with_it(production, facts):
    asked = {"id": global_id("Transfer", facts.place("79"))}
    named = OPERATIONS["HoSoChuyenCuaToi"]
    posted = await production.post("/graphql", json={"documentId": named, "variables": asked})
    got = await production.get("/graphql", params={"documentId": named, "variables": json.dumps(asked)})
    assert posted.json()["data"] == got.json()["data"] == {"transfer": None}
    without = await production.get("/graphql", params={"documentId": named})
    assert without.json()["errors"][0]["extensions"]["code"] == "VALUE_IS_NOT_READABLE"
    for bad in ("[]", "{", "1", '{"id": 1'):
        answer = await production.get("/graphql", params={"documentId": named, "variables": bad})
        assert answer.json()["errors"][0]["extensions"]["code"] == "DOCUMENT_IS_NOT_READABLE"


@pytest.mark.parametrize("identity", ["", "sha256:", "sha256:" + "0" * 64, "x" * 5_000, 7, None, {}, ["a"]])
async def test_an_unknown_id_is_a_typed_refusal(production, identity):
    answer = await production.post("/graphql", json={"documentId": identity})
    assert answer.status_code == 404
    error = answer.json()["errors"][0]
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("DOCUMENT_IS_UNKNOWN", ["documentId"])
    assert error["extensions"]["nextStep"]


async def test_get_runs_nothing_but_trusted_queries(production, gateway):
    refused = await production.get("/graphql", params={"documentId": OPERATIONS["XinChuyen"], "variables": "{}"})
    assert refused.status_code == 405
    assert gateway.hand.posted == []
    for parameters in ({"query": "{ viewer { subject } }"}, {}):
        assert (await production.get("/graphql", params=parameters)).status_code == 404
    assert (await production.get("/graphql", params={"documentId": "x"})).status_code == 404
    del production.headers["authorization"]
    assert (await production.get("/graphql", params={"documentId": OPERATIONS["ToiLaAi"]})).status_code == 401
