"""The door: who has nothing left is turned away unread; a text is read before anything is looked up for its sender."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from graphql import GraphQLError

from services.gateway.costing.budgets import Budgets
from services.gateway.costing.refusals import QueryBudgetIsSpent
from services.gateway.documents.reading import Documents
from services.gateway.documents.trusted import document_of
from services.gateway.refusing.refusals import DocumentIsNotReadable
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal

CHARACTERS_A_POINT = 100
"""A text that this process has not read before costs its reading, good or not: a point a token (50 to 100 us), and
what the characters take, which may all stand in one comment or string."""


class Refused(Exception):  # noqa: N818 - an expected answer, as a refusal is
    """A well-formed request whose document is not run, with all that is wrong with it."""

    def __init__(self, errors: tuple[Refusal | GraphQLError, ...]) -> None:
        super().__init__("refused")
        self.errors = errors


class Door:
    """One for the process: it knows the budgets of the clients and the texts that have been read."""

    def __init__(self, documents: Documents, budgets: Budgets) -> None:
        self._documents = documents
        self._budgets = budgets

    async def admit(self, actor: Actor) -> None:
        """Refused at the cost of a look into a table while the client owes; one refusal after the other, at a walk."""
        try:
            self._budgets.admit(actor.subject, actor.role)
        except QueryBudgetIsSpent:
            await asyncio.sleep(self._budgets.turn(actor.subject, actor.role))
            raise

    async def read(self, actor: Actor, body: bytes) -> None:
        """Returns when the body holds one good document; a mistake is paid for, and so is what is new."""
        try:
            given = decoded(body)
            text = _text(given)
        except Refusal:
            self._budgets.fine(actor.subject, actor.role)
            raise
        known = self._documents.known(text)
        read = known or await self._documents.read(text)
        if known is None:
            points = read.tokens + len(text) // CHARACTERS_A_POINT
            self._budgets.charge(actor.subject, actor.role, points)
        if refused := read.refusals(given.get("operationName")):
            self._budgets.fine(actor.subject, actor.role)
            raise Refused(refused)


def decoded(data: str | bytes) -> dict[str, Any]:
    """JSON as the standard has it: well-formed UTF-8, an object."""
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentIsNotReadable from error


def _text(given: Mapping[str, Any]) -> str:
    text = document_of(given["documentId"]) if "documentId" in given else given.get("query")
    if not isinstance(text, str) or not text:
        raise DocumentIsNotReadable
    return text
