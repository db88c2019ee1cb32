"""The compiled way answers exactly as the library's executor does, errors and masks included, whatever is asked."""

import os
from typing import Any
from uuid import uuid4
from zlib import crc32

import pytest
from graphql import ArgumentNode, IntValueNode, StringValueNode, Visitor, build_schema, parse, print_ast, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from services.gateway.compiling.executor import CompiledExecutor
from services.gateway.reading.ids import MEMBER, ORGANIZATION, TRANSFER, global_id
from services.gateway.schema import sdl, served

MEMBERS = [uuid4() for _ in range(4)]  # the last one is on no roll
MOVE = uuid4()
PLACES = ("79", "79.26740", "79.26740.001", "82.29869.001", "00")
PARTS = "fragment o on Organization { __typename id parent { name } children(first: 2) { nodes { code path { id } } } }"
DOCUMENTS = (
    'query($n: Int! = 2) { organizations(first: $n, search: "phường") { totalCount edges { cursor node { ...o } } } }'
    + PARTS,
    '{ ghost: member(id: "x") { id } kept: viewer { subject roles { role organization { name } } } }',
    "{ organizations(first: 0) { nodes { id } } census { members communes } }",
    "query($yes: Boolean! = true) { __typename census @skip(if: $yes) { members } policies { __typename key } }",
    "{ organizations(first: 3) { nodes { __typename children(first: 500) { nodes { id } } } } }",
    "{ transfers(first: 5) { nodes { id state member { fullName homeCell { name } } currentHolder { name } } } }",
)

SCALARS = {
    "Date": st.dates().map(lambda day: StringValueNode(value=day.isoformat())),
    "DateTime": st.datetimes().map(lambda at: StringValueNode(value=at.isoformat())),
    "Position": st.just(StringValueNode(value="eyJhdCI6e319")),
}
EXAMPLES = int(os.environ.get("LIENTHONG_TEST_EXAMPLES", "30"))
ROOTS = [name for name in build_schema(sdl()).query_type.fields if name != "serviceStatus"]  # asks the services


class _Sensible(Visitor):
    """Puts ids that exist, and sizes that are small, where a generated document has any."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__()
        self._ids = ids

    def enter_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        value, number = node.value, crc32(print_ast(node).encode())
        if isinstance(value, StringValueNode) and node.name.value in {"id", "organization", "member"}:
            return ArgumentNode(name=node.name, value=StringValueNode(value=self._ids[number % len(self._ids)]))
        if isinstance(value, IntValueNode) and node.name.value == "first":
            return ArgumentNode(name=node.name, value=IntValueNode(value=str(number % 5)))
        return None


class Both:
    """Asks the same document twice: by plan, and by the library's executor."""

    def __init__(self, gateway: Any, asked: Any, places: list[str]) -> None:
        self._gateway, self._asked = gateway, asked
        self._ways = (served(open_to_readers=True), served(open_to_readers=True, compiled=False))
        self._ids = [*places, *(global_id(MEMBER, one) for one in MEMBERS), global_id(TRANSFER, MOVE), "x"]

    def sensible(self, document: str) -> str:
        return print_ast(visit(parse(document), _Sensible(self._ids)))

    async def answers(self, document: str) -> list[Any]:
        found = []
        for schema in self._ways:
            self._gateway.schema = schema
            self._asked.budgets._buckets.clear()
            found.append(_comparable(await self._gateway.answer(self._asked, document)))
        return found


def _comparable(result: Any) -> Any:
    told = (result.extensions or {}).get("masked", ())
    masked = sorted(str(mask) for mask in told if _stands(mask["path"][:-1], result.data))
    return _unsealed(result.data), {_where(error, result.data) for error in result.errors or ()}, masked


def _stands(path: list[Any], data: Any) -> bool:
    """Whether a place is in the answer: below one that an error made null, each way may have masked more or less."""
    for step in path:
        if data is None:
            return False
        data = data[step]
    return data is not None


def _where(error: Any, data: Any) -> str:
    """The place that an error made null, with its code if it is the field's own: of several below, one may be told."""
    path = list(error.path or ())
    for depth, step in enumerate(path):
        if data is None:
            return f"{path[:depth]}"
        data = data[step]
    return f"{path} {error.extensions['code']}"


def _unsealed(data: Any, key: str = "") -> Any:
    """Cursors are sealed anew each time, and a trace id is of one answer."""
    if isinstance(data, dict):
        return {name: _unsealed(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_unsealed(value, key) for value in data]
    return "…" if isinstance(data, str) and "ursor" in key else data


@pytest.fixture
async def both(gateway: Any, facts: Any) -> Both:
    cell, other = facts.place("79.26740.001"), facts.place("82.29869.001")
    await gateway.told(
        *(facts.registered(one, at, "Lê Thị Hoà") for one, at in zip(MEMBERS, (cell, cell, other), strict=False)),
        facts.requested(MOVE, MEMBERS[0]),
        facts.introduced(MOVE, MEMBERS[0]),
        facts.requested(uuid4(), MEMBERS[2]),
    )
    asked = await gateway.asked("committee_officer", facts.place("79"))
    return Both(gateway, asked, [global_id(ORGANIZATION, facts.place(code)) for code in PLACES])


@pytest.mark.parametrize("document", DOCUMENTS)
async def test_what_people_ask_is_answered_alike(both: Both, document: str) -> None:
    compiled, stock = await both.answers(document)
    assert compiled == stock
    assert compiled[0] or compiled[1], "nothing was compared"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=queries(sdl(), fields=ROOTS, custom_scalars=SCALARS, allow_x00=False))
async def test_whatever_the_schema_allows_is_answered_alike(both: Both, document: str) -> None:
    compiled, stock = await both.answers(both.sensible(document))
    assert compiled == stock


async def test_queries_really_go_the_compiled_way(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[Any] = []
    way = CompiledExecutor._answer
    monkeypatch.setattr(CompiledExecutor, "_answer", lambda *given: went.append(given) or way(*given))
    for document in DOCUMENTS:
        await both.answers(document)
    assert len(went) == len(DOCUMENTS)
