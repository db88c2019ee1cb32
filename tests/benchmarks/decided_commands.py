"""Load 20 facts, decide, append, at 16 concurrent: ours against Emmett's CommandHandler and the library's application.

Ours twice: as it runs, with folded states kept between commands and checked by version at the commit, and forgetful,
which reads and folds the 20 facts for every command as both peers do. The goals are held against the forgetful one.
Each side has so many streams that they are hardly longer at the end of a run than at its beginning: of few, the quicker
side would load the longer ones.
"""

from shared.eventlog.migrate import migrate
from shared.runtime.postgres import PostgresServer
from tests.benchmarks import node_peers
from tests.benchmarks.durable_commands import create_databases, in_turns, python, rate
from tests.benchmarks.figures import Figures, faster_than

CONCURRENT = 16
EMMETT, LIBRARY = "Emmett's CommandHandler", "eventsourcing's Application"
GOALS = {EMMETT: 4.0, LIBRARY: 8.0}


async def measure(server: PostgresServer) -> Figures:
    """All sides in turns."""
    await migrate(server.dsn("lienthong"), "houses", server.password)
    await create_databases(server, "emmett", "library")
    ours = server.dsn("lienthong", "houses", server.password)
    outcomes = in_turns(
        {
            "forgetful": (lambda n, s: python("house_commands", ours, str(n), str(s), "forgetful"), CONCURRENT),
            "as it runs": (lambda n, s: python("house_commands", ours, str(n), str(s)), CONCURRENT),
            EMMETT: (lambda n, s: node_peers.command("handle.mjs", server.dsn("emmett"), str(n), str(s)), CONCURRENT),
            LIBRARY: (lambda n, s: python("library_commands", server.dsn("library"), str(n), str(s)), CONCURRENT),
        }
    )
    figures: Figures = {}
    for kind in ("forgetful", "as it runs"):
        for peer, goal in GOALS.items():
            name = f"load 20 facts, decide, append at {CONCURRENT}, {kind}, {peer}"
            held = goal if kind == "forgetful" else None
            figures[name] = faster_than(rate(outcomes[kind]), "/s", peer, rate(outcomes[peer]), goal=held)
    return figures
