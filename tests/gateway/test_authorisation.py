"""The authorisation matrix: authorisation.csv is the oracle, every cell is asked of real PostgreSQL reads.

Every field of the schema has a class (field_classes.csv); the lists are run again under row-level security.
"""

import csv
from pathlib import Path

import asyncpg
import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from services.gateway.evaluation import evaluations
from services.gateway.membership import holds, members, transfers
from services.gateway.membership.data import data_requests
from services.gateway.membership.home import custodies, home_services
from services.gateway.organization import restructurings
from services.gateway.reading.query import Query
from services.gateway.reading.reader import Reader
from services.gateway.schema import served
from tests.gateway.authorised_things import RELATIONS, ended_cells, ids, named, peopled, places

HERE = Path(__file__).parent
SCHEMA = served(open_to_readers=True)._schema
MATRIX = list(csv.DictReader((HERE / "authorisation.csv").open(encoding="utf-8")))
CLASSES = {row["field"]: row["class"] for row in csv.DictReader((HERE / "field_classes.csv").open(encoding="utf-8"))}
ROLES = list(dict.fromkeys(row["role"] for row in MATRIX if row["role"] != "*"))
FRAMES = ("Connection", "Edge", "Payload")
TABLES = {
    members.TABLE: "member", transfers.TABLE: "transfer", holds.TABLE: "member", evaluations.TABLE: "evaluation",
    home_services.TABLE: "home_service", custodies.TABLE: "custody", data_requests.TABLE: "request",
    restructurings.TABLE: "plan",
}  # fmt: skip
"""What row-level security is asked about too, with the column that tells the rows apart."""


def test_every_field_has_a_class():
    without = [
        f"{name}.{field}"
        for name, kind in SCHEMA.type_map.items()
        if isinstance(kind, GraphQLObjectType) and not _is_frame(name, kind)
        for field in kind.fields
        if f"{name}.{field}" not in CLASSES and f"{name}.*" not in CLASSES
    ]
    assert without == [], "say in field_classes.csv who may read it"


def _is_frame(name, kind):
    errors = any(interface.name == "UserError" for interface in kind.interfaces)
    return (
        name.startswith("__")
        or errors
        or name.endswith(FRAMES)
        or name in {"Query", "Mutation", "Subscription", "PageInfo"}
    )


def test_the_matrix_is_whole():
    roles = {"member", "cell_secretary", "committee_officer", "approver", "inspection_officer", "home_visit_officer",
             "auditor", "auditor with a purpose", "integration", "operator"}  # fmt: skip
    for name in {row["class"] for row in MATRIX} - {"directory"}:
        assert {row["role"] for row in MATRIX if row["class"] == name} == roles
    assert {value for row in MATRIX for relation in RELATIONS for value in [row[relation]]} == {"yes", "no"}


@pytest.fixture
async def world(gateway, facts):
    await gateway.told(*ended_cells(facts))
    return gateway


async def viewer(gateway, facts, role, *, at_root):
    name = role.removesuffix(" with a purpose")
    place = facts.place("00") if at_root else places(facts, role)["own"]
    if name == "member":
        return await gateway.asked(name, subject=f"member@{named('Member', 'own')}")
    return await gateway.asked(name, place)


def fields_of(kind, wanted):
    """The fields of a type that belong to a class and can be asked without arguments."""
    chosen = []
    for name, field in SCHEMA.type_map[kind].fields.items():
        of = CLASSES.get(f"{kind}.{name}", CLASSES.get(f"{kind}.*"))
        needs = any(str(argument.type).endswith("!") for argument in field.args.values())
        if of == wanted and not needs:
            chosen.append(name if is_leaf_type(get_named_type(field.type)) else f"{name} {{ __typename }}")
    return " ".join(chosen)


QUERY = f"""query($m: ID!, $t: ID!, $o: ID!, $r: ID!, $e: ID!, $h: ID!, $d: ID!, $p: String) {{
  record: member(id: $m, purpose: $p) {{ {fields_of("Member", "record")} }}
  identity: member(id: $m, purpose: $p) {{ {fields_of("Member", "identity")} }}
  readers: member(id: $m, purpose: $p) {{ readers(first: 1) {{ totalCount }} }}
  hold: member(id: $m, purpose: $p) {{ hold {{ {fields_of("Hold", "hold")} }} }}
  plan: restructuring(id: $r) {{ {fields_of("Restructuring", "plan")} }}
  evaluation(id: $e) {{ {fields_of("Evaluation", "evaluation")} }}
  home: homeService(id: $h) {{ {fields_of("HomeService", "home")} }}
  custody: homeService(id: $h) {{ custody {{ {fields_of("Custody", "custody")} }} }}
  data_request: dataSubjectRequest(id: $d) {{ {fields_of("DataSubjectRequest", "data_request")} }}
  transfer(id: $t) {{ {fields_of("Transfer", "transfer")} }}
  directory: organization(id: $o) {{ {fields_of("Organization", "directory")} }}
  figure: organization(id: $o) {{ {fields_of("Organization", "figure")} }}
}}"""


def seen(data):
    """Which classes an answer shows."""
    identity = [value for value in (data["identity"] or {}).values() if value]
    return {
        "record": data["record"] is not None,
        "identity": bool(identity),
        "readers": bool(data["readers"] and data["readers"]["readers"]["totalCount"]),
        "transfer": data["transfer"] is not None,
        "hold": bool(data["hold"] and data["hold"]["hold"]),
        "plan": data["plan"] is not None,
        "evaluation": data["evaluation"] is not None,
        "home": data["home"] is not None,
        "custody": bool(data["custody"] and data["custody"]["custody"]),
        "data_request": data["data_request"] is not None,
        "directory": data["directory"]["code"] is not None,
        "figure": data["figure"]["headcount"] is not None,
    }


def expected(role, relation):
    return {row["class"]: row[relation] == "yes" for row in MATRIX if row["role"] in {role, "*"}}


@pytest.mark.parametrize("role", ROLES)
async def test_every_cell_of_the_matrix(world, facts, role):
    await peopled(world, facts, role)
    wrong = {}
    for relation in RELATIONS:
        asked = await viewer(world, facts, role, at_root=relation == "root")
        purpose = "kiểm tra" if role.endswith("purpose") else None
        result = await world.data(asked, QUERY, **ids(facts, role, relation), p=purpose)
        if seen(result) != expected(role, relation):
            wanted = expected(role, relation)
            wrong[relation] = {name: shown for name, shown in seen(result).items() if shown is not wanted[name]}
        full = expected(role, relation)["identity"]
        assert not full or all(result["identity"].values()), "an identity field that this person has is missing"
        if relation != "root":
            await world.pool.execute("delete from authority_grants")
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role in ROLES if not role.endswith("purpose")])
async def test_row_level_security_written_apart_shows_the_same_rows(world, facts, role):
    await peopled(world, facts, role)
    async with Witness(world) as connection:
        for at_root in (False, True):
            asked = await viewer(world, facts, role, at_root=at_root)
            reader = Reader(world.reading, asked.viewer)
            await connection.execute(
                "select set_config('witness.subject', $1, false), set_config('witness.role', $2, false),"
                " set_config('witness.own', $3, false), set_config('witness.today', $4, false)",
                asked.viewer.actor.subject, asked.viewer.actor.role, str(asked.viewer.own or ""), str(facts.today),
            )  # fmt: skip
            for table, column in TABLES.items():
                ours = {row[column] for row in await reader.rows(Query(table=table, columns=(column,)))}
                rows = await connection.fetch(f"select {column} from gateway_views.{table.name}")
                assert {row[column] for row in rows} == ours, table.name
            await world.pool.execute("delete from authority_grants")


class Witness:
    """A connection as a role that PostgreSQL itself lets see only what the policies say."""

    def __init__(self, world):
        self._world = world

    async def __aenter__(self):
        admin = await asyncpg.connect(self._world.admin_dsn)
        text = (HERE / "row_level_security.sql").read_text(encoding="utf-8").replace("{schema}", "gateway_views")
        if not await admin.fetchval("select exists (select from pg_roles where rolname = 'witness')"):
            await admin.execute("create role witness")
        await admin.execute(text)
        await admin.execute("set role witness")
        self._admin = admin
        return admin

    async def __aexit__(self, *_):
        await self._admin.execute("reset role")
        await self._admin.execute(
            "drop owned by witness; drop function gateway_views.witness_reaches, gateway_views.witness_counts cascade"
        )
        for table in TABLES:
            await self._admin.execute(f"alter table gateway_views.{table.name} disable row level security")
        await self._admin.close()
