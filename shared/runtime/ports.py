"""Ports: the gateway's is fixed and refused when taken; all others are free ones."""

import random
import socket
from collections.abc import Collection

LAST = 65_535
_FIRST, _OUTGOING = 10_240, 32_768
"""From the second on systems give ports to outgoing connections: one of ours could be taken from one start to the next,
or while a server is being started."""
_chance = random.SystemRandom()  # starts at the same moment, in processes alike, look in different places


class PortIsTaken(RuntimeError):  # noqa: N818 - named as a sentence
    """Someone listens on the fixed port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken; choose another one with --port")
        self.port = port


class PortIsImpossible(ValueError):  # noqa: N818 - named as a sentence
    """No such port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is not between 1 and {LAST}")
        self.port = port


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether we could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_ports(wanted: int, avoid: Collection[int] = (), host: str = "127.0.0.1") -> list[int]:
    """That many different loopback ports that nobody listens on, and that no outgoing connection will be given."""
    found: list[int] = []
    while len(found) < wanted:
        port = _chance.randrange(_FIRST, _OUTGOING)
        if port not in avoid and port not in found and is_free(port, host):
            found.append(port)
    return found


def free_port() -> int:
    """One of them."""
    return free_ports(1)[0]
