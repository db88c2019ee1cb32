"""A batch that was not written: who is at fault, and what each is told. The others go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from shared.eventlog.append import KnownCommand
from shared.eventlog.batch import Batch
from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import CheckpointHasMoved, ClaimIsTaken, CommandIdWasReused
from shared.eventlog.rows import Head
from shared.eventlog.versions import stale


class Answer(msgspec.Struct, frozen=True):
    """What append_at_once says of a batch: where the log ends if that has moved, else the places of those at fault."""

    outcome: Literal["written", "moved", "refused"]
    last: int | None = None
    sequence: int = 0
    seal: bytes = b""
    digest: bytes = b""
    recorded_at: datetime | None = None
    stale: tuple[int, ...] = ()
    stale_versions: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()
    taken_by: tuple[UUID, ...] = ()
    fenced: tuple[int, ...] = ()
    known: tuple[KnownCommand, ...] = ()

    @property
    def head(self) -> Head:
        """The end of the log as it is now."""
        if self.last is None or self.recorded_at is None:
            return Head()
        return Head(self.last, self.sequence, self.seal, self.digest, self.recorded_at)


WRITTEN = Answer("written")
_answer = msgspec.json.Decoder(Answer)


def answered(text: str | None) -> Answer:
    """The answer behind what append_at_once returned."""
    return WRITTEN if text is None else _answer.decode(text)


def settle_refused(batch: Batch, answer: Answer) -> list[Prepared]:
    """Answer every command at fault, and every one that was accepted before; returns the rest, to be sent again."""
    known = {command.command_id: command for command in answer.known}
    refused: dict[int, Exception] = {}
    for place, actual in zip(answer.stale, answer.stale_versions, strict=True):
        owner, stream, expected = batch.owned_checks[place - 1]
        batch.found(stream, actual)
        refused.setdefault(id(owner), stale(stream, expected, actual))
    for place, holder in zip(answer.taken, answer.taken_by, strict=True):
        owner = batch.claim_owners[place - 1]
        refused.setdefault(id(owner), _taken(batch, place, holder))
    for place in answer.fenced:
        owner = batch.tracking_owners[place - 1]
        tracking = owner.append.tracking
        refused.setdefault(id(owner), CheckpointHasMoved(follower=tracking.follower if tracking else ""))
    return [command for command in batch.commands if not _settled(command, refused, known)]


def _settled(command: Prepared, refused: Mapping[int, Exception], known: Mapping[UUID, KnownCommand]) -> bool:
    before = known.get(command.append.command_id)
    if before is not None:
        _answer_again(command, before)
        return True
    if id(command) not in refused:
        return False
    if not command.future.done():
        command.future.set_exception(refused[id(command)])
    return True


def _answer_again(command: Prepared, before: KnownCommand) -> None:
    if command.future.done():
        return
    if before.is_same(command.append.actor, command.append.digest):
        command.future.set_result(before.replay())
    else:
        command.future.set_exception(CommandIdWasReused("commandId"))


def _taken(batch: Batch, place: int, holder: UUID) -> ClaimIsTaken:
    claims = [claim for command in batch.commands for claim in command.append.claims]
    taken = ClaimIsTaken(kind=claims[place - 1].kind)
    taken.claim, taken.holder = claims[place - 1], holder
    return taken
