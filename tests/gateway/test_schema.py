"""The golden schema: committed, described in both languages, without drift; the emitter alone reads tables."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema, build_schema, find_breaking_changes, parse

from services.gateway.documents.trusted import MANIFEST, manifest
from services.gateway.ide.page import examples, page
from services.gateway.schema import GOLDEN, sdl, served

_UNTIL = re.compile(r"until (\d{4}-\d{2}-\d{2})")
ROOT = Path(__file__).parents[2]
GATEWAY = ROOT / "services/gateway"
RELEASED = GATEWAY / "released.graphql"


@cache
def _schema() -> GraphQLSchema:
    """What the tests look through, read once from the text."""
    return build_schema(sdl())


def test_the_committed_schema_is_the_one_that_is_served():
    assert GOLDEN.read_text(encoding="utf-8") == sdl(), "run `lienthong docs`"


def test_nothing_that_clients_rely_on_has_gone():
    """Since the release; what was deprecated then, with a date that has passed, may go (see CONTRIBUTING.md)."""
    released = build_schema(RELEASED.read_text(encoding="utf-8"))
    gone = [change.description for change in find_breaking_changes(released, _schema())]
    assert [text for text in gone if not any(f"{name} was removed" in text for name in _due(released))] == []


def _due(schema):
    """Fields and values whose announced day of removal has passed."""
    today = date.today().isoformat()
    for name, kind in schema.type_map.items():
        for holder in (getattr(kind, "fields", None), getattr(kind, "values", None)):
            for field, known in (holder or {}).items():
                until = _UNTIL.search(getattr(known, "deprecation_reason", None) or "")
                if until and until.group(1) <= today:
                    yield f"{name}.{field}"


def test_what_is_deprecated_says_until_when():
    schema, unsaid = _schema(), []
    for name, kind in schema.type_map.items():
        for holder in (getattr(kind, "fields", None), getattr(kind, "values", None)):
            for field, known in (holder or {}).items():
                reason = getattr(known, "deprecation_reason", None)
                unsaid += [f"{name}.{field}"] if reason and not _UNTIL.search(reason) else []
    assert unsaid == [], 'write deprecation_reason="… until YYYY-MM-DD"'


def test_a_field_may_go_only_after_its_day():
    gone = "type Query { kept: Int }"
    for reason, left in (("until 2999-01-01", 1), ("until 2020-01-01", 0), ("soon", 1)):
        before = build_schema(f'type Query {{ kept: Int old: Int @deprecated(reason: "{reason}") }}')
        changes = [change.description for change in find_breaking_changes(before, build_schema(gone))]
        due = list(_due(before))
        assert len([text for text in changes if not any(f"{name} was removed" in text for name in due)]) == left


def _described():
    schema = _schema()
    for name, kind in schema.type_map.items():
        if name.startswith("__") or name in {"String", "Int", "Boolean", "ID", "Float"}:
            continue
        yield name, kind.description
        for field_name, field in getattr(kind, "fields", {}).items():
            yield f"{name}.{field_name}", field.description
            for argument_name, argument in getattr(field, "args", {}).items():
                yield f"{name}.{field_name}({argument_name})", argument.description


def test_every_type_field_and_argument_is_described_in_both_languages():
    assert [where for where, text in _described() if not text or " / " not in text] == []


def test_introspection_and_suggestions_stand_only_in_demonstrations():
    closed = served(open_to_readers=False)
    assert closed.config.disable_field_suggestions


@pytest.mark.parametrize("tab", examples(), ids=lambda tab: tab["query"].split("\n")[0])
def test_examples_are_valid_documents_of_the_schema(tab):
    from graphql import validate

    assert validate(_schema(), parse(tab["query"])) == []


def test_the_manifest_holds_the_documents_as_they_are_and_all_are_valid():
    from graphql import validate

    assert MANIFEST.read_text(encoding="utf-8") == manifest(ROOT), "run `lienthong docs`"
    operations = json.loads(manifest(ROOT))["operations"]
    assert len({operation["id"] for operation in operations}) == len(operations)
    assert any(operation["type"] == "mutation" for operation in operations)
    schema = _schema()
    assert {
        o["name"]: validate(schema, parse(o["body"])) for o in operations if validate(schema, parse(o["body"]))
    } == {}


def test_the_ide_page_asks_no_other_host():
    html = page()
    assert re.findall(r"""(?:src|href)=["'](?!/graphql/|data:)""", html) == []
    assert "query ToiLaAi" in html


_READS = re.compile(r"\b(from|join)\s+[a-z_]+\s+(as|where|join|order|group|limit)\b", re.IGNORECASE)
# the statements of these write the views; duplicate_checks.py counts rows of the account that asks; widths.py learns
# for all viewers alike which places are wide, and tells nobody
_FOLDS = {
    "widths.py",
    "duplicate_checks.py",
    "organizations.py",
    "paths.py",
    "plan_effects.py",
    "homes.py",
    "transits.py",
    "timeline.py",
}


def test_only_the_emitter_reads_tables():
    told = []
    for file in GATEWAY.rglob("*.py"):
        if file.name == "emitter.py" or file.name in _FOLDS:
            continue
        told += [str(file)] if _READS.search(file.read_text(encoding="utf-8")) else []
    assert told == []


def test_every_file_is_short_enough_to_be_read():
    sizes = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in GATEWAY.rglob("*.py")}
    assert {str(file): size for file, size in sizes.items() if size > 300} == {}


def test_a_version_is_for_expected_version_only_where_a_mutation_takes_it():
    """By the input's id: a mutation that takes `expectedVersion` and a `transferId` is about a transfer."""
    types = _schema().type_map.values()
    inputs = [set(kind.fields) for kind in types if isinstance(kind, GraphQLInputObjectType)]
    checked = set().union(*(fields for fields in inputs if "expectedVersion" in fields))
    promised = {
        kind.name
        for kind in types
        if isinstance(kind, GraphQLObjectType)
        and "expectedVersion" in str((version := kind.fields.get("version")) and version.description)
    }
    assert {"Transfer", "HomeService", "Evaluation"} <= promised
    assert {name for name in promised if f"{name[0].lower()}{name[1:]}Id" not in checked} == set()
