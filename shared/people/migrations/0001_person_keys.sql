-- name: migrate-0001-up
-- One key per person, wrapped by the deployment's key. Deleting the row forgets the person everywhere.
create table person_keys (
    person uuid primary key,
    wrapped bytea not null,
    made_at timestamptz not null default now()
);

-- Who fetched whose keys, and when: one row a page.
create table key_reads (
    id bigint generated always as identity primary key,
    reader text not null,
    persons uuid[] not null,
    read_at timestamptz not null default now()
);

do $$ begin
    execute format('grant delete on person_keys to %I', current_schema());
end $$;
