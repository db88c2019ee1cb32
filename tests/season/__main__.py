"""`python -m tests.season [--members N] [--cells N]`: a season at the size of a province; Hà Nội: 457397 and 17225."""

import argparse
import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import uvloop

from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import evaluation_id
from services.gateway.evaluation import decisions
from shared.testing import postgres
from shared.testing.postgres import Databases
from tests.season import acting
from tests.season.place import Province, province
from tests.season.scene import Scene, scene

_RARELY = (20_000, 20, 50)
_ROUNDS, _LOOKS, _PLAIN = 50, 5, 20_000
_FIGURES = Path("build") / "season.json"


async def run(members: int, cells: int) -> dict[str, Any]:
    """All steps, one after the other, with what each came to."""
    of = province(members, cells)
    with postgres.server(durable=True) as server:
        async with scene(Databases(server), of) as on:
            return await _season(on, of)


async def _season(on: Scene, of: Province) -> dict[str, Any]:
    campaign = await acting.opened(on)
    steps = {
        "self-reviewed": lambda: acting.reviewed(on, campaign, of.grassroots),
        "voted and proposed": lambda: acting.voted(on, campaign, of.grassroots),
    }
    figures: dict[str, Any] = {"members": len(of.homes), "grassroots": len(of.grassroots)}
    for name, step in steps.items():
        figures[name] = _told(name, _shown(await acting.measured(on, step)))
    first = evaluation_id(campaign, Subject(kind="MEMBER", id=of.grassroots[0].members[0]))
    await on.seen()
    await on.analyze()
    figures["simulateCap of the province, seconds, slowest"] = round(
        max([await acting.looked_ahead(on, campaign) for _ in range(_LOOKS)]), 3
    )
    figures["looking for what the records have overtaken, ms"] = await _unsettled(on)
    step = await acting.measured(on, lambda: acting.decided(on, campaign, of.grassroots))
    figures["decided"] = _told("decided", _shown(step))
    figures["memory of this process, MB, peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    started = time.perf_counter()
    told = await on.follow()
    figures["gateway's views, facts a second"] = round(told / (time.perf_counter() - started))
    figures["distribution of the province, ms"] = await _distribution(on, campaign)
    figures["the log alone"] = _shown(await acting.plain(on, first, _PLAIN))
    return figures


async def _unsettled(on: Scene) -> int:
    """What the timer asks every few seconds while hundreds of thousands are running and nothing has changed."""
    started = time.perf_counter()
    assert await on.overtaken() == []
    return round((time.perf_counter() - started) * 1000)


async def _distribution(on: Scene, campaign: Any) -> dict[str, float]:
    await on.gateway_pool.execute("analyze gateway_views.decisions")
    query, times = decisions.figures(campaign, "MEMBER", ()), []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        row = await on.reader.row(query)
        assert row and row["scopes"]
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"p50": round(times[len(times) // 2], 1), "p95": round(times[int(len(times) * 0.95)], 1)}


def _told(name: str, figures: dict[str, float]) -> dict[str, float]:
    """Said at once: a season at full size takes long."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {name}: {figures}\n")
    return figures


def _shown(took: acting.Took) -> dict[str, float]:
    return {
        "facts": took.facts,
        "seconds": round(took.seconds, 1),
        "facts a second": round(took.rate),
        "published a second": round(took.published / took.seconds),
    }


def main() -> None:
    """Run, print, and keep the figures in build/season.json."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=10_000)
    options.add_argument("--cells", type=int, default=400)
    asked = options.parse_args()
    gc.set_threshold(*_RARELY)  # as a service runs: shared/runtime/serve.py
    gc.freeze()
    figures = uvloop.run(run(asked.members, asked.cells))
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    _FIGURES.parent.mkdir(exist_ok=True)
    _FIGURES.write_text(text + "\n")
    sys.stdout.write(text + "\n")


main()
