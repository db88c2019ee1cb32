"""What the gateway itself refuses, before any service is asked."""

from shared.vocabulary.refusals import Refusal


class IdIsNotReadable(Refusal):
    """Mã định danh không đúng dạng, hoặc là của loại khác."""

    vi = "Giá trị này không phải mã định danh của {expected}."
    en = "The value is not the id of a {expected}."
    next_vi = "Dùng nguyên văn id mà một truy vấn trước đã trả về."
    next_en = "Use, unchanged, an id that an earlier query returned."
    status = 400


class CursorIsNotReadable(Refusal):
    """Con trỏ trang không do hệ thống này cấp cho người xem này và danh sách này."""

    vi = "Giá trị after không phải con trỏ của danh sách này."
    en = "The value of after is not a cursor of this list."
    next_vi = "Dùng endCursor của trang trước với đúng bộ lọc đó, hoặc bỏ trống để đọc từ đầu."
    next_en = "Use the endCursor of the page before with the same filters, or leave it out to start again."
    status = 400


class PageSizeIsOutOfRange(Refusal):
    """Kích thước trang ngoài giới hạn."""

    vi = "Mỗi trang đọc được từ 1 đến {most} mục; yêu cầu này hỏi {asked}."
    en = "A page has from 1 to {most} items; this request asks for {asked}."
    next_vi = "Đặt first trong giới hạn đó rồi đọc tiếp bằng after."
    next_en = "Set first within that range and read on with after."
    status = 400


class OneOfThemIsNeeded(Refusal):
    """Phải cho đúng một trong các tham số."""

    vi = "Phải cho đúng một trong các tham số: {names}."
    en = "Exactly one of these arguments is needed: {names}."
    next_vi = "Giữ lại một tham số rồi gửi lại."
    next_en = "Keep one of them and send the request again."
    status = 400


class DocumentIsNotReadable(Refusal):
    """Yêu cầu không có văn bản GraphQL đọc được."""

    vi = "Thân yêu cầu không phải JSON đúng dạng có query, variables, operationName."
    en = "The body is not well-formed JSON with query, variables and operationName."
    next_vi = 'Gửi POST application/json, mã hóa UTF-8, ví dụ {{"query": "{{ viewer {{ subject }} }}"}}.'
    next_en = 'Send POST application/json in UTF-8, such as {{"query": "{{ viewer {{ subject }} }}"}}.'
    status = 400


class BodyCameTooSlowly(Refusal):
    """Thân yêu cầu đến quá chậm."""

    vi = "Thân yêu cầu không đến hết trong {seconds} giây nên đã dừng nhận."
    en = "The body had not come within {seconds} seconds and is not waited for."
    next_vi = "Kiểm tra đường truyền rồi gửi lại; nếu là lệnh, giữ nguyên commandId."
    next_en = "Check the connection and send it again; if it is a command, with the same commandId."
    status = 408


class TooManyKnownPersons(Refusal):
    """Tài khoản đã hỏi trúng quá nhiều người đã đăng ký; hỏi dò không phải là nhập liệu."""

    vi = "Trong một giờ qua, quá {most} lần người được nhập đã có trong hệ thống; tạm ngừng nhận thêm."
    en = "Within the last hour more than {most} persons entered were registered already: no more for now."
    next_vi = "Đối chiếu danh sách rồi gửi lại sau một giờ; mọi lần hỏi đều được ghi sổ."
    next_en = "Compare the list and send it again in an hour; every attempt is on record."
    status = 429


class QueryTookTooLong(Refusal):
    """Truy vấn vượt quá thời gian cho phép."""

    vi = "Truy vấn chạy quá {seconds} giây nên đã dừng."
    en = "The query ran for more than {seconds} seconds and was stopped."
    next_vi = "Đọc ít trường hơn hoặc trang nhỏ hơn."
    next_en = "Read fewer fields or smaller pages."
    status = 503


class OtherRefusal(Refusal):
    """A refusal of a service that is newer than this gateway: its own code and texts stand."""

    vi = "Dịch vụ từ chối."
    en = "The service refused."
    next_vi = "Xem mã lỗi trong docs/reference/errors.md."
    next_en = "See the code in docs/reference/errors.md."


class QueryIsNotReadable(Refusal):
    """Văn bản GraphQL sai cú pháp, hoặc quá dài."""

    vi = "Truy vấn sai cú pháp: {detail}"
    en = "The query's syntax is wrong: {detail}"
    next_vi = "Sửa truy vấn tại vị trí được chỉ ra."
    next_en = "Correct the query at the place shown."
    status = 400


class QueryIsNotValid(Refusal):
    """Truy vấn không hợp với lược đồ hoặc vượt giới hạn."""

    vi = "Truy vấn không hợp lệ: {detail}"
    en = "The query is not valid: {detail}"
    next_vi = "Đối chiếu truy vấn với schema.graphql rồi gửi lại."
    next_en = "Compare the query with schema.graphql and send it again."
    status = 400


class SubscriptionsAreStreamed(Refusal):
    """Luồng tin chỉ đến qua SSE."""

    vi = "Subscription chỉ được trả lời bằng luồng SSE."
    en = "A subscription is answered only by a stream of server-sent events."
    next_vi = "Gửi lại POST này với Accept: text/event-stream."
    next_en = "Send the same POST with Accept: text/event-stream."
    status = 400


class ValueIsNotReadable(Refusal):
    """Một giá trị không đúng kiểu của nó."""

    vi = "Giá trị không đúng kiểu: {detail}"
    en = "A value does not have its type: {detail}"
    next_vi = "Sửa giá trị theo kiểu ghi trong schema.graphql rồi gửi lại."
    next_en = "Correct the value as its type in schema.graphql demands and send it again."
    status = 400


class QuarterIsNotThere(Refusal):
    """Không có quý này."""

    vi = "Quý từ 1 đến 4, năm từ 1960 đến 2200."
    en = "The quarter is 1 to 4, the year 1960 to 2200."
    next_vi = "Sửa quý hoặc năm rồi hỏi lại."
    next_en = "Correct the quarter or the year and ask again."
    status = 400


class PeriodIsNotInOrder(Refusal):
    """Ngày cuối kỳ trước ngày đầu kỳ."""

    vi = "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."
    en = "A period ends on or after the day on which it begins."
    next_vi = "Sửa một trong hai ngày rồi hỏi lại."
    next_en = "Correct one of the two days and ask again."
    status = 400
