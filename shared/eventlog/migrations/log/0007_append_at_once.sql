-- name: migrate-0007-up
-- Looking up what is new in nearly every command (its commandId, its claims, the streams it begins) was a quarter of what
-- a batch costs, and PostgreSQL looks it up again when it writes: the unique indexes know it anyway.

-- One batch in one round trip, written straight away if the head is the given one and the checks hold: the versions that
-- do not follow from this head. Streams that begin in this batch are no checks: their first facts collide if they are
-- there already. What collides undoes all of it, and append_batch finds out who is at fault; answers as append_batch
-- does, its checks the given ones and then the streams that begin, in the order of their facts.
create function append_at_once(
    lock_key bigint,
    head_position bigint, head_sequence bigint, head_seal bytea,
    new_sequence bigint, new_seal bytea, new_digest bytea, new_recorded_at timestamptz,
    checks expected_version[], new_facts new_fact[], new_commands commands[],
    new_claims claims[], releases claims[], tracked moved_checkpoint[]
) returns text language plpgsql as $$
#variable_conflict use_column
declare
    locked boolean;
    as_expected boolean;
begin
    locked := pg_advisory_xact_lock(lock_key) is null;

    select s.last = head_position and s.sequence = head_sequence and s.seal = head_seal
      into as_expected
      from seals s order by s.first desc limit 1;
    as_expected := coalesce(as_expected, head_position = 0); -- null: the log is empty
    if as_expected and cardinality(checks) > 0 then
        as_expected := not exists (
            select from unnest(checks) as c (stream, version) where c.version <> coalesce(
                (select f.version from facts f where f.stream = c.stream order by f.version desc limit 1), 0
            )
        );
    end if;
    if as_expected and cardinality(new_facts) > 0 and cardinality(tracked) = 0 then
        begin
            if cardinality(releases) > 0 then
                delete from claims k using unnest(releases) as r
                 where k.kind = r.kind and k.key = r.key and k.stream = r.stream;
            end if;
            with done as (
                insert into commands select * from unnest(new_commands)
            ), claimed as (
                insert into claims select * from unnest(new_claims)
            ), sealed as (
                insert into seals values (
                    head_position + 1, head_position + cardinality(new_facts), new_seal,
                    new_sequence, new_digest, new_recorded_at
                )
            ), recorded as (
                insert into facts
                select head_position + place, n.stream, n.version, n.topic, n.state, n.meta, new_recorded_at
                  from unnest(new_facts) with ordinality as n (
                      stream, version, topic, state, meta,
                      sequence, id, province, subject, told_topic, body, digest, place
                  )
            )
            insert into outbox
            select n.sequence, head_position + place, n.id, n.stream, n.version, n.province, n.subject, n.told_topic,
                   n.body, n.meta, new_recorded_at, n.digest
              from unnest(new_facts) with ordinality as n (
                  stream, version, topic, state, meta,
                  sequence, id, province, subject, told_topic, body, digest, place
              )
             where n.sequence is not null;
            return null;
        exception when unique_violation then
            null; -- nothing of it stands
        end;
    end if;
    return append_batch(
        lock_key, head_position, head_sequence, head_seal, new_sequence, new_seal, new_digest, new_recorded_at,
        checks || (
            select array_agg(row(n.stream, 0)::expected_version order by n.place)
              from unnest(new_facts) with ordinality as n (
                  stream, version, topic, state, meta,
                  sequence, id, province, subject, told_topic, body, digest, place
              )
             where n.version = 1
        ),
        new_facts, new_commands, new_claims, releases, tracked
    );
end $$;
