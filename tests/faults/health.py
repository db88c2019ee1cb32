"""What the parts of a running stack say of themselves."""

import asyncio
from typing import Any

import httpx

from services.stack import STACK
from shared.testing.stack import Stack


async def findings(stack: Stack, *services: str) -> list[dict[str, Any]]:
    """Every part of these services (of all, if none is named); nothing of one that does not answer."""
    found: list[dict[str, Any]] = []
    async with httpx.AsyncClient(timeout=5) as client:
        for name in services or STACK:
            try:
                found += (await client.get(f"{stack.url(name)}/health/ready")).json()["findings"]
            except httpx.TransportError:
                continue
    return found


async def until_well(stack: Stack, patience: float) -> None:
    """Until every service answers and no part has anything to say; TimeoutError when that does not come."""
    async with asyncio.timeout(patience):
        while True:
            found = await findings(stack)
            heard = {one["name"] for one in found if one["name"].startswith("mirror:")}
            if len(heard) == len(STACK) - 1 and not any(one["reason"] or one["kind"] for one in found):
                return
            await asyncio.sleep(0.1)
