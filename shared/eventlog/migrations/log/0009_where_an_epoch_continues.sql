-- name: migrate-0009-up
-- Behind which sequence of the outbox an epoch continues: what earlier epochs published up to there stands, what they
-- published after it is no more. Of epochs opened before this was noted nobody knows; nothing earlier counts as standing.
alter table epoch add column continues bigint not null default 0;
