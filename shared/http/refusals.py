"""What the border itself refuses, before or around any command."""

from typing import Any

from shared.vocabulary.refusals import Refusal


class TokenIsMissing(Refusal):
    """Thiếu mã đăng nhập."""

    vi = "Yêu cầu không kèm mã đăng nhập."
    en = "The request has no sign-in token."
    next_vi = "Đăng nhập, rồi gửi lại với tiêu đề Authorization: Bearer <mã>."
    next_en = "Sign in and send the request again with the header Authorization: Bearer <token>."
    status = 401


class TokenIsInvalid(Refusal):
    """Mã đăng nhập không hợp lệ; which check failed is not told to whoever may have forged it."""

    vi = "Mã đăng nhập không hợp lệ."
    en = "The sign-in token is not valid."
    next_vi = "Đăng nhập lại để nhận mã mới."
    next_en = "Sign in again to get a new token."
    status = 401


class TokenHasExpired(Refusal):
    """Mã đăng nhập đã hết hạn."""

    vi = "Mã đăng nhập đã hết hạn."
    en = "The sign-in token has expired."
    next_vi = "Đăng nhập lại để nhận mã mới."
    next_en = "Sign in again to get a new token."
    status = 401


class OnlyForServices(Refusal):
    """Chỉ dành cho dịch vụ trong hệ thống."""

    vi = "Đường dẫn này chỉ dành cho các dịch vụ của hệ thống."
    en = "This address is for the services of the system only."
    next_vi = "Dùng cổng GraphQL của hệ thống."
    next_en = "Use the GraphQL gateway."
    status = 403


class StorageIsLow(Refusal):
    """Ổ đĩa sắp đầy; nothing more is written before it is full, so that what was promised stays safe."""

    vi = "Ổ đĩa của hệ thống sắp đầy, tạm ngừng nhận lệnh; việc đọc vẫn bình thường."
    en = "The system's disk is nearly full: no commands for now; reading goes on."
    next_vi = "Gửi lại đúng yêu cầu này với cùng commandId khi người vận hành đã dọn ổ đĩa."
    next_en = "Send the same request with the same commandId once the operator has made room."
    status = 503


class FollowerIsUnknown(Refusal):
    """Không có bộ theo dõi này."""

    vi = "Dịch vụ không có bộ theo dõi mang tên này."
    en = "The service has no follower of this name."
    next_vi = "Xem tên trong `lienthong parked list`."
    next_en = "See the names in `lienthong parked list`."
    status = 404


class ViewIsUnknown(Refusal):
    """Không có bảng dựng này."""

    vi = "Dịch vụ không có bảng dựng mang tên này."
    en = "The service has no view of this name."
    next_vi = "Xem các tên trong README của dịch vụ."
    next_en = "See the names in the service's README."
    status = 404


class ViewIsBeingRebuilt(Refusal):
    """Bảng đang được dựng lại."""

    vi = "Bảng này đang được dựng lại."
    en = "This view is being rebuilt."
    next_vi = "Chờ cho xong rồi làm lại."
    next_en = "Wait until it is done."
    status = 409


class NothingIsKeptOfTheView(Refusal):
    """Không còn bản cũ để quay lại: chưa dựng lại, khác phiên bản, hoặc đã bỏ vì có lệnh xóa dữ liệu cá nhân."""

    vi = "Không còn bản trước của bảng này ở phiên bản đang chạy."
    en = "No earlier tables of this view are kept for the version that runs."
    next_vi = "Dựng lại từ đầu: `lienthong rebuild`."
    next_en = "Build it from the beginning: `lienthong rebuild`."
    status = 409


class OwnerDoesNotAnswer(Refusal):
    """Dịch vụ chủ của sự kiện không trả lời; nothing was changed."""

    vi = "Dịch vụ {service} không trả lời nên chưa đọc lại được sự kiện."
    en = "The service {service} does not answer, so that the fact could not be read."
    next_vi = "Chờ dịch vụ trở lại rồi thử lại."
    next_en = "Try again when the service is back."
    status = 503


class BodyIsNotReadable(Refusal):
    """Nội dung yêu cầu không đúng dạng; `where` is a JSON path such as $.external_ids[0].system."""

    vi = "Nội dung yêu cầu không đọc được tại {where}: {expected_vi}."
    en = "The body is not readable at {where}: {expected_en}."
    next_vi = "Sửa giá trị tại vị trí đó theo tài liệu docs/reference/commands.md rồi gửi lại."
    next_en = "Correct the value at that place as docs/reference/commands.md describes and send it again."
    status = 400


class ParameterIsNotReadable(Refusal):
    """Tham số trên đường dẫn không đúng dạng."""

    vi = "Tham số {name} phải là số nguyên từ {least} đến {most}."
    en = "The parameter {name} must be a whole number from {least} to {most}."
    next_vi = "Sửa tham số rồi gửi lại."
    next_en = "Correct the parameter and send the request again."
    status = 400


class TooManyPersonsAsked(Refusal):
    """Hỏi khóa của quá nhiều người trong một lần."""

    vi = "Một lần chỉ được hỏi khóa của tối đa {limit} người; yêu cầu này hỏi {asked}."
    en = "Keys of at most {limit} persons may be asked at once; this request asks for {asked}."
    next_vi = "Chia thành nhiều lần."
    next_en = "Ask in several pages."
    status = 400


class BodyIsTooLarge(Refusal):
    """Nội dung yêu cầu quá lớn."""

    vi = "Nội dung yêu cầu vượt quá {limit} byte."
    en = "The body is larger than {limit} bytes."
    next_vi = "Chia thành nhiều yêu cầu nhỏ hơn."
    next_en = "Send several smaller requests."
    status = 413


class SheetHasNoRows(Refusal):
    """Danh sách trống hoặc quá dài cho một lần gửi giữa các dịch vụ."""

    vi = "Một lần gửi phải có từ 1 đến {limit} dòng."
    en = "Between 1 and {limit} rows are taken at once."
    next_vi = "Chia danh sách thành nhiều lần gửi."
    next_en = "Send the rows in several parts."
    status = 400


class RequestIsUnknown(Refusal):
    """Dịch vụ này không nhận lệnh có tên đó."""

    vi = "Dịch vụ {service} không có lệnh này."
    en = "The service {service} has no such command."
    next_vi = "Xem danh sách lệnh trong docs/reference/commands.md."
    next_en = "See the list of commands in docs/reference/commands.md."
    status = 404


class AddressIsUnknown(Refusal):
    """Không có địa chỉ này."""

    vi = "Không có địa chỉ này."
    en = "There is nothing at this address."
    next_vi = "Kiểm tra lại đường dẫn."
    next_en = "Check the path."
    status = 404


class MethodIsNotAllowed(Refusal):
    """Địa chỉ này không nhận phương thức HTTP đó."""

    vi = "Địa chỉ này không nhận phương thức HTTP đó."
    en = "This address does not take that HTTP method."
    next_vi = "Lệnh gửi bằng POST, đọc bằng GET."
    next_en = "Commands are sent by POST, reads by GET."
    status = 405


class CallIsNotReadable(Refusal):
    """Yêu cầu HTTP không đúng dạng."""

    vi = "Yêu cầu HTTP không đúng dạng."
    en = "The HTTP request is malformed."
    next_vi = "Kiểm tra phần mềm gửi yêu cầu."
    next_en = "Check the software that sends the request."
    status = 400


class PositionNotReachedYet(Refusal):
    """Dịch vụ chưa theo kịp vị trí minPosition."""

    vi = "Dữ liệu chưa theo kịp vị trí mà yêu cầu cần."
    en = "The data has not reached the position that the request needs."
    next_vi = "Gửi lại sau giây lát."
    next_en = "Send the request again in a moment."
    status = 503


class ServiceIsAway(Refusal):
    """Dịch vụ khác chưa trả lời; whether it acted is unknown, the same commandId finds out."""

    vi = "Dịch vụ {service} tạm thời không trả lời."
    en = "The service {service} does not answer at the moment."
    next_vi = "Gửi lại với cùng commandId sau ít giây; hệ thống không thực hiện hai lần."
    next_en = "Send it again with the same commandId in a few seconds; nothing is done twice."
    status = 503


class DatabaseIsAway(Refusal):
    """Cơ sở dữ liệu đang khởi động lại - what time heals: the same request may be sent again."""

    vi = "Cơ sở dữ liệu đang khởi động lại hoặc tạm ngừng."
    en = "The database is starting again or away for a moment."
    next_vi = "Gửi lại đúng yêu cầu này, với cùng commandId nếu có, sau ít giây; không có gì bị thực hiện hai lần."
    next_en = "Send it again in a few seconds, with the same commandId if it has one; nothing is done twice."
    status = 503


class InternalError(Refusal):
    """Lỗi trong hệ thống; what went wrong stays in the log under the trace id."""

    vi = "Hệ thống gặp lỗi. Mã truy vết: {trace_id}."
    en = "Something went wrong inside. Trace id: {trace_id}."
    next_vi = "Gửi lại với cùng commandId; nếu vẫn lỗi, báo mã truy vết cho người vận hành."
    next_en = "Send it again with the same commandId; if it fails again, tell the operator the trace id."
    status = 500

    def wire(self) -> dict[str, Any]:
        """With the trace id beside the texts, for programs."""
        return {**super().wire(), "traceId": str(self.params["trace_id"])}


class RemoteRefusal(Refusal):
    """A refusal that another service gave, passed on unchanged."""

    vi = "Dịch vụ khác từ chối."
    en = "Another service refused."

    def __init__(self, status: int, wire: dict[str, Any]) -> None:
        super().__init__(*map(str, wire.get("path", ())), **wire.get("params", {}))
        self.code = str(wire.get("code", type(self).code))
        self.status = status
        self._wire = wire

    def wire(self) -> dict[str, Any]:
        """As the service wrote it."""
        return self._wire
