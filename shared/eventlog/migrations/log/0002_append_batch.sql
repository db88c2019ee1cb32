-- name: migrate-0002-up
-- One batch in one round trip: lock, compare the head, check everything, then write all of it or nothing.
--   outcome 'written': all rows stand; 'moved': the head is another one (returned), nothing was checked or written;
--   'refused': the arrays name the offenders (1-based places in the given arrays) and the commands known before.
-- Every check is a statement after the lock, so it sees whatever was committed before the lock was given.
create function append_batch(
    lock_key bigint,
    head_position bigint, head_sequence bigint, head_seal bytea,
    new_sequence bigint, new_seal bytea, new_digest bytea, new_recorded_at timestamptz,
    check_streams uuid[], check_versions integer[],
    fact_streams uuid[], fact_versions integer[], fact_topics text[], fact_states bytea[], fact_metas bytea[],
    out_sequences bigint[], out_ids uuid[], out_provinces text[], out_subjects text[], out_topics text[],
    out_bodies bytea[], out_digests bytea[],
    command_ids uuid[], command_actors text[], command_digests bytea[],
    command_firsts bigint[], command_lasts bigint[], command_sequences bigint[], command_receipts bytea[],
    claim_kinds text[], claim_keys bytea[], claim_holders uuid[],
    release_kinds text[], release_keys bytea[], release_holders uuid[],
    tracked text[], tracked_epochs text[], tracked_from bigint[], tracked_to bigint[], tracked_digests bytea[],
    out outcome text, out last bigint, out sequence bigint, out seal bytea, out digest bytea,
    out recorded_at timestamptz,
    out stale integer[], out stale_versions integer[], out taken integer[], out taken_by uuid[],
    out fenced integer[],
    out known uuid[], out known_actors text[], out known_digests bytea[], out known_firsts bigint[],
    out known_lasts bigint[], out known_sequences bigint[], out known_receipts bytea[]
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
        select c.place, c.expected,
               coalesce((select f.version from facts f where f.stream = c.stream order by f.version desc limit 1), 0)
        from (select unnest(check_streams), unnest(check_versions), generate_subscripts(check_streams, 1))
            as c (stream, expected, place)
    ) as v (place, expected, actual) where actual <> expected;
    select array_agg(c.command_id), array_agg(c.actor), array_agg(c.digest), array_agg(c.first), array_agg(c.last),
           array_agg(c.sequence), array_agg(c.receipt)
      into known, known_actors, known_digests, known_firsts, known_lasts, known_sequences, known_receipts
      from commands c where c.command_id = any (command_ids);
    if cardinality(claim_kinds) > 0 then
        select array_agg(place), array_agg(holder) into taken, taken_by from (
            select place, (select k.stream from claims k where k.kind = c.kind and k.key = c.key)
            from (select unnest(claim_kinds), unnest(claim_keys), generate_subscripts(claim_kinds, 1))
                as c (kind, key, place)
        ) as t (place, holder) where holder is not null;
        if taken is not null then -- rare: what its holder claims again or releases in this very batch is no offence
            select array_agg(place), array_agg(holder) into taken, taken_by
            from unnest(taken, taken_by) as t (place, holder)
            where holder <> claim_holders[place] and not exists (
                select from unnest(release_kinds, release_keys, release_holders) as r (kind, key, by)
                where r.kind = claim_kinds[place] and r.key = claim_keys[place] and r.by = holder
            );
            held_before := true;
        end if;
    end if;
    if cardinality(tracked) > 0 then
        select array_agg(place) into fenced from (
            select t.place, t.epoch, t.sequence, p.epoch, p.sequence
            from unnest(tracked, tracked_epochs, tracked_from) with ordinality as t (follower, epoch, sequence, place)
            left join checkpoints p on p.follower = t.follower
        ) as t (place, epoch, sequence, actual_epoch, actual)
        where actual is distinct from sequence or (actual is not null and actual_epoch <> epoch);
    end if;
    if coalesce(stale, taken, fenced) is not null or known is not null then
        outcome := 'refused';
        return;
    end if;

    if cardinality(release_kinds) > 0 then
        delete from claims k using unnest(release_kinds, release_keys, release_holders) as r (kind, key, holder)
         where k.kind = r.kind and k.key = r.key and k.stream = r.holder;
    end if;
    if held_before then
        insert into claims select * from unnest(claim_kinds, claim_keys, claim_holders) on conflict do nothing;
    elsif cardinality(claim_kinds) > 0 then
        insert into claims select unnest(claim_kinds), unnest(claim_keys), unnest(claim_holders);
    end if;
    if cardinality(tracked) > 0 then
        insert into checkpoints select * from unnest(tracked, tracked_epochs, tracked_to, tracked_digests)
        on conflict (follower) do update
            set epoch = excluded.epoch, sequence = excluded.sequence, digest = excluded.digest;
    end if;
    insert into commands select unnest(command_ids), unnest(command_actors), unnest(command_digests),
        unnest(command_firsts), unnest(command_lasts), unnest(command_sequences), unnest(command_receipts);
    if cardinality(fact_streams) > 0 then
        insert into facts select head_position + generate_subscripts(fact_streams, 1), unnest(fact_streams),
            unnest(fact_versions), unnest(fact_topics), unnest(fact_states), unnest(fact_metas), new_recorded_at;
        insert into outbox select sequence, head_position + place, id, stream, version, province, subject, topic, body,
            meta, new_recorded_at, digest
        from (select unnest(out_sequences), generate_subscripts(fact_streams, 1), unnest(out_ids), unnest(fact_streams),
            unnest(fact_versions), unnest(out_provinces), unnest(out_subjects), unnest(out_topics), unnest(out_bodies),
            unnest(fact_metas), unnest(out_digests))
            as o (sequence, place, id, stream, version, province, subject, topic, body, meta, digest)
        where sequence is not null;
        insert into seals values (
            head_position + 1, head_position + cardinality(fact_streams), new_seal,
            new_sequence, new_digest, new_recorded_at
        );
    end if;
    outcome := 'written';
end $$;
