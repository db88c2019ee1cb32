"""The whole system on one screen: the four services of a deployment, in the order in which they start.

    membership      hồ sơ đảng viên, chuyển sinh hoạt      members and their transfers
    organization    tổ chức đảng, sắp xếp, thẩm quyền      the tree, restructuring, grants, policy rows
    evaluation      đánh giá, xếp loại                     campaigns and ratings
    gateway         cổng GraphQL                           answers from its own views of all three published logs

Each is a value in its `service.py`, loaded when asked for.
"""

from collections.abc import Callable
from importlib import import_module

from shared.runtime.service import Service

FRONT = "gateway"
"""The service whose port is fixed."""


def _loader(name: str) -> Callable[[], Service]:
    return lambda: import_module(f"services.{name}.service").SERVICE


STACK: dict[str, Callable[[], Service]] = {
    name: _loader(name) for name in ("organization", "membership", "evaluation", FRONT)
}
"""Name → how to load it."""

IMPORTED_FIRST = ("services.gateway.api.routes",)
"""What a service imports late, but a supervisor early: forked services share it, and start sooner."""
