"""The whole system on one screen: the four services of a deployment, in the order in which they start.

    membership      hồ sơ đảng viên, chuyển sinh hoạt      members and their transfers
    organization    tổ chức đảng, sắp xếp, thẩm quyền      the tree, restructuring, grants, policy rows
    evaluation      đánh giá, xếp loại                     campaigns and ratings
    gateway         cổng GraphQL                           answers from its own views of all three published logs

Each is a value in its `service.py`, loaded when asked for.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from shared.runtime.service import Service

FRONT = "gateway"
"""The service whose port is fixed."""


def _loader(name: str) -> Callable[[], Service]:
    return lambda: import_module(f"services.{name}.service").SERVICE


def _folder(package: str) -> str:
    return str(Path(__file__).parents[1] / package / "migrations")


STACK: dict[str, Callable[[], Service]] = {
    name: _loader(name) for name in ("organization", "membership", "evaluation", FRONT)
}
"""Name → how to load it."""

SCHEMAS = (
    Service(name="organization", owns=""),
    Service(name="membership", owns="", migrations=(_folder("shared/people"), _folder("services/membership"))),
    Service(name="evaluation", owns=""),
    Service(name=FRONT, owns="", migrations=(_folder("services/gateway"),), keeps_log=False),
)
"""What the migrations need to know of each, so that they need not wait until it is imported (a test compares)."""

CODE = (Path(__file__).parent, Path(__file__).parents[1] / "shared")
"""Where all code of the stack is; a database that it made is known by it."""

IMPORTED_LATE = {
    FRONT: (
        "graphql",
        "strawberry",
        "services.gateway.refusing.user_error",
        "services.gateway.organization.mutations",
        "services.gateway.membership.mutations",
        "services.gateway.evaluation.mutations",
        "services.gateway.api.routes",
    )
}
"""What only one service needs and takes long to import: the others start before it, name by name, is there."""
