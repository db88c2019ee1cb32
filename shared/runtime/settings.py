"""Settings: one frozen value, written by `up` under the data folder, single fields overridable by environment."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import msgspec

from shared.runtime.secret_files import Secrets, write_private

PREFIX = "LIENTHONG_"
NOT_SETTINGS = frozenset({"LIENTHONG_FAILPOINTS", "LIENTHONG_LANG"})


class SettingIsWrong(ValueError):  # noqa: N818 - named as a sentence
    """A setting that does not exist or does not fit; the message names the nearest one."""


DATABASE = "lienthong"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a deployment's processes need to know. `LIENTHONG_<FIELD>` overrides a field; mappings: `name=value,...`."""

    data: Path
    """The data folder: everything of this deployment lives under it."""
    deployment: str = "main"
    """The deployment's name; the streams on the broker start with it."""
    embedded: tuple[str, ...] = ()
    """Which of `postgres` and `nats` run inside the stack; written by `up`."""
    testing: bool = False
    """Only for tests: the guard that refuses a PostgreSQL without fsync is off."""
    host: str = "127.0.0.1"
    """The address that services and gateway listen on."""
    hosts: dict[str, str] = {}
    """Where each service is found when they run on different machines (`membership=10.0.0.5,...`); else at `host`."""
    ports: dict[str, int] = {}
    """Port of each service (`gateway=8080,...`); the gateway's is fixed, the others are free ones found by `up`."""
    postgres: str = ""
    """Admin DSN of PostgreSQL (migrations, doctor, backups, the end of an erasure). Empty: the embedded server."""
    database: str = DATABASE
    """The database that holds one schema per service."""
    nats: str = ""
    """URL of NATS. Empty: the embedded server."""
    nats_monitor: str = ""
    """URL of NATS's monitoring port, if there is one: /healthz is watched there."""
    objects: str = ""
    """Where pictures are kept: `s3://bucket/prefix` (credentials from AWS_*). Empty: a folder under the data folder."""
    otlp: str = ""
    """URL of an OTLP/HTTP collector, such as http://collector:4318. Empty: no spans are sent."""
    issuer: str = "lienthong"
    """Issuer and audience of tokens."""
    pool_size: int = 6
    """PostgreSQL connections of one process."""
    tree: str = "2025-07-01"
    """The tree that stands at the first start: that of this day, or `none` (the root alone)."""
    least_free_mb: int = 1024
    """Free disk in MB below which commands are refused (STORAGE_IS_LOW); reads go on. 0: never."""
    demo: bool = False
    """Demonstration: introspection and GraphiQL are on."""

    @property
    def secrets(self) -> Secrets:
        """The deployment's secrets, read from their files when asked."""
        return Secrets(self.data / "secrets")

    @property
    def run_folder(self) -> Path:
        """State that is valid while the stack runs."""
        return self.data / "run"

    @property
    def logs_folder(self) -> Path:
        """One log file for each process."""
        return self.data / "logs"

    @property
    def clock_file(self) -> Path:
        """By how many days the clock is moved (tests and demos)."""
        return self.run_folder / "clock"

    def admin_dsn(self, database: str | None = None) -> str:
        """The admin's address; the embedded server's password comes from its file, not from the settings."""
        given = urlsplit(self.postgres)
        password = unquote(given.password) if given.password else self.secrets.password("postgres")
        return _as(self.postgres, unquote(given.username or "postgres"), password, database or self.database)

    def dsn(self, service: str) -> str:
        """The address with which a service's own role connects."""
        return _as(self.postgres, service, self.secrets.password(service), self.database)

    def url(self, service: str) -> str:
        """Where a service answers HTTP."""
        return f"http://{self.hosts.get(service, self.host)}:{self.ports[service]}"

    def urls(self) -> dict[str, str]:
        """Every service's address."""
        return {name: self.url(name) for name in self.ports}

    def save(self) -> None:
        """Write the settings for the processes to come, readable by nobody else."""
        write_private(settings_file(self.data), msgspec.json.format(msgspec.json.encode(self, enc_hook=str)))

    @staticmethod
    def load(data: Path) -> "Settings":
        """The settings of a data folder, with what the environment overrides."""
        file = settings_file(data)
        kept = msgspec.json.decode(file.read_bytes()) if file.exists() else {}
        return with_environment({**kept, "data": str(data.resolve())}, os.environ)


def settings_file(data: Path) -> Path:
    """Where the settings of a data folder stand."""
    return data / "run" / "settings.json"


def with_environment(values: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """Settings from values and LIENTHONG_* variables; an unknown name is refused with the nearest one."""
    merged = dict(values)
    for variable, text in environment.items():
        if variable.startswith(PREFIX) and variable not in NOT_SETTINGS:
            merged[_field(variable)] = _parsed(variable, text)
    try:
        return msgspec.convert(merged, Settings, strict=False, dec_hook=lambda wanted, value: wanted(value))
    except msgspec.ValidationError as error:
        raise SettingIsWrong(str(error)) from error


def _field(variable: str) -> str:
    name = variable.removeprefix(PREFIX).lower()
    if name in Settings.__struct_fields__:
        return name
    near = difflib.get_close_matches(name, Settings.__struct_fields__, n=1)
    hint = f"; did you mean {PREFIX}{near[0].upper()}?" if near else ""
    raise SettingIsWrong(f"{variable} is not a setting{hint}")


def _parsed(variable: str, text: str) -> Any:
    if variable not in {f"{PREFIX}PORTS", f"{PREFIX}HOSTS"}:
        return text
    try:
        if text.lstrip().startswith("{"):  # as the settings file has it
            return msgspec.json.decode(text, type=dict[str, str | int])
        return dict(pair.strip().split("=", 1) for pair in text.split(",") if pair.strip())
    except ValueError as error:
        raise SettingIsWrong(f"{variable} is neither `gateway=8080,membership=9000` nor a JSON object") from error


def _as(dsn: str, user: str, password: str, database: str) -> str:
    parts = urlsplit(dsn)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        (parts.scheme, f"{quote(user)}:{quote(password, safe='')}@{host}", f"/{database}", parts.query, "")
    )
