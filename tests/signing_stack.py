"""A whole stack whose users are signed in by this process: `lienthong token` itself is shown by tests/cli."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from services.signing_in import Wanted, sign_in
from shared.testing.stack import Stack


class SigningStack(Stack):
    """What starting a process for each user took, the tests have for themselves."""

    def token(self, role: str, at: str | None = None, member: str | None = None, user: str | None = None) -> str:
        """A token that works at once."""
        wanted = Wanted(role=role, at=at, member=member, user=user)
        with ThreadPoolExecutor(1) as thread:  # the test may run a loop of its own
            return thread.submit(asyncio.run, sign_in(self.data, wanted)).result()
