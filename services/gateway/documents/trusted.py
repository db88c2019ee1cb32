"""Văn bản tin cậy - examples/ and examples/mobile/ as a manifest in Apollo's format; ids are `sha256:<hex>`."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec
from graphql import OperationDefinitionNode, parse

from services.gateway.documents.refusals import DocumentIsUnknown

MANIFEST = Path(__file__).with_name("manifest.json")
FOLDERS = ("examples", "examples/mobile")


class Operation(msgspec.Struct, frozen=True):
    """One trusted document."""

    id: str
    body: str
    name: str
    type: str


class Manifest(msgspec.Struct, frozen=True):
    """Apollo's persisted query manifest."""

    operations: tuple[Operation, ...]
    format: str = "apollo-persisted-query-manifest"
    version: int = 1


def manifest(root: Path) -> str:
    """The manifest of the documents under a checkout, as it is committed."""
    files = [file for folder in FOLDERS for file in sorted((root / folder).glob("*.graphql"))]
    made = Manifest(tuple(_operation(file.read_text(encoding="utf-8")) for file in files))
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def document_of(identity: object) -> str:
    """The text behind an id."""
    text = _bodies().get(identity) if isinstance(identity, str) else None
    if text is None:
        raise DocumentIsUnknown("documentId")
    return text


def _operation(text: str) -> Operation:
    operation = next(node for node in parse(text).definitions if isinstance(node, OperationDefinitionNode))
    name = operation.name.value if operation.name else ""
    identity = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    return Operation(id=identity, body=text, name=name, type=operation.operation.value)


@cache
def _bodies() -> dict[str, str]:
    kept = msgspec.json.decode(MANIFEST.read_bytes(), type=Manifest)
    return {operation.id: operation.body for operation in kept.operations}
