"""Whatever the schema allows to be asked of a running gateway: an answer or a typed error, never a 5xx without one.

`GATEWAY_CASES` sets how many documents (make proof: 2,000); in production settings introspection is off as well.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis_graphql import from_schema

from services.gateway.schema import sdl
from tests.gateway.test_attacks import SCALARS

CASES = int(os.environ.get("GATEWAY_CASES", "30"))
LATER = {"QUERY_BUDGET_IS_SPENT", "SERVICE_IS_AWAY", "LOG_IS_BUSY"}
WHOLE = list(HealthCheck)


@pytest.fixture(scope="module")
def documents() -> list[str]:
    gathered: list[str] = []

    @settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=WHOLE)
    @given(from_schema(sdl(), custom_scalars=SCALARS))
    def gather(document: str) -> None:
        gathered.append(document)

    gather()
    return gathered


def test_generated_documents_never_break_a_running_gateway(people, documents):
    user = people.user("committee_officer", "82.29869")
    broken = []
    for document in documents:
        answer = user.post({"query": document})
        codes = {error["extensions"].get("code") for error in answer.json().get("errors", ())}
        if (answer.status_code >= 500 and not codes & LATER) or codes & {"INTERNAL_ERROR", None}:
            broken.append((answer.status_code, codes, document[:500]))
    assert len(documents) >= CASES * 0.9
    assert broken == []
