"""`lienthong docs`: write the generated pages, or say which ones have drifted."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import services
from services.cli.speech import leave, say


def docs(*, check: Annotated[bool, Parameter(negative="", help="Chỉ so sánh - compare only.")] = False) -> None:
    """Sinh tài liệu từ mã nguồn - generate the reference pages from the code."""
    from services.docs import write

    changed = write(Path(services.__file__).resolve().parents[1], check=check)
    for path in changed:
        say(f"  {path}", f"  {path}")
    if check and changed:
        leave("Tài liệu đã cũ: chạy `lienthong docs`.", "The pages have drifted: run `lienthong docs`.")
    say(f"{len(changed)} trang đã đổi.", f"{len(changed)} pages changed.")
