"""Asking a process whether it answers, without any library: the supervisor stays small and single-threaded."""

import http.client
from urllib.parse import urlsplit


def answers(url: str, path: str, timeout: float = 1.0) -> bool:
    """Whether GET answers 200."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
