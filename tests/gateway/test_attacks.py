"""Attacks: what graphql-cop and clairvoyance try, written as tests against the production settings; fuzzed queries."""

import json
import re
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from services.gateway.about.service_status import Watch
from services.gateway.costing.budgets import MISTAKES, Budgets
from services.gateway.reading.ids import global_id
from services.gateway.schema import sdl, served
from shared.eventlog.refusals import VersionIsStale
from shared.http.client import ServiceClient
from shared.http.refusals import RemoteRefusal
from shared.vocabulary.position import Position
from tests.gateway.test_http import app, calling, tokens

__all__ = ["tokens"]
CANARY = "Chim Hoàng Yến 079099123456"
SCHEMA = served(open_to_readers=True)._schema
HIDDEN = {
    name
    for kind in SCHEMA.type_map.values()
    if not kind.name.startswith("__")
    for holder in (getattr(kind, "fields", {}), getattr(kind, "values", {}))
    for field, known in holder.items()
    for name in (field, *getattr(known, "args", {}))
}
"""Fields, arguments and values of enums: what probing is after."""
MEMBERS = "query($o: ID!, $a: String) { members(organization: $o, first: 1, after: $a) { nodes { fullName } %s } }"


@pytest.fixture
async def production(gateway, facts, tokens):
    await gateway.told(facts.grant("an", "committee_officer", facts.place("79")))
    async with calling(app(gateway, tokens, demo=False)) as made:
        made.headers["authorization"] = f"Bearer {tokens.mint('an', 'committee_officer')}"
        yield made


async def code_of(client, body, **more):
    answer = await client.post("/graphql", json=body, **more)
    assert answer.status_code < 500
    errors = answer.json().get("errors") or [{"extensions": {"code": None}}]
    return errors[0]["extensions"]["code"]


COP = {
    "aliases overloading": ("{ " + " ".join(f"a{n}: __typename" for n in range(101)) + " }", "QUERY_IS_NOT_VALID"),
    "directives overloading": ("{ __typename " + "@aa" * 500 + " }", "QUERY_IS_NOT_VALID"),
    "known directives overloading": ("{ __typename " + "@skip(if: false)" * 50 + " }", "QUERY_IS_NOT_VALID"),
    "fields duplication": ("{ " + "__typename " * 5_000 + "}", "QUERY_IS_NOT_READABLE"),
    "circular introspection": ("{ __schema { types { fields { type { fields { name } } } } } }", "QUERY_IS_NOT_VALID"),
    "introspection": ("{ __schema { queryType { name } } }", "QUERY_IS_NOT_VALID"),
    "introspection of one type": ('{ __type(name: "Member") { name } }', "QUERY_IS_NOT_VALID"),
    "field suggestions": ("{ membr { id } }", "QUERY_IS_NOT_VALID"),
    "deep recursion": ('{ organization(code: "7") {' + "parent {" * 50 + "id" + "}" * 50 + "} }", "QUERY_IS_NOT_VALID"),
}  # fmt: skip


async def test_what_graphql_cop_tries_is_refused(production):
    for check, (query, code) in COP.items():
        assert await code_of(production, {"query": query}) == code, check


async def test_who_makes_mistakes_all_the_time_is_turned_away_unread_and_others_are_not(gateway, tokens):
    good, (bad, other) = {"query": "{ viewer { subject } }"}, ("an", "ba")
    async with calling(app(gateway, tokens, demo=False, budgets=Budgets(now=lambda: 0.0))) as client:
        client.headers["authorization"] = f"Bearer {tokens.mint(bad, 'committee_officer')}"
        for number in range(MISTAKES - 1):  # reading each costs its three tokens besides
            assert await code_of(client, {"query": f"{{ nothing{number} }}"}) == "QUERY_IS_NOT_VALID"
        answer = await client.post("/graphql", json=good)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (429, "QUERY_BUDGET_IS_SPENT")
        assert int(answer.headers["retry-after"]) == answer.json()["errors"][0]["extensions"]["retryAfter"] >= 1
        assert await code_of(client, {"query": "x" * 200_000}) == "QUERY_BUDGET_IS_SPENT"
        client.headers["authorization"] = f"Bearer {tokens.mint(other, 'committee_officer')}"
        assert await code_of(client, good) is None


async def test_batches_forms_and_queries_by_get_are_refused(production):
    one = {"query": "{ viewer { subject } }"}
    assert await code_of(production, [one] * 10) == "DOCUMENT_IS_NOT_READABLE"
    form = await production.post("/graphql", data={"query": "{ viewer { subject } }"})
    assert form.status_code == 400
    for query in ("{ viewer { subject } }", "mutation { registerMember }"):
        assert (await production.get("/graphql", params={"query": query})).status_code == 404
    assert (await production.get("/graphql", headers={"accept": "text/html"})).status_code == 404


async def test_no_trace_and_no_stack_comes_back(production):
    answer = await production.post(
        "/graphql", json={"query": "{ viewer { nothing } }"}, headers={"apollo-tracing": "1", "x-debug": "1"}
    )
    assert "tracing" not in answer.json().get("extensions", {})
    assert not re.search(r"Traceback|File \"|\.py", answer.text)


async def test_probing_recovers_nothing_of_the_schema(production):
    """As clairvoyance does: words near to real ones, in every place where a server may suggest."""
    probes = []
    for word in ("member", "organization", "transfer", "viewer", "census", "policies"):
        for near in (word[:-1], f"{word}x", word.capitalize()):
            probes += [f"{{ {near} }}", f"{{ {near}(x: 1) {{ id }} }}", f"mutation {{ {near}(input: {{}}) {{ id }} }}"]
    probes += [
        "{ viewer { subjec } }",
        "{ census(asO: 1) { members } }",
        "query($x: Membr) { viewer { subject } }",
        "{ node(id: 1) { ... on Membr { id } } }",
        '{ member(id: "x") { fullNam } }',
        "{ viewer @skp { subject } }",
        "{ organizations(first: 1, type: CEL) { totalCount } }",
    ]
    for probe in probes:
        answer = await production.post("/graphql", json={"query": probe}, headers={"accept-language": "en"})
        text = json.dumps(answer.json()["errors"])
        assert "Did you mean" not in text
        told = set(re.findall(r"'(\w+)'", text)) & HIDDEN
        assert told <= set(re.findall(r"\w+", probe)), (probe, told)


async def test_cursors_and_ids_of_others_are_useless(gateway, facts, production, tokens):
    cell = facts.place("79.26740.001")
    await gateway.told(*(facts.registered(uuid4(), cell, f"Nguyễn Văn {name}") for name in ("An", "Bình")))
    variables = {"o": global_id("Organization", cell)}
    mine = await production.post("/graphql", json={"query": MEMBERS % "pageInfo { endCursor }", "variables": variables})
    cursor = mine.json()["data"]["members"]["pageInfo"]["endCursor"]
    stranger = {"authorization": f"Bearer {tokens.mint('la', 'committee_officer')}"}
    asked = {"query": MEMBERS % "", "variables": {**variables, "a": cursor}}
    assert await code_of(production, asked, headers=stranger) == "CURSOR_IS_NOT_READABLE"
    for forged in (cursor[:-2] + "AA", cursor[::-1], "AAAA", "x", "🙂", "", cursor * 50):
        asked["variables"]["a"] = forged
        assert await code_of(production, asked) == "CURSOR_IS_NOT_READABLE"
    empty = await production.post("/graphql", json={"query": MEMBERS % "", "variables": variables}, headers=stranger)
    assert empty.json()["data"]["members"]["nodes"] == []


async def test_a_canary_stands_in_no_error_log_or_metric(gateway, facts, production, capfd):
    member, elsewhere = uuid4(), facts.place("82.29869.001")
    await gateway.told(facts.registered(member, elsewhere, CANARY))
    bodies = (
        {"query": f'{{ member(fileNumber: "{CANARY}") {{ id }} }}'},
        {"query": f'{{ member(id: "{CANARY}") {{ id }} }}'},
        {"query": "query($d: Date) { census(asOf: $d) { members } }", "variables": {"d": CANARY}},
        {"query": '{ member(id: "' + global_id("Member", member) + '") { fullName } }'},
        {"query": "{ organizations(first: 1, search: $x) { nodes { id } } }", "variables": {"x": CANARY}},
    )
    told = [(await production.post("/graphql", json=body)).text for body in bodies]
    assert not any(CANARY in text for text in told[:2] + told[3:])
    written = capfd.readouterr()
    assert CANARY not in written.out + written.err


SCALARS = {
    "Date": st.sampled_from(["2026-03-01", "0001-01-01", "9999-12-31", "x"]).map(nodes.String),
    "DateTime": st.sampled_from(["2026-03-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "x"]).map(nodes.String),
    "UUID": st.sampled_from([str(uuid4()), "x", ""]).map(nodes.String),
    "Position": st.sampled_from([Position(at={"organization": 1}).encode(), "x", ""]).map(nodes.String),
    "Decimal": st.sampled_from(["1.5", "-0", "NaN", "1e9999"]).map(nodes.String),
    "JSON": st.sampled_from(["x", "\u0000"]).map(nodes.String),
}
WORDS = from_schema(sdl(), custom_scalars=SCALARS)


async def test_generated_queries_never_break_the_gateway(gateway, facts):
    """Whatever the schema allows to be asked: an answer or a typed error, nothing unexpected."""
    asked = await gateway.asked("committee_officer", facts.place("79"))
    asked.watch = Watch(client=ServiceClient({}, str), positions=gateway.positions, followers=[])
    gateway.hand.answer = RemoteRefusal(409, VersionIsStale(expected=1, actual=2).wire())
    documents = []

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(WORDS)
    def gather(document):
        documents.append(document)

    gather()
    codes = set()
    for document in documents:
        result = await gateway.answer(asked, document)
        codes |= {error.extensions["code"] for error in result.errors or ()}
    assert "INTERNAL_ERROR" not in codes, codes
