"""`lienthong prepare`: once per installation, what makes every first start quicker."""

from services.cli.speech import err, told
from shared.runtime.postgres_cluster import keep_ready
from shared.runtime.settings import DATABASE


def prepare() -> None:
    """Chuẩn bị sau khi cài đặt - keep a new database cluster ready, to be copied by each new data folder."""
    if not keep_ready(DATABASE):
        err.print(
            told(
                "Không ghi được vào nơi cài đặt: lần khởi động đầu tiên nào cũng phải tự tạo cơ sở dữ liệu.",
                "The installation cannot be written to: each first start makes its own database.",
            ),
            markup=False,
        )
