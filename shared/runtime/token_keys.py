"""Khóa ký mã đăng nhập - running services take up other token keys from their file; the file is changed in steps.

First every process learns the new key while the old one still signs; then the new one signs and the old one only
verifies, until it is retired. No token that is valid is refused on the way.
"""

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

from shared.http.tokens import new_key
from shared.runtime.secret_files import Secrets

if TYPE_CHECKING:
    from shared.runtime.running import Running

LOOKS_EVERY = 1.0
"""Seconds between two looks at the file."""
LEARNED = 3 * LOOKS_EVERY
"""Seconds after which every running process has taken up what the file says."""
_log = structlog.get_logger()


async def follow_token_keys(running: "Running") -> None:
    """Takes up other keys within a second; a file that is no key changes nothing."""
    known = running.secrets.token_key
    while True:
        await asyncio.sleep(LOOKS_EVERY)
        text = running.secrets.token_key
        if text != known:
            known = text
            _take_up(running, text)


def _take_up(running: "Running", text: str) -> None:
    try:
        running.tokens.renew(text)
    except (ValueError, LookupError, AttributeError) as error:
        _log.error("token keys are not readable; the ones before stay", error=type(error).__name__)
    else:
        _log.info("token keys taken up")


async def rotate(secrets: Secrets, learned: float = LEARNED) -> None:
    """A new key signs, the ones before still verify. An interrupted rotation is finished by the next one."""
    before = _keys(secrets.token_key)
    fresh = msgspec.json.decode(new_key())
    _keep(secrets, [*before, fresh])
    await asyncio.sleep(learned)
    _keep(secrets, [fresh, *map(_public, before)])


def retire(secrets: Secrets) -> int:
    """Only the signing key is left: how many others were given up, and with them the tokens that they signed."""
    first, *others = _keys(secrets.token_key)
    _keep(secrets, [first])
    return len(others)


def _keys(text: str) -> list[dict[str, Any]]:
    given = msgspec.json.decode(text)
    return given.get("keys", [given])


def _keep(secrets: Secrets, keys: list[dict[str, Any]]) -> None:
    secrets.keep_token_keys(msgspec.json.encode({"keys": keys}).decode())


def _public(key: dict[str, Any]) -> dict[str, Any]:
    """What verifies and cannot sign."""
    return {name: value for name, value in key.items() if name != "d"}
