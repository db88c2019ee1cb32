"""Position: an opaque vector of outbox sequences, handed out by mutations and accepted as `minPosition`."""

import base64
import binascii

import msgspec

from shared.vocabulary.refusals import Refusal

_encode = msgspec.json.Encoder().encode
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class PositionIsUnreadable(Refusal):
    """The client sent something that no lienthong made."""

    vi = "Giá trị minPosition không đọc được."
    en = "The value of minPosition is not readable."
    next_vi = "Gửi lại nguyên văn giá trị position mà một lệnh trước đã trả về, hoặc bỏ trống."
    next_en = "Send back, unchanged, the position that an earlier call returned, or leave it out."
    status = 400


class PositionIsOfAnotherEpoch(Refusal):
    """Vị trí thuộc phần nhật ký không còn nữa - the log was restored since, and that part of it is no more."""

    vi = "Vị trí đã gửi (minPosition hoặc after) thuộc phần dữ liệu không còn: hệ thống đã được khôi phục."
    en = "The position given (minPosition or after) belongs to data that is no more: a backup was restored since."
    next_vi = "Đọc lại không kèm vị trí, xem điều đã ghi còn hay không; gửi lại chính vị trí này không bao giờ được."
    next_en = "Read again without it and see whether what was written is still there; it never becomes valid."
    status = 410


class Epochs(msgspec.Struct, frozen=True, kw_only=True):
    """Kỷ nguyên của một nhật ký - the epoch a log lives in, and up to which sequence each earlier one still stands."""

    current: str
    earlier: dict[str, int] = {}

    def holds(self, epoch: str, sequence: int) -> bool:
        """Whether what this epoch published as that sequence is part of the log; what a lost epoch published is not."""
        return epoch == self.current or sequence <= self.earlier.get(epoch, 0)


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """Outbox sequence per service, within one epoch per service's log.

    `within`: of what one fact changed, a page has told as far as this id; nothing waits for that.
    """

    at: dict[str, int] = {}
    epochs: dict[str, str] = {}
    within: dict[str, str] = {}

    def encode(self) -> str:
        """The opaque text that clients see."""
        return _opaque(_encode(self))

    @staticmethod
    def decode(text: str | None) -> "Position":
        """The vector behind the text; an absent text asks for nothing."""
        if not text:
            return Position()
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            return msgspec.json.decode(raw, type=Position)
        except (binascii.Error, msgspec.MsgspecError, ValueError) as error:
            raise PositionIsUnreadable("minPosition") from error


class Positions:
    """Positions of one service's log in one epoch, as text: what a commit's receipt says, hundreds in a batch."""

    def __init__(self, service: str, epoch: str) -> None:
        mark = 0
        before, _, after = _encode(Position({service: mark}, {service: epoch})).partition(b":%d}" % mark)
        self._form = before.replace(b"%", b"%%") + b":%d}" + after.replace(b"%", b"%%")

    def at(self, sequence: int) -> str:
        """The opaque text that a Position of this sequence has."""
        return _opaque(self._form % sequence)


def _opaque(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).translate(_URL_SAFE, b"=").decode()
