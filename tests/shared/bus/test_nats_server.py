"""The embedded nats-server: durable, on loopback, and nobody publishes what is another's."""

import asyncio

import nats.errors
import pytest
from nats.aio.client import Client

from shared.runtime.nats_server import healthz


@pytest.fixture
async def client(nats_server):
    clients = []

    async def connect(user):
        complaints = []

        async def complain(error):
            complaints.append(str(error))

        one = Client()
        await one.connect(
            nats_server.url,
            user=user,
            password=user,
            inbox_prefix=f"_INBOX_{user}",
            error_cb=complain,
            max_reconnect_attempts=1,
        )
        clients.append(one)
        return one, complaints

    yield connect
    for one in clients:
        await one.close()


async def complaints_after(one, complaints, subject):
    await one.publish(subject, b"{}")
    await one.flush()
    await asyncio.sleep(0.02)
    return complaints


@pytest.mark.parametrize(
    ("user", "subject"),
    [
        ("membership", "evt.79.organization.organization.organization-founded.v1.0"),
        ("gateway", "evt.79.membership.member.member-registered.v1.0"),
        ("gateway", "evt.79.gateway.a.b.v1.0"),
        ("membership", "$JS.API.STREAM.DELETE.main-organization-feed"),
        ("membership", "$JS.API.STREAM.PURGE.main-organization-feed"),
        ("gateway", "$JS.API.STREAM.CREATE.main-organization-feed"),
        ("membership", "_INBOX_gateway.x"),
        ("membership", "ahead.evt.79.organization.organization.organization-founded.v1.0"),
        ("gateway", "ahead.keys.gateway"),
    ],
)
async def test_a_service_cannot_publish_what_is_anothers(client, user, subject):
    one, complaints = await client(user)
    assert "permissions violation" in str(await complaints_after(one, complaints, subject)).lower()


async def test_a_service_publishes_its_own_facts(client):
    one, complaints = await client("membership")
    assert await complaints_after(one, complaints, "evt.79.membership.member.member-registered.v1.0") == []


@pytest.mark.parametrize("subject", ["_INBOX_gateway.>", "ahead.keys.gateway"])
async def test_a_service_does_not_hear_what_is_for_another(client, subject):
    one, complaints = await client("membership")
    await one.subscribe(subject)
    await one.flush()
    await asyncio.sleep(0.02)
    assert "permissions violation" in str(complaints).lower()


async def test_a_stranger_does_not_get_in(nats_server):
    one = Client()
    with pytest.raises((nats.errors.Error, OSError)):
        await one.connect(nats_server.url, user="membership", password="wrong", allow_reconnect=False)


async def test_its_configuration_is_private_and_syncs_always(nats_server):
    config = nats_server.folder / "nats.conf"
    assert config.stat().st_mode & 0o777 == 0o600
    text = config.read_text()
    assert "sync_interval: always" in text
    assert 'ping_interval: "5s"' in text


async def test_health_says_why(spare_nats):
    server = spare_nats()
    assert await healthz(server.monitor_url) == ""
    server.stop()
    assert "no answer" in await healthz(server.monitor_url)
