"""A new cluster of the embedded PostgreSQL: a copy of the one that the installation keeps ready, or initdb's own.

What must differ between two deployments, the passwords, is set anew: the admin's in the copy before it becomes a
cluster, the services' by the migrations of every start. Copies share PostgreSQL's system identifier: it guards replicas
and archives of WAL, which belong to a server of one's own (`postgres` in settings).
"""

import os
import secrets
import shutil
import subprocess
import sys
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


def make_cluster(where: Path, password: str, like: Path | None = None) -> None:
    """The cluster `where`/data, once; a start that was killed in the middle is simply made again.

    `like`: a cluster to copy, if it is there; no server may run on it.
    """
    if (where / "data" / "PG_VERSION").exists():
        return
    draft = where / f"draft-{secrets.token_hex(4)}"
    if like is None or not _copied(like, draft, password):
        _initdb(draft, password)
    draft.rename(where / "data")  # a killed start leaves only a draft, never half a cluster


def _initdb(draft: Path, password: str) -> None:
    secret = draft.with_name(f"{draft.name}.password")
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


def _copied(like: Path, draft: Path, password: str) -> bool:
    """False where there is nothing to copy, or it was taken away meanwhile (an installer keeps only the newest)."""
    if not (like / "PG_VERSION").exists():
        return False
    try:
        _copy(like, draft, password)
    except PostgresDidNotStart:
        shutil.rmtree(draft, ignore_errors=True)
        return False
    return True


def _copy(like: Path, draft: Path, password: str) -> None:
    _run(["cp", "-R", "-p", str(like), str(draft)])
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
