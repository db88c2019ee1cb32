"""How the command line asks something of a running service: with a service's token, over its own address."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from services.cli.speech import leave
from services.signing_in import SIGNER
from services.typed import typed
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.vocabulary.refusals import Refusal

_SOON = 1.0


@asynccontextmanager
async def calling(settings: Settings, patience: float = 10.0) -> AsyncIterator[ServiceClient]:
    """A client that is closed afterwards; a refusal becomes a line on stderr and exit code 1."""
    if not any(map(_answers, settings.urls().values())):
        then = typed("up", settings.data)
        leave(f"Không dịch vụ nào trả lời: {then}", f"No service answers: {then}")
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    client = ServiceClient(settings.urls(), lambda: tokens.service(SIGNER), patience=patience)
    try:
        yield client
    except Refusal as refusal:
        said = refusal.wire()
        leave(f"{said['vi']} {said['nextVi']}".strip(), f"{said['en']} {said['nextEn']}".strip())
    finally:
        await client.close()


def _answers(url: str) -> bool:
    """Whether anything listens there; what it says is asked later, with more patience."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), _SOON).close()
    except OSError:
        return False
    return True
