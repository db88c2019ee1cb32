"""What authority refuses."""

from shared.vocabulary.refusals import Refusal


class ActIsNotPermitted(Refusal):
    """The actor's roles give no right to this act at this place. For places that everyone may know of."""

    vi = "Tài khoản này không có quyền thực hiện việc đó tại tổ chức {code}."
    en = "This account has no right to do that at organisation {code}."
    next_vi = "Đề nghị cấp ủy có thẩm quyền thực hiện, hoặc xin được giao vai trò phù hợp."
    next_en = "Ask the committee in charge to do it, or ask to be granted a fitting role."
    status = 403
