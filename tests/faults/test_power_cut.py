"""The power is cut at a random moment: nothing that was acknowledged is lost. FAULT_CUTS=30 is the proof.

The control runs with what forgets (fsync off, NATS as it comes), each on a disk of its own and judged by itself: either
has to lose, or the test could not fail.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.forgetting import Kept, damage_in, kept_by_nats, kept_by_postgres
from tests.faults.power import cut, disk, new_image, possible
from tests.faults.powered import Lived, Lost, a_home, live_until_cut, lost, servers, settle


@pytest.fixture
def home() -> Iterator[Path]:
    if not possible():
        pytest.skip("a loop mount is needed: root, mkfs.ext4 and a loop device")
    made = a_home()
    yield made
    shutil.rmtree(made, ignore_errors=True)


async def test_a_power_cut_takes_nothing_that_was_acknowledged(home: Path, many: Callable[[str, int], int]) -> None:
    acknowledged = mirrored = cuts = 0
    for number in range(many("FAULT_CUTS", 1)):
        lived, left = await _cut_once(home / str(number))
        assert left == Lost(commands=0, messages=0)
        acknowledged += len(lived.commands)
        mirrored += lived.mirrored
        cuts += 1
    assert acknowledged > 0
    assert mirrored > 0
    print(f"{cuts} power cuts: {acknowledged} commands and {mirrored} messages acknowledged before them, none lost")


async def test_the_control_loses(home: Path, many: Callable[[str, int], int]) -> None:
    for number in range(many("FAULT_CONTROLS", 1)):
        flushed, commands, messages = await _forget_once(home / f"control-{number}")
        print(f"control: PostgreSQL with fsync=off {commands}; NATS with its default sync_interval {messages}")
        assert commands.acknowledged > 0
        assert commands.loses
        assert 0 < flushed <= messages.kept < messages.acknowledged, "what was flushed before it forgot is there"


@pytest.mark.parametrize(
    ("said", "damaged"),
    [
        ("PANIC:  could not locate a valid checkpoint record at 0/1534C28", True),
        ('FATAL:  could not open file "base/5/2619": No such file or directory', True),
        ('FATAL:  could not open directory "pg_wal": Permission denied', False),
        ('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', False),
        ('FATAL:  lock file "postmaster.pid" is empty', False),
        ("FATAL:  the database system is starting up", False),
    ],
)
def test_only_what_the_disk_lacks_counts_as_lost(said: str, damaged: bool) -> None:
    assert bool(damage_in(f"LOG:  starting\n2026-11-22 [7] {said}\n")) is damaged


async def _cut_once(home: Path) -> tuple[Lived, Lost]:
    image, copy, lived = new_image(home), home / "copy.img", Lived()
    with disk(image, home / "before") as mounted:
        async with servers(mounted) as careful:
            await settle(careful)
        async with servers(mounted) as running:
            await live_until_cut(
                running, lived, random.uniform(0.5, 1.5), lambda note: cut({image: copy}, running.pids, note)
            )
    with disk(copy, home / "after") as mounted:
        async with servers(mounted) as again:
            left = await lost(again, lived)
    shutil.rmtree(home)
    return lived, left


async def _forget_once(home: Path) -> tuple[int, Kept, Kept]:
    """Both live on as if they flushed, until a cut: messages flushed before, and what each has kept of everything."""
    images = [new_image(home / name) for name in ("postgres", "nats")]
    copies, lived = {image: image.with_name("copy.img") for image in images}, Lived()
    with ExitStack() as disks:
        before = [disks.enter_context(disk(image, image.with_name("before"))) for image in images]
        async with servers(before[0], messages=before[1]) as careful:
            await settle(careful)
            await live_until_cut(careful, lived, 0.0, strike=lambda note: note())
        flushed = lived.mirrored
        async with servers(before[0], messages=before[1], forgetful=True) as running:
            await live_until_cut(running, lived, random.uniform(0.5, 1.5), lambda note: cut(copies, running.pids, note))
    with disk(copies[images[0]], home / "commands") as mounted:
        commands = await kept_by_postgres(mounted, lived)
    with disk(copies[images[1]], home / "messages") as mounted:
        messages = await kept_by_nats(mounted, lived)
    shutil.rmtree(home)
    return flushed, commands, messages
