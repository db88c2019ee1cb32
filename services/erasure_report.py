"""Báo cáo xóa dữ liệu - how far each erasure has come: the fact, the key, every follower, the files, the backups."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from services.membership.contracts.facts import PersonErased
from services.membership.domain.erasure import PersonErasureOrdered, PersonKeyDestroyed, erasure_of
from services.stack import STACK
from shared.eventlog.mapper import FactMapper
from shared.eventlog.topics import register_fact
from shared.people.erasures import Erasures
from shared.runtime.settings import Settings

KEY_BACKUPS_LIVE = timedelta(days=30)
"""Backups that hold wrapped keys are kept no longer than this; until then an old backup could still be read."""

_OWNER = "membership"
_MAPPER = FactMapper()
_FACTS = "select position, topic, state, recorded_at from facts where stream = $1 order by version"
_BATCH_END = "select sequence from seals where first <= $1 order by first desc limit 1"
_EPOCH = "select epoch from epoch order by opened desc limit 1"
_SWEPT = "select kept from erasure_sweeps where person = $1"
_STILL = "select relfilenode from pg_class where relfilenode = any ($1::oid[])"
_PASSED = "select exists (select from checkpoints where follower = $1 and epoch = $2 and sequence >= $3)"


class ErasureReport(msgspec.Struct, frozen=True, kw_only=True):
    """One erasure. `done`: nobody can read anything any more; `complete`: neither from a backup nor from old bytes.

    `reached`: the key is gone and every view blanked; what is left then are dead rows. `old_bytes_in`: tables too large
    to be written anew, in whose freed space they stand until they are overwritten.
    """

    member: UUID
    decision_number: str
    decided_on: date
    ordered_at: datetime
    key_destroyed: bool
    noted_outside: bool
    passed: dict[str, bool]
    reached: bool
    dead_rows_gone: bool
    old_bytes_in: list[str]
    key_backups_until: date
    done: bool
    complete: bool


async def report(settings: Settings, also: Iterable[UUID] = ()) -> list[ErasureReport]:
    """All erasures that were carried out or noted, and those of the members asked for."""
    for fact in (PersonErasureOrdered, PersonKeyDestroyed):
        register_fact(fact)
    noted = {erasure.person for erasure in await Erasures.of(settings.data).all()}
    connections = {name: await asyncpg.connect(settings.dsn(name)) for name in _following()}
    owner = await asyncpg.connect(settings.dsn(_OWNER))
    try:
        erased = {row["person"] for row in await owner.fetch("select person from erased_persons")}
        asked = [await _of(person, owner, connections, noted) for person in sorted(erased | noted | set(also))]
    finally:
        for connection in (owner, *connections.values()):
            await connection.close()
    return [one for one in asked if one is not None]


def _following() -> dict[str, list[str]]:
    """The followers of membership's published log that ask for erasures, by service."""
    found: dict[str, list[str]] = {}
    for name, load in STACK.items():
        for reaction in load().reactions:
            asks = any(issubclass(PersonErased, view.on) for view in reaction.views)
            if name != _OWNER and reaction.source == _OWNER and asks:
                found.setdefault(name, []).append(reaction.name)
    return found


async def _of(
    member: UUID, owner: asyncpg.Connection, connections: dict[str, asyncpg.Connection], noted: set[UUID]
) -> ErasureReport | None:
    rows = await owner.fetch(_FACTS, erasure_of(member))
    if not rows:
        return None
    ordered = _MAPPER.decode(rows[0]["topic"], rows[0]["state"])
    assert isinstance(ordered, PersonErasureOrdered)
    destroyed_at = rows[1]["recorded_at"] if len(rows) > 1 else None
    epoch, sequence = await owner.fetchval(_EPOCH), await owner.fetchval(_BATCH_END, rows[0]["position"])
    passed = {
        follower: bool(await connections[service].fetchval(_PASSED, follower, epoch, sequence))
        for service, followers in _following().items()
        for follower in followers
    }
    until = ((destroyed_at or datetime.now().astimezone()) + KEY_BACKUPS_LIVE).date()
    reached = destroyed_at is not None and member in noted and all(passed.values())
    kept = await owner.fetchval(_SWEPT, member)
    old_bytes = [] if kept is None else await not_written_anew(owner, msgspec.json.decode(kept, type=dict[str, int]))
    done = reached and kept is not None
    return ErasureReport(
        member=member,
        decision_number=ordered.decision_number,
        decided_on=ordered.decided_on,
        ordered_at=rows[0]["recorded_at"],
        key_destroyed=destroyed_at is not None,
        noted_outside=member in noted,
        passed=passed,
        reached=reached,
        dead_rows_gone=kept is not None,
        old_bytes_in=old_bytes,
        key_backups_until=until,
        done=done,
        complete=done and not old_bytes and until < datetime.now().astimezone().date(),
    )


async def not_written_anew(owner: asyncpg.Connection, kept: dict[str, int]) -> list[str]:
    """A table that was written anew since has another file; the one that a rebuild keeps for a roll-back has not."""
    still = {row["relfilenode"] for row in await owner.fetch(_STILL, list(kept.values()))}
    return [table for table, file in kept.items() if file in still]
