"""The gateway's own addresses: /graphql, and the IDE's assets in demonstrations."""

from typing import Any

from services.gateway.api.asking import Desk
from services.gateway.api.graphql import graphql_controller
from services.gateway.api.proofs import proof_routes
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.ide.assets_route import asset
from services.gateway.schema import build
from shared.runtime.running import Running


def routes(running: Running) -> list[Any]:
    """What the gateway adds to the kernel's own addresses."""
    demo = running.settings.demo
    desk = Desk(
        running=running,
        reading=running.state["reading"],
        cursor_key=running.secrets.cursor_key,
        audit=ReadAudit(running.pool),
    )
    endpoint = graphql_controller(build(open_to_readers=demo), desk, ide=demo)
    return [endpoint, *proof_routes(running), *([asset] if demo else [])]
