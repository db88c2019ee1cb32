"""UserError: every refusal as a type of its own, made from the services' published catalogues of refusals."""

import re
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import strawberry
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition

from services.evaluation.contracts.refusals import REFUSALS as OF_EVALUATION
from services.gateway.auditing.refusals import ReadIsNotOnRecord
from services.gateway.membership import import_refusals as sheet
from services.gateway.refusing import refusals as own
from services.gateway.refusing.language import Language, said
from services.membership.contracts.refusals import REFUSALS as OF_MEMBERSHIP
from services.organization.contracts.refusals import REFUSALS as OF_ORGANIZATION
from shared.vocabulary.refusals import Refusal, RefusalText


@strawberry.interface(
    description="Lỗi có mã, lời giải thích và việc cần làm tiếp / An error with code, text and next step"
)
class UserError:
    """Lỗi của một lệnh."""

    code: str = strawberry.field(description="Mã lỗi, không đổi / The stable code")
    message: str = strawberry.field(description="Điều gì bị từ chối, vì sao / What was refused, and why")
    path: list[str] = strawberry.field(description="Ô nhập có lỗi / The input field at fault")
    next_step: str | None = strawberry.field(description="Việc cần làm tiếp / What to do next")
    legal_basis: str | None = strawberry.field(description="Căn cứ / The legal basis")


BORDER_ONLY = frozenset(
    {
        "AddressIsUnknown", "CallIsNotReadable", "CheckpointHasMoved", "ClaimIsTaken", "FollowerIsUnknown",
        "MethodIsNotAllowed", "NothingIsKeptOfTheView", "OnlyForServices", "OwnerDoesNotAnswer",
        "ParameterIsNotReadable", "RequestIsUnknown", "SheetHasNoRows",
        "TooManyPersonsAsked", "ViewIsBeingRebuilt", "ViewIsUnknown",
    }
)  # fmt: skip
"""Refusals of addresses and machines: no mutation's payload ever names them."""

_MORE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "VersionIsStale": {
        "current_version": (
            "actual",
            "Phiên bản hiện tại; xem lại rồi gửi nó làm expectedVersion"
            " / The version now; look again and send it as expectedVersion",
        )
    },
}
"""Figures that a client needs as fields: the type → the field → the refusal's parameter and the description."""

_PLACE = re.compile(r"\{(\w+?)(?:_vi|_en)?\}")
_types: dict[str, type[UserError]] = {}


def error_types(texts: Iterable[RefusalText]) -> tuple[type[UserError], ...]:
    """The GraphQL types of refusals, by name; a name that two services share is one type."""
    named = {text.name: text for text in texts if text.name not in BORDER_ONLY}
    for name, text in named.items():
        _types.setdefault(name, _type(text))
    return tuple(_types[name] for name in sorted(named))


def _type(text: RefusalText) -> type[UserError]:
    description = f"{_sample(text.vi)} / {_sample(text.en)}"
    if more := _MORE.get(text.name):
        fields = {name: strawberry.field(description=told) for name, (_, told) in more.items()}
        given = {"__doc__": text.vi, "__annotations__": dict.fromkeys(fields, int | None), **fields}
        return strawberry.type(type(text.name, (UserError,), given), description=description)
    return _like_all(text, description)


@strawberry.type
class _Plain(UserError):  # noqa: N818 - a type of answer, not an exception
    """Lỗi không có ô riêng: what the types without fields of their own are copies of."""


_PLAIN = get_object_definition(_Plain, strict=True)


def _like_all(text: RefusalText, description: str) -> type[UserError]:
    """A type with UserError's fields only: hundreds of dataclasses of their own would hold up every start."""
    definition: StrawberryObjectDefinition = copy(_PLAIN)
    definition.name, definition.description, definition.fields = text.name, description, list(_PLAIN.fields)
    definition.origin = type(text.name, (_Plain,), {"__doc__": text.vi, "__strawberry_definition__": definition})
    return definition.origin


def _sample(text: str) -> str:
    """The text without braces and marks of language: what stands there is known only when the refusal happens."""
    return _PLACE.sub(r"\1", text)


def _text(refusal: type[Refusal]) -> RefusalText:
    return RefusalText(
        code=refusal.code,
        name=refusal.__name__,
        vi=refusal.vi,
        en=refusal.en,
        next_vi=refusal.next_vi,
        next_en=refusal.next_en,
        legal_basis=refusal.legal_basis,
        status=int(refusal.status),
    )


OWN = tuple(_text(refusal) for refusal in (own.IdIsNotReadable, own.OtherRefusal))
OrganizationErrors = error_types((*OF_ORGANIZATION, *OWN))
OF_ENTERING = (_text(own.TooManyKnownPersons), _text(ReadIsNotOnRecord))
MembershipErrors = error_types((*OF_MEMBERSHIP, *OWN, *OF_ENTERING))
EvaluationErrors = error_types((*OF_EVALUATION, *OWN))
OF_SHEETS = tuple(
    _text(refusal)
    for refusal in (
        sheet.SheetIsNotReadable, sheet.OneFileIsNeeded, sheet.ColumnIsMissing, sheet.SheetIsTooLong,
        sheet.CellOfSheetIsNotReadable, sheet.CodeOfSheetIsAmbiguous, sheet.CodeOfSheetIsUnknown,
    )
)  # fmt: skip
ImportErrors = error_types((*OF_MEMBERSHIP, *OF_ORGANIZATION, *OWN, *OF_ENTERING, *OF_SHEETS))
_by_code: Mapping[str, type[UserError]] = {
    text.code: _types[text.name]
    for text in (*OF_ORGANIZATION, *OF_MEMBERSHIP, *OF_EVALUATION, *OWN, *OF_ENTERING, *OF_SHEETS)
    if text.name in _types
}


def error_of(refusal: Refusal, language: Language, path: list[str] | None = None) -> UserError:
    """A refusal as its type, told in the client's language; a code that nobody here knows is an OtherRefusal."""
    wire: dict[str, Any] = refusal.wire()
    message, next_step = said(wire, language)
    made = _by_code.get(wire["code"], _types[own.OtherRefusal.__name__])
    return made(
        code=wire["code"],
        message=message,
        path=wire["path"] if path is None else path,
        next_step=next_step,
        legal_basis=wire["legalBasis"] or None,
        **{name: _figure(wire, given) for name, (given, _) in _MORE.get(made.__name__, {}).items()},
    )


def _figure(wire: dict[str, Any], name: str) -> int | None:
    text = str(wire.get("params", {}).get(name, ""))
    return int(text) if text.isdigit() else None
