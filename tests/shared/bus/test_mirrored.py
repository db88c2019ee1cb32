"""The look at a mirror after a fault finds whatever is not its outbox, and says by which part it differs."""

import pytest

from shared.bus.envelope import stream_name
from shared.testing.mirrored import mirror_violations, reading
from shared.testing.nats import delete_streams
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import built, tell

DAMAGES = {
    "body": "update outbox set body = body || ' '::bytea where sequence = 3",
    "the subject": "update outbox set subject = subject || 'x' where sequence = 3",
    "id": "update outbox set id = gen_random_uuid() where sequence = 3",
    "digest": "update outbox set digest = sha256(digest) where sequence = 3",
    "aggregateversion": "update outbox set version = version + 1 where sequence = 3",
    "actor": "update outbox set meta = replace(encode(meta, 'escape'), 'user:', 'usher:')::bytea where sequence = 3",
    "the outbox at 4": "delete from outbox where sequence = 5",
}


async def _found(town, admin, patience=0.3):
    async with reading(town.nats.url, "gateway", "gateway") as js:
        found = await mirror_violations(js, admin, "organization", deployment=town.deployment, patience=patience)
    return [violation.detail for violation in found]


@pytest.mark.parametrize(("part", "damage"), DAMAGES.items(), ids=DAMAGES)
async def test_whatever_differs_is_named(town, part, damage):
    log, broker = await town.log(), town.broker()
    town.run((mirror := town.mirror(log, broker)).run())
    await tell(log, *map(built, range(5)))
    assert await mirror.drained(20)
    admin = await town.admin("organization")
    assert await _found(town, admin) == []
    await admin.execute(damage)
    assert part in "; ".join(await _found(town, admin))


async def test_a_mirror_that_ended_is_behind_and_a_lost_stream_is_missing(town):
    log, broker = await town.log(), town.broker()
    mirroring = town.run((mirror := town.mirror(log, broker)).run())
    await tell(log, *map(built, range(5)))
    assert await mirror.drained(20)
    await ended(mirroring)
    await tell(log, built(6))
    admin = await town.admin("organization")
    assert await _found(town, admin, patience=0) == [], "nobody says that it should be complete"
    assert await _found(town, admin) == ["it ends at 5, the outbox at 6"]
    await delete_streams(town.nats, stream_name(town.deployment, "organization", log.epoch))
    assert await _found(town, admin) == ["there is none for 6 rows"]
