"""The deployment's key: it wraps every person's key. While it is being rotated, the old one opens what it wrapped."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from uuid import UUID

from shared.people.refusals import PersonKeyIsBroken
from shared.people.sealer import SealIsBroken, unwrap, wrap

ReadKeys = Callable[[], Sequence[bytes]]
"""The keys of the deployment, the newest first: one, or two during a rotation."""


class Kek:
    """Wraps with the newest key; opens with any. The files are read again when a key is made or none opens."""

    def __init__(self, keys: bytes | ReadKeys) -> None:
        self._read = (lambda: (keys,)) if isinstance(keys, bytes) else keys
        self._keys = tuple(self._read())

    @property
    def id(self) -> str:
        """The name of the newest key; tells nothing about it."""
        return name_of(self._keys[0])

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The newest key and, during a rotation, the one before it."""
        return self._keys

    def read_again(self) -> None:
        """A rotation may have begun or ended since."""
        self._keys = tuple(self._read())

    def wrap(self, person: UUID, key: bytes) -> bytes:
        """A person's key under the newest key."""
        return wrap(self._keys[0], person, key)

    def unwrap(self, person: UUID, wrapped: bytes) -> bytes:
        """A person's key; PersonKeyIsBroken if no key of the deployment opens it."""
        try:
            return self._try_all(person, wrapped)
        except SealIsBroken:
            self.read_again()
        try:
            return self._try_all(person, wrapped)
        except SealIsBroken as broken:
            raise PersonKeyIsBroken(person=person) from broken

    def _try_all(self, person: UUID, wrapped: bytes) -> bytes:
        *others, last = self._keys
        for key in others:
            try:
                return unwrap(key, person, wrapped)
            except SealIsBroken:
                continue
        return unwrap(last, person, wrapped)


def name_of(key: bytes) -> str:
    """A short public name of a key."""
    return sha256(b"lienthong kek" + key).hexdigest()[:16]
