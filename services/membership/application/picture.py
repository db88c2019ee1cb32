"""Ảnh minh chứng - a picture as it may be kept: decoded, within bounds, written anew without any metadata."""

import io
import warnings
from typing import TYPE_CHECKING

from services.membership.domain.refusals_proof import PictureIsTooBig, ProofIsNotAPicture

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 5 * 1024 * 1024
"""Bytes of an upload."""
MOST_PIXELS = 20_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_EDGE = (2048, 2048)
_QUALITY = 82
_PAPER = (255, 255, 255)


def written_anew(taken: bytes) -> bytes:
    """The picture as JPEG, its longer edge at most 2,048 points; place, camera and time of the file are gone.

    The bounds are checked from the header, before a single point is decoded. Pillow is imported at the first picture.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(taken), formats=_FORMATS) as found:
                width, height = found.size
                if width * height > MOST_PIXELS:
                    raise PictureIsTooBig("proof", most=MOST_PIXELS // 1_000_000)
                found.draft("RGB", _EDGE)
                return _as_jpeg(found)
    except PictureIsTooBig:
        raise
    except Image.DecompressionBombError as error:
        raise PictureIsTooBig("proof", most=MOST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise ProofIsNotAPicture("proof") from error


def _as_jpeg(found: "Image") -> bytes:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(found)
    upright.thumbnail(_EDGE)
    plain = Image.new("RGB", upright.size, _PAPER)
    inked = upright.convert("RGBA") if upright.mode in ("RGBA", "LA", "PA", "P") else upright.convert("RGB")
    plain.paste(inked, mask=inked if inked.mode == "RGBA" else None)
    out = io.BytesIO()
    plain.save(out, format="JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
