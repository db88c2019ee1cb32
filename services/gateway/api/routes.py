"""The gateway's own addresses: /graphql, the papers to print, and the IDE's assets in demonstrations."""

from typing import Any

from services.gateway.api.asking import Desk
from services.gateway.api.graphql import graphql_controller
from services.gateway.api.proofs import proof_routes
from services.gateway.auditing.duplicate_checks import DuplicateChecks
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.ide.assets_route import asset
from services.gateway.membership.exports.route import exports_route
from services.gateway.papers.letter_seal import LetterSeal
from services.gateway.papers.route import papers_route
from services.gateway.reading.widths import Widths
from services.gateway.schema import served
from shared.runtime.running import Running


def routes(running: Running) -> list[Any]:
    """What the gateway adds to the kernel's own addresses."""
    demo = running.settings.demo
    desk = Desk(
        running=running,
        reading=running.state["reading"],
        cursor_key=running.secrets.cursor_key,
        audit=ReadAudit(running.pool),
        duplicates=DuplicateChecks(running.pool),
        letters=LetterSeal(running.secrets.papers_key),
        widths=Widths(running.state["reading"]),
    )
    schema = served(open_to_readers=demo)
    endpoint, paper = graphql_controller(schema, desk, ide=demo), papers_route(schema, desk)
    return [endpoint, paper, exports_route(desk), *proof_routes(running), *([asset] if demo else [])]
