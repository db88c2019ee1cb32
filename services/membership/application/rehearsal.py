"""Thử trước - a command run through its own handler: what would be refused is refused, and nothing is kept."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.application.register_member import register_member
from services.membership.application.request_transfer import request_transfer
from services.membership.contracts.requests import CheckRegistration, CheckTransferRequest
from shared.eventlog.work import Work
from shared.vocabulary.facts import Fact, Sealed, Stream
from shared.vocabulary.refusals import Refusal


class Rehearsal(Work):
    """Looks at what the real work looks at; what it would record and claim goes nowhere."""

    def __init__(self, work: Work) -> None:
        self.__dict__.update(work.__dict__)
        self._wanted: list[tuple[str, str, UUID, Refusal]] = []

    def record(self, stream: Stream[Any], id: UUID, *facts: Fact, province: str) -> None:
        """Decided, and forgotten."""

    def claim(self, kind: str, value: str, *, holder: UUID, refusal: Refusal) -> None:
        """Only looked up, at the end."""
        self._wanted.append((kind, value, holder, refusal))

    def answer(self, thing: str, id: UUID) -> None:
        """There is no such thing yet."""

    async def free(self) -> None:
        """Whether every key is still free, as far as can be said now."""
        for kind, value, holder, refusal in self._wanted:
            if await self.holder(kind, value) not in (None, holder):
                raise refusal


class NoSeal:
    """Seals nothing: a rehearsal leaves no key behind."""

    def seal(self, field: str, value: str) -> Sealed:
        """Nothing that is kept."""
        return Sealed(f"{field}:{len(value)}")

    def open(self, field: str, sealed: Sealed) -> str | None:
        """Nothing can be opened."""
        return None


class NoKeys:
    """People without keys."""

    async def sealer(self, person: UUID) -> NoSeal:
        """The same for everybody."""
        return NoSeal()

    async def sealers(self, persons: Any) -> dict[UUID, NoSeal]:
        """The same for many."""
        return {person: NoSeal() for person in persons}


async def check_registration(request: CheckRegistration, work: Work, look: Look) -> None:
    """As if the member were registered now."""
    rehearsal = Rehearsal(work)
    await register_member(request, rehearsal, replace(look, people=NoKeys()))
    await rehearsal.free()
    work.answer("cell", request.organization_id)


async def check_transfer_request(request: CheckTransferRequest, work: Work, look: Look) -> None:
    """As if the transfer were asked for now."""
    rehearsal = Rehearsal(work)
    await request_transfer(request, rehearsal, replace(look, people=NoKeys()))
    await rehearsal.free()
    work.answer("cell", request.destination_id)
