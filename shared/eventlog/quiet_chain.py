"""The chain of quiet batches, which recorded no fact. It begins with what was there before rows said their batch.

Of that the migration has made a digest: of the claims and the commands without facts that name none.
"""

import asyncpg

from shared.eventlog.besides import Besides
from shared.eventlog.breach import Breaches
from shared.eventlog.chain import GENESIS, quiet_content, quiet_seal
from shared.eventlog.checking_signatures import Checkpoints
from shared.eventlog.rows_in_order import RowsInOrder

_SEALS = "select number, after, seal from quiet_seals order by number"
_OLDER = """
    select sha256(string_agg(part, ''::bytea order by n)) from (
        select get_byte(row_is, 0) * 256 + get_byte(row_is, 1) as n,
               sha256(string_agg(row_is, ''::bytea order by row_is)) as part
          from (
            select sha256('k' || convert_to(kind, 'UTF8') || '\\x00'::bytea || key || uuid_send(stream)) as row_is
              from (
                select kind, key, stream from claims where batch is null
                union all select kind, key, stream from claim_moves where batch is null
              ) as claimed
            union all
            select sha256(
                'c'::bytea || uuid_send(command_id) || int8send(first) || int8send(last) || int8send(sequence)
                || sha256(convert_to(actor, 'UTF8')) || sha256(digest) || receipt
            ) from commands where batch is null and last < first
          ) as older
         group by 1
    ) as parts
"""


async def check_quiet_batches(connection: asyncpg.Connection, checkpoints: Checkpoints, breaches: Breaches) -> None:
    """Every quiet batch against its seal, every seal against the one before it, and what was signed of them."""
    seals, besides = RowsInOrder(connection, _SEALS), Besides(connection, quiet=True)
    older: bytes | None = await connection.fetchval(_OLDER)
    number, previous, behind = 0, GENESIS, 0  # the number that is to come
    if older is None:
        number = 1
        checkpoints.compare_quiet(0, GENESIS, breaches)
    while (row := await seals.next()) is not None:
        found, after, said = row
        if found != number:
            breaches.add("quiet-gap", "quiet_seals", found)
        content = quiet_content(*await besides.of(found, breaches)) if found else older or b""
        if quiet_seal(previous, after, content) != said or after < behind:
            breaches.add("quiet-broken", "quiet_seals", found)
        number, previous, behind = found + 1, said, after
        checkpoints.compare_quiet(found, said, breaches)
    if number == 0:  # what names no batch, and no digest of it
        breaches.add("quiet-gap", "quiet_seals", 0)
    await besides.end(breaches)
