"""Cây tổ chức trước khi sắp xếp - what a plan needs to know of the tree: who stands where, and what is below."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

CELLS = frozenset({"CELL", "GRASSROOTS_CELL"})


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """Một tổ chức trên cây."""

    organization: UUID
    code: str
    name: str
    type: str
    parent: UUID | None
    founded_on: date
    ended_on: date | None = None
    setting: str | None = None
    external: bool = False

    def stands(self, on: date) -> bool:
        """Whether it stands on a date and has not ended since."""
        return self.founded_on <= on and self.ended_on is None


class Tree(Protocol):
    """The tree as far as a plan touches it: the organisations named, everything above them, what is right below."""

    def node(self, organization: UUID) -> Node | None:
        """One organisation; None if it is unknown."""
        ...

    def bearers(self, code: str) -> Collection[UUID]:
        """Who stands and bears a code."""
        ...

    def others_below(self, organization: UUID) -> Mapping[str, int]:
        """How many organisations that the plan leaves alone stand right below one, by type."""
        ...


class KnownTree:
    """A tree in memory."""

    def __init__(self, nodes: Mapping[UUID, Node], below: Mapping[UUID, Mapping[str, int]]) -> None:
        self.nodes = nodes
        self.below = below
        self._bearers: dict[str, list[UUID]] = {}
        for node in nodes.values():
            if node.ended_on is None:
                self._bearers.setdefault(node.code, []).append(node.organization)

    def node(self, organization: UUID) -> Node | None:
        """One organisation."""
        return self.nodes.get(organization)

    def bearers(self, code: str) -> Collection[UUID]:
        """Who stands and bears a code."""
        return self._bearers.get(code, ())

    def others_below(self, organization: UUID) -> Mapping[str, int]:
        """Standing children that the plan leaves alone."""
        return self.below.get(organization, {})


def known_tree(nodes: Mapping[UUID, Node], leaving: Collection[UUID]) -> KnownTree:
    """The tree of these nodes for a plan under which some of them leave their place."""
    below: dict[UUID, dict[str, int]] = {}
    for node in nodes.values():
        if node.parent is not None and node.ended_on is None and node.organization not in leaving:
            kinds = below.setdefault(node.parent, {})
            kinds[node.type] = kinds.get(node.type, 0) + 1
    return KnownTree(nodes=nodes, below=below)
