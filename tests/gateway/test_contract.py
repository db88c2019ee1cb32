"""The outline of the public API (contract.graphql): what stands there keeps its name and its type in the schema."""

from pathlib import Path

from graphql import DocumentNode, GraphQLNamedType, GraphQLSchema, build_schema, parse, print_ast

from services.gateway.schema import sdl

CONTRACT = Path(__file__).with_name("contract.graphql")
NOT_BUILT = {"Query.exchangeMessages"}
"""The exchange between deployments of two provinces, which is not there yet."""


def _outline() -> DocumentNode:
    return parse(CONTRACT.read_text(encoding="utf-8"))


def _missing(schema: GraphQLSchema, outline: DocumentNode) -> set[str]:
    """What of the outline the schema lacks or types in another way: names of types, fields, arguments and values."""
    missing: set[str] = set()
    for told in outline.definitions:
        name = told.name.value  # pyright: ignore[reportAttributeAccessIssue]
        known = schema.type_map.get(name)
        missing |= {name} if known is None else {f"{name}.{each}" for each in _lacks(told, known)}
    return missing


def _lacks(told: object, known: GraphQLNamedType) -> set[str]:
    fields, values = getattr(known, "fields", {}), getattr(known, "values", {})
    lacks = {value.name.value for value in getattr(told, "values", None) or () if value.name.value not in values}
    for field in getattr(told, "fields", None) or ():
        there = fields.get(field.name.value)
        if there is None or str(there.type) != print_ast(field.type):
            lacks.add(field.name.value)
            continue
        for argument in getattr(field, "arguments", None) or ():
            given = there.args.get(argument.name.value)
            if given is None or str(given.type) != print_ast(argument.type):
                lacks.add(f"{field.name.value}({argument.name.value})")
    return lacks


def test_the_schema_has_every_name_and_type_of_the_outline():
    assert _missing(build_schema(sdl()), _outline()) == NOT_BUILT


def test_a_renamed_field_is_found():
    renamed = sdl().replace("ratings(", "grades(")
    assert "Member.ratings" in _missing(build_schema(renamed), _outline())
