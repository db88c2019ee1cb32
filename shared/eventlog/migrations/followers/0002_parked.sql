-- name: migrate-0002-up
-- What a follower could not take, and everything later of the same key: applied in order once the code can take it.
-- Only the place is kept: the fact itself stands in its log.
create table parked (
    follower text not null,
    sequence bigint not null,
    key text not null,
    kind text not null,
    topic text not null,
    reason text not null,
    parked_at timestamptz not null default now(),
    primary key (follower, sequence)
);
create index on parked (follower, key, sequence);
do $$ begin execute format('grant update, delete on parked to %I', current_schema()); end $$;
