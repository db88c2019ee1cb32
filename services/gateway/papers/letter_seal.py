"""Mã kiểm tra trên giấy giới thiệu - signed by the deployment: an altered letter has no code that says what it says."""

from datetime import date
from uuid import UUID

import msgspec

from shared.http.signed_codes import SignedCodes


class LetterCode(msgspec.Struct, frozen=True, array_like=True):
    """What the code says: which transfer, by which number, of which day. Nothing about the person."""

    transfer: UUID
    number: str
    issued_on: date


class LetterSeal:
    """Signs and reads the codes of letters; `key` is the secret `papers.key`."""

    def __init__(self, key: str) -> None:
        self._codes = SignedCodes(key, "letter")

    def code(self, letter: LetterCode) -> str:
        """The text of the QR code on the letter."""
        return self._codes.sign(msgspec.json.encode(letter))

    def read(self, code: str) -> LetterCode | None:
        """What a code says; None unless this deployment signed exactly this."""
        said = self._codes.read(code)
        try:
            return msgspec.json.decode(said, type=LetterCode) if said is not None else None
        except msgspec.MsgspecError:
            return None
