-- name: migrate-0003-up
-- How often the tables of its views were replaced. Another version of the code replaces them without moving on in the
-- log; whoever still runs the version before is fenced by this, and does not write its rows into the new tables.
alter table checkpoints add column tables bigint not null default 0;
