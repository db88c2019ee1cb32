"""What is refused for its cost."""

from shared.vocabulary.refusals import Refusal


class QueryCostsTooMuch(Refusal):
    """Truy vấn tốn quá mức cho phép của một yêu cầu."""

    vi = "Truy vấn này có thể tốn đến {cost} điểm; một yêu cầu được tốn nhiều nhất {most}."
    en = "The query may cost up to {cost} points; one request may cost at most {most}."
    next_vi = "Giảm first, hoặc đọc ít danh sách lồng nhau hơn."
    next_en = "Lower first, or read fewer lists inside lists."
    status = 400


class QueryBudgetIsSpent(Refusal):
    """Tài khoản đã dùng hết hạn mức đọc; hạn mức đầy lại theo thời gian."""

    vi = "Truy vấn cần {cost} điểm, tài khoản này còn {available}; mỗi giây được thêm {rate} điểm."
    en = "The query needs {cost} points and this account has {available} left; it gains {rate} points a second."
    next_vi = "Gửi lại sau {seconds} giây."
    next_en = "Send it again after {seconds} seconds."
    status = 429
