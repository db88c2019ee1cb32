"""Reading documents: scanned, measured, parsed and validated once; what came of it is kept, refusals too.

A long text is read beside the event loop, one at a time: whoever sends it waits, nobody else does.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)

from services.gateway.documents.keeping import Kept
from services.gateway.documents.refusals import OperationIsNotNamed
from services.gateway.documents.scanning import scanned
from services.gateway.documents.shape import measured
from shared.vocabulary.refusals import Refusal

SHORT_TOKENS, SHORT_CHARACTERS = 150, 4_000
"""Of a text that is read on the loop: about four milliseconds."""
ERRORS = 5
"""Nobody mends more than a few at once, and each costs time."""
KEPT_TOKENS, KEPT_CHARACTERS = 10_000, 1_000_000
"""Of good documents, whose trees take about a kilobyte a token, and of the texts of refused ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of a text: a document, or why it is none. Without `operations` it could not even be parsed."""

    tokens: int = 0
    operations: tuple[str | None, ...] | None = None
    document: DocumentNode | None = None
    errors: tuple[Refusal | GraphQLError, ...] = ()

    def refusals(self, name: str | None) -> tuple[Refusal | GraphQLError, ...]:
        """Why the operation of this name is not run; of several, one must be named: Strawberry would run the first."""
        if self.operations is None:
            return self.errors
        meant = [each for each in self.operations if name is None or each == name]
        return self.errors if len(meant) == 1 else (OperationIsNotNamed("operationName", count=len(self.operations)),)


class Documents:
    """The texts that this process has read; those asked for last stay longest, good ones apart from refused ones."""

    def __init__(self, schema: GraphQLSchema, rules: tuple[Any, ...], *, suggesting: bool) -> None:
        self._schema, self._rules, self._suggesting = schema, rules, suggesting
        self._good = Kept[Read](KEPT_TOKENS)
        self._refused = Kept[Read](KEPT_CHARACTERS)
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")

    def known(self, text: str) -> Read | None:
        """What came of a text that was read before."""
        return self._good.get(text) or self._refused.get(text)

    async def read(self, text: str) -> Read:
        """What comes of a text."""
        if (kept := self.known(text)) is not None:
            return kept
        try:
            tokens = scanned(text)
        except Refusal as refusal:
            return Read(errors=(refusal.with_traceback(None),))
        if tokens <= SHORT_TOKENS and len(text) <= SHORT_CHARACTERS:
            return self._keep(text, self._checked(text, tokens))
        loop = asyncio.get_running_loop()
        return self._keep(text, await loop.run_in_executor(self._beside, self._checked, text, tokens))

    def _keep(self, text: str, read: Read) -> Read:
        if read.document is None:
            self._refused.put(text, read, len(text))
        else:
            self._good.put(text, read, read.tokens)
        return read

    def _checked(self, text: str, tokens: int) -> Read:
        try:
            document = parse(text)
        except GraphQLSyntaxError as error:
            return Read(tokens=tokens, errors=(_alone(error),))
        named = tuple(_name(node) for node in document.definitions if isinstance(node, OperationDefinitionNode))
        errors = self._errors(document)
        _unlink(document)
        good = None if errors else document
        return Read(tokens=tokens, operations=named, document=good, errors=errors)

    def _errors(self, document: DocumentNode) -> tuple[Refusal | GraphQLError, ...]:
        try:
            measured(document)
        except Refusal as refusal:
            return (refusal.with_traceback(None),)
        found = validate(self._schema, document, self._rules, ERRORS, hide_suggestions=not self._suggesting)
        return tuple(map(_alone, found[:ERRORS]))


def _name(node: OperationDefinitionNode) -> str | None:
    return node.name.value if node.name else None


def _unlink(document: DocumentNode) -> None:
    """Its tokens forget those before them: a ring would stay in memory until the collector's rarest round."""
    token = document.loc.start_token if document.loc else None
    while token is not None:
        token.prev, token = None, token.next


def _alone(error: GraphQLError) -> GraphQLError:
    """The error without the tree and the frames that it hangs on: it is kept for long."""
    if isinstance(error, GraphQLSyntaxError):
        return error.with_traceback(None)
    return GraphQLError(error.message, source=error.source, positions=error.positions)
