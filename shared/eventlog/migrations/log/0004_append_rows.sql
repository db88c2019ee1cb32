-- name: migrate-0004-up
-- append_batch again, its rows as arrays of rows instead of one array a column: a third of the arguments, each encoded
-- and read once, which is most of what a small batch costs.
drop function append_batch;

-- A version that a stream must be at; 0 = absent.
create type expected_version as (stream uuid, version integer);

-- A fact without its position, and what is told of it (`sequence` is null if nothing is).
create type new_fact as (
    stream uuid, version integer, topic text, state bytea, meta bytea,
    sequence bigint, id uuid, province text, subject text, told_topic text, body bytea, digest bytea
);

-- A follower's checkpoint that moves with the batch; `moved_from` is null the first time.
create type moved_checkpoint as (follower text, epoch text, moved_from bigint, moved_to bigint, digest bytea);

-- One batch in one round trip: lock, compare the head, check everything, then write all of it or nothing.
--   outcome 'written': all rows stand; 'moved': the head is another one (returned), nothing was checked or written;
--   'refused': the arrays name the offenders (1-based places in the given arrays) and the commands known before.
-- Every check is a statement after the lock, so it sees whatever was committed before the lock was given.
create function append_batch(
    lock_key bigint,
    head_position bigint, head_sequence bigint, head_seal bytea,
    new_sequence bigint, new_seal bytea, new_digest bytea, new_recorded_at timestamptz,
    checks expected_version[], new_facts new_fact[], new_commands commands[],
    new_claims claims[], releases claims[], tracked moved_checkpoint[],
    out outcome text, out last bigint, out sequence bigint, out seal bytea, out digest bytea,
    out recorded_at timestamptz,
    out stale bigint[], out stale_versions integer[], out taken bigint[], out taken_by uuid[],
    out fenced bigint[], out known commands[]
) language plpgsql as $$
#variable_conflict use_column
declare
    held_before boolean := false;
begin
    perform pg_advisory_xact_lock(lock_key);

    select s.last, s.sequence, s.seal, s.digest, s.recorded_at
      into append_batch.last, append_batch.sequence, append_batch.seal, append_batch.digest, append_batch.recorded_at
      from seals s order by s.first desc limit 1;
    if coalesce(append_batch.last, 0) <> head_position or coalesce(append_batch.sequence, 0) <> head_sequence
       or coalesce(append_batch.seal, head_seal) <> head_seal then
        outcome := 'moved';
        return;
    end if;

    select array_agg(place), array_agg(actual) into stale, stale_versions from (
        select c.place, c.version,
               coalesce((select f.version from facts f where f.stream = c.stream order by f.version desc limit 1), 0)
        from unnest(checks) with ordinality as c (stream, version, place)
    ) as v (place, expected, actual) where actual <> expected;
    select array_agg(c) into known
      from unnest(new_commands) as n join commands c on c.command_id = n.command_id;
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
        outcome := 'refused';
        return;
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
    insert into commands select * from unnest(new_commands);
    if cardinality(new_facts) > 0 then
        insert into facts
        select head_position + place, n.stream, n.version, n.topic, n.state, n.meta, new_recorded_at
          from unnest(new_facts) with ordinality as n (
              stream, version, topic, state, meta, sequence, id, province, subject, told_topic, body, digest, place
          );
        insert into outbox
        select n.sequence, head_position + place, n.id, n.stream, n.version, n.province, n.subject, n.told_topic,
               n.body, n.meta, new_recorded_at, n.digest
          from unnest(new_facts) with ordinality as n (
              stream, version, topic, state, meta, sequence, id, province, subject, told_topic, body, digest, place
          )
         where n.sequence is not null;
        insert into seals values (
            head_position + 1, head_position + cardinality(new_facts), new_seal,
            new_sequence, new_digest, new_recorded_at
        );
    end if;
    outcome := 'written';
end $$;
