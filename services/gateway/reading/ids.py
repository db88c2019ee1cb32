"""Global ids: base64 of `Organization:<uuid>`, the only form of an id that clients see or send."""

from uuid import UUID

from strawberry.relay import GlobalID, GlobalIDValueError

from services.gateway.refusing.refusals import IdIsNotReadable

ORGANIZATION, MEMBER, TRANSFER = "Organization", "Member", "Transfer"
RESTRUCTURING = "Restructuring"
PLACE = "Place"
HOME_SERVICE = "HomeService"


def global_id(kind: str, identity: UUID) -> str:
    """The id that clients see."""
    return str(GlobalID(type_name=kind, node_id=str(identity)))


def parts_of(text: str, *path: str) -> tuple[str, UUID]:
    """Kind and uuid of a global id; a text that is none is refused, naming the field."""
    try:
        parsed = GlobalID.from_id(text)
        return parsed.type_name, UUID(parsed.node_id)
    except (GlobalIDValueError, ValueError) as error:
        raise IdIsNotReadable(*path, expected="Node") from error


def uuid_of(text: str, kind: str, *path: str) -> UUID:
    """The uuid behind the id of a thing of one kind; an id of another kind is refused."""
    found, identity = parts_of(text, *path)
    if found != kind:
        raise IdIsNotReadable(*path, expected=kind)
    return identity


def id_behind(text: str, kind: str) -> UUID | None:
    """The uuid behind a plain or global id, None when it is neither: for what a token says."""
    try:
        return UUID(text)
    except ValueError:
        pass
    try:
        return uuid_of(text, kind)
    except IdIsNotReadable:
        return None
