"""Two processes of one service: what the other one has just committed is no other history."""

import asyncio

from tests.shared.bus.conftest import ended, pages_of, reached, started
from tests.shared.bus.town import built, counting_view, gateway, tell


async def test_nobody_is_told_that_the_log_ends_before_what_another_process_committed(town):
    log, deaf = await town.log(), await town.log()
    await deaf._bell.close()  # as one that hangs for a moment, or lost the ring
    _, task, positions = await started(town, gateway(counting_view()), log)
    await tell(log, *map(built, range(5)))
    assert await reached(positions, log)
    await ended(task)
    assert (deaf.head.sequence, log.head.sequence) == (0, 5)
    follower, _, positions = await started(town, gateway(counting_view()), log, fetch_facts=pages_of(deaf))
    await asyncio.sleep(1.5)
    assert follower.finding().ok
    await tell(log, *map(built, range(5, 8)))
    assert await reached(positions, log, 10)


async def test_whoever_asks_behind_a_sequence_hears_whether_the_log_goes_on(town):
    log, deaf = await town.log(), await town.log()
    await deaf._bell.close()
    await tell(log, *map(built, range(5)))
    page = pages_of(deaf)
    assert (await page(log.service, 0, 1)).head == 0
    assert (await page(log.service, 3, 1)).head == 5
    assert (await page(log.service, 9, 1)).head == 5
