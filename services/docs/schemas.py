"""docs/reference/schemas: a JSON Schema for each published fact; personal fields are marked."""

import json
import typing
from pathlib import Path
from typing import Any

import msgspec

from services.docs.system import System
from shared.vocabulary.facts import PublishedFact, Sealed


def pages(system: System, folder: Path) -> dict[Path, str]:
    """One file a fact, named by its topic."""
    facts = [fact for service in system.services for fact in service.publishes]
    return {folder / f"{fact.TOPIC}.json": _page(fact) for fact in facts}


def _page(fact: type[PublishedFact]) -> str:
    (schema,), parts = msgspec.json.schema_components([fact], ref_template="#/$defs/{name}")
    body = parts.pop(schema["$ref"].rpartition("/")[2]) if "$ref" in schema else schema
    for name in personal_fields(fact):
        body["properties"][name]["x-personal"] = True
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:lienthong:{fact.TOPIC}"}
    return json.dumps({**head, **body, **({"$defs": parts} if parts else {})}, ensure_ascii=False, indent=2) + "\n"


def personal_fields(struct: type[Any]) -> list[str]:
    """The fields that hold ciphertext of a person's value."""
    return [name for name, hint in typing.get_type_hints(struct).items() if _mentions_sealed(hint)]


def _mentions_sealed(hint: Any) -> bool:
    return hint is Sealed or any(map(_mentions_sealed, typing.get_args(hint)))
