-- name: migrate-0006-up
-- append_batch again: what was written is answered by null alone, and the head, versions and commandIds of a batch are
-- read in one statement, its rows written in another. Starting statements is most of what a small batch costs.
drop function append_batch;

-- One batch in one round trip: lock, compare the head, check everything, then write all of it or nothing.
--   null: all rows stand. Else JSON, its outcome 'moved': the head is another one (given), nothing was written;
--   or 'refused': the places (from 1, in the given arrays) of the offenders and the commands known before.
-- Every check is a statement after the lock, so it sees whatever was committed before the lock was given.
create function append_batch(
    lock_key bigint,
    head_position bigint, head_sequence bigint, head_seal bytea,
    new_sequence bigint, new_seal bytea, new_digest bytea, new_recorded_at timestamptz,
    checks expected_version[], new_facts new_fact[], new_commands commands[],
    new_claims claims[], releases claims[], tracked moved_checkpoint[]
) returns text language plpgsql as $$
#variable_conflict use_column
declare
    locked boolean;
    held_before boolean := false;
    head_is seals;
    stale bigint[];
    stale_versions integer[];
    known commands[];
    taken bigint[];
    taken_by uuid[];
    fenced bigint[];
begin
    locked := pg_advisory_xact_lock(lock_key) is null;

    select h.last, h.sequence, h.seal, h.digest, h.recorded_at, v.places, v.actuals, k.found
      into head_is.last, head_is.sequence, head_is.seal, head_is.digest, head_is.recorded_at,
           stale, stale_versions, known
      from (
        select array_agg(place) as places, array_agg(actual) as actuals from (
            select c.place, c.version, coalesce(
                (select f.version from facts f where f.stream = c.stream order by f.version desc limit 1), 0
            ) from unnest(checks) with ordinality as c (stream, version, place)
        ) as v (place, expected, actual) where actual <> expected
      ) as v cross join (
        select array_agg(c) as found from unnest(new_commands) as n join commands c on c.command_id = n.command_id
      ) as k left join (
        select s.last, s.sequence, s.seal, s.digest, s.recorded_at from seals s order by s.first desc limit 1
      ) as h on true;
    if coalesce(head_is.last, 0) <> head_position or coalesce(head_is.sequence, 0) <> head_sequence
       or coalesce(head_is.seal, head_seal) <> head_seal then
        return json_strip_nulls(json_build_object(
            'outcome', 'moved', 'last', head_is.last, 'sequence', head_is.sequence, 'recorded_at', head_is.recorded_at,
            'seal', encode(head_is.seal, 'base64'), 'digest', encode(head_is.digest, 'base64')
        ));
    end if;
    if cardinality(new_claims) > 0 then
        select array_agg(n.place), array_agg(k.stream) into taken, taken_by
          from unnest(new_claims) with ordinality as n (kind, key, stream, place)
          join claims k on k.kind = n.kind and k.key = n.key;
        if taken is not null then -- rare: what its holder claims again or releases in this very batch is no offence
            select array_agg(place), array_agg(holder) into taken, taken_by
            from unnest(taken, taken_by) as t (place, holder)
            where holder <> (new_claims[place]).stream and not exists (
                select from unnest(releases) as r
                where r.kind = (new_claims[place]).kind and r.key = (new_claims[place]).key and r.stream = holder
            );
            held_before := true;
        end if;
    end if;
    if cardinality(tracked) > 0 then
        select array_agg(t.place) into fenced
          from unnest(tracked) with ordinality as t (follower, epoch, moved_from, moved_to, digest, place)
          left join checkpoints p on p.follower = t.follower
         where p.sequence is distinct from t.moved_from or p.epoch <> t.epoch;
    end if;
    if coalesce(stale, taken, fenced) is not null or known is not null then
        return json_build_object(
            'outcome', 'refused', 'stale', coalesce(stale, '{}'), 'stale_versions', coalesce(stale_versions, '{}'),
            'taken', coalesce(taken, '{}'), 'taken_by', coalesce(taken_by, '{}'), 'fenced', coalesce(fenced, '{}'),
            'known', (
                select coalesce(json_agg(json_build_array(
                    k.command_id, k.actor, translate(encode(k.digest, 'base64'), E'\n', ''), k.first, k.last, k.sequence,
                    convert_from(k.receipt, 'UTF8')::json
                )), '[]') from unnest(known) as k
            )
        );
    end if;

    if cardinality(releases) > 0 then
        delete from claims k using unnest(releases) as r
         where k.kind = r.kind and k.key = r.key and k.stream = r.stream;
    end if;
    if held_before then
        insert into claims select * from unnest(new_claims) on conflict do nothing;
    elsif cardinality(new_claims) > 0 then
        insert into claims select * from unnest(new_claims);
    end if;
    if cardinality(tracked) > 0 then
        insert into checkpoints select t.follower, t.epoch, t.moved_to, t.digest from unnest(tracked) as t
        on conflict (follower) do update
            set epoch = excluded.epoch, sequence = excluded.sequence, digest = excluded.digest;
    end if;
    if cardinality(new_facts) = 0 then
        insert into commands select * from unnest(new_commands);
        return null;
    end if;
    with done as (
        insert into commands select * from unnest(new_commands)
    ), sealed as (
        insert into seals values (
            head_position + 1, head_position + cardinality(new_facts), new_seal,
            new_sequence, new_digest, new_recorded_at
        )
    ), recorded as (
        insert into facts
        select head_position + place, n.stream, n.version, n.topic, n.state, n.meta, new_recorded_at
          from unnest(new_facts) with ordinality as n (
              stream, version, topic, state, meta, sequence, id, province, subject, told_topic, body, digest, place
          )
    )
    insert into outbox
    select n.sequence, head_position + place, n.id, n.stream, n.version, n.province, n.subject, n.told_topic,
           n.body, n.meta, new_recorded_at, n.digest
      from unnest(new_facts) with ordinality as n (
          stream, version, topic, state, meta, sequence, id, province, subject, told_topic, body, digest, place
      )
     where n.sequence is not null;
    return null;
end $$;
