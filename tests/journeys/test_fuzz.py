"""Whatever the schema allows to be asked of a running gateway: an answer or a typed error, never a 5xx without one.

`GATEWAY_CASES` sets how many documents (make proof: 2,000); in production settings introspection is off as well.
"""

import os
from collections import Counter
from functools import cache
from itertools import count

import pytest
from graphql import build_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, mutations, queries

from services.gateway.schema import sdl
from tests.gateway.test_attacks import SCALARS
from tests.journeys.conftest import User

CASES = int(os.environ.get("GATEWAY_CASES", "30"))
SPENT, TOO_MANY = "QUERY_BUDGET_IS_SPENT", 429
LATER = {"SERVICE_IS_AWAY", "LOG_IS_BUSY"}
UNCHECKED = list(HealthCheck)
SCHEMA = build_schema(sdl())
WHOLE = (None, "")
"""A document over all fields of the root costs ten times as much to make as one over a single field."""
FIELDS = [(kind, name) for kind, root in ((queries, SCHEMA.query_type), (mutations, SCHEMA.mutation_type))
          for name in root.fields]  # fmt: skip


@cache
def _made(kind, name):
    if kind is None:
        return from_schema(SCHEMA, custom_scalars=SCALARS)
    return kind(SCHEMA, fields=(name,), custom_scalars=SCALARS)


@pytest.fixture(scope="module")
def documents() -> list[str]:
    """One in ten over the whole schema, the others over one field of the root each."""
    gathered: list[str] = []

    @settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=UNCHECKED)
    @given(st.sampled_from([*FIELDS, *[WHOLE] * (len(FIELDS) // 10)]).flatmap(lambda chosen: _made(*chosen)))
    def gather(document: str) -> None:
        gathered.append(document)

    gather()
    return gathered


def test_generated_documents_never_break_a_running_gateway(stack, documents):
    """By one account after the other: what is refused is paid for, and who has nothing left is not read."""
    broken, accounts, answered = [], _accounts(stack), Counter[int]()
    user = next(accounts)
    for document in documents:
        answer = user.post({"query": document})
        while answer.status_code == TOO_MANY or SPENT in _codes(answer):
            user = next(accounts)
            answer = user.post({"query": document})
        codes = _codes(answer)
        answered[answer.status_code] += 1
        if (answer.status_code >= 500 and not codes & LATER) or codes & {"INTERNAL_ERROR", None}:
            broken.append((answer.status_code, codes, document[:500]))
    missed = [name for _, name in FIELDS if not any(name in document for document in documents)]
    print(f"{len(documents)} documents answered, by status {dict(answered)}; {len(broken)} broke the gateway;"
          f" {len(FIELDS) - len(missed)} of {len(FIELDS)} fields of the roots asked")  # fmt: skip
    assert len(documents) >= CASES * 0.9
    assert broken == []
    assert CASES < 2_000 or len(missed) <= len(FIELDS) // 20, missed


def _accounts(stack):
    place = {"role": "committee_officer", "at": "82.29869"}
    return (User(stack.url("gateway"), stack.token(**place, user=f"doan-{n}")) for n in count())


def _codes(answer):
    return {error["extensions"].get("code") for error in answer.json().get("errors", ())}
