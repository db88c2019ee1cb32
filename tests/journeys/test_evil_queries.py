"""Evil queries of one account over four connections, each text a new one: what the others wait meanwhile.

`EVIL_QUERIES` sets how many (make proof-gateway: 10,000, held to twice the calm p99; the short form only to a second).
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.journeys.test_slow_clients import memory

COUNT = int(os.environ.get("EVIL_QUERIES", "150"))
WHOLE = COUNT >= 10_000
ASKED, PAUSE = (1_000 if WHOLE else 150), 0.01
LIMIT_SECONDS, TIMES = 1.0, 2.0
CONNECTIONS, GROWN_MB = 4, 32
ORDINARY = '{ viewer { subject } organization(code: "79") { name headcount { total } } }'


def test_evil_queries_leave_the_others_their_time(stack, people):
    honest = people.user("committee_officer", "79")
    with httpx.Client(base_url=honest.url, headers={"authorization": f"Bearer {honest.token}"}, timeout=30) as http:
        calm = [_once(http) for _ in range(ASKED)]
        begun, times, before = time.perf_counter(), [], memory(stack.pid("gateway"))
        attack = _attack(stack)
        while attack.poll() is None:
            times.append(_once(http))
    told, seconds = json.loads(attack.communicate()[0]), time.perf_counter() - begun
    grown = (memory(stack.pid("gateway")) - before) / 1024
    figures = {
        "grown_mb": grown,
        "calm_p99_ms": _p99(calm) * 1000,
        "p99_ms": _p99(times) * 1000,
        "seconds": seconds,
        "asked": len(times),
    }
    print(json.dumps({"sent": COUNT, **{name: round(value, 1) for name, value in figures.items()}, "told": told}))
    assert attack.returncode == 0
    assert grown < GROWN_MB
    assert sum(told.values()) >= COUNT
    assert not told.keys() & {"?", "INTERNAL_ERROR"}
    assert _p99(times) <= (TIMES * _p99(calm) if WHOLE else max(LIMIT_SECONDS, TIMES * _p99(calm)))


def _attack(stack) -> subprocess.Popen[str]:
    tokens = [stack.token("operator", at="00", user="ke-pha")] * CONNECTIONS
    script = Path(__file__).with_name("attacking.py")
    command = [sys.executable, script, stack.url("gateway"), str(COUNT), *tokens]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _once(http: httpx.Client) -> float:
    begun = time.perf_counter()
    answer = http.post("/graphql", json={"query": ORDINARY}).json()
    took = time.perf_counter() - begun
    assert "errors" not in answer, answer["errors"]
    time.sleep(PAUSE)
    return took


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
