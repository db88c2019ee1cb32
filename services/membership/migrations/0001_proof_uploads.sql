-- name: migrate-0001-up
-- Pictures on their way in: what was declared, how far each has come, and the pieces, encrypted under the member's key.
create table proof_uploads (
    proof uuid primary key,
    account text not null,
    home_service uuid not null,
    member uuid not null,
    visit int not null,
    kind text not null,
    length int not null,
    received int not null default 0,
    digest text not null,
    device_time timestamptz not null,
    synced_at timestamptz not null,
    monotonic_offset_ms bigint not null,
    begun_at timestamptz not null default now(),
    kept boolean not null default false
);
create index on proof_uploads (account) where not kept;
create index on proof_uploads (member);
create table proof_pieces (
    proof uuid not null references proof_uploads on delete cascade,
    start int not null,
    sealed bytea not null,
    primary key (proof, start)
);
do $$ begin
    execute format('grant update, delete on proof_uploads to %I', current_schema());
    execute format('grant update, delete on proof_pieces to %I', current_schema());
end $$;
