"""Whole numbers: what counts something is shown as people count, though the library keeps every value as a float."""


def whole(told: str) -> str:
    """Prometheus text whose whole values stand without a point and an exponent; labels stay as they are."""
    return "\n".join(map(_line, told.split("\n")))


def _line(line: str) -> str:
    sample, _, value = line.rpartition(" ")
    if not sample or line.startswith("#"):
        return line
    number = float(value)
    return f"{sample} {int(number)}" if number.is_integer() else line
