"""Plans: what operations come to, and what is refused. The names of the tests are the rules."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.organization.domain.restructuring import operations as ops
from services.organization.domain.restructuring import refusals as no
from services.organization.domain.restructuring.operations import NewBody, Operation, leaving, new_id
from services.organization.domain.restructuring.planning import Planned, check_allocations, plan
from services.organization.domain.restructuring.rows import CHANGED, ENDED, FOUNDED
from services.organization.domain.restructuring.tree import CELLS, Node, known_tree
from shared.vocabulary.refusals import Refusal

ON = date(2026, 1, 1)
PLAN = UUID(int=999)
LEGALITY = {
    "CENTRAL": ["PROVINCIAL"],
    "PROVINCIAL": ["DIRECT_SUPERIOR"],
    "DIRECT_SUPERIOR": ["GRASSROOTS_COMMITTEE", "GRASSROOTS_CELL", "CELL"],
    "GRASSROOTS_COMMITTEE": ["CELL"],
}
ROOT, PROVINCE, WARD, OTHER_WARD, CELL, OTHER_CELL, FAR_CELL = (UUID(int=n) for n in range(1, 8))


def node(organization: UUID, kind: str, parent: UUID | None, **more: Any) -> Node:
    stands: dict[str, Any] = {
        "code": f"c{organization.int}",
        "name": f"n{organization.int}",
        "founded_on": date(2000, 1, 1),
    }
    return Node(**{**stands, "organization": organization, "type": kind, "parent": parent, **more})


NODES = {
    it.organization: it
    for it in (
        node(ROOT, "CENTRAL", None),
        node(PROVINCE, "PROVINCIAL", ROOT),
        node(WARD, "DIRECT_SUPERIOR", PROVINCE),
        node(OTHER_WARD, "DIRECT_SUPERIOR", PROVINCE),
        node(CELL, "CELL", WARD),
        node(OTHER_CELL, "CELL", WARD),
        node(FAR_CELL, "CELL", OTHER_WARD),
    )
}


def new(key: str = "a", kind: str = "CELL", parent: object = WARD, code: str | None = None) -> NewBody:
    return NewBody(key=key, code=code or f"new-{key}", name=f"Tổ chức {key}", type=kind, parent=str(parent))


def planned(*operations: Operation, nodes: dict[UUID, Node] | None = None) -> Planned:
    return plan(known_tree(nodes or NODES, leaving(operations)), PLAN, operations, ON, LEGALITY)


def op(kind: str, *sources: UUID, **more: Any) -> Operation:
    if isinstance(more.get("target"), UUID):
        more["target"] = str(more["target"])
    return Operation(kind=kind, sources=sources, **more)


def test_a_merged_cell_ends_into_the_one_that_stays():
    [row] = planned(op(ops.MERGE_INTO, CELL, target=OTHER_CELL)).rows
    assert (row.kind, row.organization, row.successors) == (ENDED, CELL, (OTHER_CELL,))


def test_consolidated_cells_end_into_a_new_one_that_remembers_them():
    founded, *ended = planned(op(ops.CONSOLIDATE, CELL, OTHER_CELL, new=new())).rows
    assert (founded.kind, founded.origins, founded.heir) == (FOUNDED, (CELL, OTHER_CELL), CELL)
    assert {row.successor for row in ended} == {new_id(PLAN, "a")}


def test_a_split_goes_to_the_first_heir_unless_it_is_allocated():
    split = op(ops.SPLIT, CELL, targets=("new:a", str(OTHER_CELL)))
    result = planned(op(ops.FOUND, new=new()), split)
    assert result.ended_cells == {CELL: new_id(PLAN, "a")}


def test_a_separated_part_leaves_the_old_organisation_standing():
    result = planned(op(ops.SEPARATE, WARD, new=new(kind="GRASSROOTS_COMMITTEE"), children=(CELL,)))
    assert [(row.kind, row.parent) for row in result.rows] == [(FOUNDED, WARD), (CHANGED, new_id(PLAN, "a"))]
    assert result.count(ENDED) == 0


def test_one_organisation_may_be_handed_over_retyped_and_renamed_at_once():
    [row] = planned(
        op(ops.TRANSFER_ORG, CELL, target=OTHER_WARD),
        op(ops.RETYPE, CELL, type="GRASSROOTS_CELL"),
        op(ops.RENAME, CELL, name="Chi bộ mới"),
    ).rows
    assert (row.parent, row.type, row.name) == (OTHER_WARD, "GRASSROOTS_CELL", "Chi bộ mới")
    assert row.before is not None and row.before.parent == WARD


def test_a_code_may_pass_to_the_organisation_that_follows_its_bearer():
    result = planned(op(ops.CONSOLIDATE, CELL, OTHER_CELL, new=new(code="c5")))
    assert result.rows[0].code == "c5"


def test_children_are_founded_after_their_parents():
    result = planned(
        op(ops.FOUND, new=new("b", parent="new:a")), op(ops.FOUND, new=new("a", "DIRECT_SUPERIOR", PROVINCE))
    )
    assert [row.organization for row in result.rows] == [new_id(PLAN, "a"), new_id(PLAN, "b")]


@pytest.mark.parametrize(
    ("refusal", "operations"),
    [
        (no.PlanIsEmpty, []),
        (no.OperationIsMalformed, [op(ops.MERGE_INTO, target=CELL)]),
        (no.OperationIsMalformed, [op("STIR", CELL)]),
        (no.OperationIsMalformed, [op(ops.SPLIT, CELL, targets=(str(OTHER_CELL),))]),
        (no.OperationNamesAnUnknown, [op(ops.MERGE_INTO, CELL, target=UUID(int=77))]),
        (no.OperationNamesAnUnknown, [op(ops.MERGE_INTO, CELL, target="new:nobody")]),
        (no.SourceIsAlsoTarget, [op(ops.MERGE_INTO, CELL, target=CELL)]),
        (
            no.SourceIsAlsoTarget,
            [op(ops.MERGE_INTO, CELL, target=OTHER_CELL), op(ops.MERGE_INTO, OTHER_CELL, target=FAR_CELL)],
        ),
        (
            no.OrganizationIsNamedTwice,
            [op(ops.MERGE_INTO, CELL, target=OTHER_CELL), op(ops.DISSOLVE, CELL, target=FAR_CELL)],
        ),
        (no.OrganizationIsNamedTwice, [op(ops.MERGE_INTO, CELL, target=OTHER_CELL), op(ops.RENAME, CELL, name="X")]),
        (no.MembersNeedACell, [op(ops.DISSOLVE, CELL)]),
        (no.MembersNeedACell, [op(ops.MERGE_INTO, CELL, target=WARD)]),
        (no.MembersNeedACell, [op(ops.RETYPE, CELL, type="GRASSROOTS_COMMITTEE")]),
        (no.ChildrenNeedAParent, [op(ops.DISSOLVE, WARD)]),
        (no.PlanMakesACycle, [op(ops.TRANSFER_ORG, PROVINCE, target=WARD)]),
        (no.PlacementIsNotLawful, [op(ops.TRANSFER_ORG, CELL, target=PROVINCE)]),
        (no.PlanCodeIsTaken, [op(ops.FOUND, new=new(code="c7"))]),
    ],
)
def test_a_plan_that_contradicts_itself_or_the_rules_is_refused(refusal: type[Refusal], operations: list[Operation]):
    with pytest.raises(refusal) as refused:
        planned(*operations)
    if operations:
        assert 1 <= refused.value.params["row"] <= len(operations), "each conflict is named with its row"
    assert "{" not in refused.value.wire()["vi"] + refused.value.wire()["nextEn"]


def test_a_target_below_a_source_is_refused():
    nodes = {**NODES, UUID(int=8): node(UUID(int=8), "GRASSROOTS_COMMITTEE", WARD)}
    with pytest.raises(no.PlanMakesACycle):
        planned(op(ops.MERGE_INTO, WARD, target=UUID(int=8)), nodes=nodes)


def test_what_has_ended_or_begins_later_is_refused_with_its_row():
    nodes = {**NODES, CELL: node(CELL, "CELL", WARD, ended_on=date(2025, 1, 1))}
    with pytest.raises(no.OperationNamesAnEnded) as refused:
        planned(op(ops.RENAME, FAR_CELL, name="X"), op(ops.MERGE_INTO, CELL, target=OTHER_CELL), nodes=nodes)
    assert refused.value.params["row"] == 2


def test_a_member_is_allocated_to_a_cell_that_stands_after_the_plan():
    operations = [op(ops.MERGE_INTO, CELL, target=OTHER_CELL)]
    tree = known_tree(NODES, leaving(operations))
    result = plan(tree, PLAN, operations, ON, LEGALITY)
    check_allocations(result, tree, [ops.Allocation(member=UUID(int=100), cell=FAR_CELL)], ON)
    with pytest.raises(no.AllocationIsNotPossible):
        both = [ops.Allocation(member=UUID(int=100), cell=FAR_CELL), ops.Allocation(member=UUID(int=101), cell=CELL)]
        check_allocations(result, tree, both, ON)


def applied(nodes: dict[UUID, Node], result: Planned) -> dict[UUID, Node]:
    """The plainest application of rows: what every view must come to."""
    heirs = {row.organization: row.successor for row in result.rows if row.kind == ENDED}
    after = dict(nodes)
    for row in result.rows:
        if row.kind == ENDED:
            was = after[row.organization]
            after[row.organization] = node(row.organization, row.type, row.parent, code=was.code, ended_on=ON)
        else:
            after[row.organization] = node(row.organization, row.type, row.parent, code=row.code, name=row.name)
    for identity, it in list(after.items()):
        if it.ended_on is None and it.parent in heirs:
            after[identity] = node(identity, it.type, heirs[it.parent], code=it.code, name=it.name)
    return after


refs = st.sampled_from([WARD, OTHER_WARD, CELL, OTHER_CELL, FAR_CELL])
operation = st.one_of(
    st.builds(lambda a, b: op(ops.MERGE_INTO, a, target=b), refs, refs),
    st.builds(
        lambda a, b, k: op(ops.CONSOLIDATE, a, b, new=new(k, NODES[a].type, NODES[a].parent)),
        refs,
        refs,
        st.sampled_from("xyz"),
    ),
    st.builds(lambda a, b: op(ops.TRANSFER_ORG, a, target=b), refs, refs),
    st.builds(lambda a, b: op(ops.DISSOLVE, a, target=b), refs, refs),
    st.builds(lambda a, b, c: op(ops.SPLIT, a, targets=(str(b), str(c))), refs, refs, refs),
    st.builds(lambda a: op(ops.RENAME, a, name="Tên mới"), refs),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(operation, min_size=1, max_size=4), st.integers(min_value=1, max_value=3))
def test_whatever_is_accepted_leaves_a_whole_tree_and_a_home_for_everyone(operations: list[Operation], rounds: int):
    nodes = NODES
    for number in range(rounds):
        tree = known_tree(nodes, leaving(operations))
        try:
            result = plan(tree, UUID(int=1000 + number), operations, ON, LEGALITY)
        except no.Conflict:
            continue
        nodes = applied(nodes, result)
        for it in nodes.values():
            if it.ended_on is None and it.parent is not None:
                assert nodes[it.parent].ended_on is None, "no active child under an ended parent"
            assert_reaches_root(nodes, it)
        for ended, heir in result.ended_cells.items():
            assert nodes[ended].ended_on is not None
            assert nodes[heir].ended_on is None and nodes[heir].type in CELLS, "one standing home for every member"


def assert_reaches_root(nodes: dict[UUID, Node], it: Node) -> None:
    steps = 0
    while it.parent is not None:
        it, steps = nodes[it.parent], steps + 1
        assert steps <= len(nodes), "no cycle"
    assert it.organization == ROOT


def test_what_may_stand_below_an_organisation_is_said_by_the_nearest_matrix_upward():
    moved, wide = op(ops.TRANSFER_ORG, CELL, target=PROVINCE), {**LEGALITY, "PROVINCIAL": ["CELL", "DIRECT_SUPERIOR"]}
    narrow = {**LEGALITY, "DIRECT_SUPERIOR": []}

    def asked(operation: Operation, at: dict[str, Any]) -> Planned:
        return plan(known_tree(NODES, leaving([operation])), PLAN, [operation], ON, LEGALITY, legality_at=at)

    province, ward = f"c{PROVINCE.int}", f"c{OTHER_WARD.int}"
    assert asked(moved, {province: wide}).rows, "the province has a matrix of its own"
    with pytest.raises(no.PlacementIsNotLawful):
        asked(moved, {f"c{WARD.int}": wide})
    assert asked(op(ops.TRANSFER_ORG, CELL, target=OTHER_WARD), {province: wide}).rows
    with pytest.raises(no.PlacementIsNotLawful):
        asked(op(ops.TRANSFER_ORG, CELL, target=OTHER_WARD), {province: wide, ward: narrow})
