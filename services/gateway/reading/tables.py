"""Tables as the gateway reads them: each declares who may see which of its rows. None is read without that."""

from dataclasses import dataclass
from enum import Enum, auto


class Reach(Enum):
    """Phạm vi đọc - which rows of a table a viewer reaches."""

    DIRECTORY = auto()  # every signed-in viewer reads every row
    PERSONS = auto()  # own record, and what lies under the organisations for which the viewer may read persons
    COUNTS = auto()  # like PERSONS, with the root's officers too; only for statements that return figures
    SUMS = auto()  # sums per organisation under those for which the viewer reads figures; no person stands behind a row
    TRANSFERS = auto()  # own transfers, and those with a body on the route for which the viewer may read persons
    PLANS = (
        auto()
    )  # own drafts, and plans that touch an organisation under one of the viewer's (`organization`: an array)
    OF_MEMBER = auto()  # parts of the records of members whom the viewer reaches
    OF_TRANSFER = auto()  # parts of transfers that the viewer reaches
    BY_TRANSFER = auto()  # persons of transfers that the viewer reaches, once the origin has consented
    HOME_SERVICES = auto()  # own ones, those of bodies for which the viewer reads persons, and open visits given to him
    HOME_PLACES = auto()  # where to go: the member's own, and the officer's while the task is open
    OWN_VISITS = auto()  # the officer's own list, also what has been taken from it
    OF_HOME_SERVICE = auto()  # parts of home services that the viewer reaches
    BY_HOME_SERVICE = auto()  # what belongs to members of home services that the viewer reaches
    BY_VISIT = auto()  # the names of members to whom the viewer goes, while the task is open


@dataclass(frozen=True, kw_only=True)
class Table:
    """A view's table: scope looks at the columns `organization` (for TRANSFERS an array) and `person`."""

    name: str
    reach: Reach
    organization: str = ""
    person: str = ""
