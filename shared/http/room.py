"""Room: commands are refused while the disk is nearly full, before PostgreSQL or the broker would have to stop."""

from shared.http.refusals import StorageIsLow
from shared.http.served import Served


def refuse_without_room(served: Served) -> None:
    """Raise StorageIsLow when the process watches a disk that is nearly full; queries never ask."""
    room = getattr(served, "room", None)
    if room is not None and room.is_low():
        raise StorageIsLow
