"""Spreading: fragments inside fragments grow by powers, and so do the rules that walk them: counted before those."""

from collections.abc import Iterator
from typing import Any

from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, FragmentSpreadNode, GraphQLError, SelectionSetNode
from strawberry.extensions import SchemaExtension

MOST = 2_000


class Spreading(SchemaExtension):
    """Refuses a document whose fragments, written out, are longer than any honest one."""

    def on_validate(self) -> Iterator[None]:
        """Before the other rules, each of which writes the fragments out."""
        document = self.execution_context.graphql_document
        if document is not None and written_out(document) > MOST:
            raise GraphQLError(f"more than {MOST} fields when its fragments are written out")
        yield


def written_out(document: DocumentNode) -> int:
    """How many fields a document has with its fragments in their places; a fragment inside itself has no end."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    counted: dict[str, int] = {}

    def size(chosen: SelectionSetNode | None) -> int:
        return sum(map(one, chosen.selections)) if chosen else 0

    def one(node: Any) -> int:
        if isinstance(node, FragmentSpreadNode):
            return fragment(node.name.value)
        return isinstance(node, FieldNode) + size(node.selection_set)

    def fragment(name: str) -> int:
        if name not in counted:
            if name not in fragments:
                raise GraphQLError(f"unknown fragment {name}")
            counted[name] = MOST + 1
            counted[name] = size(fragments[name].selection_set)
        return counted[name]

    return max((size(getattr(node, "selection_set", None)) for node in document.definitions), default=0)
