"""Keys of persons from their keeper, for a process with secrets of its own: are both of the same deployment?"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from shared.eventlog.key_checks import KEK
from shared.eventlog.refusals import SecretIsWrong
from shared.http.pages import KeysPage
from shared.people.kek import ReadKeys, name_of


class FetchedKeys:
    """Fetches a page; SecretIsWrong where the keeper wraps with a key that this process does not have."""

    def __init__(self, ask: Callable[[Sequence[UUID]], Awaitable[KeysPage]], keks: ReadKeys) -> None:
        self._ask = ask
        self._keks = keks

    async def __call__(self, persons: Sequence[UUID]) -> Mapping[UUID, str]:
        """Wrapped keys (base64); the erased are left out."""
        page = await self._ask(persons)
        if page.kek not in ("", *map(name_of, self._keks())):
            raise SecretIsWrong(secret=KEK)
        return page.keys
