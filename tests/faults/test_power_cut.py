"""The power is cut at a random moment: nothing that was acknowledged is lost. FAULT_CUTS=30 is the proof.

The control runs with what forgets (fsync off, NATS as it comes): it has to lose, or the test could not fail.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from shared.runtime.nats_server import NatsDidNotStart
from shared.runtime.postgres import PostgresDidNotStart
from tests.faults.power import cut, disk, new_image, possible
from tests.faults.powered import Lived, Lost, a_home, live_until_cut, lost, servers, settle

EVERYTHING = 1_000_000_000


@pytest.fixture
def home() -> Iterator[Path]:
    if not possible():
        pytest.skip("a loop mount is needed: root, mkfs.ext4 and a loop device")
    made = a_home()
    yield made
    shutil.rmtree(made, ignore_errors=True)


async def test_a_power_cut_takes_nothing_that_was_acknowledged(home: Path, many: Callable[[str, int], int]) -> None:
    acknowledged = mirrored = 0
    for number in range(many("FAULT_CUTS", 1)):
        lived, left = await _cut_once(home / str(number), forgetful=False)
        assert left == Lost(commands=0, messages=0)
        acknowledged += len(lived.commands)
        mirrored += lived.mirrored
    assert acknowledged > 0
    assert mirrored > 0
    print(f"{acknowledged} commands and {mirrored} messages acknowledged before the cuts, none lost")


async def test_the_control_loses(home: Path, many: Callable[[str, int], int]) -> None:
    for number in range(many("FAULT_CONTROLS", 1)):
        lived, left = await _cut_once(home / f"control-{number}", forgetful=True)
        assert left.commands > 0
        assert left.messages > 0
        print(f"control: {left.commands} of {len(lived.commands)} commands, {left.messages} of {lived.mirrored} lost")


async def _cut_once(home: Path, *, forgetful: bool) -> tuple[Lived, Lost]:
    image, copy, lived = new_image(home), home / "copy.img", Lived()
    with disk(image, home / "before") as mounted:
        async with servers(mounted) as careful:
            await settle(careful)
        async with servers(mounted, forgetful=forgetful) as running:
            await live_until_cut(running, lived, random.uniform(0.5, 1.5), lambda: cut(image, running.pids, copy))
    with disk(copy, home / "after") as mounted:
        try:
            async with servers(mounted) as again:
                left = await lost(again, lived)
        except (PostgresDidNotStart, NatsDidNotStart, asyncpg.PostgresError):
            left = Lost(EVERYTHING, EVERYTHING, ("nothing starts any more",))
    shutil.rmtree(home)
    return lived, left
