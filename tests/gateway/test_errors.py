"""Errors of an answer as a whole: typed, in two languages, with a next step; the unexpected is masked."""

import pytest

from services.evaluation.contracts.refusals import REFUSALS as OF_EVALUATION
from services.membership.contracts.refusals import REFUSALS as OF_MEMBERSHIP
from services.organization.contracts.refusals import REFUSALS as OF_ORGANIZATION

ON = "query($d: Date) { census(asOf: $d) { members } }"
KNOWN = "query($d: DateTime) { census(knownAt: $d) { members } }"
DEEP = '{ organization(code: "79") { ' + "parent { " * 14 + "id" + " }" * 14 + " } }"
MANY = "{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(16)) + " }"
BOMB = "{ ...F0 } " + "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(100))
BOMB += "fragment F100 on Query { viewer { subject } }"
SEARCH = "query($s: String) { organizations(first: 1, search: $s) { totalCount } }"
CONTROL = "TEXT_HAS_CONTROL_CHARACTERS"
BAD = {
    "syntax": ("{ census(", {}, "QUERY_IS_NOT_READABLE"),
    "unknown field": ("{ census { nothing } }", {}, "QUERY_IS_NOT_VALID"),
    "no such date": (ON, {"d": "2026-02-30"}, "VALUE_IS_NOT_READABLE"),
    "date with time": (ON, {"d": "20260201"}, "VALUE_IS_NOT_READABLE"),
    "no offset": (KNOWN, {"d": "2026-02-01T00:00:00"}, "VALUE_IS_NOT_READABLE"),
    "both id and code": ('{ organization(id: "x", code: "79") { name } }', {}, "ONE_OF_THEM_IS_NEEDED"),
    "neither": ("{ organization { name } }", {}, "ONE_OF_THEM_IS_NEEDED"),
    "before all time": (KNOWN, {"d": "0001-01-01T00:00:00+14:00"}, "VALUE_IS_NOT_READABLE"),
    "a code with a nul": ("query($c: String) { organization(code: $c) { id } }", {"c": "7\u00009"}, CONTROL),
    "a search with a nul": (SEARCH, {"s": "\u0000"}, CONTROL),
    "a key with a nul": ("query($k: String) { policies(key: $k) { key } }", {"k": "\u0000"}, CONTROL),
    "a file number with a nul": ("query($n: String) { member(fileNumber: $n) { id } }", {"n": "\u0000"}, CONTROL),
    "a search without end": (SEARCH, {"s": "a" * 201}, "TEXT_IS_TOO_LONG"),
    "bad id": ('{ node(id: "x") { id } }', {}, "ID_IS_NOT_READABLE"),
    "too deep": (DEEP, {}, "QUERY_IS_NOT_VALID"),
    "many aliases": (MANY, {}, "QUERY_IS_NOT_VALID"),
    "a bomb of fragments": (BOMB, {}, "QUERY_IS_NOT_VALID"),
    "fragments in a ring": ("{ ...A } fragment A on Query { ...A }", {}, "QUERY_IS_NOT_VALID"),
    "an unknown fragment": ("{ ...A }", {}, "QUERY_IS_NOT_VALID"),
    "many directives": ("{ viewer " + "@include(if: true) " * 11 + " { subject } }", {}, "QUERY_IS_NOT_VALID"),
    "many tokens": ("{ " + "viewer { subject } " * 600 + " }", {}, "QUERY_IS_NOT_READABLE"),
}


@pytest.mark.parametrize("case", BAD)
async def test_bad_queries_are_typed_errors_in_both_languages(gateway, facts, case):
    query, variables, code = BAD[case]
    messages = set()
    for language in ("vi", "en"):
        asked = await gateway.asked("operator", facts.place("00"), language=language)
        result = await gateway.answer(asked, query, **variables)
        error = result.errors[0]
        assert error.extensions["code"] == code, error
        assert error.extensions["nextStep"]
        messages.add(error.message)
    assert len(messages) == 2


async def test_the_unexpected_is_masked_with_a_trace_id(gateway, facts, monkeypatch):
    async def broken(*_):
        raise RuntimeError("secret sql text")

    asked = await gateway.asked("operator", facts.place("00"))
    monkeypatch.setattr("services.gateway.organization.queries.census", broken)
    error = (await gateway.answer(asked, "{ census { members } }")).errors[0]
    assert error.extensions["code"] == "INTERNAL_ERROR"
    assert len(error.extensions["traceId"]) == 32
    assert "secret" not in str(error.formatted)


async def test_node_answers_by_kind_and_is_null_for_what_is_unknown(gateway, facts):
    from uuid import uuid4

    from services.gateway.reading.ids import global_id

    asked = await gateway.asked("operator", facts.place("00"))
    query = "query($id: ID!) { node(id: $id) { __typename id ... on Organization { code } } }"
    known = global_id("Organization", facts.place("79"))
    assert (await gateway.data(asked, query, id=known))["node"] == {
        "__typename": "Organization",
        "id": known,
        "code": "79",
    }
    for kind in ("Organization", "Member", "Transfer", "Restructuring"):
        assert (await gateway.data(asked, query, id=global_id(kind, uuid4())))["node"] is None


def test_a_code_says_one_thing_whichever_service_refuses():
    said: dict[str, set[str]] = {}
    for text in (*OF_ORGANIZATION, *OF_MEMBERSHIP, *OF_EVALUATION):
        said.setdefault(text.code, set()).add(text.vi)
    worded_by_each = {"ACT_IS_FOR_SERVICES_ONLY", "ORGANIZATION_IS_UNKNOWN"}  # the same rule in two sentences
    assert {code for code, texts in said.items() if len(texts) > 1} == worded_by_each
