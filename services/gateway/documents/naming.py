"""Naming: a document with several operations says by operationName which one is meant; nobody guesses."""

from collections.abc import Iterator

from graphql import DocumentNode, OperationDefinitionNode
from strawberry.extensions import SchemaExtension

from services.gateway.documents.refusals import OperationIsNotNamed


class Naming(SchemaExtension):
    """Refuses, before anything is priced or run, what names no operation of the document.

    Strawberry itself would run the first one (GraphQL, GetOperation, wants an error).
    """

    def on_parse(self) -> Iterator[None]:
        """Once the text has been read; a text that cannot be read is refused as such."""
        yield
        running = self.execution_context
        if running.graphql_document is not None:
            _one_of(running.graphql_document, running._provided_operation_name)


def _one_of(document: DocumentNode, name: str | None) -> None:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = [node for node in operations if name is None or (node.name is not None and node.name.value == name)]
    if len(chosen) != 1:
        raise OperationIsNotNamed("operationName", count=len(operations))
