"""Evil queries, one after the other, by one account: what the others wait meanwhile.

`EVIL_QUERIES` sets how many (make proof-gateway: 10,000, held to twice the calm p99; the short form only to a second).
"""

import json
import os
import threading
import time

from tests.journeys.conftest import User

COUNT = int(os.environ.get("EVIL_QUERIES", "150"))
WHOLE = COUNT >= 10_000
ASKED, PAUSE = 150, 0.01
LIMIT_SECONDS, TIMES = 1.0, 2.0
ORDINARY = '{ viewer { subject } organization(code: "79") { name headcount { total } } }'
NESTED = "organizations(first: 100) { nodes { id children(first: 100) { nodes { id path { name } } } } }"
EVIL = (
    "{ " + NESTED + " }",
    "{ " + " ".join(f"a{n}: census {{ members byType {{ count }} }}" for n in range(15)) + " }",
    "{ " + " ".join(f"a{n}: __typename" for n in range(500)) + " }",
    '{ organization(code: "79") {' + "parent {" * 50 + "id" + "}" * 50 + "} }",
    "{ ...F0 } " + "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(100))
    + "fragment F100 on Query { viewer { subject } }",
    "{ __typename " + "@skip(if: false)" * 50 + " }",
    "{" * 5_000,
    "{ " + "__typename " * 5_000 + "}",
    '{ organizations(first: 100, search: "' + "a" * 200 + '") { totalCount } }',
    "query($x: [[[[String]]]]) { viewer { subject } }",
    "x" * 200_000,
)  # fmt: skip


class Attacker(threading.Thread):
    """Sends them without a pause."""

    def __init__(self, user: User) -> None:
        super().__init__(daemon=True)
        self.user, self.sent, self.broken = user, 0, []

    def run(self) -> None:
        for n in range(COUNT):
            answer = self.user.post({"query": EVIL[n % len(EVIL)]})
            codes = {error["extensions"].get("code") for error in answer.json().get("errors", ())}
            if answer.status_code >= 500 or codes & {None, "INTERNAL_ERROR"}:
                self.broken.append((answer.status_code, codes))
            self.sent += 1


def test_evil_queries_leave_the_others_their_time(stack, people):
    honest = people.user("committee_officer", "79")
    calm = _p99([_once(honest) for _ in range(ASKED)])
    attacker = Attacker(User(stack.url("gateway"), stack.token("operator", at="00", user="ke-pha")))
    attacker.start()
    times = []
    while attacker.is_alive():
        times.append(_once(honest))
    attacker.join()
    told = {"sent": attacker.sent, "asked": len(times), "calm_p99_ms": calm * 1000, "p99_ms": _p99(times) * 1000}
    print(json.dumps({name: round(value, 1) for name, value in told.items()}))
    assert attacker.broken == []
    assert _p99(times) <= (TIMES * calm if WHOLE else max(LIMIT_SECONDS, TIMES * calm))


def _once(user: User) -> float:
    begun = time.perf_counter()
    assert user.ask(ORDINARY)
    took = time.perf_counter() - begun
    time.sleep(PAUSE)
    return took


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
