-- name: migrate-0010-up
-- Claims, and commands that recorded no fact, under seals as well: a row names the batch that wrote it. A batch with
-- facts is named by its first position, and its seal covers them. A quiet batch, which records none, is a row of a chain
-- of its own and named by its number, negative. What stood before this names none: the quiet chain begins with a digest
-- of all of it.
alter table commands add column batch bigint; -- of commands without facts; those with facts are found by them
alter table claims add column batch bigint, add column place integer; -- place: from 1, in what the batch asked for

create table quiet_seals (
    number bigint primary key,
    after bigint not null, -- the log's last position then
    seal bytea not null
);

-- What batches asked of claims and `claims` does not tell: every release, claims that were given back since, and claims
-- that their holder had already.
create table claim_moves (
    batch bigint,
    place integer,
    released boolean not null,
    kind text not null,
    key bytea not null,
    stream uuid not null
);

create type new_command as (
    command_id uuid, actor text, digest bytea, first bigint, last bigint, sequence bigint, receipt bytea
);
create type new_claim as (kind text, key bytea, stream uuid);

drop function append_at_once;
drop function append_batch;

-- One batch in one round trip: lock, compare the head, check everything, then write all of it or nothing.
--   null: all rows stand. Else JSON, its outcome 'moved': the head is another one (given), nothing was written;
--   or 'refused': the places (from 1, in the given arrays) of the offenders and the commands known before.
-- `quiet` is what the seal of a quiet batch covers; null if there are facts, which may also be yet to come.
-- Every check is a statement after the lock, so it sees whatever was committed before the lock was given.
create function append_batch(
    lock_key bigint,
    head_position bigint, head_sequence bigint, head_seal bytea,
    new_sequence bigint, new_seal bytea, new_digest bytea, new_recorded_at timestamptz, quiet bytea,
    checks expected_version[], new_facts new_fact[], new_commands new_command[],
    new_claims new_claim[], releases new_claim[], tracked moved_checkpoint[]
) returns text language plpgsql as $$
#variable_conflict use_column
declare
    locked boolean;
    batch_is bigint := head_position + 1;
    quiet_is quiet_seals;
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
                    k.command_id, k.actor, translate(encode(k.digest, 'base64'), E'\n', ''), k.first, k.last,
                    k.sequence, convert_from(k.receipt, 'UTF8')::json
                )), '[]') from unnest(known) as k
            )
        );
    end if;

    if quiet is not null then
        select * into quiet_is from quiet_seals q order by q.number desc limit 1;
        insert into quiet_seals values (
            coalesce(quiet_is.number, 0) + 1, head_position,
            sha256(coalesce(quiet_is.seal, decode(repeat('00', 32), 'hex')) || int8send(head_position) || quiet)
        ) returning -number into batch_is;
    end if;
    if cardinality(releases) > 0 then
        with gone as (
            delete from claims k using unnest(releases) as r
             where k.kind = r.kind and k.key = r.key and k.stream = r.stream returning k.*
        )
        insert into claim_moves
        select g.batch, g.place, false, g.kind, g.key, g.stream from gone g
        union all
        select batch_is, r.place, true, r.kind, r.key, r.stream
          from unnest(releases) with ordinality as r (kind, key, stream, place);
    end if;
    if held_before then
        with fresh as (
            insert into claims
            select n.kind, n.key, n.stream, batch_is, n.place
              from unnest(new_claims) with ordinality as n (kind, key, stream, place)
            on conflict do nothing returning key
        )
        insert into claim_moves
        select batch_is, n.place, false, n.kind, n.key, n.stream
          from unnest(new_claims) with ordinality as n (kind, key, stream, place)
         where not exists (select from fresh t where t.key = n.key);
    elsif cardinality(new_claims) > 0 then
        insert into claims
        select n.kind, n.key, n.stream, batch_is, n.place
          from unnest(new_claims) with ordinality as n (kind, key, stream, place);
    end if;
    if cardinality(tracked) > 0 then
        insert into checkpoints select t.follower, t.epoch, t.moved_to, t.digest from unnest(tracked) as t
        on conflict (follower) do update
            set epoch = excluded.epoch, sequence = excluded.sequence, digest = excluded.digest;
    end if;
    if cardinality(new_facts) = 0 then
        insert into commands select c.*, case when c.last < c.first then batch_is end from unnest(new_commands) as c;
        return null;
    end if;
    with done as (
        insert into commands select c.*, case when c.last < c.first then batch_is end from unnest(new_commands) as c
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

-- One batch in one round trip, written straight away if the head is the given one and the checks hold: the versions
-- that do not follow from this head. Streams that begin in this batch are no checks: their first facts collide if they are
-- there already. What collides undoes all of it, and append_batch finds out who is at fault; answers as append_batch
-- does, its checks the given ones and then the streams that begin, in the order of their facts.
create function append_at_once(
    lock_key bigint,
    head_position bigint, head_sequence bigint, head_seal bytea,
    new_sequence bigint, new_seal bytea, new_digest bytea, new_recorded_at timestamptz, quiet bytea,
    checks expected_version[], new_facts new_fact[], new_commands new_command[],
    new_claims new_claim[], releases new_claim[], tracked moved_checkpoint[]
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
                with gone as (
                    delete from claims k using unnest(releases) as r
                     where k.kind = r.kind and k.key = r.key and k.stream = r.stream returning k.*
                )
                insert into claim_moves
                select g.batch, g.place, false, g.kind, g.key, g.stream from gone g
                union all
                select head_position + 1, r.place, true, r.kind, r.key, r.stream
                  from unnest(releases) with ordinality as r (kind, key, stream, place);
            end if;
            with done as (
                insert into commands
                select c.*, case when c.last < c.first then head_position + 1 end from unnest(new_commands) as c
            ), claimed as (
                insert into claims
                select n.kind, n.key, n.stream, head_position + 1, n.place
                  from unnest(new_claims) with ordinality as n (kind, key, stream, place)
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
        quiet, checks || (
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

-- As `log verify` computes it; in parts, so that a large log needs little memory. No row without a batch comes later.
-- Where there is none the quiet chain begins with nothing.
insert into quiet_seals
select 0, ends, sha256(decode(repeat('00', 32), 'hex') || int8send(ends) || digest)
  from (select coalesce(max(last), 0) as ends from seals) as log, (
    select sha256(string_agg(part, ''::bytea order by n)) as digest from (
        select get_byte(row_is, 0) * 256 + get_byte(row_is, 1) as n,
               sha256(string_agg(row_is, ''::bytea order by row_is)) as part
          from (
            select sha256('k' || convert_to(kind, 'UTF8') || '\x00'::bytea || key || uuid_send(stream)) as row_is
              from claims
            union all
            select sha256(
                'c'::bytea || uuid_send(command_id) || int8send(first) || int8send(last) || int8send(sequence)
                || sha256(convert_to(actor, 'UTF8')) || sha256(digest) || receipt
            ) from commands where last < first
          ) as older
         group by 1
    ) as parts having count(*) > 0
) as all_of_it;
