"""Ports: the gateway's is fixed and refused when taken; all others are free ones."""

import socket
from collections.abc import Collection

LAST = 65_535


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
    """That many different loopback ports that nobody listens on."""
    probes: list[socket.socket] = []
    found: list[int] = []
    try:
        while len(found) < wanted:
            probe = socket.socket()
            probes.append(probe)
            probe.bind((host, 0))
            port = probe.getsockname()[1]
            if port not in avoid:
                found.append(port)
    finally:
        for probe in probes:
            probe.close()
    return found
