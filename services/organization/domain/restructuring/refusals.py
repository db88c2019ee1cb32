"""Vì sao một phương án không được chấp nhận - each conflict of a plan, named with its operation (`row`, from 1)."""

from shared.vocabulary.refusals import Refusal


class Conflict(Refusal):
    """Thao tác mâu thuẫn - an operation that cannot be: the plan stays as it was."""

    vi = "Thao tác {row} không hợp lệ."
    en = "Operation {row} is not possible."
    next_vi = "Sửa thao tác {row} rồi gửi lại."
    next_en = "Correct operation {row} and send it again."
    status = 422


class OperationIsMalformed(Conflict):
    """Thao tác thiếu hoặc thừa thông tin."""

    vi = "Thao tác {row} ({kind}) thiếu hoặc thừa: {field}."
    en = "Operation {row} ({kind}) lacks or must not have: {field}."


class OperationNamesAnUnknown(Conflict):
    """Tổ chức được nêu không có."""

    vi = "Thao tác {row} nêu một tổ chức không có: {named}."
    en = "Operation {row} names an organisation that does not exist: {named}."


class OperationNamesAnEnded(Conflict):
    """Tổ chức được nêu không hoạt động vào ngày hiệu lực."""

    vi = "Thao tác {row}: tổ chức {code} không hoạt động vào ngày {on}."
    en = "Operation {row}: organisation {code} does not stand on {on}."


class SourceIsAlsoTarget(Conflict):
    """Tổ chức vừa kết thúc vừa tiếp nhận."""

    vi = "Thao tác {row}: tổ chức {code} kết thúc trong phương án nên không thể tiếp nhận."
    en = "Operation {row}: organisation {code} ends in this plan and cannot receive."


class OrganizationIsNamedTwice(Conflict):
    """Một tổ chức bị kết thúc, chuyển hoặc lập hai lần."""

    vi = "Thao tác {row}: tổ chức {code} đã có ở một thao tác khác không đi cùng được."
    en = "Operation {row}: organisation {code} stands in another operation that contradicts this one."


class MembersNeedACell(Conflict):
    """Đảng viên phải có chi bộ."""

    vi = "Thao tác {row}: đảng viên của chi bộ {code} phải có chi bộ tiếp nhận."
    en = "Operation {row}: the members of cell {code} need a cell to go to."
    legal_basis = "Điều lệ Đảng, Điều 6 và Điều 24"


class ChildrenNeedAParent(Conflict):
    """Tổ chức trực thuộc phải có cấp trên."""

    vi = "Thao tác {row}: tổ chức {code} còn {count} tổ chức trực thuộc chưa có cấp trên mới."
    en = "Operation {row}: organisation {code} still has {count} organisations below it without a new parent."


class PlacementIsNotLawful(Conflict):
    """Loại tổ chức không được đứng dưới loại cấp trên."""

    vi = "Thao tác {row}: tổ chức loại {child} sẽ trực thuộc {code} loại {parent}: không được phép vào ngày {on}."
    en = "Operation {row}: type {child} would stand under {code} of type {parent}: not allowed on {on}."
    legal_basis = "Quy định organization.legality (theo Điều lệ Đảng, Điều 10 và 21; 294-QĐ/TW)"


class PlanMakesACycle(Conflict):
    """Tổ chức sẽ trực thuộc chính mình."""

    vi = "Thao tác {row}: tổ chức {code} sẽ trực thuộc chính nó."
    en = "Operation {row}: organisation {code} would stand below itself."


class PlanCodeIsTaken(Conflict):
    """Mã số đang thuộc tổ chức khác vẫn hoạt động."""

    vi = "Thao tác {row}: mã {code} thuộc một tổ chức vẫn hoạt động sau phương án, hoặc được dùng hai lần."
    en = "Operation {row}: code {code} belongs to an organisation that still stands after the plan, or is used twice."


class PlanIsEmpty(Refusal):
    """Phương án chưa có thao tác."""

    vi = "Phương án chưa có thao tác nào."
    en = "The plan has no operation yet."
    next_vi = "Thêm thao tác trước."
    next_en = "Add operations first."
    status = 422


class AllocationIsNotPossible(Refusal):
    """Phân bổ không hợp lệ."""

    vi = "Dòng phân bổ {row}: chi bộ được chọn không tiếp nhận được sau phương án."
    en = "Allocation {row}: the cell chosen cannot receive after the plan."
    next_vi = "Chọn một chi bộ còn hoạt động sau phương án."
    next_en = "Choose a cell that stands after the plan."
    status = 422


class OnwardIsForTheHoldingCell(AllocationIsNotPossible):
    """Nơi giới thiệu tiếp chỉ đi cùng chi bộ tạm quản lý."""

    vi = "Dòng phân bổ {row}: chỉ người vào chi bộ tạm quản lý của phương án mới có, và phải có, nơi giới thiệu tiếp."
    en = "Allocation {row}: whoever goes to the plan's holding cell, and nobody else, is introduced onward."
    next_vi = "Nêu chi bộ tạm quản lý ở thao tác (holding) và nơi giới thiệu tiếp ở dòng này, hoặc bỏ cả hai."
    next_en = "Name the holding cell in the operation and the onward organisation in this row, or neither."


class OnwardIsNotPossible(AllocationIsNotPossible):
    """Nơi giới thiệu tiếp không tiếp nhận được."""

    vi = "Dòng phân bổ {row}: nơi giới thiệu tiếp không hoạt động sau phương án hoặc không tiếp nhận được."
    en = "Allocation {row}: the organisation onward does not stand after the plan or cannot receive."
    next_vi = "Chọn chi bộ, cấp ủy hoặc tổ chức ngoài hệ thống nơi người đó cư trú."
    next_en = "Choose a cell, a committee or an external organisation where the person lives."
