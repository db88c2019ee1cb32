"""One realistic example of all that organization publishes and accepts: for documents, tests and other services."""

from datetime import date
from uuid import UUID

from services.organization.contracts import facts, requests
from services.organization.contracts.enums import (
    AffiliationKind,
    CellSetting,
    CommitteePosition,
    Degree,
    DualRole,
    OrganizationType,
    PlaceKind,
    PoliticalTheory,
    Role,
    WayOfLeavingOffice,
    WayOfTakingOffice,
)
from services.organization.contracts.facts import (
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    PolicySet,
    RoleGranted,
    RoleGrantEnded,
)
from services.organization.contracts.identity import grant_id, organization_id
from services.organization.contracts.requests import (
    DelegateAuthority,
    EndRoleGrant,
    FoundOrganization,
    GrantRole,
    SetPolicy,
)
from services.organization.contracts.restructuring import (
    Allocation,
    Figures,
    LineageRow,
    Operation,
    Proof,
    Report,
)

PROVINCE = organization_id("79")
WARD = organization_id("79.26740")
CELL = UUID("0a6a4a0e-6f0e-5d53-9b0c-2f3f6d8a7b21")
SECRETARY = grant_id("nguyen.an", Role.CELL_SECRETARY, CELL)
COMMAND = UUID("0199f2c4-7a10-7c3e-8f52-6a1b2c3d4e5f")

PLAN = UUID("0199f2c4-8b10-7d3e-8f52-6a1b2c3d4e5f")
OTHER_CELL = UUID("5d0b2b0e-3f5f-5d53-9b0c-2f3f6d8a7b22")
MEMBER = UUID("c3a6c5d2-0d0c-4c43-8f0b-0b7a9a0f1d11")
MERGED = Operation(kind="MERGE_INTO", sources=(CELL,), target=str(OTHER_CELL))
REPORT = Report(digest="9f2c", counts={"operations": 1, "ended": 1, "members": 12}, counted_at=845)
FIGURES = Figures(members=5210, cards=5100, transfers=14, counted_at=845)
REVOKING = {"decision_number": "12-QĐ/TU", "decision_date": date(2026, 2, 1)}
PLAN_FACTS = (
    facts.PlaceRegistered(
        place=OTHER_CELL,
        organization=WARD,
        kind="QUARTER",
        name="Khu phố 7",
        on=date(2026, 1, 1),
        valid_from=date(2026, 1, 1),
        head_is_member=True,
        cells=(CELL,),
    ),
    facts.AffiliationRecorded(
        organization=WARD,
        kind=AffiliationKind.TRADE_UNION,
        superior_name="Công đoàn ngành Giáo dục thành phố",
        valid_from=date(2026, 1, 1),
    ),
    facts.ExternalIdRecorded(organization=WARD, system="csdl-dang-vien-3.0", value="79.26740.TCD"),
    facts.RestructuringDrafted(
        plan=PLAN, title="Sáp nhập chi bộ khu phố 7", effective_on=date(2026, 1, 1), drafted_by="tran.binh"
    ),
    facts.OperationsAdded(plan=PLAN, first=1, operations=(MERGED,)),
    facts.RestructuringCounted(plan=PLAN, report=REPORT),
    facts.RestructuringApproved(plan=PLAN, approved_by="le.duc", report=REPORT),
    facts.HandoverAccepted(plan=PLAN, accepted_by="pham.hoa"),
    facts.HandoverRefused(plan=PLAN, refused_by="pham.hoa"),
    facts.RestructuringExecutionStarted(plan=PLAN, effective_on=date(2026, 1, 1), digest="9f2c", parts=1),
    facts.RestructuringStaged(
        plan=PLAN,
        part=0,
        rows=(
            LineageRow(
                kind="ENDED",
                organization=CELL,
                code="79.26740.007",
                name="Chi bộ khu phố 7",
                type="CELL",
                parent=WARD,
                successors=(OTHER_CELL,),
            ),
        ),
        allocations=(Allocation(member=MEMBER, cell=OTHER_CELL),),
    ),
    facts.RestructuringTookEffect(plan=PLAN, effective_on=date(2026, 1, 1), digest="9f2c", before=FIGURES),
    facts.RestructuringProved(plan=PLAN, proof=Proof(before=FIGURES, after=FIGURES, digest="71aa")),
    facts.RestructuringRevoked(plan=PLAN, revoked_by="le.duc", **REVOKING),
    facts.RestructuringReverted(plan=PLAN, effective_on=date(2026, 1, 1), reverted_by="le.duc", **REVOKING),
)
PLAN_REQUESTS = (
    requests.DraftRestructuring(command_id=COMMAND, title="Sáp nhập", effective_on=date(2026, 1, 1)),
    requests.AddOperations(command_id=COMMAND, restructuring_id=PLAN, operations=(MERGED,)),
    requests.AllocateMembers(
        command_id=COMMAND, restructuring_id=PLAN, allocations=(Allocation(member=MEMBER, cell=OTHER_CELL),)
    ),
    requests.DryRunRestructuring(command_id=COMMAND, restructuring_id=PLAN),
    requests.ApproveRestructuring(command_id=COMMAND, restructuring_id=PLAN, digest="9f2c"),
    requests.ExecuteRestructuring(command_id=COMMAND, restructuring_id=PLAN, digest="9f2c"),
    requests.AcceptHandover(command_id=COMMAND, restructuring_id=PLAN, digest="9f2c"),
    requests.RefuseHandover(command_id=COMMAND, restructuring_id=PLAN, digest="9f2c"),
    requests.UndoRestructuring(command_id=COMMAND, restructuring_id=PLAN, **REVOKING),
    requests.FoundOrganizations(
        command_id=COMMAND,
        effective_on=date(2025, 7, 1),
        organizations=(
            requests.NewOrganization(
                code="79.26740.008", name="Chi bộ 8 (tổng hợp)", type=OrganizationType.CELL, parent_id=WARD
            ),
        ),
    ),
)

SEAT = UUID("c3a6c5d2-0d0c-4c43-8f0b-0b7a9a0f1d12")
COMMITTEE_FACTS = (
    facts.CommitteeTermSet(organization=CELL, planned_size=5, term_from=date(2025, 9, 1), term_to=date(2030, 9, 1)),
    facts.SeatTaken(
        organization=CELL,
        seat=SEAT,
        member=MEMBER,
        position=CommitteePosition.SECRETARY,
        way=WayOfTakingOffice.ELECTED,
        since=date(2025, 9, 1),
        decision_number="46-QĐ/ĐU",
        decision_date=date(2025, 9, 1),
        degree=Degree.UNIVERSITY,
        theory=PoliticalTheory.INTERMEDIATE,
        dual_roles=(DualRole.VILLAGE_HEAD,),
    ),
    facts.SeatVacated(organization=CELL, seat=SEAT, on=date(2027, 1, 1), why=WayOfLeavingOffice.ORGANIZATION_ENDED),
    facts.SeatReopened(organization=CELL, seat=SEAT),
    facts.TrainingHeld(
        organization=WARD, training=OTHER_CELL, held_on=date(2026, 5, 4), attendances=188, decision_number="7-KH/ĐU"
    ),
)

FACTS = (
    *COMMITTEE_FACTS,
    *PLAN_FACTS,
    OrganizationFounded(
        organization=CELL,
        code="79.26740.007",
        name="Chi bộ khu phố 7",
        type=OrganizationType.CELL.value,
        setting=CellSetting.VILLAGE.value,
        parent=WARD,
        effective_on=date(2025, 9, 1),
        decision_number="45-QĐ/ĐU",
        decision_date=date(2025, 8, 25),
    ),
    OrganizationReparented(organization=CELL, parent=WARD, effective_on=date(2026, 1, 1)),
    OrganizationEnded(organization=CELL, effective_on=date(2027, 1, 1), successor=WARD),
    RoleGranted(
        grant=SECRETARY,
        subject="nguyen.an",
        role=Role.CELL_SECRETARY.value,
        organization=CELL,
        valid_from=date(2025, 9, 1),
        valid_to=date(2030, 9, 1),
    ),
    RoleGrantEnded(grant=SECRETARY, valid_to=date(2027, 1, 1)),
    PolicySet(
        key="home.min_age",
        organization=PROVINCE,
        organization_code="79",
        valid_from=date(2026, 1, 1),
        value=75,
        source="12-HD/BTCTU 1-11-2025",
        confirmed=True,
    ),
)

COMMITTEE_REQUESTS = (
    requests.AppointCommittee(
        command_id=COMMAND,
        organization_id=CELL,
        on=date(2025, 9, 1),
        decision_number="46-QĐ/ĐU",
        planned_size=5,
        seats=(
            requests.SeatGiven(member_id=MEMBER, position=CommitteePosition.SECRETARY, way=WayOfTakingOffice.ELECTED),
        ),
        leaving=(
            requests.SeatLeaving(
                member_id=MEMBER, position=CommitteePosition.DEPUTY, why=WayOfLeavingOffice.TERM_ENDED
            ),
        ),
    ),
    requests.RegisterPlace(
        command_id=COMMAND,
        organization_id=WARD,
        kind=PlaceKind.QUARTER,
        name="Khu phố 7",
        valid_from=date(2026, 1, 1),
        head_is_member=True,
        cells=(CELL,),
    ),
    requests.RecordPlace(command_id=COMMAND, place_id=OTHER_CELL, on=date(2026, 6, 1), cells_left=(CELL,)),
    requests.RecordAffiliation(
        command_id=COMMAND,
        organization_id=WARD,
        kind=AffiliationKind.YOUTH_UNION,
        superior_id=OTHER_CELL,
        valid_from=date(2026, 1, 1),
    ),
    requests.RecordExternalId(
        command_id=COMMAND, organization_id=WARD, system="csdl-dang-vien-3.0", value="79.26740.TCD"
    ),
    requests.RecordTraining(command_id=COMMAND, organization_id=WARD, held_on=date(2026, 5, 4), attendances=188),
)

REQUESTS = (
    *COMMITTEE_REQUESTS,
    *PLAN_REQUESTS,
    FoundOrganization(
        command_id=COMMAND,
        parent_id=WARD,
        name="Chi bộ khu phố 7",
        type=OrganizationType.CELL,
        setting=CellSetting.VILLAGE,
        effective_on=date(2025, 9, 1),
        decision_number="45-QĐ/ĐU",
        decision_date=date(2025, 8, 25),
    ),
    GrantRole(
        command_id=COMMAND,
        user="nguyen.an",
        role=Role.CELL_SECRETARY,
        organization_id=CELL,
        from_date=date(2025, 9, 1),
        to_date=date(2030, 9, 1),
    ),
    DelegateAuthority(
        command_id=COMMAND,
        user="tran.binh",
        role=Role.CELL_SECRETARY,
        organization_id=CELL,
        for_user="nguyen.an",
        from_date=date(2026, 12, 1),
        to_date=date(2026, 12, 15),
    ),
    EndRoleGrant(command_id=COMMAND, grant_id=SECRETARY, to_date=date(2027, 1, 1)),
    SetPolicy(
        command_id=COMMAND,
        key="home.min_age",
        organization_id=PROVINCE,
        valid_from=date(2026, 1, 1),
        value=75,
        source="12-HD/BTCTU 1-11-2025",
        confirmed=True,
    ),
)
