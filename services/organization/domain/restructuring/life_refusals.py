"""Vì sao một bước của phương án không được làm."""

from shared.vocabulary.refusals import Refusal


class RestructuringIsUnknown(Refusal):
    """Không có phương án này, hoặc người xem không được biết."""

    vi = "Không tìm thấy phương án sắp xếp được nêu."
    en = "The restructuring named does not exist."
    next_vi = "Kiểm tra lại định danh."
    next_en = "Check the id."
    status = 404


class RestructuringIsNotInThatState(Refusal):
    """Phương án không ở tình trạng cho phép bước này."""

    vi = "Phương án đang ở tình trạng {state}; bước này cần {needed}."
    en = "The restructuring is {state}; this step needs {needed}."
    next_vi = "Xem lại phương án rồi chọn bước phù hợp."
    next_en = "Read the restructuring again and choose a fitting step."


class DraftIsApprovedByAnother(Refusal):
    """Người lập không tự duyệt."""

    vi = "Người lập phương án không được tự duyệt."
    en = "Whoever drafted a restructuring does not approve it."
    next_vi = "Nhờ một người khác có thẩm quyền duyệt."
    next_en = "Ask another person with the authority to approve it."
    status = 403


class PlanHasChanged(Refusal):
    """Phương án hoặc cây tổ chức đã khác lúc tính."""

    vi = "Mã đối chiếu không khớp: phương án hoặc tổ chức liên quan đã thay đổi từ lần tính thử đó."
    en = "The digest does not match: the plan or an organisation it touches has changed since that dry run."
    next_vi = "Tính thử lại, xem kết quả, rồi duyệt với mã đối chiếu mới."
    next_en = "Run it dry again, read the report, then decide with the new digest."


class CountsDiffer(Refusal):
    """Số đếm khác số ghi trong quyết định."""

    vi = "Quyết định ghi {name} = {declared}, hệ thống đếm được {counted}."
    en = "The decision declares {name} = {declared}, the system counts {counted}."
    next_vi = "Đối chiếu danh sách kèm quyết định với kết quả tính thử."
    next_en = "Compare the list of the decision with the dry run."
    legal_basis = "09-HD/BTCTW 2017: quyết định ghi rõ số tổ chức, số đảng viên"
    status = 422


class OrganizationIsInAnotherPlan(Refusal):
    """Tổ chức đang ở một phương án khác đã duyệt."""

    vi = "Thao tác {row}: tổ chức {code} đang ở một phương án khác đã được duyệt và chưa có hiệu lực."
    en = "Operation {row}: organisation {code} is in another plan that is approved and not yet in effect."
    next_vi = "Chờ phương án đó có hiệu lực hoặc bị thu hồi."
    next_en = "Wait until that plan takes effect or is revoked."


class AllocatedCellIsInAnotherPlan(OrganizationIsInAnotherPlan):
    """Chi bộ nhận phân bổ đang ở một phương án khác đã duyệt."""

    vi = "Dòng phân bổ {row}: chi bộ {code} đang ở một phương án khác đã được duyệt và chưa có hiệu lực."
    en = "Allocation {row}: cell {code} is in another plan that is approved and not yet in effect."


class PlanIsNotForYou(Refusal):
    """Phương án chạm tới tổ chức ngoài thẩm quyền."""

    vi = "Dòng {row}: tổ chức {code} ngoài phạm vi thẩm quyền của người thực hiện."
    en = "Row {row}: organisation {code} is outside the authority of the one who acts."
    next_vi = "Chuyển cho cấp trên chung của các tổ chức liên quan."
    next_en = "Hand it to the common superior of the organisations concerned."
    status = 403


class StepNeedsAnotherRole(Refusal):
    """Bước này cần vai trò khác."""

    vi = "Bước này của phương án cần vai trò {needed}."
    en = "This step of a restructuring needs the role {needed}."
    next_vi = "Nhờ một người có vai trò đó ở cấp có thẩm quyền."
    next_en = "Ask somebody who has that role at the deciding level."
    status = 403


class PlanIsTouchedLater(Refusal):
    """Đã có việc sau đó dựa trên phương án; each is listed."""

    vi = "Không thể thu hồi: những tổ chức này đã có thay đổi sau khi phương án có hiệu lực: {codes}."
    en = "It cannot be undone: these organisations were changed after the plan took effect: {codes}."
    next_vi = "Thu hồi thay đổi sau trước, hoặc lập phương án mới theo chiều ngược lại."
    next_en = "Undo the later change first, or draft a plan in the other direction."


class UndoWindowIsOver(Refusal):
    """Quá hạn thu hồi."""

    vi = "Phương án chỉ thu hồi được đến hết ngày {until}."
    en = "This restructuring could be undone until {until}."
    next_vi = "Lập phương án mới theo chiều ngược lại."
    next_en = "Draft a restructuring in the other direction."


class BodyMayNotDecide(Refusal):
    """Cấp này không có thẩm quyền quyết định."""

    vi = "Thao tác {row}: tổ chức {code} ({type}) do cấp {needed} trở lên quyết định."
    en = "Operation {row}: organisation {code} ({type}) is decided on by {needed} or higher."
    next_vi = "Trình cấp có thẩm quyền duyệt."
    next_en = "Let the body that decides approve it."
    legal_basis = "Điều lệ Đảng, Điều 10 và Điều 13; quy định restructuring.decides"
    status = 403


class ConsentIsMissing(Refusal):
    """Thiếu văn bản đồng ý của cấp trên."""

    vi = "Thao tác {row}: tổ chức {code} ({finding}: {counted}, ngưỡng {limit}) cần văn bản đồng ý của cấp trên."
    en = "Operation {row}: organisation {code} ({finding}: {counted}, limit {limit}) needs written consent."
    next_vi = "Ghi số và ngày văn bản đồng ý vào thao tác liên quan."
    next_en = "Put the number and date of the consent into the operation concerned."
    legal_basis = "Điều lệ Đảng, Điều 21"
    status = 422


class MembersAreNotAllocated(Refusal):
    """Còn đảng viên chưa phân bổ."""

    vi = "Thao tác {row}: chi bộ {code} còn {count} đảng viên chưa được phân bổ và không có nơi tiếp nhận chung."
    en = "Operation {row}: cell {code} has {count} members who are not allocated and no cell that takes the rest."
    next_vi = "Phân bổ nốt, hoặc nêu chi bộ tiếp nhận phần còn lại."
    next_en = "Allocate them, or name the cell that takes the rest."
    legal_basis = "Điều lệ Đảng, Điều 6"
    status = 422


class HandoverIsAwaited(Refusal):
    """Bên nhận chưa trả lời."""

    vi = "Phương án chuyển giao tổ chức sang nơi khác; bên nhận chưa tiếp nhận."
    en = "The plan hands organisations over; the receiving side has not taken them over yet."
    next_vi = "Chờ bên nhận tiếp nhận hoặc từ chối."
    next_en = "Wait until the receiving side accepts or refuses."
    legal_basis = "09-HD/BTCTW 5-6-2017: quyết định chuyển giao và quyết định tiếp nhận"


class HandoverIsNotAsked(Refusal):
    """Không có gì để tiếp nhận."""

    vi = "Phương án không có tổ chức nào đang chờ tiếp nhận."
    en = "Nothing of this plan waits to be taken over."
    next_vi = "Xem lại tình trạng của phương án."
    next_en = "Read the state of the restructuring again."
