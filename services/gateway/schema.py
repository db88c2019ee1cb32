"""The schema: what each service's folder gives, on one screen."""

from functools import cache
from pathlib import Path
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult

from services.gateway.about.queries import AboutQueries
from services.gateway.compiling.executor import CompiledExecutor
from services.gateway.costing.charging import Charging
from services.gateway.documents.reading import Documents
from services.gateway.documents.remembering import Remembering
from services.gateway.evaluation.mutations import EvaluationMutations
from services.gateway.evaluation.queries import EvaluationQueries
from services.gateway.evaluation.register_mutations import RegisterMutations
from services.gateway.evaluation.register_queries import RegisterQueries
from services.gateway.limits import rules
from services.gateway.membership.admission_queries import AdmissionQueries
from services.gateway.membership.badge_queries import BadgeQueries
from services.gateway.membership.data.mutations import DataMutations
from services.gateway.membership.data.queries import DataQueries
from services.gateway.membership.exports.mutations import ExportMutations
from services.gateway.membership.exports.queries import ExportQueries
from services.gateway.membership.glass.mutations import GlassMutations
from services.gateway.membership.home.home_mutations import HomeMutations
from services.gateway.membership.home.home_queries import HomeQueries
from services.gateway.membership.home.indicators import IndicatorQueries
from services.gateway.membership.home.visit_batch import VisitBatchMutations
from services.gateway.membership.home.visit_bundle import VisitBundleQueries
from services.gateway.membership.home.visit_sync import VisitSyncQueries
from services.gateway.membership.import_mutations import ImportMutations
from services.gateway.membership.kind_queries import KindQueries
from services.gateway.membership.letter_register import RegisterOfLettersQueries
from services.gateway.membership.mutations import MembershipMutations
from services.gateway.membership.queries import MembershipQueries
from services.gateway.membership.verdict_type import LetterQueries
from services.gateway.organization.allocation_mutations import AllocationMutations
from services.gateway.organization.committee_mutations import CommitteeMutations
from services.gateway.organization.mutations import OrganizationMutations
from services.gateway.organization.operation_mutations import OperationMutations
from services.gateway.organization.place_mutations import PlaceMutations
from services.gateway.organization.queries import OrganizationQueries
from services.gateway.organization.restructuring_mutations import RestructuringMutations
from services.gateway.organization.restructuring_queries import RestructuringQueries
from services.gateway.refusing.reporting import errors_of, report
from services.gateway.types.scalars import SCALARS
from services.gateway.work.queries import WorkQueries
from shared.vocabulary.refusals import Refusal

GOLDEN = Path(__file__).with_name("schema.graphql")


@strawberry.type(description="Đọc; ngoài phạm vi của người xem là không có / Reading; out of scope is absent")
class Query(
    AboutQueries,
    OrganizationQueries,
    RestructuringQueries,
    MembershipQueries,
    HomeQueries,
    VisitSyncQueries,
    VisitBundleQueries,
    BadgeQueries,
    AdmissionQueries,
    IndicatorQueries,
    RegisterOfLettersQueries,
    KindQueries,
    LetterQueries,
    EvaluationQueries,
    RegisterQueries,
    DataQueries,
    ExportQueries,
    WorkQueries,
):
    """Đọc."""


@strawberry.type(
    description="Lệnh; mỗi lệnh có commandId, gửi lại không làm hai lần / Commands; none is ever done twice"
)
class Mutation(
    OrganizationMutations,
    CommitteeMutations,
    PlaceMutations,
    OperationMutations,
    AllocationMutations,
    RestructuringMutations,
    MembershipMutations,
    HomeMutations,
    VisitBatchMutations,
    ImportMutations,
    DataMutations,
    ExportMutations,
    GlassMutations,
    EvaluationMutations,
    RegisterMutations,
):
    """Lệnh."""


class GatewaySchema(strawberry.Schema):
    """Strawberry's schema, with the project's first word on every document and its last on every answer."""

    documents: Documents

    async def execute(self, query: str | None, *args: Any, **kwargs: Any) -> ExecutionResult:
        """One operation; whom it looked at is on record before it leaves, its errors typed, the unexpected masked."""
        asked, suggesting = kwargs["context_value"], not self.config.disable_field_suggestions
        if query:
            read = await self.documents.read(query)
            if refused := read.refusals(kwargs.get("operation_name")):
                return report(ExecutionResult(data=None, errors=errors_of(refused)), asked, suggesting=suggesting)
            asked.document = read.document
        result = await super().execute(query, *args, **kwargs)
        try:
            await asked.put_on_record()
        except Refusal as refusal:
            result = ExecutionResult(data=None, errors=errors_of([refusal]))
        return report(result, asked, suggesting=suggesting)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Strawberry's own log of errors would hold what clients sent, personal values among it: `report` logs."""


def build(open_to_readers: bool, *, compiled: bool = True) -> GatewaySchema:
    """The schema; `open_to_readers` in demonstrations: introspection and suggestions; `compiled`: queries by plan."""
    config = StrawberryConfig(disable_field_suggestions=not open_to_readers, scalar_map=SCALARS)
    made = GatewaySchema(
        query=Query,
        mutation=Mutation,
        extensions=[Remembering, Charging],
        config=config,
        execution_context_class=CompiledExecutor if compiled else None,
    )
    made.documents = Documents(made._schema, rules(open_to_readers), suggesting=open_to_readers)
    return made


served = cache(build)
"""The schema that this process answers by: built once, before a supervisor forks."""


def sdl() -> str:
    """The schema as text, as it is committed beside this file."""
    return build(open_to_readers=True).as_str() + "\n"
