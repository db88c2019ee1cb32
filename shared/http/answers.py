"""Answers: bytes that msgspec wrote, passed through without a second encoder."""

from typing import Any

import msgspec
from litestar import Response
from litestar.enums import MediaType

_encode = msgspec.json.Encoder().encode


def json(value: Any, status: int = 200) -> Response[bytes]:
    """A value as a JSON answer."""
    return Response(_encode(value), status_code=status, media_type=MediaType.JSON)
