"""Health: alive is that the loop answers; ready is that the log and every follower are well."""

from typing import Any

import msgspec
from litestar import Request, Response, get

from shared.http.answers import json
from shared.http.served import Served
from shared.vocabulary.finding import Finding

_AWAY = 503


class Liveness(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    live: bool
    service: str


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the process does its whole work, and what keeps it from it."""

    ready: bool
    service: str
    findings: list[Finding]


def readiness(served: Served) -> Readiness:
    """What every part says of itself. What a mirror says makes nothing unready: no command waits for the broker."""
    parts = [*served.followers, *([served.mirror] if served.mirror is not None else [])]
    findings = [part.finding() for part in parts]
    if served.log is not None and not served.log.healthy:
        findings.append(served.log.finding())
    findings += [find() for find in getattr(served, "findings", ())]
    return Readiness(ready=all(f.ok for f in findings), service=served.service.name, findings=findings)


@get("/health/live", sync_to_thread=False)
def live(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Restart the process when this does not answer."""
    return json(Liveness(live=True, service=request.app.state.served.service.name))


@get("/health/ready", sync_to_thread=False)
def ready(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Send no traffic while this answers 503; the findings say why."""
    found = readiness(request.app.state.served)
    return json(found, status=200 if found.ready else _AWAY)
