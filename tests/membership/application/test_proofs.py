"""Pictures as proofs: piece by piece, checked, written anew, encrypted, on record; sixty bad ones leave nothing."""

import hashlib
import io
import struct
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from services.membership.application.picture import LARGEST, written_anew
from services.membership.application.proof_check import CheckHomeProof
from services.membership.application.proof_keeping import ProofKeeping
from services.membership.application.proof_uploads import MOST_OPEN, Upload
from services.membership.contracts.requests import ErasePerson
from services.membership.domain.home_service.proof import Picture, binding
from services.membership.domain.refusals_home import HomeServiceIsUnknown, ProofIsOfAnotherVisit
from services.membership.domain.refusals_proof import (
    PictureIsTooBig,
    ProofIsDamaged,
    ProofIsNotAPicture,
    ProofIsNotBound,
    TooManyUploads,
    UploadIsNotReadable,
    UploadOffsetIsWrong,
)
from shared.people.refusals import PersonWasErased
from shared.vocabulary.actor import Actor
from shared.vocabulary.refusals import Refusal
from tests.membership.application.test_home_service import done, going, visited

GPS = 34853


def photo(size=(640, 480), kind="JPEG", colour="white", **more):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def located():
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "MAKER-9000"
    exif.get_ifd(GPS)[2] = (10.0, 46.0, 33.0)
    return photo(exif=exif, comment=b"12 ngo 3")


def bomb(width=60_000, height=60_000):
    """A PNG whose header claims 3.6 thousand million points."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


BAD = [
    (PictureIsTooBig, bomb()),
    (PictureIsTooBig, bomb(5_000, 4_001)),
    (ProofIsNotAPicture, b""),
    (ProofIsNotAPicture, b"%PDF-1.7 not a picture"),
    (ProofIsNotAPicture, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    (ProofIsNotAPicture, b"PK\x03\x04" + b"\0" * 400),
    (ProofIsNotAPicture, photo(kind="GIF")),
    (ProofIsNotAPicture, photo(kind="TIFF")),
    (ProofIsNotAPicture, photo(kind="BMP")),
    (ProofIsNotAPicture, photo()[:300]),
    (ProofIsNotAPicture, photo(kind="PNG")[:60]),
    *((ProofIsNotAPicture, photo(kind="PNG")[:n] + b"\xff" * 40) for n in range(8, 40, 2)),
    *((ProofIsNotAPicture, bytes([n]) * 500) for n in range(33)),
]


@pytest.mark.parametrize(("refusal", "content"), BAD, ids=[f"{n}-{bad[0].__name__}" for n, bad in enumerate(BAD)])
def test_what_is_not_a_fit_picture(refusal, content):
    with pytest.raises(refusal):
        written_anew(content)


def test_a_picture_is_written_anew_without_metadata():
    taken = located()
    kept = written_anew(taken)
    assert b"MAKER-9000" in taken and b"12 ngo 3" in taken
    assert b"MAKER-9000" not in kept and b"12 ngo 3" not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert (found.format, dict(found.getexif())) == ("JPEG", {})
    with Image.open(io.BytesIO(written_anew(photo((4_000, 3_000), "WEBP")))) as found:
        assert max(found.size) == 2_048


async def declared(towns, service, member, content, officer, **more):
    """The upload of a picture taken at the visit."""
    digest = hashlib.sha256(content).hexdigest()
    given = {
        "proof": uuid4(),
        "account": officer.subject,
        "home_service": service,
        "member": member,
        "visit": 1,
        "kind": Picture.SIGNATURE,
        "length": len(content),
        "digest": digest,
        "device_time": towns.clock.now(),
        "synced_at": towns.clock.now() - timedelta(minutes=9),
        "monotonic_offset_ms": 540_000,
        **more,
    }
    return await towns.look.proofs.begin(Upload(**given))


async def sent(towns, upload, content, piece=1_000):
    for start in range(0, len(content), piece):
        await towns.look.proofs.grow(upload, start, content[start : start + piece])


async def test_piece_by_piece_then_on_record_and_encrypted(towns):
    member, service, officer = await going(towns, service="BADGE_DOSSIER_AT_HOME")
    content, uploads = photo(), towns.look.proofs
    upload = await declared(towns, service, member, content, officer)
    await sent(towns, upload, content)
    for offset in (0, 500, len(content)):
        with pytest.raises(UploadOffsetIsWrong):
            await uploads.grow(upload, offset, b"again")
    keeping = ProofKeeping(towns.commands, uploads)
    await keeping.keep(upload)
    await keeping.keep(upload) if not (await uploads.find(upload.proof)).kept else None
    await towns.run(done(service, proof_ids=(upload.proof,)), officer)
    told = await towns.published(service)
    assert [type(fact).__name__ for fact in told][2:] == ["HomeProofStored", "HomeServiceCompleted"]
    picture = await uploads.picture(member, upload.proof)
    assert hashlib.sha256(picture).hexdigest() == told[2].kept_digest
    sealed = await uploads._objects.get(f"proofs/{member}/{upload.proof}")
    assert b"JFIF" in picture and b"JFIF" not in sealed
    pieces = "select count(*) from proof_pieces where proof = $1"
    assert await uploads._pool.fetchval(pieces, upload.proof) == 0


@pytest.mark.parametrize(("content", "refusal"), [(b"not a picture", ProofIsNotAPicture), (bomb(), PictureIsTooBig)])
async def test_what_is_refused_leaves_nothing(towns, content, refusal):
    member, service, officer = await going(towns)
    upload = await declared(towns, service, member, content, officer)
    await sent(towns, upload, content)
    with pytest.raises(refusal):
        await ProofKeeping(towns.commands, towns.look.proofs).keep(upload)
    assert await towns.look.proofs.find(upload.proof) is None
    assert await towns.look.proofs.picture(member, upload.proof) is None
    assert len(await towns.published(service)) == 2


async def test_damaged_or_foreign_bytes_are_refused(towns):
    member, service, officer = await going(towns)
    content, keeping = photo(colour="red"), ProofKeeping(towns.commands, towns.look.proofs)
    wrong = await declared(towns, service, member, content, officer, digest="0" * 64)
    await sent(towns, wrong, content)
    with pytest.raises(ProofIsDamaged):
        await keeping.keep(wrong)
    right = await declared(towns, service, member, content, officer)
    await sent(towns, right, content)
    await keeping.keep(right)
    other_member, other, other_officer = await going(towns)
    same = await declared(towns, other, other_member, content, other_officer)
    await sent(towns, same, content)
    with pytest.raises(ProofIsOfAnotherVisit):
        await keeping.keep(same)
    with pytest.raises(UploadIsNotReadable):
        await declared(towns, other, other_member, content, other_officer, proof=right.proof)


async def test_a_picture_is_bound_to_its_visit_when_it_is_taken(towns):
    member, service, officer = await going(towns)
    _, other, other_officer = await going(towns)
    key = await towns.opened(member, "capture_key", (await towns.published(service))[1].capture_key)
    digest = "ab" * 32

    def check(home_service, visit, said):
        return CheckHomeProof(
            command_id=uuid4(), home_service_id=home_service, proof_id=uuid4(), visit=visit, digest=digest, binding=said
        )

    await towns.run(check(service, 1, binding(key, service, 1, digest)), officer)
    for said in (binding(key, service, 2, digest), binding(key, other, 1, digest), binding(key, service, 1, "cd" * 32)):
        with pytest.raises(ProofIsNotBound):
            await towns.run(check(service, 1, said), officer)
    with pytest.raises(ProofIsNotBound):
        await towns.run(check(other, 1, binding(key, service, 1, digest)), other_officer)
    with pytest.raises(HomeServiceIsUnknown):
        await towns.run(check(service, 1, binding(key, service, 1, digest)), other_officer)
    await visited(towns, service, officer)
    with pytest.raises(Refusal):
        await towns.run(check(service, 1, binding(key, service, 1, digest)), officer)


async def test_an_account_holds_a_bounded_number_of_open_uploads(towns):
    member, service, officer = await going(towns)
    for _ in range(MOST_OPEN):
        await declared(towns, service, member, b"x", officer)
    with pytest.raises(TooManyUploads):
        await declared(towns, service, member, b"x", officer)
    assert LARGEST == 5 * 1024 * 1024


async def test_an_erasure_takes_the_pictures_too(towns):
    member, service, officer = await going(towns)
    content = photo(colour="blue")
    upload = await declared(towns, service, member, content, officer)
    await sent(towns, upload, content)
    await ProofKeeping(towns.commands, towns.look.proofs).keep(upload)
    order = ErasePerson(command_id=uuid4(), member_id=member, decision_number="9-QĐ", decided_on=towns.clock.day)
    await towns.run(order, Actor(subject="operator@00", role="operator"))
    assert await towns.look.proofs._objects.get(f"proofs/{member}/{upload.proof}") is None
    assert await towns.look.proofs.find(upload.proof) is None
    with pytest.raises(PersonWasErased):
        await towns.look.people.sealer(member)
