-- name: migrate-0003-up
-- A key that is asked for while its person is erased waits for the erasure to be committed, and would be made anew behind
-- it: the statement that makes keys still sees the database as it was before. This looks once more, at what is true now.
create function refuse_keys_of_erased() returns trigger language plpgsql as $$
begin
    if exists (select from made join erased_persons e on e.person = made.person) then
        raise exception 'the person was erased' using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create trigger no_key_after_an_erasure after insert on person_keys
    referencing new table as made for each statement execute function refuse_keys_of_erased();
