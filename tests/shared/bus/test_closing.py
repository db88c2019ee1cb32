"""Who closes a broker just when its server has gone: the connection ends, and nobody tries for ever to get it back.

A cancellation that comes together with the answer to an attempt is lost in the library: every turn is tried.
"""

import asyncio
from typing import Any

from shared.bus.connection import _OPTIONS, Broker

TURNS = 16
PATIENCE = 5.0
INFO = b'INFO {"server_id":"n","version":"2.11.0","headers":true,"max_payload":1048576}\r\n'


class Server:
    """As much of NATS as a client needs to be connected."""

    async def start(self) -> str:
        self.clients: list[asyncio.StreamWriter] = []
        self.listening = await asyncio.start_server(self._greet, "127.0.0.1", 0)
        return f"nats://127.0.0.1:{self.listening.sockets[0].getsockname()[1]}"

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.clients.append(writer)
        writer.write(INFO)
        while line := await reader.readline():
            if line.startswith(b"PING"):
                writer.write(b"PONG\r\n")
        writer.close()

    def die(self) -> None:
        self.listening.close()
        for client in self.clients:
            client.transport.abort()


async def test_a_broker_that_was_closed_tries_no_more() -> None:
    assert [turns for turns, left in enumerate(await asyncio.gather(*map(left_over, range(TURNS)))) if left] == []


async def left_over(turns: int) -> int:
    """How many tasks go on of a broker that is closed so many turns of the loop after its server has gone."""
    server, begun = Server(), set[asyncio.Task[Any]]()
    broker = Broker(await server.start(), name="closing")

    def is_lost() -> None:
        begun.add(asyncio.current_task())  # the attempts to get the connection back

    broker.start()
    await broker.client(PATIENCE)
    await asyncio.sleep(2 * _OPTIONS["reconnect_time_wait"])  # so long ago that the first attempt comes at once
    broker.listeners.add(is_lost)
    server.die()
    for _ in range(turns):
        await asyncio.sleep(0)
    await broker.close()
    await asyncio.sleep(1)
    return sum(not task.done() for task in begun)
