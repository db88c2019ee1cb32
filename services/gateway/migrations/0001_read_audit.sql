-- name: migrate-0001-up
-- Who read whose record, and which of its personal fields: the gateway's role adds rows and changes none.
create table read_audit (
    id bigint generated always as identity primary key,
    reader text not null,
    role text not null,
    member uuid not null,
    fields text[] not null,
    purpose text not null,
    trace text not null,
    read_at timestamptz not null
);
create index on read_audit (member, id);
create index on read_audit (reader, id);
do $$ begin
    execute format('revoke update, delete, truncate on read_audit from %I', current_schema());
end $$;
