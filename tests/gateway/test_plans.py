"""Lists and figures by place: whatever form a statement takes it finds the same rows, and touches few.

Touched are all rows that any step of PostgreSQL's plan has read, handed on or thrown away: a count that no machine's
speed changes, and that grows a thousandfold when each row is compared with each organisation.
"""

import json

import pytest

from services.gateway.membership import home_figures, members
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.emitter import Emitter
from services.gateway.reading.pages import paged
from services.gateway.reading.query import Query
from services.gateway.reading.reader import Reader
from services.gateway.reading.widths import wide_places
from tests.gateway.told_facts import TODAY

CELLS, IN_A_CELL = {"79.26740": 700, "79.26743": 40, "82.29869": 300}, 10
EMPTY = "82.29869"
PEOPLE = sum(number for code, number in CELLS.items() if code != EMPTY) * IN_A_CELL
PLACES = ("00", "79", "82", *CELLS, "79.26740.1007", "79.26743.1007")
A_PAGE, ALL = 5_000, 5 * PEOPLE
_FILL = """
insert into members (member, version, cell, state, synthetic, full_name, folded, sort_key)
select md5(cell || ' ' || number)::uuid, 1, cell, 'FULL', true, name, lower(name), name || number
from unnest($1::uuid[]) as cell cross join generate_series(1, $2) as number
    cross join lateral (select 'Ten ' || (hashtext(cell || ' ' || number) & 1023) as name) named
"""
_HOMES = """
insert into homes (member, valid_from, sequence, cell, state, known_from)
select member, '2025-07-01', 1, cell, state, '2025-07-01' from members
"""
_SUMS = "insert into homes_sums select cell, count(*), count(*), '2025-07-01' from members group by cell"
_TABLES = ("members", "homes", "homes_sums", "organizations", "organizations_paths", "authority_tree",
           "authority_tree_paths")  # fmt: skip


@pytest.fixture
async def crowded(gateway, facts):
    """Two communes full of people, one with many cells and nobody."""
    cells = [f"{code}.{1000 + number}" for code, many in CELLS.items() for number in range(many)]
    await gateway.told(*(facts.founded(code, code, "CELL", code.rpartition(".")[0]) for code in cells))
    peopled = [facts.place(code) for code in cells if not code.startswith(EMPTY)]
    await gateway.pool.execute(_FILL, peopled, IN_A_CELL)
    # a database that was used before has room for what is gone: plans would follow that, not the rows
    for statement in (_HOMES, _SUMS, *(f"vacuum (full, analyze) {table}" for table in _TABLES)):
        await gateway.pool.execute(statement)
    return gateway


async def viewers(gateway, facts):
    """One of each class, a member too."""
    for role, code in (("committee_officer", "79"), ("committee_officer", "79.26743"), ("committee_officer", "82"),
                       ("cell_secretary", "79.26740.1007"), ("operator", "00")):  # fmt: skip
        yield code, (await gateway.asked(role, facts.place(code))).viewer
    someone = await gateway.pool.fetchval("select member from members where cell = $1", facts.place("79.26743.1007"))
    yield "own", (await gateway.asked("member", subject=f"member@{someone}")).viewer


def questions(place):
    """Statements by place, with how many rows each may touch."""
    instant, known = Instant(TODAY), Instant(TODAY, Instant(TODAY).known_at)
    below = organizations.below(place, instant, "cell")
    people = Query(table=members.TABLE, columns=("member",), where=(below,))
    middle = ["Ten 500", "00000000-0000-0000-0000-000000000000"]
    here = Query(table=organizations.TABLE, columns=("organization",),
                 where=(organizations.below(place, instant), *instant.conditions()))  # fmt: skip
    yield "page", paged(people, members.by_name(), 50, None), A_PAGE
    yield "page in the middle", paged(people, members.by_name(), 50, middle), A_PAGE
    yield "organisations", paged(here, organizations.by_name(), 50, None), A_PAGE
    yield "count", Query(table=members.TABLE, columns=("count(*)",), where=(below,)), ALL
    yield "sums", home_figures.sums((below,)), ALL
    yield "homes", home_figures._each_home(known, (below,)), ALL


async def test_every_form_finds_the_same_and_the_chosen_one_touches_few_rows(crowded, facts):
    wide, dear, seen = await wide_places(crowded.reading), {}, set()
    assert wide == {facts.place(code) for code in ("00", "79", "79.26740")}
    every = frozenset(await crowded.reading.fetchval("select array_agg(organization) from authority_tree_paths"))
    async for name, viewer in viewers(crowded, facts):
        for code in PLACES:
            for what, query, most in questions(facts.place(code)):
                gathered, tested = [await _found(crowded, viewer, query, form) for form in (frozenset(), every)]
                assert gathered == tested, (name, what, code)
                seen |= {(name, what) for row in gathered if any(row)}
                if (touched := await _touched(crowded, viewer, query, wide)) > most:
                    dear[name, what, code] = touched
    assert dear == {}
    assert {name for name, what in seen if what == "page"} == {"79", "79.26743", "79.26740.1007", "own"}
    assert {name for name, what in seen if what == "sums"} == {"00", "79", "79.26743", "79.26740.1007"}


async def _found(gateway, viewer, query, wide):
    return [tuple(row) for row in await Reader(gateway.reading, viewer, wide=wide).rows(query)]


async def _touched(gateway, viewer, query, wide):
    emitter = Emitter(viewer, wide)
    sql = f"explain (analyze, timing off, format json) {emitter.emit(query)}"
    (row,) = await gateway.reading.fetch(sql, *emitter.arguments)
    return _rows(json.loads(row[0])[0]["Plan"])


def _rows(step):
    dropped = sum(step.get(name, 0) for name in ("Rows Removed by Filter", "Rows Removed by Join Filter"))
    own = (step["Actual Rows"] + dropped) * step["Actual Loops"]
    return own + sum(_rows(inner) for inner in step.get("Plans", ()))
