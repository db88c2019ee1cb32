"""Shape: how large a document is with its fragments in their places, counted before the rules that walk it so.

Fragments inside fragments grow by powers; fields under one name are held against each other, pair by pair.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode

from services.gateway.refusing.refusals import QueryIsNotValid

FIELDS, PAIRS = 1_000, 250
_Fragments = Mapping[str, FragmentDefinitionNode]


def measured(document: DocumentNode) -> None:
    """Refuses a document that is, written out, larger than any honest one."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    if written_out(document, fragments) > FIELDS:
        raise QueryIsNotValid(detail=f"more than {FIELDS} fields when its fragments are written out")
    for node in document.definitions:
        if _pairs([getattr(node, "selection_set", None)], fragments) > PAIRS:
            raise QueryIsNotValid(detail=f"more than {PAIRS} pairs of fields under one name")


def written_out(document: DocumentNode, fragments: _Fragments) -> int:
    """How many fields a document has with its fragments in their places; a fragment inside itself has no end."""
    counted: dict[str, int] = {}

    def size(chosen: SelectionSetNode | None) -> int:
        return sum(map(one, chosen.selections)) if chosen else 0

    def one(node: Any) -> int:
        if isinstance(node, FragmentSpreadNode):
            return fragment(node.name.value)
        return isinstance(node, FieldNode) + size(node.selection_set)

    def fragment(name: str) -> int:
        if name not in counted:
            if name not in fragments:
                raise QueryIsNotValid(detail=f"unknown fragment {name}")
            counted[name] = FIELDS + 1
            counted[name] = size(fragments[name].selection_set)
        return counted[name]

    return max((size(getattr(node, "selection_set", None)) for node in document.definitions), default=0)


def _pairs(chosen: Sequence[SelectionSetNode | None], fragments: _Fragments) -> int:
    """How many pairs of fields answer under one name, here and in what is chosen below them."""
    named: dict[str, list[FieldNode]] = {}
    for field in _fields(chosen, fragments):
        named.setdefault((field.alias or field.name).value, []).append(field)
    here = sum(len(same) * (len(same) - 1) // 2 for same in named.values())
    below = ([field.selection_set for field in same if field.selection_set] for same in named.values())
    return here + sum(_pairs(sets, fragments) for sets in below if sets and here <= PAIRS)


def _fields(chosen: Sequence[SelectionSetNode | None], fragments: _Fragments) -> Iterator[FieldNode]:
    """The fields of several selections taken together, those of fragments among them."""
    for each in chosen:
        for node in each.selections if each else ():
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, FragmentSpreadNode):
                yield from _fields([fragments[node.name.value].selection_set], fragments)
            else:
                yield from _fields([getattr(node, "selection_set", None)], fragments)
