-- name: migrate-0003-up
-- Where the log stood, signed from time to time: what was cut off or written anew afterwards no longer fits.
create table signed_checkpoints (
    number bigint primary key,
    statement bytea not null,
    signature bytea not null
);
