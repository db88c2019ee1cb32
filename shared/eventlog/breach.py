"""Sai lệch của sổ - what a verification found wrong: a kind, the table it shows in and the number of the row."""

import msgspec

KINDS: dict[str, tuple[str, str]] = {
    "position-gap": ("vị trí không liền nhau", "positions are not dense"),
    "seal-gap": ("các dấu niêm không nối nhau", "the seals do not follow each other"),
    "seal-broken": ("dấu niêm không khớp với nội dung", "a seal does not fit its facts, commands and claims"),
    "unsealed": ("có sự kiện chưa được niêm", "facts stand behind the last seal"),
    "time": ("thời điểm ghi không khớp dấu niêm", "a fact's time is not its seal's"),
    "time-backwards": ("thời điểm ghi đi lùi", "time runs backwards"),
    "sequence-gap": ("số thứ tự phát hành không liền nhau", "outbox sequences are not dense"),
    "digest-broken": ("chuỗi băm phát hành bị đứt", "the outbox's digests do not follow each other"),
    "outbox-differs": ("bản phát hành không khớp sự kiện", "an outbox row does not match its fact"),
    "outbox-end": ("dấu niêm không khớp cuối sổ phát hành", "a seal names another end of the outbox"),
    "command-gap": ("lệnh không khớp với sự kiện", "commands and facts do not belong to each other"),
    "unknown-batch": ("không thuộc lần ghi nào", "a command without facts or a claim is of no batch"),
    "quiet-gap": ("các dấu niêm của lệnh không ghi sự kiện không nối nhau", "the seals of quiet batches are not dense"),
    "quiet-broken": (
        "dấu niêm của lệnh không ghi sự kiện không khớp với nội dung",
        "a seal does not fit its commands without facts and their claims",
    ),
    "claims": ("khóa duy nhất không khớp với việc giữ và trả nó", "a claim is not what was taken and given back"),
    "versions": ("phiên bản của một dòng không liền nhau", "a stream's versions are not contiguous"),
    "signature": ("chữ ký của điểm chốt sai", "a checkpoint's signature does not hold"),
    "checkpoint": ("sổ khác với điểm chốt đã ký", "the log is not what a signed checkpoint says"),
    "tail-cut": ("đuôi sổ đã bị cắt", "the log ends before a signed checkpoint: its tail is gone"),
    "checkpoint-lost": ("điểm chốt đã ký bị mất trong cơ sở dữ liệu", "a signed checkpoint is gone from the database"),
}


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold; `at` is a position, a sequence or a checkpoint's number."""

    kind: str
    table: str
    at: int


class Breaches:
    """A bounded list: after a cut every later row could be named."""

    def __init__(self, most: int = 100) -> None:
        self._most = most
        self.found: list[Breach] = []

    def add(self, kind: str, table: str, at: int) -> None:
        """Note what was found, as long as there is room."""
        assert kind in KINDS
        if len(self.found) < self._most:
            self.found.append(Breach(kind=kind, table=table, at=at))
