"""The object store of a deployment: a folder under the data folder, or whatever the setting `objects` names (S3)."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class Objects:
    """Put, get and forget. What is put is durable when the call returns; the bytes are the caller's to encrypt.

    The library is imported at the first use: a service that keeps no object today does not carry its 5 MB.
    """

    def __init__(self, data: Path, url: str = "") -> None:
        self._folder = data / "objects"
        self._url = url

    async def put(self, path: str, content: bytes) -> None:
        """Keep the bytes; the same path again replaces them whole."""
        from obstore import put_async

        await put_async(self._store, path, content)

    async def get(self, path: str) -> bytes | None:
        """The bytes, None where there are none."""
        from obstore import get_async
        from obstore.exceptions import NotFoundError

        try:
            found = await get_async(self._store, path)
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            return None

    async def forget(self, prefix: str) -> int:
        """Delete everything below a prefix; how many objects went."""
        from obstore import delete_async
        from obstore import list as list_objects

        gone = 0
        async for page in list_objects(self._store, prefix=prefix):
            paths = [found["path"] for found in page]
            await delete_async(self._store, paths)
            gone += len(paths)
        return gone

    @cached_property
    def _store(self) -> "ObjectStore":
        from obstore.store import LocalStore, from_url

        return from_url(self._url) if self._url else LocalStore(str(self._folder), mkdir=True)
