"""What is written in one turn of the loop leaves in one piece; a lot of it, or the end, waits for no turn."""

import asyncio
from typing import Any

from shared.http.joined import Joined, Turn


class _Transport:
    def __init__(self) -> None:
        self.told: list[bytes | str] = []
        self.gone = False

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def close(self) -> None:
        self.told.append("closed")

    def is_closing(self) -> bool:
        return self.gone

    abort = get_extra_info = pause_reading = resume_reading = close


def _joined() -> tuple[Joined, list[Any]]:
    transport = _Transport()
    return Joined(transport, Turn()), transport.told


async def test_head_and_body_leave_together():
    joined, told = _joined()
    joined.write(b"head")
    joined.write(b"body")
    assert told == []
    await asyncio.sleep(0)
    assert told == [b"headbody"]
    joined.write(b"next")
    await asyncio.sleep(0)
    assert told == [b"headbody", b"next"]


async def test_a_lot_is_not_held():
    joined, told = _joined()
    joined.write(b"a" * 20_000)
    assert told == [b"a" * 20_000]
    await asyncio.sleep(0)
    assert len(told) == 1


async def test_what_is_held_leaves_before_the_end():
    joined, told = _joined()
    joined.write(b"last")
    joined.close()
    assert told == [b"last", "closed"]


async def test_who_has_gone_meanwhile_is_sent_nothing_and_the_others_are():
    turn, gone, here = Turn(), _Transport(), _Transport()
    for transport in (gone, here):
        Joined(transport, turn).write(b"answer")
    gone.gone = True
    await asyncio.sleep(0)
    assert (gone.told, here.told) == ([], [b"answer"])
