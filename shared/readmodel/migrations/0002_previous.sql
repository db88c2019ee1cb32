-- name: migrate-0002-up
-- The tables that a rebuild took the place of, and how far they had been told: a roll-back goes on from there.
create table view_previous (
    name text primary key,
    version int not null,
    tables text[] not null,
    sequence bigint not null,
    personal boolean not null,
    kept_at timestamptz not null default now()
);
do $$ begin
    execute format('grant update, delete on view_previous to %I', current_schema());
    execute format('create schema if not exists %I authorization %I', current_schema() || '_previous', current_schema());
end $$;
