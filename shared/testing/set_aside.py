"""What followers have set aside: a fact that no view was told is history that is missing from it."""

from collections.abc import Sequence

import asyncpg

from shared.runtime.service import Service
from shared.testing.violation import Violation

_PARKED = """
    select follower, count(*) as facts, min(sequence) as first, min(topic) as topic from "{}".parked
    group by 1 order by 1
"""


async def parked_violations(connection: asyncpg.Connection, services: Sequence[Service]) -> list[Violation]:
    """Every follower that has something parked: no fault gives it a reason to."""
    return [
        Violation(
            invariant="facts are parked",
            service=service.name,
            detail=f"{row['follower']}: {row['facts']}, first {row['topic']} at sequence {row['first']}",
        )
        for service in services
        for row in await connection.fetch(_PARKED.format(service.name))
    ]
