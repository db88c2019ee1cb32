"""Bảng các bước - the table of a transfer as data: in which state which steps are allowed, and whose they are."""

from enum import StrEnum

from services.membership.domain.refusals_transfer import StepIsNotAllowedNow
from services.membership.domain.transfer.kinds import FROM_RESTRUCTURING
from services.membership.domain.transfer.state import Transfer


class Step(StrEnum):
    """Các bước; each is the command of that name."""

    REVIEW = "REVIEW"
    ENDORSE = "ENDORSE"
    RECEIVE = "RECEIVE"
    PRESENT = "PRESENT"
    ADMIT = "ADMIT"
    CONFIRM = "CONFIRM"
    RETURN = "RETURN"
    REFUSE = "REFUSE"
    WITHDRAW = "WITHDRAW"
    REISSUE = "REISSUE"
    DECIDE_OVERDUE = "DECIDE_OVERDUE"
    CANCEL = "CANCEL"


_AT_ORIGIN = (Step.ENDORSE, Step.RETURN, Step.REFUSE, Step.WITHDRAW)
_TO_COMMITTEE = (Step.RECEIVE, Step.RETURN, Step.REFUSE, Step.REISSUE, Step.CANCEL, Step.DECIDE_OVERDUE)
_TO_CELL = (Step.PRESENT, Step.RETURN, Step.REFUSE, Step.REISSUE, Step.CANCEL, Step.DECIDE_OVERDUE)
_TO_EXTERNAL = (Step.CONFIRM, Step.REISSUE, Step.CANCEL, Step.DECIDE_OVERDUE)

# state → holder → steps; "any" where the state's holder is of one kind
TABLE: dict[str, dict[str, tuple[Step, ...]]] = {
    "REQUESTED": {"any": (Step.REVIEW, Step.REFUSE, Step.WITHDRAW)},
    "CELL_REVIEWED": {"any": _AT_ORIGIN},
    "ENDORSED": {"any": _AT_ORIGIN},
    "INTRODUCED": {"committee": _TO_COMMITTEE, "cell": _TO_CELL, "external": _TO_EXTERNAL},
    "RECEIVED": {"committee": _TO_COMMITTEE, "cell": _TO_CELL},
    "PRESENTED": {"any": (Step.ADMIT, Step.RETURN, Step.REFUSE, Step.CANCEL)},
    "ADMITTED": {"any": ()},
    "CONFIRMED": {"any": ()},
    "REFUSED": {"any": ()},
    "WITHDRAWN": {"any": ()},
    "CANCELLED": {"any": ()},
}
ENDED = frozenset({"CONFIRMED", "REFUSED", "WITHDRAWN", "CANCELLED"})

OF_THE_ISSUER = frozenset({Step.REISSUE, Step.DECIDE_OVERDUE, Step.CANCEL, Step.CONFIRM})
"""Steps of the letter's issuer, or of a common superior. WITHDRAW is of whoever asked or of the origin cell."""


def allowed_steps(transfer: Transfer) -> tuple[Step, ...]:
    """The steps that can be taken now, the same for every viewer."""
    return tuple(step for step in _row(transfer) if _is_open(step, transfer))


def require(step: Step, transfer: Transfer) -> None:
    """Refuse a step that is not allowed now, naming those that are."""
    allowed = allowed_steps(transfer)
    if step not in allowed:
        raise StepIsNotAllowedNow(step=step, state=transfer.state, allowed=", ".join(allowed) or "-")


def _row(transfer: Transfer) -> tuple[Step, ...]:
    if not transfer.state:
        return ()
    if transfer.state == "RETURNED_FOR_CORRECTION":
        return (_own_step(transfer), Step.CANCEL if transfer.was_introduced else Step.WITHDRAW)
    row = TABLE[transfer.state]
    return row["any"] if "any" in row else row[_kind_of_holder(transfer)]


def _own_step(transfer: Transfer) -> Step:
    """The holder's own step again, once what was returned to it is put right."""
    if transfer.arriving:
        return Step.RECEIVE
    return Step.ENDORSE if transfer.hop else Step.REVIEW


def _kind_of_holder(transfer: Transfer) -> str:
    if transfer.holder.external:
        return "external"
    return "cell" if transfer.holder.is_cell else "committee"


def _is_open(step: Step, transfer: Transfer) -> bool:
    match step:
        case Step.DECIDE_OVERDUE:
            return transfer.overdue
        case Step.ENDORSE:
            return not transfer.on_hold or transfer.letter_number is not None
        case Step.RETURN:
            return transfer.hop > transfer.first_hop
        case Step.WITHDRAW | Step.REFUSE:
            return transfer.arriving or transfer.kind not in FROM_RESTRUCTURING
        case Step.REISSUE:
            return not transfer.issuer.external
        case _:
            return True
