"""`lienthong`: the command line of the whole system, one file per command in `services/cli/`, imported when used."""

from cyclopts import App

COMMANDS = {
    "up": "Khởi động toàn bộ hệ thống và trông coi - start everything and watch over it; `down` stops it.",
    "down": "Dừng toàn bộ hệ thống, dữ liệu còn nguyên - stop everything, keep the data.",
    "status": "Tình trạng các tiến trình - the processes and where they answer.",
    "doctor": "Kiểm tra máy và hệ thống - check everything, with the next command to run.",
    "demo": "Dựng bản trình diễn - start everything, load demo data, print ready-made sign-ins.",
    "token": "In ra một token đã có đủ quyền - print a token that works at once.",
    "reset": "Xóa toàn bộ dữ liệu - stop and delete everything under the data folder; asks first.",
    "serve": "Chạy một dịch vụ - serve one service as this process.",
    "migrate": "Cập nhật lược đồ cơ sở dữ liệu - apply the migrations.",
    "docs": "Sinh tài liệu từ mã nguồn - generate the reference pages.",
}

app = App(
    name="lienthong",
    help="Liên thông: chuyển sinh hoạt đảng, sắp xếp tổ chức, đánh giá - transfers, restructuring, evaluation.",
    version_flags=[],
)
for command, text in COMMANDS.items():
    app.command(f"services.cli.{command}:{command}", name=command, help=text)


def main() -> None:
    """Run one command."""
    app()


if __name__ == "__main__":
    main()
