"""Tải minh chứng lên - tus 1.0 (core, creation, termination) for pictures taken at a visit; small pieces, any pauses.

The whole picture is checked, written anew without metadata, encrypted and stored; then the proof is on record.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

from litestar import Request, Response, delete, get, head, patch, post, route
from litestar.params import PathParameter

from services.membership.api.proof_declaration import TUS, VERSION, declaration, numbered
from services.membership.application.picture import LARGEST
from services.membership.application.proof_check import CheckHomeProof, LookAtHomeProof
from services.membership.application.proof_keeping import ProofKeeping
from services.membership.application.proof_uploads import ProofUploads, Upload
from services.membership.domain.home_service.facts import HomeServiceRequested
from services.membership.domain.refusals_home import HomeServiceIsUnknown, ProofIsNotStored
from services.membership.domain.refusals_proof import ProofIsTooLarge, UploadIsNotReadable, UploadIsUnknown
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.http.identity import actor_of
from shared.http.trace import traceparent
from shared.vocabulary.actor import Actor

PATH = "/proofs"
_PIECE = "application/offset+octet-stream"
_Asked = Request[Any, Any, Any]
_Id = Annotated[UUID, PathParameter()]


class Desk:
    """What the routes share: the uploads, and the commands that check before and record after."""

    def __init__(self, log: EventLog, commands: Commands, uploads: ProofUploads) -> None:
        self._log = log
        self._commands = commands
        self.uploads = uploads
        self.keeping = ProofKeeping(commands, uploads)

    async def begun(self, request: _Asked, actor: Actor) -> Upload:
        """The upload that a declaration begins, once the visit allows it."""
        said = declaration(request)
        if said.length > LARGEST:
            raise ProofIsTooLarge("Upload-Length", most=LARGEST)
        check = CheckHomeProof(
            command_id=uuid5(said.proof, f"check|{actor.subject}|{said.binding}"),
            home_service_id=said.home_service,
            proof_id=said.proof,
            visit=said.visit,
            digest=said.digest,
            binding=said.binding,
        )
        await self._commands.run(check, actor, traceparent=traceparent())
        return await self.uploads.begin(said.upload(actor.subject, await self._member(said.home_service)))

    async def own(self, proof: UUID, request: _Asked) -> Upload:
        """The upload, if it is the actor's; another's is unknown."""
        actor = actor_of(request)
        upload = await self.uploads.find(proof)
        if upload is None or upload.account != actor.subject:
            raise UploadIsUnknown("proof")
        return upload

    async def picture(self, proof: UUID, actor: Actor) -> tuple[UUID, bytes]:
        """Whose picture it is, and the picture; absent and out of sight answer alike."""
        upload = await self.uploads.find(proof)
        if upload is None:
            raise ProofIsNotStored("proof")
        look = LookAtHomeProof(command_id=uuid4(), home_service_id=upload.home_service, proof_id=proof)
        try:
            await self._commands.run(look, actor, traceparent=traceparent())
        except HomeServiceIsUnknown as unknown:
            raise ProofIsNotStored("proof") from unknown
        found = await self.uploads.picture(upload.member, proof)
        if found is None:
            raise ProofIsNotStored("proof")
        return upload.member, found

    async def _member(self, home_service: UUID) -> UUID:
        for recorded in await self._log.read_stream(home_service):
            if isinstance(recorded.fact, HomeServiceRequested):
                return recorded.fact.member
        raise HomeServiceIsUnknown("homeService")


def proofs(log: EventLog, commands: Commands, uploads: ProofUploads) -> Sequence[Any]:
    """The routes of the protocol."""
    desk = Desk(log, commands, uploads)

    @route(PATH, http_method=["OPTIONS"], status_code=204)
    async def offered() -> Response[None]:
        more = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": str(LARGEST)}
        return Response(None, status_code=204, headers={**TUS, **more})

    @post(PATH, status_code=201)
    async def begin(request: _Asked) -> Response[bytes]:
        upload = await desk.begun(request, actor_of(request))
        return Response(b"", headers={**TUS, "Location": f"{PATH}/{upload.proof}", **_offset(upload.received)})

    @head(PATH + "/{proof:uuid}")
    async def stands(request: _Asked, proof: _Id) -> Response[None]:
        upload = await desk.own(proof, request)
        if upload.received == upload.length and not upload.kept:
            await desk.keeping.keep(upload)
        return Response(None, headers={**TUS, **_offset(upload.received), "Upload-Length": str(upload.length)})

    @patch(PATH + "/{proof:uuid}", status_code=204, request_max_body_size=LARGEST)
    async def grow(request: _Asked, proof: _Id) -> Response[None]:
        upload = await desk.own(proof, request)
        if request.headers.get("content-type") != _PIECE:
            raise UploadIsNotReadable("Content-Type", what=_PIECE)
        offset = numbered(request, "Upload-Offset")
        received = await desk.uploads.grow(upload, offset, await request.body())
        if received == upload.length:
            await desk.keeping.keep(upload)
        return Response(None, status_code=204, headers={**TUS, **_offset(received)})

    @get(PATH + "/{proof:uuid}")
    async def shown(request: _Asked, proof: _Id) -> Response[bytes]:
        member, picture = await desk.picture(proof, actor_of(request))
        return Response(picture, media_type="image/jpeg", headers={"Member": str(member)})

    @delete(PATH + "/{proof:uuid}", status_code=204)
    async def end(request: _Asked, proof: _Id) -> Response[None]:
        await desk.uploads.discard(await desk.own(proof, request))
        return Response(None, status_code=204, headers=dict(TUS))

    return (offered, begin, stands, grow, shown, end)


def _offset(received: int) -> dict[str, str]:
    return {"Upload-Offset": str(received)}
