-- name: migrate-0002-up
-- When the dead rows of an erased person were taken out of the tables' files, and which files were too large to be written
-- anew (table -> its file): in their freed space old bytes stand until they are overwritten. Only the admin writes here.
create table erasure_sweeps (
    person uuid primary key,
    swept_at timestamptz not null default now(),
    kept jsonb not null
);

do $$ begin
    execute format('revoke insert on erasure_sweeps from %I', current_schema());
end $$;
