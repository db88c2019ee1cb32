"""What the parts of a running stack say of themselves."""

import asyncio
import time
from typing import Any

import httpx

from services.stack import FRONT, STACK
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
    if complaints := await unwell(stack, patience):
        raise TimeoutError(", ".join(complaints))


async def unwell(stack: Stack, patience: float) -> list[str]:
    """What parts still have to say when the time is over: no mirror, follower or log may after a fault has passed."""
    deadline = time.monotonic() + patience
    while complaints := _complaints(await findings(stack)):
        if time.monotonic() > deadline:
            return complaints
        await asyncio.sleep(0.1)
    return []


def _complaints(found: list[dict[str, Any]]) -> list[str]:
    heard = {one["name"] for one in found if one["name"].startswith("mirror:")}
    silent = [f"mirror:{name} is not heard of" for name in STACK if name != FRONT and f"mirror:{name}" not in heard]
    said = [f"{one['name']} says: {one['reason'] or one['kind']}" for one in found if one["reason"] or one["kind"]]
    return [*silent, *said, *(f"{one['name']} is not ok" for one in found if not one["ok"] and not one["reason"])]
