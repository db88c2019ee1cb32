"""Arguments that mean the same everywhere, with their descriptions."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from services.gateway.types.scalars import Position

First = Annotated[
    int, strawberry.argument(description="Số mục của trang, từ 1 đến 100 / How many items, from 1 to 100")
]
After = Annotated[
    str | None,
    strawberry.argument(description="Đọc tiếp sau con trỏ này / Read on after this cursor"),
]
AsOf = Annotated[
    date | None,
    strawberry.argument(description="Như đúng vào ngày này; mặc định hôm nay / As true on this date; today by default"),
]
KnownAt = Annotated[
    datetime | None,
    strawberry.argument(description="Như hệ thống biết vào lúc này / As the system knew it at this instant"),
]
MinPosition = Annotated[
    Position | None,
    strawberry.argument(
        description="Chờ dữ liệu đến vị trí này rồi mới đọc / Wait until the data has reached this position"
    ),
]
AfterPosition = Annotated[
    Position | None, strawberry.argument(description="Vị trí đã đọc đến / The position read so far")
]
