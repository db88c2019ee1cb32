"""What is refused about a document named by its id."""

from shared.vocabulary.refusals import Refusal


class DocumentIsUnknown(Refusal):
    """Mã văn bản truy vấn không có trong danh mục tin cậy."""

    vi = "documentId này không có trong danh mục văn bản tin cậy của phiên bản đang chạy."
    en = "The documentId is not among the trusted documents of the version that runs."
    next_vi = "Cập nhật ứng dụng, hoặc gửi văn bản truy vấn bằng POST."
    next_en = "Update the application, or send the query's text by POST."
    status = 404


class OperationIsNotNamed(Refusal):
    """Văn bản có nhiều thao tác mà không nói chạy thao tác nào, hoặc nói tên không có."""

    vi = "operationName phải là tên của đúng một trong {count} thao tác của văn bản này."
    en = "operationName must be the name of exactly one of the {count} operations of this document."
    next_vi = "Đặt operationName bằng tên thao tác cần chạy rồi gửi lại."
    next_en = "Set operationName to the name of the operation to run and send it again."
    status = 400
