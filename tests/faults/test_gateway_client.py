"""However many call at once: the patient client of the faults never leaves more to its pool than there is room for."""

import asyncio

import httpx

from tests.faults.gateway_client import AT_ONCE, GatewayClient

CALLS, TAKES = 3 * AT_ONCE, 0.05


async def test_no_more_calls_are_under_way_than_there_are_connections():
    under_way, most = 0, 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(TAKES)
        under_way -= 1
        return httpx.Response(200, json={"data": {"x": 1}})

    client = GatewayClient("http://gateway", transport=httpx.MockTransport(answer))
    assert await asyncio.gather(*(client.ask("{ x }", {}, "token", "x") for _ in range(CALLS))) == [1] * CALLS
    assert most == AT_ONCE
    assert client.repeated == 0
    assert client.slowest >= TAKES
    await client.close()
