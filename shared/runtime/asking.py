"""Asking a process whether it answers, by the plainest means: the supervisor stays small and single-threaded."""

import http.client
from typing import Any
from urllib.parse import urlsplit

import msgspec

_NOTHING = (0, b"")


def answers(url: str, path: str, timeout: float = 1.0) -> bool:
    """Whether GET answers 200."""
    status, _ = _get(url, path, timeout)
    return status == 200


def readiness(url: str, timeout: float = 2.0) -> tuple[bool, list[dict[str, Any]]]:
    """Whether a service is ready, and what its parts say of themselves; nothing when it does not answer."""
    status, body = _get(url, "/health/ready", timeout)
    try:
        return status == 200, msgspec.json.decode(body)["findings"]
    except (msgspec.MsgspecError, KeyError, TypeError):
        return status == 200, []


def findings(url: str, timeout: float = 2.0) -> list[dict[str, Any]]:
    """What the parts of a service say of themselves; nothing when it does not answer."""
    return readiness(url, timeout)[1]


def _get(url: str, path: str, timeout: float) -> tuple[int, bytes]:
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return _NOTHING
    finally:
        connection.close()
