"""Codes of organisations: "00" the root, "79" a province, "79.26740" a commune, "79.26740.007" a body below it."""

import re

ROOT = "00"
_CODE = re.compile(r"[0-9]{2}(\.([0-9]{5}|[db][0-9]{2,3})(\.[0-9]{3,5})?)?")


def is_code(text: str) -> bool:
    """Whether the text has the shape of an organisation's code; whether one bears it is another question."""
    return bool(_CODE.fullmatch(text))


def province_of(code: str) -> str:
    """The two digits a code starts with; "00" for the root."""
    return code[:2]
