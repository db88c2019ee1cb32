"""Slow clients: hundreds of half-sent requests cost the others nothing and the gateway little memory."""

import os
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

SLOW = 200
GROWN_KB = 16_000
WITHIN = 25
"""Seconds: headers and bodies have 10 each."""
WAITS = os.environ.get("GATEWAY_SLOW") == "long"
_HEAD = b"POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n"


def test_half_sent_requests_cost_the_others_nothing(stack, people):
    user, address = people.user("operator", "00"), urlsplit(stack.url("gateway"))
    before, calm = memory(stack.pid("gateway")), _slowest(user)
    half = [_open(address, user.token, body=n % 2 == 0) for n in range(SLOW)]
    try:
        time.sleep(0.5)
        slowest, grown = _slowest(user), memory(stack.pid("gateway")) - before
        print(f"{SLOW} half-sent requests: the others' slowest {slowest:.3f} s ({calm:.3f} s calm), {grown} kB more")
        assert slowest <= max(10 * calm, 1.0)
        assert grown < GROWN_KB
        if WAITS:
            assert all(_closed(one, WITHIN) for one in half)
    finally:
        for one in half:
            one.close()
    assert user.ask("{ viewer { subject } }")["viewer"]["subject"]


def _open(address, token, *, body):
    """Headers without an end, or a body of which only the beginning ever comes."""
    one = socket.create_connection((address.hostname, address.port), timeout=5)
    signed = f"authorization: Bearer {token}\r\n".encode()
    one.sendall(_HEAD + signed + (b'content-length: 1000\r\n\r\n{"query"' if body else b"x-slow: "))
    return one


def _slowest(user):
    times = []
    for _ in range(10):
        begun = time.perf_counter()
        assert user.ask("{ viewer { subject } }")
        times.append(time.perf_counter() - begun)
    return max(times)


def memory(pid):
    """Proportional set size in kB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    return int(next(line for line in text.splitlines() if line.startswith("Pss:")).split()[1])


def _closed(one, patience):
    one.settimeout(patience)
    try:
        while one.recv(4096):
            pass
    except ConnectionResetError:
        return True
    return True
