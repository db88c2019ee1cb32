-- Who may see which rows, written a second time: nothing of the gateway's code or of its paths is used here.
-- Steps go from a body to the one above it, or to what has succeeded it, one at a time.
create function {schema}.witness_reaches(place uuid) returns boolean stable language plpgsql as $$
declare
    step uuid := place;
    here {schema}.authority_tree;
begin
    if current_setting('witness.role') not in
        ('cell_secretary', 'committee_officer', 'approver', 'inspection_officer', 'auditor') then
        return false;
    end if;
    for depth in 1..32 loop
        select * into here from {schema}.authority_tree where organization = step;
        exit when not found or here.code = '00';
        if (here.ended_on is null or here.ended_on > current_setting('witness.today')::date) and exists (
            select from {schema}.authority_grants
            where organization = step and subject = current_setting('witness.subject')
                and role = current_setting('witness.role')
                and current_setting('witness.today')::date between valid_from and coalesce(valid_to - 1, 'infinity')
        ) then
            return true;
        end if;
        step := coalesce(here.successor, here.parent);
        exit when step is null;
    end loop;
    return false;
end $$;
-- Plans are read by every role but a member's own, from the organisations touched and all above them, the root included.
create function {schema}.witness_counts(place uuid) returns boolean stable language plpgsql as $$
declare
    step uuid := place;
    here {schema}.authority_tree;
begin
    for depth in 1..32 loop
        select * into here from {schema}.authority_tree where organization = step;
        exit when not found or current_setting('witness.role') = 'member';
        if (here.ended_on is null or here.ended_on > current_setting('witness.today')::date) and exists (
            select from {schema}.authority_grants
            where organization = step and subject = current_setting('witness.subject')
                and role = current_setting('witness.role')
                and current_setting('witness.today')::date between valid_from and coalesce(valid_to - 1, 'infinity')
        ) then
            return true;
        end if;
        step := coalesce(here.successor, here.parent);
        exit when step is null;
    end loop;
    return false;
end $$;
alter table {schema}.members enable row level security;
create policy witness on {schema}.members for select to witness
    using (member::text = current_setting('witness.own') or {schema}.witness_reaches(cell));
alter table {schema}.transfers enable row level security;
create policy witness on {schema}.transfers for select to witness
    using (member::text = current_setting('witness.own')
        or exists (select from unnest(bodies) body where {schema}.witness_reaches(body)));
alter table {schema}.holds enable row level security;
create policy witness on {schema}.holds for select to witness
    using (exists (select from {schema}.members one where one.member = holds.member));
alter table {schema}.data_requests enable row level security;
create policy witness on {schema}.data_requests for select to witness
    using (exists (select from {schema}.members one where one.member = data_requests.member));
alter table {schema}.evaluations enable row level security;
create policy witness on {schema}.evaluations for select to witness
    using (subject::text = current_setting('witness.own') or {schema}.witness_reaches(place));
alter table {schema}.home_services enable row level security;
create policy witness on {schema}.home_services for select to witness
    using (member::text = current_setting('witness.own')
        or exists (select from unnest(bodies) body where {schema}.witness_reaches(body)));
alter table {schema}.custodies enable row level security;
create policy witness on {schema}.custodies for select to witness
    using (exists (select from {schema}.home_services served where served.member = custodies.member));
alter table {schema}.restructurings enable row level security;
create policy witness on {schema}.restructurings for select to witness
    using (drafted_by = current_setting('witness.subject')
        or exists (select from unnest(touched) body where {schema}.witness_counts(body)));
grant usage on schema {schema} to witness;
grant select on {schema}.members, {schema}.transfers, {schema}.holds, {schema}.data_requests, {schema}.evaluations,
    {schema}.home_services, {schema}.custodies, {schema}.restructurings, {schema}.authority_tree, {schema}.authority_grants to witness;
