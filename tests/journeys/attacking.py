"""An attacker in a process of his own: evil queries without a pause, over several connections, each text a new one.

python attacking.py URL COUNT TOKEN… : one connection for each token given; says on one line of JSON what came back.
"""

import asyncio
import json
import sys
from collections import Counter
from itertools import count

import httpx

NESTED = "organizations(first: 100) { nodes { id children(first: 100) { nodes { id path { name } } } } }"
EVIL = (
    "{ " + NESTED + " }",
    "{ " + " ".join(f"a{n}: census {{ members byType {{ count }} }}" for n in range(15)) + " }",
    "{ " + " ".join(f"a{n}: __typename" for n in range(500)) + " }",
    '{ organization(code: "79") {' + "parent {" * 50 + "id" + "}" * 50 + "} }",
    "{ ...F0 } " + "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(100))
    + "fragment F100 on Query { viewer { subject } }",
    "{ ...F0 } " + "".join(f"fragment F{n} on Query {{ viewer {{ subject }} ...F{n + 1} }} " for n in range(30))
    + "fragment F30 on Query { viewer { subject } }",
    "{ __typename " + "@skip(if: false)" * 50 + " }",
    "{" * 5_000,
    "{ " + "__typename " * 5_000 + "}",
    "{ " + "organizations(first: 1) { nodes { id } } " * 150 + "}",
    "{ " + " ".join(f"zz{n}" for n in range(900)) + "}",
    '{ organizations(first: 100, search: "' + "a" * 200 + '") { totalCount } }',
    "query($x: [[[[String]]]]) { viewer { subject } }",
    '{ a(x: "' + '"\\' * 30_000,
    "#" * 60_000,
    "x" * 200_000,
)  # fmt: skip


async def attacked(url: str, most: int, tokens: list[str]) -> dict[str, int]:
    """How often each code came back; `-` is an answer without errors, `?` one that no client should see."""
    told: Counter[str] = Counter()
    numbers = count()

    async def attack(token: str) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=60) as http:
            http.headers["authorization"] = f"Bearer {token}"
            while (number := next(numbers)) < most:
                answer = await http.post("/graphql", json={"query": f"{EVIL[number % len(EVIL)]} # {number}"})
                codes = {error["extensions"].get("code", "?") for error in answer.json().get("errors", ())} or {"-"}
                told.update(codes if answer.status_code < 500 else {"?"})

    await asyncio.gather(*map(attack, tokens))
    return dict(told)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(attacked(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))))
