"""Hồ sơ mà dữ liệu đã vượt qua - evaluations that stand otherwise than the records of their subjects say.

Three things close one: who the subject is by now (exempted, left, deceased), an organisation that has ended, and a
subject that has left the campaign's subtree: moved to a cell outside, or handed over with its organisation. Asked
again and again, so each question starts from what has changed, never from all that are running. The last one is asked
less often: after a reorganisation it looks at every place that stands below a new parent.
"""

_SPAN = """
with recursive span as materialized (
    select campaign, organization, opens_on, greatest(opens_on, least(closes_on, $1)) as counted
    from proposals_campaigns
),
over as (  -- whose subtree it is: the body that opened it, and what that was merged into
    select campaign, organization, counted from span
    union
    select over.campaign, body.successor, over.counted from over join bodies body using (organization)
    where body.ended_on <= over.counted and body.successor is not null
),
"""
_WAY = """
way as (
    select distinct campaign, place, counted, place as here, 0 as depth from candidate
    union all
    select way.campaign, way.place, way.counted, next.here, way.depth + 1
    from way join bodies body on body.organization = way.here cross join lateral (
        select case when body.ended_on <= way.counted and body.successor is not null then body.successor else (
            select parent from bodies_parents
            where organization = way.here and since <= way.counted order by since desc limit 1
        ) end as here
    ) next
    where next.here is not null and way.depth < 32
),
inside as (
    select distinct way.campaign, way.place from way join over on over.campaign = way.campaign
    where over.organization = way.here
)
"""
UNSETTLED = f"""{_SPAN.rstrip()}
asked as materialized (
    select evaluation from proposals
    where standing = 'RUNNING' and kind in ('MEMBER', 'LEADER')
        and subject in (select member from homes_states where exempt or state not in ('FULL', 'PROBATIONARY'))
    union
    select each.evaluation from proposals each join span using (campaign)
        join homes on homes.moved and homes.member = each.subject
    where each.standing = 'RUNNING' and homes.since > span.opens_on and homes.since <= span.counted
        and homes.cell <> each.place
    union
    select each.evaluation from proposals each join bodies body on body.organization = each.subject
    where each.standing = 'RUNNING' and body.ended_on is not null
    union
    select each.evaluation from proposals each join span using (campaign)
    where each.standing = 'CLOSED' and span.counted > $1::date - 366  -- records of older ones are left alone
),
person as (
    select each.evaluation, each.turns, each.standing, each.campaign, span.counted,
        coalesce(state.gone, false) as gone,
        case when each.kind = 'MEMBER' or each.place in (select cell from homes where member = each.subject)
            then coalesce(home.cell, each.place) else each.place end as place
    from asked join proposals each using (evaluation) join span using (campaign)
        left join lateral (
            select exempt or state not in ('FULL', 'PROBATIONARY') as gone from homes_states
            where member = each.subject and since <= span.counted order by since desc limit 1
        ) state on true
        left join lateral (
            select cell from homes where member = each.subject and since <= span.counted order by since desc limit 1
        ) home on true
    where each.kind in ('MEMBER', 'LEADER')
),
collective as (
    select each.evaluation, each.turns, each.standing, each.campaign, span.counted,
        body.ended_on is not null and body.ended_on <= span.counted as gone, each.subject as place
    from asked join proposals each using (evaluation) join span using (campaign)
        join bodies body on body.organization = each.subject
    where each.kind in ('COMMITTEE', 'ORGANIZATION')
),
candidate as materialized (select * from person union all select * from collective),
{_WAY.strip()}
select candidate.evaluation, candidate.turns
from candidate left join inside on inside.campaign = candidate.campaign and inside.place = candidate.place
where (candidate.standing = 'RUNNING') = (candidate.gone or inside.place is null)
limit 500
"""  # noqa: S608 - constants
HANDED_OVER = f"""{_SPAN.rstrip()}
anew as (
    select distinct link.organization from bodies_parents link join bodies body using (organization)
    where body.founded_on < link.since and link.since <= $1
        and link.since > (select min(opens_on) from span where counted > $1::date - 366)
),
held as materialized (
    select distinct each.campaign, each.place
    from anew cross join lateral (
        select anew.organization
        union
        select node.organization
        from authority_tree_paths reach join authority_tree node on node.place = reach.organization
        where reach.path @> array[anew.organization]
    ) there join proposals each on each.place = there.organization
    where each.standing = 'RUNNING'
),
candidate as materialized (select held.campaign, held.place, span.counted from held join span using (campaign)),
{_WAY.strip()}
select each.evaluation, each.turns
from held left join inside using (campaign, place) join proposals each using (campaign, place)
where each.standing = 'RUNNING' and inside.campaign is null
limit 500
"""  # noqa: S608
