"""Từ chối về minh chứng - what is uploaded as a proof."""

from shared.vocabulary.refusals import Refusal


class ProofIsNotBound(Refusal):
    """Minh chứng không gắn với lần đến nhà."""

    vi = "Minh chứng không được chụp cho lần đến nhà này."
    en = "The proof was not taken for this visit."
    next_vi = "Chụp lại trong ứng dụng, tại đúng lần đến nhà."
    next_en = "Take it again in the app, at the visit itself."


class ProofIsNotAPicture(Refusal):
    """Tệp không phải ảnh."""

    vi = "Tệp tải lên không phải ảnh JPEG, PNG hoặc WebP đọc được."
    en = "The upload is not a readable JPEG, PNG or WebP picture."
    next_vi = "Chụp lại rồi tải ảnh lên."
    next_en = "Take the picture again and upload it."
    status = 422


class PictureIsTooBig(Refusal):
    """Ảnh quá nhiều điểm ảnh."""

    vi = "Ảnh có quá nhiều điểm ảnh (tối đa {most} triệu)."
    en = "The picture has too many pixels (at most {most} million)."
    next_vi = "Chụp với độ phân giải thấp hơn."
    next_en = "Take it at a lower resolution."
    status = 422


class ProofIsTooLarge(Refusal):
    """Tệp quá lớn."""

    vi = "Tệp lớn quá {most} byte."
    en = "The file is larger than {most} bytes."
    next_vi = "Chụp với chất lượng thấp hơn."
    next_en = "Take it at a lower quality."
    status = 413


class ProofIsDamaged(Refusal):
    """Tệp bị hỏng khi tải."""

    vi = "Tệp nhận được không khớp mã băm đã khai."
    en = "What arrived does not match the digest that was declared."
    next_vi = "Tải lại từ đầu."
    next_en = "Upload it again from the beginning."
    status = 422


class UploadIsUnknown(Refusal):
    """Không có lần tải này."""

    vi = "Không tìm thấy lần tải lên này."
    en = "There is no such upload."
    next_vi = "Tạo lần tải mới."
    next_en = "Begin a new upload."
    status = 404


class UploadOffsetIsWrong(Refusal):
    """Vị trí tải không khớp."""

    vi = "Vị trí tải không khớp: máy chủ đã nhận {offset} byte."
    en = "The offset does not match: the server has {offset} bytes."
    next_vi = "Hỏi vị trí bằng HEAD rồi tải tiếp từ đó."
    next_en = "Ask by HEAD and go on from there."


class UploadIsNotReadable(Refusal):
    """Khai báo tải lên không đọc được."""

    vi = "Khai báo của lần tải lên thiếu hoặc sai: {what}."
    en = "The declaration of the upload is missing or wrong: {what}."
    next_vi = "Gửi đủ Tus-Resumable, Upload-Length và Upload-Metadata."
    next_en = "Send Tus-Resumable, Upload-Length and Upload-Metadata."
    status = 400


class TooManyUploads(Refusal):
    """Quá nhiều lần tải dở."""

    vi = "Tài khoản có quá nhiều lần tải chưa xong (tối đa {most})."
    en = "The account has too many unfinished uploads (at most {most})."
    next_vi = "Tải xong hoặc hủy các lần đang dở."
    next_en = "Finish or end those that are open."
    status = 429
