"""Danh sách nhiều dòng - what the rows of a sheet ask in common is looked up once, for as long as the sheet takes."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.membership.application.lookups import Look, People, Seals
from services.membership.contracts.requests import RegisterMember, RequestTransfer
from shared.people.erasures import Erasure
from shared.vocabulary.actor import Actor
from shared.vocabulary.requests import new_id


class Once:
    """Stands before a look-up and asks each question once."""

    def __init__(self, asked: Any) -> None:
        self._asked = asked
        self._answers: dict[tuple[Any, ...], asyncio.Future[Any]] = {}

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._asked, name)

        async def ask(*given: Any) -> Any:
            key = (name, *(tuple(one) if isinstance(one, list) else one for one in given))
            if key not in self._answers:
                self._answers[key] = asyncio.ensure_future(method(*given))
            return await self._answers[key]

        return ask


class KeysAtHand:
    """The keys of persons who are about to be registered, made in one round trip."""

    def __init__(self, people: People, at_hand: Mapping[UUID, Seals]) -> None:
        self._people = people
        self._at_hand = at_hand

    async def sealer(self, person: UUID) -> Seals:
        """The one made before, else the person's own."""
        return self._at_hand[person] if person in self._at_hand else await self._people.sealer(person)

    async def sealers(self, persons: Iterable[UUID]) -> Mapping[UUID, Seals]:
        """The same for many."""
        return {person: await self.sealer(person) for person in persons}

    async def erase(self, person: UUID, by: Erasure | None = None) -> bool:
        """Not the business of a sheet: passed on."""
        return await self._people.erase(person, by)


async def for_registrations(rows: Sequence[RegisterMember], _actor: Actor, look: Look) -> Look:
    """Who may register where is asked once for each cell; the keys of all new members are made together."""
    keys = await look.people.sealers([new_id(row.command_id, "member") for row in rows])
    return replace(look, scope=Once(look.scope), bodies=Once(look.bodies), people=KeysAtHand(look.people, keys))


async def for_questions(_rows: Sequence[RegisterMember | RequestTransfer], _actor: Actor, look: Look) -> Look:
    """The tree, the rules and the roles are the same for every row."""
    return replace(look, scope=Once(look.scope), bodies=Once(look.bodies), rules=Once(look.rules))
