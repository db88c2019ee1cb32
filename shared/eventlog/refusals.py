"""What the log itself refuses, whatever the service."""

from uuid import UUID

from shared.eventlog.append import Claim
from shared.vocabulary.refusals import Refusal

NEWER = "newer than this program"


class VersionIsStale(Refusal):
    """The thing has moved on since the caller looked at it."""

    vi = "Dữ liệu đã được thay đổi (phiên bản hiện tại {actual}, phiên bản gửi lên {expected})."
    en = "The record has changed meanwhile (it is at version {actual}, the request expected {expected})."
    next_vi = "Tải lại dữ liệu mới nhất rồi gửi lại yêu cầu với commandId mới."
    next_en = "Load the newest state and send the request again under a new commandId."
    stream: UUID | None = None


class CommandIdWasReused(Refusal):
    """The same commandId came with another body or from another account."""

    vi = "Mã commandId này đã được dùng cho một yêu cầu khác."
    en = "This commandId has already been used for another request."
    next_vi = "Tạo commandId mới (UUID v7) cho yêu cầu mới."
    next_en = "Make a new commandId (UUID v7) for a new request."


class LogIsBusy(Refusal):
    """The queue is full, the database is away or does not get on with the log; the same commandId may be sent again.

    It may stand all the same: sent again, it is answered by its first receipt.
    """

    vi = "Hệ thống đang bận, yêu cầu chưa được xác nhận."
    en = "The system is busy; the request has not been confirmed."
    next_vi = "Gửi lại đúng yêu cầu này với cùng commandId sau ít giây."
    next_en = "Send the same request with the same commandId again in a few seconds."
    status = 503


class ClaimIsTaken(Refusal):
    """A unique key is held by something else: `holder`. What was asked for is in `claim`, never in the texts."""

    vi = "Giá trị phải là duy nhất ({kind}) đã được dùng."
    en = "A value that must be unique ({kind}) is already in use."
    next_vi = "Kiểm tra lại giá trị vừa nhập."
    next_en = "Check the value that was entered."

    claim: Claim | None = None
    holder: UUID | None = None


class FactIsTooLarge(Refusal):
    """A published fact must fit into one message; an exact mirror cannot skip one."""

    vi = "Nội dung quá lớn ({size} byte, tối đa {limit})."
    en = "The content is too large ({size} bytes, at most {limit})."
    next_vi = "Rút ngắn nội dung hoặc chia thành nhiều yêu cầu."
    next_en = "Shorten the content or split it into several requests."
    status = 413


class CheckpointHasMoved(Refusal):
    """Another follower of the same name has moved the checkpoint: this one is fenced."""

    vi = "Vị trí theo dõi của {follower} đã do tiến trình khác cập nhật."
    en = "The checkpoint of {follower} has been moved by another process."
    next_vi = "Đọc lại vị trí hiện tại rồi tiếp tục."
    next_en = "Read the checkpoint again and go on from there."


class SecretIsWrong(Refusal):
    """Khóa không phải của cơ sở dữ liệu này: with it the data would lose their meaning."""

    vi = "Khóa secrets/{secret} không phải là khóa đã dùng với cơ sở dữ liệu này; chưa có gì được ghi."
    en = "The key secrets/{secret} is not the one this database was used with; nothing was written."
    next_vi = "Người vận hành: đặt lại đúng thư mục secrets của hệ thống này rồi khởi động lại."
    next_en = "Operator: put this deployment's own secrets folder back and start again."
    status = 500  # trying again does not help; and policies must not take it for an answer


class TopicIsUnknown(Refusal, LookupError):  # noqa: N818 - named as a sentence
    """Sổ có sự kiện mà chương trình này không biết tên - written by a newer version, or changed by somebody's hand.

    Nothing is decided about a thing whose history cannot be read. No time mends that: to policies it is poison.
    """

    vi = "Sổ có sự kiện không rõ loại ({topic}) của đối tượng {stream}, vị trí {position}: không thể quyết định tiếp."
    en = "The log holds a fact of an unknown kind ({topic}) of {stream} at position {position}: nothing can be decided."
    next_vi = "Báo người vận hành: chạy lienthong log verify; cài lại bản chương trình đã ghi sự kiện này."
    next_en = "Tell the operator: run lienthong log verify, and install the version that wrote this fact again."
    status = 500

    def __init__(self, topic: str, stream: UUID | None = None, position: int = 0) -> None:
        super().__init__(topic=topic, stream=stream or "?", position=position or "?")
        self.topic, self.stream, self.position = topic, stream, position


class FactIsUnreadable(Refusal, ValueError):  # noqa: N818 - named as a sentence
    """Sổ có sự kiện không đọc được - changed by a hand or a disk, or of another version; its content is never told.

    Nothing is decided about a thing whose history cannot be read. No time mends that: to policies it is poison.
    """

    vi = "Sổ có sự kiện không đọc được ({topic}: {why_vi}) của {stream}, vị trí {position}: không thể quyết định tiếp."
    en = "The log has an unreadable fact ({topic}: {why_en}) of {stream}, position {position}: nothing can be decided."
    next_vi = "Báo người vận hành: chạy lienthong log verify; niêm hỏng thì khôi phục, không thì cài lại bản đã ghi nó."
    next_en = "Tell the operator: run lienthong log verify; restore if a seal is broken, else install what wrote it."
    status = 500

    def __init__(self, topic: str, stream: UUID | None = None, position: int = 0, *, newer: bool = False) -> None:
        """`newer`: its class version is above the one that this program knows."""
        why_vi, why_en = ("mới hơn chương trình này", NEWER) if newer else ("sai dạng", "malformed")
        super().__init__(topic=topic, stream=stream or "?", position=position or "?", why_vi=why_vi, why_en=why_en)
        self.topic, self.stream, self.position, self.newer = topic, stream, position, newer
        self.why = NEWER if newer else ""


StrangeFact = TopicIsUnknown | FactIsUnreadable
"""What is said of a fact that nothing can be made of: it concerns the thing that the fact is of, and nothing else."""
