-- name: migrate-0003-up
-- What a reader gave as the purpose is a text about the member: it goes with his data. The row stays, and says so by null.
alter table read_audit alter column purpose drop not null;

-- The role may take a purpose away and do nothing else to a row.
create function purpose_is_only_taken_away() returns trigger language plpgsql as $$
begin
    if new.purpose is not null then
        raise insufficient_privilege using message = 'a purpose of read_audit is taken away or stays as it is';
    end if;
    return new;
end $$;
create trigger purpose_is_only_taken_away before update on read_audit
    for each row execute function purpose_is_only_taken_away();

-- An answer that is under way while the member is erased: its row waits for the erasure or the erasure for it.
create function purpose_of_the_erased() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('the purposes of read_audit', 0));
    if exists (select from erased_members e where e.member = new.member) then
        new.purpose := null;
    end if;
    return new;
end $$;
create trigger purpose_of_the_erased before insert on read_audit
    for each row when (new.purpose <> '') execute function purpose_of_the_erased();

do $$ begin
    execute format('grant update (purpose) on read_audit to %I', current_schema());
end $$;
