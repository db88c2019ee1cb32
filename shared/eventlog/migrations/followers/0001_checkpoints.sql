-- name: migrate-0001-up
-- A follower's place in its source: moved by compare-and-set in the same transaction as what it writes.
create table checkpoints (
    follower text primary key,
    epoch text not null,
    sequence bigint not null check (sequence >= 0),
    digest bytea not null
);
do $$ begin execute format('grant update, delete on checkpoints to %I', current_schema()); end $$;
