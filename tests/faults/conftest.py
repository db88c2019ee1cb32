"""A stack of its own for each story of faults, with the theatre built in it."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from shared.testing.stack import Stack, running_stack
from tests.faults.settling import still_behind
from tests.faults.theatre import Theatre
from tests.signing_stack import SigningStack

Staged = Callable[..., AbstractAsyncContextManager[tuple[Stack, Theatre]]]


@asynccontextmanager
async def on_stage() -> AsyncIterator[tuple[Stack, Theatre]]:
    """Everything runs and has caught up, and the theatre is built in it."""
    with running_stack(SigningStack) as stack:
        assert await still_behind(stack.data) == []
        theatre = Theatre(stack.data, stack.url("gateway"))
        try:
            await theatre.build()
            yield stack, theatre
        finally:
            await theatre.close()


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> Staged:
    """`async with staged(failpoints=…) as (stack, theatre)`: on stage, every failpoint armed."""

    @asynccontextmanager
    async def stage(failpoints: str = "") -> AsyncIterator[tuple[Stack, Theatre]]:
        if failpoints:
            monkeypatch.setenv("LIENTHONG_FAILPOINTS", failpoints)
        async with on_stage() as both:
            yield both

    return stage


@pytest.fixture(scope="session")
def many() -> Callable[[str, int], int]:
    """How many of something: the short form's number, or what the environment asks for (`make proof`)."""
    return lambda name, short: int(os.environ.get(name, short))
