-- name: migrate-0002-up
-- Who was erased: no key is ever made for them again.
create table erased_persons (
    person uuid primary key,
    erased_at timestamptz not null default now()
);

-- Under which of the deployment's keys a person's key is wrapped: a rotation wraps it anew.
alter table person_keys add column kek text not null default '';
create index on person_keys (kek);

do $$ begin
    execute format('grant update on person_keys to %I', current_schema());
end $$;
