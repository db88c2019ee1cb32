"""Remembering: Strawberry is handed the document that has been read, and does not parse and validate it again."""

from collections.abc import Iterator

from strawberry.extensions import SchemaExtension


class Remembering(SchemaExtension):
    """Stands where Strawberry would do the work itself; a text with errors never comes here."""

    def on_parse(self) -> Iterator[None]:
        """The document, as it was read for this request."""
        self.execution_context.graphql_document = self.execution_context.context.document
        yield

    def on_validate(self) -> Iterator[None]:
        """It has been found to be without errors; any other document is validated."""
        if self.execution_context.context.document is not None:
            self.execution_context.pre_execution_errors = []
        yield
