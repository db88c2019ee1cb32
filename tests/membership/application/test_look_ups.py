"""What the handlers look up: the tree by date, the clocks by row; and two who ask at once."""

import asyncio
from datetime import date

from services.membership.domain.refusals_request import MemberAlreadyInTransfer


async def test_the_tree_is_read_as_of_a_date(towns):
    c, g, commune = (towns.places[name] for name in ("C", "G", "82.28249"))
    await towns.look.bodies._tree._pool.execute(
        "insert into bodies_parents (organization, since, parent) values ($1, $2, $3)", c, date(2026, 1, 1), commune
    )
    before = await towns.look.bodies.chain(c, date(2025, 12, 31), date(2026, 11, 21))
    after = await towns.look.bodies.chain(c, date(2026, 1, 1), date(2026, 11, 21))
    assert [body.id for body in before][:3] == [c, g, commune]
    assert [body.id for body in after][:2] == [c, commune]
    assert after[-1].type == "CENTRAL"
    assert await towns.look.bodies.chain(c, date(2025, 6, 30), date(2026, 11, 21)) != before  # it did not stand yet


async def test_the_clocks_come_from_the_rows_of_the_nation(towns):
    clocks = await towns.look.clocks(towns.places["A"], date(2026, 1, 9), date(2026, 11, 21))
    assert (clocks.start_within, clocks.present_within) == (60, 30)
    assert clocks.present_by(date(2026, 1, 9)) == date(2026, 2, 26)


async def test_an_effect_before_the_tree_began_takes_todays_route(towns):
    _, transfer = await towns.asked("A", "B", effective_on=date(2025, 6, 1))
    hops = [hop.organization for hop in (await towns.state(transfer)).hops]
    assert hops == [towns.places[name] for name in ("A", "79.26740", "82.28249", "B")]
    assert (await towns.published(transfer))[0].started_late


async def test_of_two_who_ask_at_once_one_gets_the_transfer(towns):
    member, secretary = await towns.member("A"), await towns.secretary("A")
    asked = [towns.run(towns.transfer_of(member, "B"), secretary) for _ in range(4)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, MemberAlreadyInTransfer) for answer in answers) == 3
