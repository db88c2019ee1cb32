"""`lienthong prepare`: once per installation, what makes every first start quicker."""

from services.cli.speech import err, told
from services.stack import CODE, STACK
from shared.runtime.keeping_ready import keep_ready
from shared.runtime.ready_cluster import ready_cluster


def prepare() -> None:
    """Chuẩn bị sau khi cài đặt - keep a new database cluster ready, to be copied by each new data folder."""
    if not keep_ready(ready_cluster(CODE), [load() for load in STACK.values()]):
        err.print(
            told(
                "Không ghi được vào nơi cài đặt: lần khởi động đầu tiên nào cũng phải tự tạo cơ sở dữ liệu.",
                "The installation cannot be written to: each first start makes its own database.",
            ),
            markup=False,
        )
