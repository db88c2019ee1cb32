"""What is refused when a look at a person could not be put on record."""

from shared.vocabulary.refusals import Refusal


class ReadIsNotOnRecord(Refusal):
    """Chưa ghi được sổ đọc hồ sơ, nên không trả dữ liệu cá nhân."""

    vi = "Chưa ghi được việc xem hồ sơ vào sổ, nên câu trả lời không được gửi đi."
    en = "The look at the record could not be put on record, so the answer was not sent."
    next_vi = "Gửi lại yêu cầu sau ít giây; nếu là lệnh, giữ nguyên commandId."
    next_en = "Send the request again in a few seconds; if it is a command, with the same commandId."
    status = 503
