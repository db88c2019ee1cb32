"""The chains: every batch of facts seals the one before it, every outbox row carries the digest of the one before it.

Personal fields stand in both as ciphertext, so that a chain survives an erasure. Fixed-size parts come first and the
others hold no NUL byte (JSON, topics, subjects), so that no two different rows are hashed as the same bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from struct import Struct
from uuid import UUID

GENESIS = bytes(32)
_BEGUN = sha256()
_command_begins = Struct(">16sqqqIII").pack


def outbox_link(id: UUID, topic: str, subject: str, body: bytes, meta: bytes) -> bytes:
    """The part of a row's digest that does not depend on the row before it."""
    return linked(id.bytes, topic.encode(), subject.encode(), body, meta)


def linked(*parts: bytes) -> bytes:
    """The same of what is encoded already, in the same order."""
    return b"\0".join(parts)


def chained(previous: bytes, link: bytes) -> bytes:
    """The digest of a row that follows `previous`."""
    digest = _BEGUN.copy()  # a quarter quicker than a new one
    digest.update(previous + link)
    return digest.digest()


def outbox_digest(*, previous: bytes, id: UUID, topic: str, subject: str, body: bytes, meta: bytes) -> bytes:
    """The digest of one outbox row, as followers check it."""
    return chained(previous, outbox_link(id, topic, subject, body, meta))


def sealed(stream: UUID, version: int, topic: str, state: bytes, meta: bytes) -> bytes:
    """One fact as its seal covers it."""
    return b"\0".join((stream.bytes + version.to_bytes(4, "big"), topic.encode(), state, meta, b""))


def accepted(
    *, command_id: UUID, actor: str, digest: bytes, first: int, last: int, sequence: int, receipt: bytes
) -> bytes:
    """One command as the seal of its batch covers it: all columns of its row but the batch itself."""
    name = actor.encode()
    sizes = len(name), len(digest), len(receipt)
    return _command_begins(command_id.bytes, first, last, sequence, *sizes) + name + digest + receipt


def asked(claims: Sequence[bytes], releases: Sequence[bytes]) -> bytes:
    """What a batch asks of claims as its seal covers it, whatever came of it; nothing if it asks nothing."""
    if not claims and not releases:
        return b""
    return len(claims).to_bytes(4, "big") + b"".join(claims) + b"".join(releases)


def seal(
    previous: bytes,
    first: int,
    recorded_at: datetime,
    facts: Iterable[bytes],
    commands: Iterable[bytes] = (),
    *,
    asks: bytes = b"",
) -> bytes:
    """The seal of a batch: over the seal before it, where it starts, when it was recorded, its facts and commands.

    The commands that recorded facts come first, in their order, then the others by their ids; then what was `asked` of
    claims. Batches that were sealed before commands or claims were covered are sealed without.
    """
    micros = int(recorded_at.timestamp() * 1_000_000)
    digest = sha256(previous + first.to_bytes(8, "big") + micros.to_bytes(8, "big"))
    for fact in facts:
        digest.update(fact)
    if covered := b"".join(commands):
        digest.update(sha256(covered).digest())
    if asks:
        digest.update(sha256(asks).digest())
    return digest.digest()


def quiet_content(commands: Iterable[bytes], asks: bytes) -> bytes:
    """What the seal of a quiet batch covers, which recorded no fact: its commands by their ids, what it asked for."""
    return sha256(sha256(b"".join(commands)).digest() + asks).digest()


def quiet_seal(previous: bytes, after: int, content: bytes) -> bytes:
    """The seal of a quiet batch behind a position of the log, as append_batch makes it."""
    return sha256(previous + after.to_bytes(8, "big") + content).digest()
