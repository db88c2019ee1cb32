"""Sổ xóa dữ liệu - the erasures of a deployment, kept beside the database, so that a restore cannot undo one."""

import asyncio
import os
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """One erasure, with the command that ordered it. No personal data."""

    person: UUID
    command_id: UUID
    actor: str
    decision_number: str
    decided_on: date
    at: datetime


class Erasures:
    """A file of JSON lines, only ever appended to; meant to be copied off the host with the signed checkpoints."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @staticmethod
    def of(data: Path) -> "Erasures":
        """The file of a data folder."""
        return Erasures(data / "erasures.jsonl")

    async def note(self, erasure: Erasure) -> None:
        """On the disk when it returns; the same erasure is noted once."""
        if all(known.command_id != erasure.command_id for known in await self.all()):
            await asyncio.to_thread(_append, self._file, msgspec.json.encode(erasure) + b"\n")

    async def all(self) -> list[Erasure]:
        """Every erasure there was, oldest first. A line that a power cut left half written is no erasure yet."""
        content = await asyncio.to_thread(_content, self._file)
        return [msgspec.json.decode(line, type=Erasure) for line in content.split(b"\n")[:-1] if line]


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _append(file: Path, line: bytes) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as out:
        whole = out.read()
        out.seek(whole.rfind(b"\n") + 1)
        out.truncate()
        out.write(line)
        out.flush()
        os.fsync(out.fileno())
