-- name: migrate-0002-up
-- Who entered how many persons, and how many of them were registered already; no number and no name of anybody.
create table duplicate_checks (
    id bigint generated always as identity primary key,
    account text not null,
    role text not null,
    command text not null,
    persons int not null,
    known int not null,
    trace text not null,
    checked_at timestamptz not null
);
create index on duplicate_checks (account, checked_at);
do $$ begin
    execute format('revoke update, delete, truncate on duplicate_checks from %I', current_schema());
end $$;
