"""Secrets: one file each, mode 0600, made once under `<data>/secrets` and never printed."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

OLD_KEK = "kek.old"
_SIGNING = ("token.key", "papers.key")


class SecretIsMissing(RuntimeError):  # noqa: N818 - named as a sentence
    """A secret's file is not there: the data folder was never started, or it was taken apart."""


class Secrets:
    """The secrets of one deployment, read lazily."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kek_files = (str(folder / "kek"), str(folder / OLD_KEK))
        self._keks: tuple[tuple[object, ...], tuple[bytes, ...]] = ((), ())

    @staticmethod
    def create(folder: Path, services: Iterable[str]) -> "Secrets":
        """Make what is missing; what is there stays, also on a read-only mount where nothing is missing."""
        made = Secrets.begin(folder, services)
        for name in _SIGNING:
            if not (folder / name).exists():
                from shared.http.tokens import new_key

                _once(folder / name, new_key())
        return made

    @staticmethod
    def begin(folder: Path, services: Iterable[str]) -> "Secrets":
        """All but the keys that sign, which need more code than a database's start should wait for."""
        names = tuple(services)
        keys = ("kek", "claims.key", "cursor.key", "log.key")
        passwords = [f"{name}.password" for name in ("postgres", *names, *(f"nats-{name}" for name in names))]
        if all((folder / name).exists() for name in (*keys, *passwords)):
            return Secrets(folder)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        for name in keys:
            _once(folder / name, secrets.token_bytes(32).hex())
        for name in passwords:
            _once(folder / name, _password())
        return Secrets(folder)

    @cached_property
    def kek(self) -> bytes:
        """The key that wraps every person's key."""
        return bytes.fromhex(self._read("kek"))

    def keks(self) -> tuple[bytes, ...]:
        """The newest key that wraps every person's key and, during a rotation, the one before it.

        Looked at each time, and read when one of the files was replaced: commands ask hundreds of times a second.
        """
        seen = tuple(map(_replaced, self._kek_files))
        if seen != self._keks[0]:
            both = [self._read("kek")]
            with suppress(FileNotFoundError):  # a rotation ends by taking it away, at any moment
                both.append((self._folder / OLD_KEK).read_text())
            self._keks = (seen, tuple(map(bytes.fromhex, both)))
        return self._keks[1]

    def begin_rotation(self, fresh: bytes) -> None:
        """A new key wraps from now on, the old one still opens. Does nothing while a rotation is under way."""
        if len(set(self.keks())) == 1:
            write_private(self._folder / OLD_KEK, self._read("kek").encode())
            write_private(self._folder / "kek", fresh.hex().encode())

    def end_rotation(self) -> None:
        """Nothing is wrapped by the old key any more: it is forgotten."""
        (self._folder / OLD_KEK).unlink(missing_ok=True)

    @cached_property
    def claims_key(self) -> bytes:
        """The HMAC key of unique claims and of command digests."""
        return bytes.fromhex(self._read("claims.key"))

    @cached_property
    def cursor_key(self) -> bytes:
        """The key that encrypts the gateway's cursors."""
        return bytes.fromhex(self._read("cursor.key"))

    @cached_property
    def log_key(self) -> bytes:
        """The Ed25519 private key that signs the logs' checkpoints."""
        return bytes.fromhex(self._read("log.key"))

    @property
    def token_key(self) -> str:
        """The Ed25519 key that signs tokens, as JWK text, or a set of those that verify; read each time."""
        return self._read("token.key")

    def keep_token_keys(self, text: str) -> None:
        """Replace the keys of tokens; running services take them up by themselves."""
        write_private(self._folder / "token.key", text.encode())

    @cached_property
    def papers_key(self) -> str:
        """The Ed25519 private key that signs the codes on printed papers, as JWK text."""
        return self._read("papers.key")

    def password(self, name: str) -> str:
        """The PostgreSQL password of a role: `postgres` or a service."""
        return self._read(f"{name}.password")

    def nats_password(self, user: str) -> str:
        """The NATS password of a user: a service."""
        return self._read(f"nats-{user}.password")

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text().strip()
        except FileNotFoundError:
            raise SecretIsMissing(f"no secret {name} in {self._folder}; run `lienthong up` once") from None


def write_private(file: Path, content: bytes) -> None:
    """Replace a file at once, mode 0600: whoever reads it sees the old text or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(content)
    draft.replace(file)


def _replaced(file: str) -> object:
    """What changes whenever a file is replaced, written to or removed; None where there is none."""
    try:
        now = os.stat(file)  # noqa: PTH116 - by its text, without making a path each time
    except FileNotFoundError:
        return None
    return now.st_ino, now.st_mtime_ns, now.st_ctime_ns, now.st_size


def _password() -> str:
    """Text that begins with a letter: in its settings nats-server takes a digit for the start of a number or a date."""
    return "p" + secrets.token_urlsafe(24)


def _once(file: Path, text: str) -> None:
    if not file.exists():
        write_private(file, text.encode())
