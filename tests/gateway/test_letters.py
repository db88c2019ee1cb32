"""Letters on paper: readable Vietnamese in the PDF, a code that only this deployment signs, voided numbers refused."""

import asyncio
import io
import os
from datetime import date
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest

from services.gateway.papers.letter_seal import LetterCode, LetterSeal
from services.gateway.papers.refusals import PaperIsNotThere
from services.gateway.papers.route import printed
from services.gateway.papers.sheets import printed_sheet
from services.gateway.reading.ids import global_id
from services.membership.contracts.facts import Act, TransferCancelled
from shared.http.tokens import new_key

AN, MOVE = uuid4(), uuid4()
CODE = "query($id: ID!) { transfer(id: $id) { timelinePdf letter { code pdf } } }"
VERIFY = "query($c: String!) { verifyLetter(code: $c) { verdict number issuedOn presentBy issuer { code } } }"


@pytest.fixture
async def introduced(gateway, facts):
    await gateway.told(facts.registered(AN, facts.place("79.26740.001"), "Nguyễn Thị Ngọc Ánh"))
    await gateway.told(facts.requested(MOVE, AN), facts.introduced(MOVE, AN))
    return gateway


async def officer(gateway, facts):
    return await gateway.asked("committee_officer", facts.place("79.26740"))


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("size", ["normal", "large"])
async def test_the_letter_is_a_pdf_whose_vietnamese_is_whole(introduced, facts, size):
    asked = await officer(introduced, facts)
    text = text_of(await printed(introduced.schema, asked, global_id("Transfer", MOVE), "letter", size=size))
    for said in ("ĐẢNG CỘNG SẢN VIỆT NAM", "GIẤY GIỚI THIỆU SINH HOẠT ĐẢNG", "Nguyễn Thị Ngọc Ánh", "12-GTSHĐ"):
        assert said in text
    assert "10." in text
    assert asked.looks.all()[0].member == AN


async def test_the_timeline_answers_where_the_file_is_in_both_languages(introduced, facts):
    asked = await officer(introduced, facts)
    where = {"size": "normal"}
    text = text_of(await printed(introduced.schema, asked, global_id("Transfer", MOVE), "timeline", **where))
    assert "Hồ sơ của tôi đang ở đâu?" in text
    assert "đang chờ nơi đến tiếp nhận" in text
    english = await introduced.asked("committee_officer", facts.place("79.26740"), language="en")
    text = text_of(await printed(introduced.schema, english, global_id("Transfer", MOVE), "timeline", **where))
    assert "Where is my file?" in text
    assert "The letter of introduction was issued" in text


async def test_the_register_and_the_cells_sheet_are_printed_from_the_facts(introduced, facts):
    asked = await officer(introduced, facts)
    ward, cell = (global_id("Organization", facts.place(code)) for code in ("79.26740", "79.26740.001"))
    text = " ".join(text_of(await printed_sheet(introduced.schema, asked, ward, "register", size="normal")).split())
    for said in ("Sổ giới thiệu sinh hoạt đảng", "12-GTSHĐ", "Nguyễn Thị Ngọc Ánh", "Cộng: 1"):
        assert said in text
    text = " ".join(text_of(await printed_sheet(introduced.schema, asked, cell, "cell", size="large")).split())
    for said in ("Nguyễn Thị Ngọc Ánh", "Tổng số đảng viên: 1", "Đang chuyển đi (vẫn tính): 1"):
        assert said in text
    stranger = await introduced.asked("committee_officer", facts.place("82"))
    for place, name in ((cell, "cell"), (ward, "cell")):
        with pytest.raises(PaperIsNotThere):
            await printed_sheet(introduced.schema, stranger, place, name, size="normal")


async def test_a_letter_verifies_until_it_is_voided(introduced, facts):
    asked = await officer(introduced, facts)
    letter = (await introduced.data(asked, CODE, id=global_id("Transfer", MOVE)))["transfer"]["letter"]
    assert letter["pdf"] == f"/papers/{global_id('Transfer', MOVE)}/letter.pdf"
    anyone = await introduced.asked("cell_secretary", facts.place("82.29869.001"))
    verdict = (await introduced.data(anyone, VERIFY, c=letter["code"]))["verifyLetter"]
    assert verdict == {
        "verdict": "VALID",
        "number": "12-GTSHĐ",
        "issuedOn": "2026-11-05",
        "presentBy": "2026-12-17",
        "issuer": {"code": "79.26740"},
    }
    act = Act(organization=facts.place("79.26740"), acted_on=date(2026, 11, 9), step="CANCEL")
    standing = facts.standing("CANCELLED", 2, letter_number="12-GTSHĐ")
    await introduced.told(TransferCancelled(transfer=MOVE, member=AN, standing=standing, act=act))
    assert (await introduced.data(anyone, VERIFY, c=letter["code"]))["verifyLetter"]["verdict"] == "VOIDED"


async def test_an_altered_code_and_another_deployments_are_unknown(introduced, facts):
    asked = await officer(introduced, facts)
    said = LetterCode(MOVE, "12-GTSHĐ", date(2026, 11, 5))
    good = asked.letters.code(said)
    head, body, signature = good.split(".")
    forged = [
        f"{head}.{body[:-2]}AA.{signature}",
        LetterSeal(new_key()).code(said),
        asked.letters.code(LetterCode(MOVE, "13-GTSHĐ", date(2026, 11, 5))),
        asked.letters.code(LetterCode(MOVE, "12-GTSHĐ", date(2026, 11, 6))),
        "eyJhbGciOiJub25lIn0.W10.",
        "Đ",
        "x" * 5_000,
    ]
    for code in forged:
        assert (await introduced.data(asked, VERIFY, c=code))["verifyLetter"]["verdict"] == "UNKNOWN", code
    assert (await introduced.data(asked, VERIFY, c=good))["verifyLetter"]["verdict"] == "VALID"


async def test_who_may_not_read_the_transfer_prints_nothing_of_it(introduced, facts):
    stranger = await introduced.asked("committee_officer", facts.place("01"))
    for name in ("letter", "timeline"):
        with pytest.raises(PaperIsNotThere):
            await printed(introduced.schema, stranger, global_id("Transfer", MOVE), name, size="normal")


@pytest.mark.skipif("LETTER_PICTURES" not in os.environ, reason="LETTER_PICTURES names a folder to look at them in")
async def test_pictures_to_look_at(introduced, facts):
    folder = Path(os.environ["LETTER_PICTURES"])
    for name in ("letter", "timeline"):
        for size in ("normal", "large"):
            asked = await officer(introduced, facts)
            where = {"size": size, "picture": True}
            made = await printed(introduced.schema, asked, global_id("Transfer", MOVE), name, **where)
            await asyncio.to_thread((folder / f"{name}-{size}.png").write_bytes, made)
