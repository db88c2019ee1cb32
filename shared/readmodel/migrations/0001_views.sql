-- name: migrate-0001-up
-- Which version of its code built the tables of a view; version 0: the tables stand, a rebuild has to fill them.
create table view_versions (
    name text primary key,
    version int not null,
    tables text[] not null,
    built_at timestamptz not null default now()
);
-- Where its source stood when a policy was installed: one with `since="now"` reacts only to what came later.
create table policy_installations (
    policy text primary key,
    sequence bigint not null,
    installed_at timestamptz not null default now()
);
do $$ begin
    execute format('grant update, delete on view_versions to %I', current_schema());
    -- New versions of views are built here, beside the ones that queries read.
    execute format('create schema if not exists %I authorization %I', current_schema() || '_rebuild', current_schema());
end $$;
