"""What grants of roles refuse."""

from shared.vocabulary.refusals import Refusal


class UserIsMissing(Refusal):
    """Chưa nêu tài khoản."""

    vi = "Chưa nêu tài khoản được giao vai trò."
    en = "The user who is to hold the role is missing."
    next_vi = "Ghi tên tài khoản rồi gửi lại."
    next_en = "Name the user and send it again."
    status = 422


class UserNameIsReserved(Refusal):
    """Tên tài khoản dành riêng cho hệ thống."""

    vi = "Tên tài khoản {user} dành riêng cho hệ thống."
    en = "The user name {user} is reserved for the system."
    next_vi = "Chọn tên tài khoản của một người."
    next_en = "Choose the user name of a person."
    status = 422


class RoleMayNotBeGrantedToOneself(Refusal):
    """Không ai tự giao vai trò cho mình."""

    vi = "Không được tự giao vai trò cho chính mình."
    en = "Nobody may grant a role to himself or herself."
    next_vi = "Đề nghị cấp ủy cấp trên giao vai trò này."
    next_en = "Ask the superior committee to grant it."
    status = 403


class GrantIsUnknown(Refusal):
    """Không có lần giao vai trò này."""

    vi = "Không tìm thấy lần giao vai trò được nêu."
    en = "The grant named does not exist."
    next_vi = "Kiểm tra định danh của lần giao vai trò."
    next_en = "Check the grant's id."
    status = 404


class GrantSpanIsEmpty(Refusal):
    """Ngày kết thúc không sau ngày bắt đầu."""

    vi = "Vai trò bắt đầu ngày {start} phải kết thúc sau ngày đó, không phải ngày {end}."
    en = "A role that starts on {start} must end after that day, not on {end}."
    next_vi = "Sửa ngày kết thúc, hoặc bỏ trống nếu chưa định."
    next_en = "Correct the end date, or leave it out if it is open."
    status = 422


class OwnRecordIsLinkedByTheSystem(Refusal):
    """Nối tài khoản với hồ sơ của chính mình là việc của hệ thống."""

    vi = "Chỉ hệ thống nối tài khoản với hồ sơ đảng viên, và chỉ cho vai trò member."
    en = "Only the system links an account to a member's own record, and only for the role member."
    next_vi = "Người quản trị dùng lệnh token --as member --member ID --user TÊN."
    next_en = "The operator uses: token --as member --member ID --user NAME."
    status = 403


class SecretaryIsOfACell(Refusal):
    """Bí thư chi bộ chỉ có ở chi bộ."""

    vi = "Vai trò bí thư chi bộ chỉ giao được tại chi bộ; {code} không phải là chi bộ."
    en = "The role of cell secretary is for cells; {code} is none."
    next_vi = "Chọn mã của chi bộ, hoặc giao vai trò COMMITTEE_OFFICER cho cấp ủy."
    next_en = "Name a cell by its code, or grant COMMITTEE_OFFICER at a committee."


class RoleIsNotDelegated(Refusal):
    """Vai trò này không ai thay được."""

    vi = "Vai trò {role} không có người thay."
    en = "Nobody stands in for the role {role}."
    next_vi = "Giao vai trò cho người kia bằng grantRole."
    next_en = "Grant the other person a role of their own with grantRole."
    status = 422


class RoleIsNotHeldThen(Refusal):
    """Người được thay không giữ vai trò suốt thời gian đó."""

    vi = "{user} không giữ vai trò này tại đây suốt từ {start} đến trước {end}."
    en = "{user} does not hold this role here from {start} until before {end}."
    next_vi = "Chọn thời gian nằm trong thời gian người đó được giao vai trò; người thay không cử người thay nữa."
    next_en = "Choose dates within those of that person's own grant; a substitute names no further substitute."
    status = 422
