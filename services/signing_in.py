"""Đăng nhập thử - ready-made tokens: grant the role as a fact, wait until every service has it, then mint."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from services.membership.contracts.identity import member_behind
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import GrantRole
from shared.http.client import ServiceClient
from shared.http.refusals import RemoteRefusal
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.vocabulary.position import Position
from shared.vocabulary.refusals import Refusal

SIGNER = "cli"
SINCE = date(2025, 7, 1)
ROOT = "00"
OWNER = "organization"
ROLL = "membership"
HOUR = 3600
LONGEST = 31 * 24 * HOUR  # no service takes a token for longer
_ABSENT = 404


class RoleIsUnknown(Refusal):
    """No such role."""

    vi = "Không có vai trò {role}."
    en = "There is no role {role}."
    next_vi = "Các vai trò: {roles}."
    next_en = "The roles are: {roles}."
    status = 400


class MemberMustBeNamed(Refusal):
    """A member signs in as himself."""

    vi = "Vai trò member cần biết là đảng viên nào."
    en = "The role member must say which member."
    next_vi = "Thêm --member ID."
    next_en = "Add --member ID."
    status = 400


class MemberIsNotOnTheRoll(Refusal):
    """No such member."""

    vi = "Không có đảng viên {member}."
    en = "There is no member {member}."
    next_vi = "Dùng mã trong danh sách đảng viên: UUID hoặc id của API."
    next_en = "Use an id from the list of members: a UUID, or the API's id."
    status = 404


class HoursAreOutOfRange(Refusal):
    """A token lasts some time."""

    vi = "Hiệu lực phải từ 1 đến {most} giờ."
    en = "A token lasts 1 to {most} hours."
    next_vi = "Sửa --hours."
    next_en = "Correct --hours."
    status = 400


class GrantIsSlow(Refusal):
    """Some service has not seen the grant in time."""

    vi = "Quyền đã giao nhưng dịch vụ {service} chưa nhận được."
    en = "The role is granted, but {service} has not seen it yet."
    next_vi = "Xem `lienthong doctor`, rồi chạy lại."
    next_en = "See `lienthong doctor`, then run it again."
    status = 503


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whose token is wanted."""

    role: str
    at: str | None = None
    member: str | None = None
    user: str | None = None
    seconds: int = 24 * HOUR

    @property
    def code(self) -> str | None:
        """Where the role is granted; a member needs none, but for an account of another name than the record's."""
        return self.at or (None if self.role == Role.MEMBER and self.own is None else ROOT)

    @property
    def person(self) -> UUID | None:
        """The member, by whichever of his two ids he was named."""
        return member_behind(self.member) if self.member else None

    @property
    def own(self) -> UUID | None:
        """The member whom the grant links to an account of another name."""
        return self.person if self.role == Role.MEMBER and self.user else None

    @property
    def subject(self) -> str:
        """The account: two users are two persons, one member is one account however his id is written."""
        return self.user or (f"member@{self.person}" if self.member else f"{self.role}@{self.code}")


class SignIn:
    """Mints tokens for the running stack of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self._tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
        self._client = ServiceClient(settings.urls(), self.service)
        self._services = tuple(settings.ports)

    def service(self) -> str:
        """A token of the system's own, for commands that only the system may give."""
        return self._tokens.service(SIGNER)

    async def __call__(
        self, role: str, at: str | None = None, member: str | None = None, user: str | None = None
    ) -> str:
        """A token of a user who has the role at a code, known to every service."""
        return await self.token(Wanted(role=role, at=at, member=member, user=user))

    async def token(self, wanted: Wanted) -> str:
        """Grant, wait, mint."""
        if wanted.role not in set(Role):
            raise RoleIsUnknown("as", role=wanted.role, roles=", ".join(Role))
        if wanted.role == Role.MEMBER and not (wanted.member or wanted.user):
            raise MemberMustBeNamed("member")
        if not HOUR <= wanted.seconds <= LONGEST:
            raise HoursAreOutOfRange("hours", most=LONGEST // HOUR)
        if wanted.member:
            await self._known(wanted)
        if wanted.code is not None:
            await self._grant(wanted, wanted.code)
        return self._tokens.mint(wanted.subject, wanted.role, wanted.seconds)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.close()

    async def _grant(self, wanted: Wanted, code: str) -> None:
        organization = await self._organization(code)
        named = f"{organization}:{wanted.subject}:{wanted.role}" + (f":{wanted.own}" if wanted.own else "")
        request = GrantRole(
            command_id=uuid5(NAMESPACE_URL, f"lienthong:grant:{named}"),
            user=wanted.subject,
            role=Role(wanted.role),
            organization_id=organization,
            from_date=SINCE,
            member_id=wanted.own,
        )
        receipt = await self._client.command(OWNER, request, token=self.service())
        wanted_at = Position.decode(receipt.position).at.get(OWNER, 0)
        await asyncio.gather(*(self._await(service, wanted_at) for service in self._services if service != OWNER))

    async def _known(self, wanted: Wanted) -> None:
        if wanted.person is None:
            raise MemberIsNotOnTheRoll("member", member=wanted.member)
        try:
            await self._client.read(ROLL, f"/members/{wanted.person}")
        except RemoteRefusal as refusal:
            if refusal.status != _ABSENT:
                raise
            raise MemberIsNotOnTheRoll("member", member=wanted.member) from refusal

    async def _organization(self, code: str) -> UUID:
        answer = await self._client.read(OWNER, f"/organizations/{quote(code, safe='')}")
        return msgspec.json.decode(answer, type=_Named).organization

    async def _await(self, service: str, sequence: int, patience: float = 10.0) -> None:
        deadline = asyncio.get_running_loop().time() + patience
        while (await self._client.positions(service)).at.get(OWNER, sequence) < sequence:
            if asyncio.get_running_loop().time() > deadline:
                raise GrantIsSlow(service=service)
            await asyncio.sleep(0.01)


class _Named(msgspec.Struct):
    organization: UUID


async def sign_in(data: Path, wanted: Wanted) -> str:
    """One token for the stack of a data folder."""
    signing = SignIn(Settings.load(data))
    try:
        return await signing.token(wanted)
    finally:
        await signing.close()
