"""`lienthong keys tokens`: a new key signs tokens while services run; the old one verifies until it is retired."""

import asyncio
from typing import Annotated

from cyclopts import Parameter

from services.cli.options import Data, data_folder
from services.cli.reaching import settings_of
from services.cli.speech import say
from services.typed import typed
from shared.runtime import token_keys


def tokens(
    *,
    retire: Annotated[
        bool, Parameter(help="Bỏ các khóa cũ - give up the old keys and every token they signed.")
    ] = False,
    data: Data = None,
) -> None:
    """Đổi khóa ký mã đăng nhập; mã cũ vẫn dùng được đến khi hết hạn hoặc đến khi bỏ khóa cũ (--retire)."""
    settings = settings_of(data_folder(data))
    secrets = settings.secrets
    if retire:
        count = token_keys.retire(secrets)
        say(
            f"Đã bỏ {count} khóa cũ; mã do chúng ký không dùng được nữa.",
            f"{count} old keys are given up; tokens that they signed are refused.",
        )
        return
    asyncio.run(token_keys.rotate(secrets))
    then = typed("keys tokens --retire", settings.data)
    say(
        f"Khóa mới đang ký; mã cũ vẫn dùng được. Sau khi chúng hết hạn (31 ngày): {then}",
        f"The new key signs; older tokens still work. Once they have expired (31 days): {then}",
    )
