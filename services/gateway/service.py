"""The gateway: one GraphQL API over its own views of all three published logs. It keeps no log and decides nothing."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.gateway.auditing import erased_members
from services.gateway.evaluation import (
    campaigns,
    comments,
    confidence_votes,
    decisions,
    entries,
    evaluations,
    meetings,
    simulations,
    targets,
)
from services.gateway.membership import (
    admissions,
    file_parts,
    guests,
    history,
    holds,
    homes,
    letters,
    members,
    redirects,
    residences,
    timeline,
    transfers,
    transits,
)
from services.gateway.membership.data import data_requests
from services.gateway.membership.exports import sheet_exports
from services.gateway.membership.glass import opened_records
from services.gateway.membership.home import custodies, home_services
from services.gateway.organization import (
    affiliations,
    committees,
    lineage,
    organizations,
    places,
    policies,
    restructurings,
)
from services.organization.contracts.facts import (
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
    RoleGranted,
    RoleGrantEnded,
)
from shared.authority.grants import grants_view
from shared.authority.tree import Plans, tree_view
from shared.runtime.service import Reaction, Service

if TYPE_CHECKING:
    from shared.runtime.running import Running
    from shared.runtime.settings import Settings

GOODBYE_SECONDS = 1.0
SWITCH_SECONDS = 0.0005
"""So soon the loop gets Python's lock back from the thread that reads long texts; it asks after each of its waits."""
PLANS = Plans(staged=RestructuringStaged, effected=RestructuringTookEffect, reverted=RestructuringReverted)


async def _open(running: "Running") -> None:
    from services.gateway.reading.reader import reading_pool

    sys.setswitchinterval(SWITCH_SECONDS)
    settings = running.settings
    running.state["reading"] = await reading_pool(settings.dsn("gateway"), settings.pool_size, running.lookout.met)


async def _close(running: "Running") -> None:
    reading = running.state.pop("reading", None)
    if reading is not None:
        with suppress(TimeoutError):
            await asyncio.wait_for(reading.close(), GOODBYE_SECONDS)


def _controllers(running: "Running") -> list[Any]:
    from services.gateway.api.routes import routes

    return routes(running)


def _build_schema(settings: "Settings") -> None:
    from services.gateway.schema import served

    served(open_to_readers=settings.demo)


SERVICE = Service(
    name="gateway",
    owns="Cổng GraphQL: the composed views that every reader is answered from, and the way in for every command.",
    keeps_log=False,
    reactions=(
        Reaction(
            name="gateway.organization",
            source="organization",
            views=(
                tree_view(OrganizationFounded, OrganizationReparented, OrganizationEnded, PLANS),
                grants_view(RoleGranted, RoleGrantEnded),
                organizations.VIEW,
                lineage.VIEW,
                restructurings.VIEW,
                committees.VIEW,
                policies.VIEW,
                places.VIEW,
                affiliations.VIEW,
            ),
            halt=True,
        ),
        Reaction(
            name="gateway.membership",
            source="membership",
            views=(
                members.VIEW,
                homes.VIEW,
                guests.VIEW,
                holds.VIEW,
                file_parts.VIEW,
                transits.VIEW,
                transfers.VIEW,
                letters.VIEW,
                history.VIEW,
                timeline.VIEW,
                redirects.VIEW,
                admissions.VIEW,
                home_services.VIEW,
                custodies.VIEW,
                data_requests.VIEW,
                opened_records.VIEW,
                sheet_exports.VIEW,
                residences.VIEW,
                erased_members.VIEW,
            ),
            key="member",
        ),
        Reaction(
            name="gateway.evaluation",
            source="evaluation",
            views=(
                campaigns.VIEW,
                evaluations.VIEW,
                comments.VIEW,
                decisions.VIEW,
                simulations.VIEW,
                entries.VIEW,
                meetings.VIEW,
                confidence_votes.VIEW,
                targets.VIEW,
            ),
        ),
    ),
    founding=_open,
    warming=_build_schema,
    closing=_close,
    controllers=_controllers,
    migrations=(str(Path(__file__).with_name("migrations")),),
)
