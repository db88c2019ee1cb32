"""Giấy tờ - what people type from a paper: numbers and evidence hashes, checked before they are stored for ever."""

import re

from services.membership.domain.refusals import EvidenceHashIsNotReadable, PaperNumberIsNotReadable

_NUMBER = re.compile(r"(?=.*\d)[^\W_](?:[^\W_]|[-/. ])*")
_HASH = re.compile(r"[A-Za-z0-9:+/=_-]{8,200}")
_LONGEST_NUMBER = 40


def paper_number(text: str | None, *path: str) -> str | None:
    """Số giấy tờ - the number of a letter, decision or return notice as it is stored."""
    if text is None:
        return None
    number = " ".join(text.split())
    if len(number) > _LONGEST_NUMBER or not _NUMBER.fullmatch(number):
        raise PaperNumberIsNotReadable(*path)
    return number


def evidence_hash(text: str | None, *path: str) -> str | None:
    """Mã băm minh chứng - the digest of a scan; the scan itself is kept elsewhere."""
    if text is not None and not _HASH.fullmatch(text):
        raise EvidenceHashIsNotReadable(*path)
    return text
