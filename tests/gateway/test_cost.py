"""Cost: known before execution from the arguments, bounded, paid from a client's budget, told in Shopify's shape."""

import pytest
from graphql import parse

from services.gateway.costing import charging
from services.gateway.costing.budgets import Allowance, Budgets
from services.gateway.costing.cost import Pricing
from services.gateway.costing.refusals import QueryBudgetIsSpent
from services.gateway.ide.page import examples
from services.gateway.schema import served

SCHEMA = served(open_to_readers=True)._schema
PAGE = "organizations(first: {}) {{ nodes {{ id parent {{ id }} }} }}"


def price(query, **variables):
    document = parse(query)
    operation, *fragments = document.definitions
    return Pricing(SCHEMA, {each.name.value: each for each in fragments}, operation, variables).total()


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        ("{ viewer { subject } }", {}, 1),
        ("{ " + PAGE.format(20) + " }", {}, 1 + 20 * 2),
        ("query($n: Int!) { " + PAGE.format("$n") + " }", {"n": 7}, 1 + 7 * 2),
        ("query($n: Int! = 3) { " + PAGE.format("$n") + " }", {}, 1 + 3 * 2),
        ("query($n: Int!) { " + PAGE.format("$n") + " }", {"n": "many"}, 1 + 100 * 2),
        ("{ " + PAGE.format(10**9) + " }", {}, 1 + 100 * 2),
        ("{ " + PAGE.format(-1) + " }", {}, 1),
        ("{ organizations(first: 5) { edges { cursor node { id } } pageInfo { endCursor } totalCount } }", {}, 32),
        ("{ census { members } }", {}, 201),
        ("query { ...F ...F } fragment F on Query { viewer { subject } }", {}, 2),
        ("{ __typename ... on Query { viewer { __typename } } }", {}, 1),
    ],
)
def test_what_a_query_may_cost(query, variables, cost):
    assert price(query, **variables) == cost


def test_a_bomb_of_fragments_is_priced_at_once():
    levels = 150
    bomb = "query { ...F0 } " + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    assert price(bomb + f" fragment F{levels} on Query {{ viewer {{ subject }} }}") == 2**levels


@pytest.mark.parametrize("tab", examples(), ids=lambda tab: tab["query"].split("\n")[0])
def test_every_example_is_affordable(tab):
    document = parse(tab["query"])
    operation, *fragments = document.definitions
    cost = Pricing(SCHEMA, {each.name.value: each for each in fragments}, operation, {}).total()
    assert 0 < cost <= charging.MOST


async def test_an_answer_tells_what_it_cost(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    result = await gateway.answer(asked, "{ organizations(first: 50) { nodes { code } } }")
    cost = result.extensions["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (51, 1 + 9)
    status = cost["throttleStatus"]
    assert (status["maximumAvailable"], status["restoreRate"]) == (20_000, 2_000)
    assert 19_990 <= status["currentlyAvailable"] <= 20_000


async def test_what_costs_too_much_is_refused_before_anything_is_read(gateway, facts):
    asked = await gateway.asked("committee_officer", facts.place("79"))
    query = "{ organizations(first: 100) { nodes { children(first: 100) { nodes { id } } } } }"
    result = await gateway.answer(asked, query)
    assert result.data is None
    assert result.errors[0].extensions["code"] == "QUERY_COSTS_TOO_MUCH"
    assert gateway.statements == 0
    assert result.extensions["cost"]["requestedQueryCost"] == 1 + 100 + 100 * (1 + 100)


async def test_a_client_that_spent_its_budget_waits_and_others_do_not(gateway, facts):
    clock = [0.0]
    budgets = Budgets(lambda _: Allowance(most=60, rate=10), lambda: clock[0])
    query = "{ organizations(first: 25) { nodes { code parent { code } } } }"
    greedy = await gateway.asked("operator", facts.place("79"), subject="tham")
    modest = await gateway.asked("operator", facts.place("79"), subject="vừa")
    greedy.budgets = modest.budgets = budgets
    first = await gateway.answer(greedy, query)
    assert not first.errors
    spent = first.extensions["cost"]["actualQueryCost"]
    refused = await gateway.answer(greedy, query)
    assert refused.errors[0].extensions["code"] == "QUERY_BUDGET_IS_SPENT"
    assert refused.extensions["cost"]["throttleStatus"]["currentlyAvailable"] == 60 - spent
    assert greedy.retry_later
    assert not (await gateway.answer(modest, query)).errors
    clock[0] = 2.0
    assert not (await gateway.answer(greedy, query)).errors


def test_buckets_fill_again_and_never_over():
    clock = [0.0]
    budgets = Budgets(lambda _: Allowance(most=100, rate=10), lambda: clock[0])
    budgets.take("an", "auditor", 100)
    with pytest.raises(QueryBudgetIsSpent) as spent:
        budgets.take("an", "auditor", 25)
    assert spent.value.params["seconds"] == 3
    clock[0] = 3.0
    budgets.take("an", "auditor", 25)
    budgets.give_back("an", "auditor", 10_000)
    assert budgets.status("an", "auditor")["currentlyAvailable"] == 100
    for client in range(10_001):
        budgets.take(str(client), "auditor", 1)
    assert len(budgets._buckets) == 10_000
