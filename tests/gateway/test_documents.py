"""Documents: what is refused unparsed, that the scan counts as the lexer does, and that a text is read once."""

import asyncio
import sys
import time
from itertools import count

import pytest
from graphql import GraphQLSyntaxError, TokenKind
from graphql.language import Lexer, Source
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.documents import reading
from services.gateway.documents.keeping import Kept
from services.gateway.documents.scanning import scanned
from services.gateway.schema import served
from services.gateway.service import SWITCH_SECONDS
from shared.vocabulary.refusals import Refusal

GATEWAY = served(open_to_readers=False)
EVIL = {
    "braces": "{" * 5_000,
    "brackets": "{ a(b: " + "[" * 1_900,
    "a long name": "{ " + "a" * 60_000 + " }",
    "characters": " " * 70_000,
    "aliases": "{ " + " ".join(f"a{n}: b" for n in range(16)) + " }",
    "directives": "{ a " + "@b" * 11 + " }",
    "fragments": "{ a }" + "fragment F on Q { a } " * 40,
    "quotes": '"' * 60_000,
    "comment": "#" * 60_000,
}
SLOW = {
    "escapes": '"' + '\\"' * 30_000,
    "a block": '"""' + '\\"""' * 15_000,
    "pairs": "{ " + "viewer { subject } " * 30 + "}",
    "written out": "{ ...A } " + "".join(f"fragment {a} on Query {{ {f'...{b} ' * 40} }} " for a, b in ("AB", "BC"))
    + "fragment C on Query { viewer { subject } }",
    "a circle": "{ ...A } fragment A on Query { ...A }",
    "an unknown fragment": "{ ...A }",
}  # fmt: skip
PIECES = (
    "{", "}", "(", ")", "[", "]", ":", "@", "$", "!", "=", "|", "&", "...", " ", ",", "\n", "\r", "\ufeff", "a", "_b1",
    "12", "-1.5e3", '""', '"c d"', '"\\" { @"', '"""e\n{ " \\""" @ """', "# { @\n", "#\r",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_the_scan_counts_as_the_lexer_does(pieces):
    text, tokens = "".join(pieces), 0
    lexer = Lexer(Source(text))
    try:
        while lexer.advance().kind is not TokenKind.EOF:
            tokens += lexer.token.kind is not TokenKind.COMMENT
    except GraphQLSyntaxError:
        return
    try:
        assert scanned(text) == tokens
    except Refusal as refusal:
        assert refusal.code == ("QUERY_IS_NOT_VALID" if tokens else "QUERY_IS_NOT_READABLE")


@pytest.mark.parametrize("name", EVIL)
def test_what_is_refused_unparsed_costs_next_to_nothing(name):
    begun = time.process_time()
    with pytest.raises(Refusal):
        scanned(EVIL[name])
    assert time.process_time() - begun < 0.02


@pytest.mark.parametrize("name", SLOW)
async def test_what_passes_the_scan_is_refused_before_the_dear_rules(name):
    read = await GATEWAY.documents.read(SLOW[name])
    assert read.document is None
    assert read.errors
    assert await GATEWAY.documents.read(SLOW[name]) is read


async def test_a_text_is_read_once_and_a_long_one_beside_the_loop(monkeypatch):
    documents = GATEWAY.documents
    long = (
        "{ viewer { subject } " + " ".join(f'a{n}: organization(code: "{n}") {{ id name }}' for n in range(14)) + " }"
    )
    read = await documents.read(long)
    assert read.tokens > reading.SHORT_TOKENS
    assert read.document is not None
    assert read.document.loc.start_token.next.prev is None  # no ring of tokens stays behind
    monkeypatch.setattr(documents, "_checked", lambda *_: pytest.fail("read twice"))
    assert await documents.read(long) is read
    assert read.refusals("absent")[0].code == "OPERATION_IS_NOT_NAMED"


def test_new_texts_push_out_only_old_ones():
    kept = Kept(10)
    for name in "abc":
        kept.put(name, name, 4)
    assert [kept.get(name) for name in "abc"] == [None, "b", "c"]
    kept.put("b", "B", 1)
    kept.put("d", "d", 5)
    assert [kept.get(name) for name in "bcd"] == ["B", "c", "d"]


async def test_the_loop_goes_on_while_a_long_text_is_read_beside_it():
    """With the service's own interval at least twice as often as with Python's own: in turns, on the same machine."""
    before, turns, numbers = sys.getswitchinterval(), {SWITCH_SECONDS: 0, 0.005: 0}, count()
    try:
        for _ in range(6):
            for interval in turns:
                sys.setswitchinterval(interval)
                long = "{ " + " ".join(f"f{n}" for n in range(700)) + f" }} # {next(numbers)}"
                reading_it = asyncio.ensure_future(GATEWAY.documents.read(long))
                while not reading_it.done():
                    await asyncio.sleep(0.0002)
                    turns[interval] += 1
    finally:
        sys.setswitchinterval(before)
    assert turns[SWITCH_SECONDS] > 2 * turns[0.005], turns
