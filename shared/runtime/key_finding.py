"""What a process says of the deployment's secrets: which is not the one that its database was used with."""

from typing import TYPE_CHECKING

from shared.eventlog.key_checks import KEK
from shared.vocabulary.finding import Finding

if TYPE_CHECKING:
    from shared.runtime.running import Running

_NAMED = 3


def key_finding(running: "Running") -> Finding:
    """A wrong key makes nothing unready: what needs it is refused, reads and all else go on."""
    reason = _wrong(running) or _broken(running)
    return Finding(name="keys", ok=True, reason=reason, kind="WRONG_KEY" if reason else "")


def _wrong(running: "Running") -> str:
    holders = (running.person_keys, running.keyring)
    wrong = [KEK] if any(holder is not None and holder.kek_is_wrong for holder in holders) else []
    if running.log is not None and running.log.keys.wrong is not None:
        wrong.append(str(running.log.keys.wrong.params["secret"]))
    return " and ".join(f"secrets/{name} is not the one this database was used with" for name in wrong)


def _broken(running: "Running") -> str:
    broken = sorted(map(str, running.keyring.broken)) if running.keyring is not None else []
    more = f" and {len(broken) - _NAMED} more" if len(broken) > _NAMED else ""
    return f"keys of persons do not open: {', '.join(broken[:_NAMED])}{more}" if broken else ""
