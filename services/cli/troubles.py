"""Điều chưa ổn - what is not right with a stack that runs, or with one that did not start: one sentence for each."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from services.typed import typed
from shared.runtime.asking import readiness
from shared.runtime.log_files import last_trouble
from shared.runtime.state_file import StackState
from shared.vocabulary.finding import owner_of


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """One part of one service that is not well. `kind` and `reason` are what the part says of itself."""

    service: str
    part: str
    kind: str
    reason: str


_KINDS = {
    "HALTED": ("đã dừng hẳn", "has stopped for good; everything else goes on"),
    "FORK": ("đã dừng riêng: luồng có lịch sử khác với sổ", "has stopped alone: stream and log hold two histories"),
    "PARKED": ("tạm gác sự kiện", "has set facts aside"),
    "BROKER_AWAY": ("không tới được NATS", "does not reach NATS"),
    "BROKER_FROZEN": ("NATS không trả lời", "gets no answer from NATS"),
    "DATABASE_AWAY": ("không tới được PostgreSQL", "does not reach PostgreSQL"),
    "STORAGE_LOW": ("sắp hết chỗ trên đĩa", "is nearly full"),
    "CLOCK_BEHIND": ("chạy chậm hơn sự kiện mới nhất", "is behind the newest fact"),
    "WRONG_KEY": ("không dùng đúng khóa của dữ liệu này", "was not given the key of this data"),
    "UNREADABLE": ("có sự kiện không đọc được", "hold something that cannot be read; everything else goes on"),
    "UNDONE": ("còn việc đến hạn chưa làm được", "leave something undone that is due; everything else goes on"),
    "LOG_STOPPED": ("không ghi được", "cannot write"),
    "LOG_HELD": ("chờ khóa do phiên khác đang giữ", "waits for a lock that another session holds"),
    "LOG_FULL": ("nhận lệnh nhiều hơn mức ghi kịp", "is given more commands than it can write"),
    "REBUILDING": ("đang dựng lại bảng đọc", "tells its views anew"),
}
_NEXT = {
    "LOG_FULL": (
        "gửi bớt lệnh cùng lúc (lệnh bị trả lại gửi lại với cùng commandId); tự hết khi hàng đợi vơi",
        "send fewer commands at once (the same commandId may be sent again); it ends by itself",
    )
}
_STARTING = ("chưa sẵn sàng", "is not ready")


def troubles_of(state: StackState) -> list[Trouble]:
    """What the services say now: parts that are not well, and those that go on with something to be mended."""
    return [
        Trouble(service=service, part=told["name"], kind=told["kind"], reason=told["reason"])
        for service, url in state.urls.items()
        for told in readiness(url)[1]
        if not told["ok"] or told["kind"]
    ]


def sentences(trouble: Trouble, data: Path) -> tuple[str, str]:
    """What is not right, why, and what to do next: in Vietnamese and in English."""
    vi, en = _KINDS.get(trouble.kind, _STARTING)
    who, why = f"{trouble.service}, {trouble.part}", f" ({trouble.reason})" if trouble.reason else ""
    next_vi, next_en = _next(trouble, data)
    return f"Chưa ổn: {who} {vi}{why}. Việc cần làm: {next_vi}", f"Not right: {who} {en}{why}. Next: {next_en}"


def silent_ones(logs: Mapping[str, Path]) -> tuple[str, str]:
    """Which programs did not start, what each said last, and where the rest stands: in Vietnamese and in English."""
    vi, en = [], []
    for name, log in logs.items():
        said = last_trouble(log)
        why = f" ({said})" if said else ""
        vi.append(f"{name} không khởi động được{why}. Xem: tail {log}")
        en.append(f"{name} did not start{why}. See: tail {log}")
    return "\n".join(vi), "\n".join(en)


def _next(trouble: Trouble, data: Path) -> tuple[str, str]:
    log = data / "logs" / f"{trouble.service}.log"
    down, up, doctor = typed("down", data), typed("up", data), typed("doctor", data)
    match trouble.kind:
        case "HALTED":
            return (
                f"tìm nguyên nhân trong {log}, sửa, rồi: {down} && {up}",
                f"find the cause in {log}, mend it, then: {down} && {up}",
            )
        case "FORK":
            page, republish = "docs/how-to/recover-from-a-fork.md", typed(f"republish {owner_of(trouble.part)}", data)
            return f"{republish} (xem {page})", f"{republish} (see {page})"
        case "PARKED":
            listed = typed("parked list", data)
            return listed, listed
        case "UNREADABLE":
            verified = typed("log verify", data)
            return verified, verified
        case "UNDONE":
            return (
                f"tìm nguyên nhân trong {log} rồi sửa; việc còn lại sẽ tự làm lại",
                f"find the cause in {log} and mend it; what is undone is tried again by itself",
            )
    return _NEXT.get(trouble.kind, (doctor, doctor))
