"""Khóa đúng hay không - whether a secret is the one with which a database was filled: asked before it is used.

The database keeps what each key makes of a constant (HMAC-SHA-256 under a key derived from it: nothing to guess with).
A database that has none yet takes those of its first start, unless what was signed or wrapped before contradicts it.
"""

import hmac
from collections.abc import Iterable, Mapping

import asyncpg

from shared.eventlog.held import take
from shared.eventlog.keys import derive
from shared.eventlog.lifeline import lock_key
from shared.eventlog.refusals import SecretIsWrong
from shared.eventlog.signing import Signed, Signer

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

CLAIMS, LOG, KEK = "claims.key", "log.key", "kek"
"""The secrets that give lasting data their meaning, by the names of their files."""

_KNOWN = "select id, value from key_checks where secret = $1"
_NOTE = "insert into key_checks (secret, id, value) values ($1, $2, $3) on conflict do nothing"
_SIGNED = "select statement, signature from signed_checkpoints order by number desc limit 1000"


def check_value(secret: str, key: bytes) -> bytes:
    """What is kept of a key."""
    return hmac.digest(derive(key, f"check of {secret}"), b"lienthong key check", "sha256")


async def wrong_secret(connection: Connection, service: str, claims_key: bytes, log_key: bytes) -> SecretIsWrong | None:
    """The first of a log's two secrets that is not this database's; both are noted if none ever was."""
    async with connection.transaction():
        await take(connection, lock_key(service), service)
        for secret, key in ((CLAIMS, claims_key), (LOG, log_key)):
            known = await known_values(connection, secret)
            if not known and (secret != LOG or await _has_signed(connection, key)):
                await note(connection, secret, key)
            elif not fits(known.values(), secret, key):
                return SecretIsWrong(secret=secret)
    return None


async def known_values(connection: Connection, secret: str) -> Mapping[str, bytes]:
    """The check values of a secret by the ids of its keys; none before its first use."""
    return {row["id"]: row["value"] for row in await connection.fetch(_KNOWN, secret)}


def fits(known: Iterable[bytes], secret: str, key: bytes) -> bool:
    """Whether a key is one of those that are known."""
    value = check_value(secret, key)
    return any(hmac.compare_digest(one, value) for one in known)


async def note(connection: Connection, secret: str, key: bytes, id: str = "") -> None:
    """This key is in use from now on."""
    await connection.execute(_NOTE, secret, id, check_value(secret, key))


async def holds(connection: Connection, secret: str, key: bytes) -> bool:
    """For whoever only looks: whether a key is the database's, or nothing says that it is not."""
    known = await known_values(connection, secret)
    return not known or fits(known.values(), secret, key)


async def _has_signed(connection: Connection, key: bytes) -> bool:
    """Whether the key has signed one of the newest checkpoints; so it has where there is none."""
    rows, signer = await connection.fetch(_SIGNED), Signer(key)
    return not rows or any(signer.holds(Signed(row["statement"], row["signature"])) for row in rows)
