"""How the command line asks something of a running service: with a service's token, over its own address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.cli.speech import leave
from services.signing_in import SIGNER
from shared.http.client import ServiceClient
from shared.http.tokens import Tokens
from shared.runtime.settings import Settings
from shared.vocabulary.refusals import Refusal


@asynccontextmanager
async def calling(settings: Settings, patience: float = 10.0) -> AsyncIterator[ServiceClient]:
    """A client that is closed afterwards; a refusal becomes a line on stderr and exit code 1."""
    tokens = Tokens(settings.secrets.token_key, issuer=settings.issuer)
    client = ServiceClient(settings.urls(), lambda: tokens.service(SIGNER), patience=patience)
    try:
        yield client
    except Refusal as refusal:
        said = refusal.wire()
        leave(f"{said['vi']} {said['nextVi']}".strip(), f"{said['en']} {said['nextEn']}".strip())
    finally:
        await client.close()
