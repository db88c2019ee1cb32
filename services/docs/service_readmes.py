"""services/<name>/README.md: the table of contents of a service, from its service.py."""

from pathlib import Path

from services.docs.system import System, meaning, table
from shared.runtime.service import Reaction, Service

_ROOMS = (
    ("contracts/", "published facts, requests, refusals: all that others may import"),
    ("domain/", "facts, state, evolve, decide: plain Python"),
    ("application/", "handlers, look-ups, `publishing.py`"),
    ("policies/", "a fact in, requests out"),
    ("projections/", "views that the service's own decisions need"),
    ("api/", "controllers beside the kernel's routes"),
)


def pages(system: System) -> dict[Path, str]:
    """One README for each service."""
    return {Path(f"services/{service.name}/README.md"): _page(service) for service in system.services}


def _page(service: Service) -> str:
    folder = Path(__file__).parents[1] / service.name
    rooms = [(f"`{room}`", what) for room, what in _ROOMS if (folder / room).is_dir()]
    sections = (
        ("Owns", service.owns + "\n\n" + table(("stream", "its facts"), _streams(service))),
        ("Accepts", table(("request", "meaning"), _requests(service))),
        ("Publishes", table(("fact", "meaning"), _published(service))),
        ("Listens to", table(("follower", "source", "policies"), _reactions(service))),
        ("Views", table(("view", "version", "personal columns"), _views(service))),
        ("Timers", table(("timer", "every"), [(f"`{t.name}`", f"{t.every_seconds:g} s") for t in service.timers])),
        ("Rooms", table(("folder", "what is in it"), rooms)),
    )
    head = f"# {service.name}\n\n<!-- Generated from service.py by `python -m services docs`; do not edit. -->\n"
    return head + "".join(f"\n## {title}\n\n{body}" for title, body in sections)


def _streams(service: Service) -> list[tuple[str, ...]]:
    return [(f"`{s.name}`", ", ".join(f"`{fact.__name__}`" for fact in s.facts)) for s in service.streams]


def _requests(service: Service) -> list[tuple[str, ...]]:
    requests = sorted(service.handlers, key=lambda request: request.__name__)
    return [(f"`POST /commands/{request.__name__}`", meaning(request)) for request in requests]


def _published(service: Service) -> list[tuple[str, ...]]:
    return [(f"`{fact.__name__}`", meaning(fact)) for fact in service.publishes]


def _reactions(service: Service) -> list[tuple[str, ...]]:
    return [
        (f"`{r.name}`", _source(service, r), ", ".join(f"`{policy.name}`" for policy in r.policies))
        for r in service.reactions
    ]


def _source(service: Service, reaction: Reaction) -> str:
    return "its own log" if reaction.source == service.name else reaction.source


def _views(service: Service) -> list[tuple[str, ...]]:
    views = [view for reaction in service.reactions for view in reaction.views]
    return [(f"`{view.name}`", str(view.version), ", ".join(f"`{c}`" for c in view.personal)) for view in views]
