"""Dàn trang - a form of this folder filled with data, as PDF. Text comes in as data, never as markup."""

import asyncio
import io
from pathlib import Path
from typing import Any, Literal

import msgspec

_FOLDER = Path(__file__).parent
SIZES = {"normal": 11.5, "large": 16.0}
"""Cỡ chữ, in points; large is for members whose eyes are weak."""


async def typeset(
    form: str, data: dict[str, Any], *, size: str = "normal", points: float | None = None, picture: bool = False
) -> bytes:
    """The filled form; made beside the event loop, for it takes a tenth of a second."""
    filled = {**data, "size": points or SIZES[size]}
    return await asyncio.to_thread(_compiled, form, filled, "png" if picture else "pdf")


def _compiled(form: str, data: dict[str, Any], kind: Literal["pdf", "png"]) -> bytes:
    import typst  # here: the compiler takes memory that a gateway which prints nothing need not have

    file = (_FOLDER / f"{form}.typ").read_bytes()
    inputs = {"data": msgspec.json.encode(data).decode()}
    made: Any = typst.compile(file, format=kind, sys_inputs=inputs, ignore_system_fonts=True, ppi=110)
    return made[0] if isinstance(made, list) else made


def qr_picture(text: str) -> str:
    """The text as a QR code, SVG."""
    import segno

    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
