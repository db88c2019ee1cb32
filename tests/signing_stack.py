"""A whole stack whose users are signed in by this process, and whose commands need no start of their own.

`lienthong token` itself is shown by tests/cli, and so is that commands can be started.
"""

import asyncio
import subprocess
from concurrent.futures import ThreadPoolExecutor

from services.signing_in import Wanted, sign_in
from shared.testing.stack import Stack
from tests.command_line import command_line

_STARTED = {"up", "demo", "down", "reset"}
"""What starts or ends a stack is started itself, as an operator does."""


class SigningStack(Stack):
    """What starting a process for each user took, the tests have for themselves."""

    def token(self, role: str, at: str | None = None, member: str | None = None, user: str | None = None) -> str:
        """A token that works at once."""
        wanted = Wanted(role=role, at=at, member=member, user=user)
        with ThreadPoolExecutor(1) as thread:  # the test may run a loop of its own
            return thread.submit(asyncio.run, sign_in(self.data, wanted)).result()

    def called(self, *arguments: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """One command of the command line, however it ends."""
        if arguments[0] in _STARTED:
            return self.started(*arguments, timeout=timeout)
        return command_line().run([*arguments, "--data", str(self.data)], timeout)
