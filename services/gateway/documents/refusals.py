"""What is refused about a document named by its id."""

from shared.vocabulary.refusals import Refusal


class DocumentIsUnknown(Refusal):
    """Mã văn bản truy vấn không có trong danh mục tin cậy."""

    vi = "documentId này không có trong danh mục văn bản tin cậy của phiên bản đang chạy."
    en = "The documentId is not among the trusted documents of the version that runs."
    next_vi = "Cập nhật ứng dụng, hoặc gửi văn bản truy vấn bằng POST."
    next_en = "Update the application, or send the query's text by POST."
    status = 404
