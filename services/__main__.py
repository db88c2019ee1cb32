"""`lienthong`: the command line of the whole system, one file per command in `services/cli/`, imported when used."""

from cyclopts import App

from services.cli.speech import leave
from services.cli.usage import wrongly_typed
from shared.runtime.settings import SettingIsWrong

COMMANDS = {
    "up": "Khởi động toàn bộ hệ thống và trông coi - start everything and watch over it; `down` stops it.",
    "down": "Dừng toàn bộ hệ thống, dữ liệu còn nguyên - stop everything, keep the data.",
    "status": "Tình trạng các tiến trình - the processes and where they answer.",
    "doctor": "Kiểm tra máy và hệ thống - check everything, with the next command to run.",
    "demo": "Dựng bản trình diễn - start everything, load demo data, print ready-made sign-ins.",
    "token": "In ra một token đã có đủ quyền - print a token that works at once.",
    "reset": "Xóa toàn bộ dữ liệu - stop and delete everything under the data folder; asks first.",
    "serve": "Chạy một dịch vụ - serve one service as this process.",
    "prepare": "Chuẩn bị sau khi cài đặt - make ready what each first start would otherwise make anew.",
    "migrate": "Cập nhật lược đồ cơ sở dữ liệu - apply the migrations.",
    "merge_2025": "Đợt sắp xếp 1-7-2025 trên bản đồ thật - the merger of 1 July 2025 on the real map, with its proof.",
    "recount": "Đếm lại chứng minh bảo toàn - count the proof of a restructuring again from the published logs.",
    "erase": "Xóa dữ liệu cá nhân theo quyết định - erase a member's personal data for good.",
    "erasures": "Báo cáo xóa dữ liệu cá nhân - how far each erasure has come.",
    "restore_drill": "Diễn tập khôi phục từ bản sao lưu - prove that a backup can be restored.",
    "rebuild": "Dựng lại một bảng từ sổ sự kiện - tell a view everything anew, beside the one that is read.",
    "republish": "Phát hành lại sau khi luồng bị rẽ nhánh - a new epoch and a new stream after a fork.",
    "docs": "Sinh tài liệu từ mã nguồn - generate the reference pages.",
}

GROUPS = {
    "log": (
        "Sổ sự kiện của các dịch vụ - the logs of the services.",
        {
            "verify": "Kiểm chứng sổ: chuỗi băm, thứ tự, điểm chốt có chữ ký - is every log still what was written?",
            "tail": "Những sự kiện mới nhất - the newest facts, personal values sealed.",
        },
    ),
    "parked": (
        "Sự kiện tạm gác - facts that a follower could not take.",
        {
            "list": "Sự kiện nào đang chờ, vì sao - which facts wait, and why.",
            "retry": "Áp dụng lại theo thứ tự sau khi đã sửa - apply what waits, in order, after the fix.",
        },
    ),
    "keys": (
        "Khóa của hệ thống - the keys of personal data and of tokens.",
        {
            "rotate": "Đổi khóa bao, mọi khóa được bọc lại khi hệ thống đang chạy - rotate the deployment's key.",
            "tokens": "Đổi khóa ký mã đăng nhập khi hệ thống đang chạy - rotate the key that signs tokens.",
        },
    ),
    "stream": (
        "Một đối tượng trong sổ - one thing in a log.",
        {"show": "Lịch sử và trạng thái, nay hoặc khi đó - its history and state, now or as of then."},
    ),
}

app = App(
    name="lienthong",
    help="Liên thông: chuyển sinh hoạt đảng, sắp xếp tổ chức, đánh giá - transfers, restructuring, evaluation.",
    version_flags=[],
    error_formatter=wrongly_typed,
)
for command, text in COMMANDS.items():
    app.command(f"services.cli.{command}:{command}", name=command.replace("_", "-"), help=text)
for group, (text, commands) in GROUPS.items():
    within = App(name=group, help=text)
    for command, help_text in commands.items():
        within.command(f"services.cli.{group}_{command}:{command}", name=command, help=help_text)
    app.command(within)


def main() -> None:
    """Run one command."""
    try:
        app()
    except SettingIsWrong as wrong:
        leave(f"Cài đặt sai: {wrong}", f"A setting is wrong: {wrong}")


if __name__ == "__main__":
    main()
