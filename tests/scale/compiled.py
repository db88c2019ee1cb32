"""A page of fifty members by plan, held against Strawberry's own executor: the same views, the same process."""

import secrets
import time
from collections.abc import Sequence
from typing import Any

import asyncpg
import strawberry

from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.reading.asked import Asked
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.ids import ORGANIZATION, global_id
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.reader import Reader, reading_pool
from services.gateway.reading.viewer import Viewer
from services.gateway.refusing.language import Language
from services.gateway.schema import build
from shared.authority.scope import Scope
from shared.bus.positions import Positions
from shared.http.tokens import new_key
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings
from shared.vocabulary.actor import Actor
from tests.benchmarks.figures import Figures, faster_than, median
from tests.benchmarks.load import settle
from tests.scale.accounts import Account
from tests.scale.questions import MEMBERS_PAGE

ASKED = 60


async def measure(settings: Settings, made: Sequence[Account]) -> Figures:
    """Pages for one second of the gateway's own processor time, as the medians of turns taken one after the other."""
    account = next(account for account in made if account.scope == "commune")
    pool, clock = await reading_pool(settings.dsn("gateway"), 2), SystemClock()
    ways = {way: build(open_to_readers=True, compiled=way) for way in (True, False)}
    took: dict[bool, list[float]] = {way: [] for way in ways}
    try:
        actor = Actor(subject=account.subject, role=account.role)
        roots = tuple(await Scope(pool, clock).roots(actor))
        viewer = Viewer(actor=actor, today=clock.today(), roots=roots)
        settle()
        for _ in range(ASKED):
            for way, schema in ways.items():
                asked = _asked(pool, viewer, clock)
                begun = time.process_time()
                await _ask(schema, asked, account)
                took[way].append(time.process_time() - begun)
    finally:
        await pool.close()
    compiled, stock = (1 / median(took[way]) for way in (True, False))
    return {"pages of 50 members for a processor second, by plan": faster_than(compiled, "/s", "Strawberry", stock)}


async def _ask(schema: strawberry.Schema, asked: Asked, account: Account) -> None:
    at = {"at": global_id(ORGANIZATION, account.place)}
    result = await schema.execute(MEMBERS_PAGE, variable_values=at, context_value=asked)
    assert not result.errors and result.data["members"]["nodes"], result.errors


def _asked(pool: asyncpg.Pool, viewer: Viewer, clock: SystemClock) -> Asked:
    reader = Reader(pool, viewer)
    absent: Any = None
    return Asked(
        viewer=viewer,
        now=clock.now(),
        language=Language.VI,
        token="t",
        reader=reader,
        cursors=Cursors(secrets.token_bytes(32), viewer.actor.subject),
        loaders=Loaders(reader),
        positions=Positions(),
        sender=absent,
        watch=absent,
        audit=ReadAudit(pool),
        letters=LetterSeal(new_key()),
    )
