"""The object store of a deployment: a folder under the data folder, or whatever the setting `objects` names (S3)."""

from pathlib import Path

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, from_url


class Objects:
    """Put, get and forget. What is put is durable when the call returns; the bytes are the caller's to encrypt."""

    def __init__(self, data: Path, url: str = "") -> None:
        self._store = from_url(url) if url else LocalStore(str(data / "objects"), mkdir=True)

    async def put(self, path: str, content: bytes) -> None:
        """Keep the bytes; the same path again replaces them whole."""
        await obstore.put_async(self._store, path, content)

    async def get(self, path: str) -> bytes | None:
        """The bytes, None where there are none."""
        try:
            found = await obstore.get_async(self._store, path)
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            return None

    async def forget(self, prefix: str) -> int:
        """Delete everything below a prefix; how many objects went."""
        gone = 0
        async for page in obstore.list(self._store, prefix=prefix):
            paths = [found["path"] for found in page]
            await obstore.delete_async(self._store, paths)
            gone += len(paths)
        return gone
