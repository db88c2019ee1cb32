"""A batch that was not written: who is at fault, and what each is told. The others go on."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from shared.eventlog.append import KnownCommand
from shared.eventlog.batch import Batch
from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import CheckpointHasMoved, ClaimIsTaken, CommandIdWasReused
from shared.eventlog.versions import stale
from shared.vocabulary.requests import Receipt

_receipt = msgspec.json.Decoder(Receipt)


def known_command(row: Sequence[Any]) -> KnownCommand:
    """A row of `commands`, its columns in order."""
    command_id, actor, digest, first, last, sequence, receipt = row
    return KnownCommand(
        command_id=command_id,
        actor=actor,
        digest=digest,
        first=first,
        last=last,
        sequence=sequence,
        receipt=_receipt.decode(receipt),
    )


def settle_refused(batch: Batch, answer: Any) -> list[Prepared]:
    """Answer every command at fault, and every one that was accepted before; returns the rest, to be sent again."""
    known = {row[0]: known_command(row) for row in answer["known"] or ()}
    refused: dict[int, Exception] = {}
    checks = [check for command in batch.commands for check in command.checks]
    for place, actual in zip(answer["stale"] or (), answer["stale_versions"] or (), strict=True):
        owner = batch.check_owners[place - 1]
        refused.setdefault(id(owner), stale(*checks[place - 1], actual))
    for place, holder in zip(answer["taken"] or (), answer["taken_by"] or (), strict=True):
        owner = batch.claim_owners[place - 1]
        refused.setdefault(id(owner), _taken(batch, place, holder))
    for place in answer["fenced"] or ():
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
