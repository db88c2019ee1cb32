"""Sổ di chuyển - for each kind of record, what a restructuring does to it, and the test that holds us to it.

FOLLOW: it goes with the member or with what succeeds the organisation, untouched. STAY: it keeps naming what it
named. CLOSE: it ends on the day. REOPEN: what was closed stands again when the plan is undone.
Every stream of every service has a row here (tests/architecture/test_movers.py): whoever adds a kind decides
what becomes of it. Source: domain.md 4.4; systems without such a list lost records that were added later.
"""

from enum import StrEnum

import msgspec


class Rule(StrEnum):
    """What becomes of a record."""

    FOLLOW = "FOLLOW"
    STAY = "STAY"
    CLOSE = "CLOSE"
    REOPEN = "REOPEN"


class Mover(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of record: in which stream it lives, the rules, why, and the test that proves it."""

    kind: str
    stream: str
    rules: tuple[Rule, ...]
    why: str
    proof: str


_PLANS = "tests/membership/application/test_restructurings.py"
_MOVED = "tests/membership/application/test_movers.py"
_TREE = "tests/organization/application/test_restructuring.py"
_SEATS = "tests/organization/application/test_committee.py"

MOVERS: tuple[Mover, ...] = (
    Mover(
        kind="đảng viên, nơi sinh hoạt chính thức / member and home",
        stream="member",
        rules=(Rule.FOLLOW,),
        why="by lineage, without a write; only whoever is allocated alone gets a fact",
        proof=f"{_PLANS}::test_a_member_of_a_merged_cell_is_at_home_in_its_successor",
    ),
    Mover(
        kind="việc chưa kết luận / hold",
        stream="member",
        rules=(Rule.FOLLOW,),
        why="it is the member's, whichever cell the member is in",
        proof=f"{_MOVED}::test_a_hold_follows_the_member",
    ),
    Mover(
        kind="thẻ, số lý lịch, hồ sơ / card, numbers, file",
        stream="member",
        rules=(Rule.FOLLOW,),
        why="they are the member's; the proof counts the cards",
        proof=f"{_PLANS}::test_a_member_of_a_merged_cell_is_at_home_in_its_successor",
    ),
    Mover(
        kind="hồ sơ chuyển sinh hoạt đang chạy / open transfer",
        stream="transfer",
        rules=(Rule.FOLLOW,),
        why="re-addressed to the successor; step, clocks and letters stay",
        proof=f"{_PLANS}::test_an_open_transfer_follows_its_destination_and_keeps_its_step",
    ),
    Mover(
        kind="sinh hoạt tạm thời / guest for a time",
        stream="transfer",
        rules=(Rule.FOLLOW,),
        why="a guest of a cell that ends is a guest of what succeeds it, to the same day",
        proof=f"{_MOVED}::test_a_guest_of_an_ended_cell_returns_from_its_successor",
    ),
    Mover(
        kind="sổ giới thiệu sinh hoạt / register of letters",
        stream="letters",
        rules=(Rule.STAY,),
        why="closed with its last number at the body that kept it; its letters stay valid",
        proof=f"{_PLANS}::test_an_open_transfer_follows_its_destination_and_keeps_its_step",
    ),
    Mover(
        kind="chi bộ trong sổ của membership / cell as membership keeps it",
        stream="cell",
        rules=(Rule.CLOSE, Rule.REOPEN),
        why="nobody is placed in an ended cell; an undo opens it again",
        proof=f"{_PLANS}::test_a_member_allocated_alone_moves_and_comes_back_when_the_plan_is_undone",
    ),
    Mover(
        kind="phương án trong sổ của membership / plan as membership keeps it",
        stream="plan",
        rules=(Rule.STAY,),
        why="history",
        proof=f"{_PLANS}::test_nobody_is_placed_in_a_cell_that_has_ended",
    ),
    Mover(
        kind="xóa dữ liệu cá nhân / erasure",
        stream="erasure",
        rules=(Rule.STAY,),
        why="history, of a person and of no organisation",
        proof="tests/membership/application/test_erase_person.py",
    ),
    Mover(
        kind="yêu cầu của chủ thể dữ liệu / data-subject request",
        stream="data-request",
        rules=(Rule.FOLLOW,),
        why="it goes with the member: the officers over the home of today deal with it, its clocks go on",
        proof="tests/membership/application/test_data_requests.py::test_it_is_answered_extended_once_and_done",
    ),
    Mover(
        kind="mở hồ sơ khẩn cấp / opening of a record",
        stream="glass",
        rules=(Rule.STAY,),
        why="of one account and one person, over after hours",
        proof="tests/membership/application/test_break_glass.py",
    ),
    Mover(
        kind="xuất danh sách / exported sheet",
        stream="sheet-export",
        rules=(Rule.STAY,),
        why="of the organisation for which it was asked, over after hours; rows are read by the tree of the day",
        proof="tests/membership/application/test_sheet_exports.py",
    ),
    Mover(
        kind="tổ chức / organisation",
        stream="organization",
        rules=(Rule.FOLLOW, Rule.CLOSE, Rule.REOPEN),
        why="ends into its successors or stands under another parent; stands again after an undo",
        proof=f"{_TREE}::test_a_later_plan_over_the_same_organization_is_undone_first",
    ),
    Mover(
        kind="mã số / number series",
        stream="numbering",
        rules=(Rule.STAY,),
        why="a number is given once",
        proof="tests/organization/domain/test_codes.py",
    ),
    Mover(
        kind="vai trò người dùng / role grant",
        stream="grant",
        rules=(Rule.STAY, Rule.REOPEN),
        why="it names the organisation and counts while that stands; access is never widened by hand",
        proof="tests/organization/application/test_plan_rules.py::"
        "test_the_report_says_who_sees_more_and_the_tree_agrees",
    ),
    Mover(
        kind="quy định / policy row",
        stream="policy",
        rules=(Rule.STAY,),
        why="it is resolved along the tree of the act's date",
        proof="tests/organization/domain/test_policy.py",
    ),
    Mover(
        kind="phương án / restructuring",
        stream="restructuring",
        rules=(Rule.STAY,),
        why="history; its claims are freed when it takes effect or is revoked",
        proof=f"{_TREE}::test_what_was_built_on_a_plan_keeps_it_from_being_undone",
    ),
    Mover(
        kind="hiệu lực của phương án / effect of a plan",
        stream="restructuring-effect",
        rules=(Rule.STAY,),
        why="history",
        proof=f"{_TREE}::test_a_later_plan_over_the_same_organization_is_undone_first",
    ),
    Mover(
        kind="ghế cấp ủy / committee seat",
        stream="committee",
        rules=(Rule.CLOSE, Rule.REOPEN),
        why="a seat ends with its organisation; committees above stay while the new home is inside them",
        proof=f"{_SEATS}::test_seats_of_an_ended_cell_end_and_stand_again_when_it_is_undone",
    ),
    Mover(
        kind="địa bàn / place",
        stream="place",
        rules=(Rule.STAY,),
        why="it names the cells that were linked to it; the rules of an allocation pass over those that have ended",
        proof="tests/gateway/test_allocation_rules.py::test_a_cell_that_ends_or_has_ended_is_not_proposed",
    ),
    Mover(
        kind="đoàn thể, mã ở hệ thống khác / second affiliation, number in another system",
        stream="affiliation",
        rules=(Rule.STAY,),
        why="a plain fact about the organisation that it was told of; a successor has its own",
        proof="tests/gateway/test_affiliations.py::test_what_an_organisation_that_ended_had_stays_with_it",
    ),
    Mover(
        kind="đánh giá đang chạy / running evaluation",
        stream="evaluation",
        rules=(Rule.FOLLOW,),
        why="reviews made so far travel with the member; the new place rates; undone, the old one has them again",
        proof="tests/evaluation/application/test_a_plan.py::test_members_follow_a_plan_and_come_back_with_it",
    ),
    Mover(
        kind="đợt đánh giá / campaign",
        stream="campaign",
        rules=(Rule.FOLLOW,),
        why="it names the organisation that opened it and runs over what stands below that, or below its successor",
        proof="tests/evaluation/application/test_a_plan.py::test_a_campaign_goes_on_when_its_own_body_is_merged",
    ),
    Mover(
        kind="chỉ tiêu xuất sắc / places under the cap",
        stream="quota",
        rules=(Rule.STAY,),
        why="counted anew at the decision's date",
        proof="tests/evaluation/domain/test_cap.py",
    ),
    Mover(
        kind="tính thử xếp loại / simulation",
        stream="simulation",
        rules=(Rule.STAY,),
        why="history",
        proof="tests/evaluation/domain/test_cap.py",
    ),
    Mover(
        kind="phục vụ tại nhà / service at home",
        stream="home_service",
        rules=(Rule.STAY,),
        why="it is finished by the committee that began it, or by who stands for that committee now",
        proof=f"{_MOVED}::test_a_service_at_home_goes_on_when_the_committee_that_began_it_is_merged",
    ),
    Mover(
        kind="giữ túi hồ sơ niêm phong / custody of a sealed file",
        stream="custody",
        rules=(Rule.FOLLOW,),
        why="it goes with the transfer, whose route follows the successors",
        proof=f"{_MOVED}::test_a_sealed_file_is_handed_on_to_what_succeeded_the_committee",
    ),
    Mover(
        kind="cuộc họp chi bộ / cell meeting",
        stream="meeting",
        rules=(Rule.STAY,),
        why="it was held by the cell of its day",
        proof="tests/evaluation/domain/test_registers.py",
    ),
    Mover(
        kind="lấy phiếu tín nhiệm / confidence vote",
        stream="confidence_vote",
        rules=(Rule.STAY,),
        why="it was held by the body of its day",
        proof="tests/evaluation/domain/test_registers.py",
    ),
    Mover(
        kind="chỉ tiêu, kết quả / target and result",
        stream="target",
        rules=(Rule.STAY,),
        why="it was set for the organisation of its day",
        proof="tests/evaluation/domain/test_registers.py",
    ),
    Mover(
        kind="phiếu nhập hàng loạt / rows entered in bulk",
        stream="entry",
        rules=(Rule.STAY,),
        why="history",
        proof="tests/evaluation/application/test_entering.py",
    ),
    Mover(
        kind="bộ tiêu chí / rule set",
        stream="rule_set",
        rules=(Rule.STAY,),
        why="it belongs to no organisation",
        proof="tests/evaluation/domain/test_derivation.py",
    ),
)
