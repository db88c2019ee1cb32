"""The schema: what each service's folder gives, on one screen."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import cache
from pathlib import Path
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from services.gateway.about.queries import AboutQueries
from services.gateway.changes.queries import ChangeQueries
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
from services.gateway.membership.subscriptions import MembershipSubscriptions
from services.gateway.membership.verdict_type import LetterQueries
from services.gateway.organization.affiliation_mutations import AffiliationMutations
from services.gateway.organization.allocation_mutations import AllocationMutations
from services.gateway.organization.committee_mutations import CommitteeMutations
from services.gateway.organization.mutations import OrganizationMutations
from services.gateway.organization.operation_mutations import OperationMutations
from services.gateway.organization.place_mutations import PlaceMutations
from services.gateway.organization.queries import OrganizationQueries
from services.gateway.organization.restructuring_mutations import RestructuringMutations
from services.gateway.organization.restructuring_queries import RestructuringQueries
from services.gateway.organization.restructuring_subscriptions import RestructuringSubscriptions
from services.gateway.reading.asked import Asked
from services.gateway.refusing.refusals import SubscriptionsAreStreamed
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
    ChangeQueries,
):
    """Đọc."""


@strawberry.type(
    description="Lệnh; mỗi lệnh có commandId, gửi lại không làm hai lần / Commands; none is ever done twice"
)
class Mutation(
    OrganizationMutations,
    CommitteeMutations,
    PlaceMutations,
    AffiliationMutations,
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


@strawberry.type(
    description="Theo dõi, qua SSE; quyền xem hỏi lại mỗi lần / Following, over SSE; the scope is asked anew each time"
)
class Subscription(MembershipSubscriptions, RestructuringSubscriptions):
    """Theo dõi."""


_ANSWERED = frozenset({OperationType.QUERY, OperationType.MUTATION})
"""What is answered once; a subscription is streamed."""


class GatewaySchema(strawberry.Schema):
    """Strawberry's schema, with the project's first word on every document and its last on every answer."""

    documents: Documents

    async def execute(self, query: str | None, *args: Any, **kwargs: Any) -> ExecutionResult:
        """One operation; whom it looked at is on record before it leaves, its errors typed, the unexpected masked."""
        asked = kwargs["context_value"]
        if (refused := await self._first_word(query, asked, kwargs.get("operation_name"))) is not None:
            return refused
        kwargs["allowed_operation_types"] = {*(kwargs.get("allowed_operation_types") or _ANSWERED)} & _ANSWERED
        try:
            result = await super().execute(query, *args, **kwargs)
        except InvalidOperationTypeError as error:
            if error.operation_type is not OperationType.SUBSCRIPTION:
                raise
            result = ExecutionResult(data=None, errors=errors_of([SubscriptionsAreStreamed()]))
        return await self._last_word(result, asked)

    async def stream(self, query: str | None, *args: Any, **kwargs: Any) -> Any:
        """A subscription, each of its answers like that of an operation; nothing else is streamed."""
        kwargs["allowed_operation_types"] = (OperationType.SUBSCRIPTION,)
        asked = kwargs["context_value"]
        refused = await self._first_word(query, asked, kwargs.get("operation_name"))
        return self._each(refused, None if refused else await super().stream(query, *args, **kwargs), asked)

    async def _each(
        self, refused: ExecutionResult | None, results: Any, asked: Asked
    ) -> AsyncGenerator[ExecutionResult, None]:
        if refused is not None:
            yield refused
            return
        async with aclosing(results):
            async for result in results:
                yield await self._last_word(result, asked)

    async def _first_word(self, query: str | None, asked: Asked, name: str | None) -> ExecutionResult | None:
        """What is wrong with the document, if anything is."""
        if not query:
            return None
        read = await self.documents.read(query)
        if refused := read.refusals(name):
            return self._reported(ExecutionResult(data=None, errors=errors_of(refused)), asked)
        asked.document = read.document
        return None

    async def _last_word(self, result: ExecutionResult, asked: Asked) -> ExecutionResult:
        try:
            await asked.put_on_record()
        except Refusal as refusal:
            result = ExecutionResult(data=None, errors=errors_of([refusal]))
        return self._reported(result, asked)

    def _reported(self, result: ExecutionResult, asked: Asked) -> ExecutionResult:
        return report(result, asked, suggesting=not self.config.disable_field_suggestions)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Strawberry's own log of errors would hold what clients sent, personal values among it: `report` logs."""


def build(open_to_readers: bool, *, compiled: bool = True) -> GatewaySchema:
    """The schema; `open_to_readers` in demonstrations: introspection and suggestions; `compiled`: queries by plan."""
    config = StrawberryConfig(disable_field_suggestions=not open_to_readers, scalar_map=SCALARS)
    made = GatewaySchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
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
