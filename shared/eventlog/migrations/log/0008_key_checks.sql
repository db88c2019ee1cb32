-- name: migrate-0008-up
-- What the deployment's keys make of a constant: tells at every start whether they are still the keys with which this
-- database was filled, and nothing about them. A key that can be rotated has one row for each that is in use, by its id.
create table key_checks (
    secret text not null,
    id text not null,
    value bytea not null,
    noted_at timestamptz not null default now(),
    primary key (secret, id)
);

do $$ begin
    execute format('grant delete on key_checks to %I', current_schema());
end $$;
