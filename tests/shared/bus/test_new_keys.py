"""Keys told as they are made: heard on every connection, missed without harm."""

from uuid import uuid4

from shared.bus.new_keys import KeysHeard, NewKeys


async def test_keys_are_heard_also_after_the_broker_was_away(town, until, spare_nats):
    nats, heard = spare_nats(), {}
    keeper, reader = town.broker("membership", nats), town.broker("gateway", nats)
    told = NewKeys(keeper, "gateway")
    town.run(KeysHeard(reader, "gateway", heard.update).run())
    lan, minh, hoa = uuid4(), uuid4(), uuid4()

    async def tell(person):
        told.tell({person: "d3JhcHBlZA=="})

    async def heard_of(person):
        while person not in heard:
            await tell(person)  # whoever is not there yet has missed it
            await until(lambda: keeper.connected and reader.connected)
            await (await keeper.client(5)).flush()
            await (await reader.client(5)).flush()

    await heard_of(lan)
    nats.stop()
    await until(lambda: not keeper.connected)
    await tell(minh)
    nats.start()
    await heard_of(hoa)
    assert heard == {lan: "d3JhcHBlZA==", hoa: "d3JhcHBlZA=="}
