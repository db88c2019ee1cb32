"""Who holds what: every claim that was ever given back, or asked for again, followed through all that was asked of it.

That each row is what a batch asked for its seal tells. That those in `claims` hold, and no others, follows from their
order. A claim that was taken once and never touched again has nothing to be compared with.
"""

from typing import Any

import asyncpg

from shared.eventlog.breach import Breaches

_BLOCK = 2_000
_MOVES = """
    select moves.key, moves.stream, moves.released, moves.holds, coalesce(moves.batch, 0) as batch from (
        select key, stream, false as released, true as holds, batch, place from claims
         where exists (select from claim_moves where claim_moves.key = claims.key)
        union all
        select key, stream, released, false, batch, place from claim_moves
    ) as moves left join quiet_seals on quiet_seals.number = -moves.batch
    order by moves.key, coalesce(quiet_seals.after, moves.batch, 0), coalesce(quiet_seals.number, 0),
             moves.released desc, moves.place
"""


async def check_claims_held(connection: asyncpg.Connection, breaches: Breaches) -> None:
    """Whoever the last of what was asked of a key leaves as its holder has to stand in `claims`, and nobody else."""
    key, taken, standing = b"", None, None
    cursor = await connection.cursor(_MOVES)
    while block := await cursor.fetch(_BLOCK):
        for row in block:
            if row[0] != key:
                _compare(taken, standing, breaches)
                key, taken, standing = row[0], None, None
            taken = _after(taken, row, breaches)
            standing = row if row[3] else standing
    _compare(taken, standing, breaches)


def _after(taken: Any, row: Any, breaches: Breaches) -> Any:
    """The row by which the key is held once this was asked, if it is held."""
    _, stream, released, _, batch = row
    if taken is None:
        return None if released else row
    if released:
        return None if taken[1] == stream else taken
    if taken[1] != stream:  # it would have been refused
        breaches.add("claims", "claims", batch)
    return taken


def _compare(taken: Any, standing: Any, breaches: Breaches) -> None:
    if taken is not standing:
        breaches.add("claims", "claims", (standing or taken)[4])
