"""Facts: named in the past, named once, and without a clear personal value in any field."""

import re
import typing
from typing import Any

import msgspec
import pytest

from services.docs.system import System, every_subclass
from shared.vocabulary.facts import Fact, PublishedFact, Sealed

SYSTEM = System.load()
IRREGULAR = {"Set", "Given", "Withdrawn", "Became", "Sent", "Held", "Taken", "Begun", "Split", "Put", "Took", "Fell"}
SAYS_NOTHING = {"Updated", "Changed", "Modified", "Edited", "Deleted", "Saved"}

NOT_PERSONAL = {
    "accepted_by": "an account",
    "allowed_steps": "names of steps",
    "asked_by": "name of whoever asked: the member, a relative, the cell",
    "before": "an account",
    "consent": "number of a decision: short and checked at the border",
    "consent_number": "number of a decision: short and checked at the border",
    "degree": "an enum",
    "dual_roles": "enums",
    "position": "a position in a committee, an enum",
    "refused_by": "an account",
    "theory": "an enum",
    "way": "how a seat is taken, an enum",
    "account": "an account",
    "form": "name of a kind of file, an enum",
    "purpose": "why a sheet is exported, an enum",
    "sheet": "which sheet is exported, an enum",
    "base": "the code below which numbers are given",
    "code": "code of an organisation: a directory",
    "criterion": "name of a criterion of a rule set",
    "decision_number": "number of a decision: short and checked at the border",
    "evidence_hash": "digest of a scan that is kept elsewhere",
    "en": "text of a rule, or put together from figures by the rules",
    "digest": "digest of a plan or of counts",
    "decision": "name of a kind of decision, an enum",
    "declared": "names of counts",
    "document_hash": "digest of a document that is kept elsewhere",
    "document_number": "number of a document, checked by its shape",
    "drafted_by": "an account",
    "approved_by": "an account",
    "reverted_by": "an account",
    "revoked_by": "an account",
    "title": "name of a plan, like an organisation's name: a directory for those concerned",
    "parent": "id of an organisation, or new:<key>",
    "target": "id of an organisation, or new:<key>",
    "targets": "ids of organisations, or new:<key>",
    "counts": "names of counts",
    "params": "codes of organisations and figures, which fill the texts of a refusal",
    "path": "name of a list of a plan",
    "refusal": "code of a refusal",
    "superior_name": "name of an organisation: a directory",
    "system": "name of another system",
    "external_ids": "the key is the name of another system, the value is sealed",
    "holding": "id of an organisation, or new:<key>",
    "flow": "name of the way of the papers",
    "frame": "name of a frame of a rule set",
    "incident": "name of a kind of incident",
    "inventory_hash": "digest of a list of contents that is kept elsewhere",
    "kept_digest": "digest of a picture that is kept encrypted",
    "kinds": "names of kinds of proof",
    "key": "key of a rule",
    "kind": "name of a kind of transfer",
    "letter_number": "number of a letter, checked by its shape",
    "minutes_hash": "digest of minutes that are kept elsewhere",
    "name": "name of an organisation: a directory",
    "officer": "an account",
    "organization_code": "code of an organisation: a directory",
    "paper_number": "number of a paper, checked by its shape",
    "policy": "key of a rule",
    "bands_policy": "key of a rule",
    "proofs": "names of kinds of proof",
    "province": "code of a province",
    "recipient": "name of who received: the member, the proxy, the committee",
    "reason": "name of a reason, an enum; a reason in words is a sealed remark",
    "requested_by": "an account",
    "entered_by": "an account",
    "substitute_for": "an account",
    "role": "name of a role",
    "rule_set": "code of a rule set",
    "seal_number": "number of a seal, checked by its shape",
    "service": "code of a row of the catalogue of home services",
    "setting": "name of a setting",
    "slot": "name of a time of day",
    "source": "number and date of the document behind a rule",
    "state": "name of a state",
    "step": "name of a step",
    "subject": "an account",
    "taken_digest": "digest of a picture as it was taken",
    "task_code": "code of a task, made from its id",
    "text": "number of a letter, checked by its shape",
    "type": "name of a type of organisation",
    "value": "value of a rule, checked by the rule's key",
    "vi": "text of a rule, or put together from figures by the rules",
    "why": "name of a reason of a failed visit, an enum",
    "voided_number": "number of a letter, checked by its shape",
    "what": "name of a reminder: PRESENT, RETURN or ESCALATION",
}


def _concrete() -> list[type[Fact]]:
    facts = [fact for fact in every_subclass(Fact) if "TOPIC" in vars(fact) and fact.__module__.startswith("services.")]
    return sorted(facts, key=lambda fact: (fact.__module__, fact.__name__))


FACTS = _concrete()


def label(fact: type[Fact]) -> str:
    return f"{fact.__module__.removeprefix('services.')}.{fact.__name__}"


@pytest.mark.parametrize("fact", FACTS, ids=label)
def test_a_fact_is_named_in_the_past(fact: type[Fact]):
    words = re.findall(r"[A-Z][a-z]+", fact.__name__)
    assert any(word.endswith("ed") or word in IRREGULAR for word in words)
    assert not SAYS_NOTHING.intersection(words)


def test_a_stored_name_is_given_once():
    topics = [fact.TOPIC for fact in FACTS]
    assert len(set(topics)) == len(topics)


def test_a_fact_has_its_name_alone_in_the_system():
    """A service's own fact may share its name with the published one that tells of it, nothing else may."""
    owners: dict[str, set[str]] = {}
    for fact in FACTS:
        owners.setdefault(fact.__name__, set()).add(fact.__module__.split(".")[1])
    assert not {name: found for name, found in owners.items() if len(found) > 1}
    published = [fact.__name__ for fact in FACTS if issubclass(fact, PublishedFact)]
    private = [fact.__name__ for fact in FACTS if not issubclass(fact, PublishedFact)]
    assert len(set(published)) == len(published)
    assert len(set(private)) == len(private)


@pytest.mark.parametrize("fact", FACTS, ids=label)
def test_a_text_in_a_fact_is_sealed_or_known_not_to_be_personal(fact: type[Fact]):
    assert not {path for path in clear_texts(fact) if path.rpartition(".")[2] not in NOT_PERSONAL}


def test_a_clear_text_is_found_however_deep():
    class Inner(msgspec.Struct):
        nickname: str | None

    class Outer(msgspec.Struct):
        hidden: Sealed
        inner: tuple[Inner, ...]
        words: dict[str, list[str]]

    assert set(clear_texts(Outer)) == {"inner.nickname", "words"}


def test_no_reason_is_kept_for_a_field_that_is_gone():
    used = {path.rpartition(".")[2] for fact in FACTS for path in clear_texts(fact)}
    assert set(NOT_PERSONAL) <= used


def test_what_is_published_is_in_the_table_of_contents():
    told = {fact for service in SYSTEM.services for fact in service.publishes}
    assert told == {fact for fact in FACTS if issubclass(fact, PublishedFact)}


@pytest.mark.parametrize("fact", [fact for fact in FACTS if issubclass(fact, PublishedFact)], ids=label)
def test_a_published_fact_names_its_owner(fact: type[PublishedFact]):
    assert fact.__module__.startswith(f"services.{fact.SERVICE}.contracts.")
    assert f"vn.lienthong.{fact.SERVICE}.{fact.__name__}.v{fact.MAJOR}" == fact.TOPIC


def clear_texts(struct: type[Any], before: str = "") -> list[str]:
    """Paths of the fields that may hold text in the clear."""
    hints = typing.get_type_hints(struct)
    return [found for name in struct.__struct_fields__ for found in _clear(hints[name], before + name)]


def _clear(hint: Any, path: str) -> list[str]:
    if hint is Sealed:
        return []
    if hint is str or hint is Any:
        return [path]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return clear_texts(hint, path + ".")
    return list(dict.fromkeys(found for part in typing.get_args(hint) for found in _clear(part, path)))
