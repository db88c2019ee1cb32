-- name: migrate-0001-up
-- The log of one service. The service's role may add rows, never change or delete them (claims excepted).
create table facts (
    position bigint primary key,
    stream uuid not null,
    version integer not null check (version > 0),
    topic text not null,
    state bytea not null,
    meta bytea not null,
    recorded_at timestamptz not null,
    unique (stream, version)
);

-- What the service published: its own dense sequence, each row chained to the one before it.
create table outbox (
    sequence bigint primary key,
    position bigint not null,
    id uuid not null,
    aggregate uuid not null,
    version integer not null,
    province text not null,
    subject text not null,
    topic text not null,
    body bytea not null,
    meta bytea not null,
    recorded_at timestamptz not null,
    digest bytea not null
);

-- Accepted commands with their first answer, for good.
create table commands (
    command_id uuid primary key,
    actor text not null,
    digest bytea not null,
    first bigint not null,
    last bigint not null,
    sequence bigint not null,
    receipt bytea not null
);

-- Unique keys, as HMACs, and the stream that holds each.
create table claims (
    kind text not null,
    key bytea not null,
    stream uuid not null,
    primary key (kind, key)
);

-- One row a batch of facts: its hash over the batch before it, and where the log and the outbox ended then.
create table seals (
    first bigint primary key,
    last bigint not null,
    seal bytea not null,
    sequence bigint not null,
    digest bytea not null,
    recorded_at timestamptz not null
);

-- A log lived once: a restore or a promotion opens a new epoch.
create table epoch (
    opened bigint generated always as identity primary key,
    epoch text not null unique,
    system_id text not null,
    timeline text not null,
    opened_at timestamptz not null default now()
);

do $$ begin
    execute format('grant delete on claims to %I', current_schema());
end $$;
