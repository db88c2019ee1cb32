"""Hồ sơ trong tay - what every step begins with: the campaign, the subject's place, who decides, and may the actor."""

import re
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.evaluation.application.lookups import InForce, Look, Person
from services.evaluation.application.permission import is_own, permitted
from services.evaluation.domain import coverage
from services.evaluation.domain.bodies import Body, Responsible, responsible
from services.evaluation.domain.campaign import CAMPAIGNS, CampaignOpened, known
from services.evaluation.domain.coverage import Uncovered
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import EVALUATIONS, Evaluation, evaluation_id
from services.evaluation.domain.ratings import PERSONS
from services.evaluation.domain.refusals import (
    EvaluationIsUnknown,
    EvidenceHashIsUnfit,
    OwnEvaluationIsDoneByOthers,
    PaperNumberIsUnfit,
    SubjectIsUnknown,
)
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.facts import Sealed
from shared.vocabulary.plain_text import plain

_LONGEST_REMARK = 2_000
_PAPER = re.compile(r"[0-9]{1,6}[\w./-]{0,24}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """An evaluation at hand: where its subject counts on the campaign's date, and under which rows."""

    id: UUID
    evaluation: Evaluation
    campaign: CampaignOpened
    campaign_id: UUID
    subject: Subject
    chain: tuple[Body, ...]
    rules: InForce
    responsible: Responsible | None
    person: Person = Person()
    home: UUID | None = None  # of a person: the cell at home on the date that counts
    uncovered: Uncovered | None = None

    @property
    def place(self) -> UUID:
        """The home cell of a member, where a leader's managed post is, the organisation itself of a collective."""
        return self.chain[0].id

    @property
    def province(self) -> str:
        """Where the fact belongs at record time."""
        return province_of(self.chain[0].code)

    @property
    def of(self) -> dict[str, object]:
        """What every fact of the evaluation says."""
        return {"campaign": self.campaign_id, "subject": self.subject, "place": self.place}


async def campaign_of(work: Work, campaign: UUID, *path: str) -> CampaignOpened:
    """The campaign of an id."""
    return known((await work.load(CAMPAIGNS, campaign)).state, *path)


async def campaign_over(look: Look, campaign: CampaignOpened, on: date) -> UUID:
    """Whose subtree the campaign runs over: the body that opened it, or what that was merged into."""
    chain = await look.bodies.chain(campaign.organization, on)
    return chain[0].id if chain else campaign.organization


def counted_on(campaign: CampaignOpened, today: date) -> date:
    """Who counts where is asked as of the closing date; before it, as of today."""
    return max(campaign.opens_on, min(campaign.closes_on, today))


async def case_of(work: Work, look: Look, evaluation: UUID, *path: str, sees: bool = False) -> Case:
    """The evaluation of an id; absent and out of sight answer alike. `sees`: that has been made sure of before."""
    state = (await work.load(EVALUATIONS, evaluation)).state
    if state.campaign is None or state.subject is None:
        raise EvaluationIsUnknown(*(path or ("evaluation_id",)))
    case = await _opened(work, look, state.campaign, state.subject)
    if case is None or not (sees or await seen(work, look, case)):
        raise EvaluationIsUnknown(*(path or ("evaluation_id",)))
    return case


async def case_for(work: Work, look: Look, campaign: UUID, subject: Subject, posts: Sequence[UUID] = ()) -> Case:
    """The evaluation of a subject, begun or not; a subject outside the campaign or out of sight is unknown."""
    await campaign_of(work, campaign, "campaign_id")
    case = await _opened(work, look, campaign, subject, posts)
    if case is None or not await seen(work, look, case):
        raise SubjectIsUnknown("subject_id")
    return case


async def seen(work: Work, look: Look, case: Case) -> bool:
    """Whether the actor may know of it."""
    own = await is_own(look, work.actor, case.subject)
    return await permitted(look, work.actor, "SeeEvaluation", case.place, ownCase=own)


async def require(work: Work, look: Look, action: str, case: Case, body: Body) -> None:
    """Refuse an act that the policies do not permit at a body."""
    own = await is_own(look, work.actor, case.subject)
    if not await permitted(look, work.actor, action, body.id, ownCase=own):
        if own:
            raise OwnEvaluationIsDoneByOthers("evaluation_id")
        raise ActIsNotPermitted("evaluation_id", code=body.code)


async def sealed(look: Look, case: Case, field: str, text: str | None) -> Sealed | None:
    """Free text under the person's key. Of a collective none is kept: its words stand in documents."""
    said = plain(field, text, at_most=_LONGEST_REMARK, lines=True) if text else ""
    if not said or case.subject.kind not in PERSONS:
        return None
    await look.people.prefetch([case.subject.id])
    return look.people.seal(case.subject.id, "remark", said)


def paper(number: str | None, path: str = "paper_number") -> str | None:
    """The number of a document, in one form."""
    if number is None or not number.strip():
        return None
    kept = number.replace(" ", "")
    if not _PAPER.fullmatch(kept):
        raise PaperNumberIsUnfit(path)
    return kept


def evidence(digest: str | None) -> str | None:
    """The hash of a scan."""
    if digest is not None and not _HASH.fullmatch(digest):
        raise EvidenceHashIsUnfit("evidence_hash")
    return digest


async def _opened(
    work: Work, look: Look, campaign_id: UUID, subject: Subject, posts: Sequence[UUID] = ()
) -> Case | None:
    campaign = await campaign_of(work, campaign_id)
    on = counted_on(campaign, work.today)
    id = evaluation_id(campaign_id, subject)
    state = (await work.load(EVALUATIONS, id)).state
    person = await _person(look, subject)
    chain = await _chain(look, subject, person, posts or state.posts, on)
    over = await campaign_over(look, campaign, on)
    now, away = chain, bool(chain) and not _covers(over, chain)
    if away and state.place is not None:
        chain = await _chain_left(look, over, state.place, on)
    if not _covers(over, chain):
        return None
    rules = await look.in_force(chain, campaign.closes_on)
    if subject.kind in PERSONS:
        uncovered = coverage.person(person.standings, person.admitted_on, on, rules.values)
    else:
        uncovered = coverage.body(now, subject.id, on, rules.values)
    if away and not (uncovered and uncovered.closes):
        uncovered = coverage.elsewhere(person.home_since(on) or on)
    return Case(
        id=id,
        evaluation=state,
        campaign=campaign,
        campaign_id=campaign_id,
        subject=subject,
        chain=chain,
        rules=rules,
        responsible=responsible(chain, subject.kind, rules.values),
        person=person,
        home=person.home(on),
        uncovered=uncovered,
    )


def _covers(over: UUID, chain: Sequence[Body]) -> bool:
    return over in {body.id for body in chain}


async def _chain_left(look: Look, over: UUID, place: UUID, on: date) -> tuple[Body, ...]:
    """What a subject that has gone leaves behind: the last place, or the body whose campaign it is."""
    chain = await look.bodies.chain(place, on)
    return chain if _covers(over, chain) else await look.bodies.chain(over, on)


async def _person(look: Look, subject: Subject) -> Person:
    if subject.kind not in PERSONS:
        return Person()
    return (await look.persons.known([subject.id])).get(subject.id, Person())


async def _chain(look: Look, subject: Subject, person: Person, posts: Sequence[UUID], on: date) -> tuple[Body, ...]:
    """Of several posts the one nearest to the root is the managing body's: there alone a leader is rated."""
    if subject.kind not in PERSONS:
        return await look.bodies.chain(subject.id, on)
    if posts:
        chains = [await look.bodies.chain(post, on) for post in posts]
        return () if not all(chains) else min(chains, key=lambda chain: (len(chain), chain[0].code))
    home = person.home(on)
    return await look.bodies.chain(home, on) if home else ()
