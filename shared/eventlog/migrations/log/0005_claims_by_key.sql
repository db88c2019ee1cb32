-- name: migrate-0005-up
-- A claim's key is an HMAC over kind and value, so it is unique by itself: no comparison of kinds on the way to it.
alter table claims drop constraint claims_pkey;
alter table claims add primary key (key);
