"""What acts are done to: a small tree of places on the stage, members, transfers at every hop, papers of all kinds."""

import asyncio
import itertools
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import msgspec

from services.gateway.reading.ids import global_id, id_behind
from services.organization.contracts.enums import Role
from tests.authority.stage import TODAY, Stage, account

OFFICER, SECRETARY, APPROVER = "committee_officer", "cell_secretary", "approver"
DRAFTER = "matrix.drafter"
CELLS = frozenset({"A", "B", "C1", "C2", "D", "E", "Q"})
UP = {"A": "X", "X": "P", "P": "root"}
RELATED = {
    "A": {"above": "X", "root": "root", "sibling": "B", "below": "G", "other": "Q", "ended": "E"},
    "X": {"above": "P", "root": "root", "sibling": "X2", "below": "B", "other": "Q", "ended": "E"},
    "C1": {"above": "X", "root": "root", "sibling": "B", "other": "Q", "ended": "E"},
    "Y": {"above": "P2", "root": "root", "sibling": "Y2", "below": "D", "other": "Q", "ended": "E"},
    "P": {"root": "root", "sibling": "P3", "below": "X2", "other": "Q", "ended": "E"},
}
"""Where else a role may be held, seen from the place whose act it is."""
HASH = "0" * 64
_number = itertools.count(1)


@dataclass
class Things:
    """Ids of the API by name; `people` says whose case a thing is."""

    places: dict[str, UUID] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    owns: dict[str, str] = field(default_factory=lambda: {"plan": DRAFTER})

    def place(self, name: str) -> str:
        """A place as the API names it."""
        return global_id("Organization", self.places[name])

    def own(self, thing: str) -> str:
        """The account of the person whose case a thing is."""
        return self.owns.get(thing) or f"member@{self.people[thing]}"


async def laid_out(stage: Stage) -> Things:
    """Everything, made by those who would make it."""
    made = Things()
    await _known_places(stage, made)
    await stage.granted(_grants(made, ("root", "P", "P2", "P3", "X", "X2", "Y", "Y2")))
    await _cells(stage, made)
    await stage.granted(_grants(made, ("A", "B", "G", "D", "Q", "E", "C1", "C2")))
    await _ended(stage, made)
    await _members(stage, made)
    await asyncio.gather(_transfers(stage, made), _letters(stage, made), _plans(stage, made), _season(stage, made))
    return made


def _grants(made: Things, names: tuple[str, ...]) -> list[tuple[str, str, UUID]]:
    """Every role at each of these places; a secretary is one of a cell."""
    return [
        (account(role, name), role, made.places[name])
        for name in names
        for role in Role
        if role != Role.CELL_SECRETARY or name in CELLS
    ]


async def _known_places(stage: Stage, made: Things) -> None:
    """Provinces and communes of the tree that is there from the beginning."""
    for name, code in (("root", "00"), ("P", "79"), ("P2", "82"), ("P3", "01")):
        made.codes[name] = code
        answer = await stage.client.read("organization", f"/organizations/{code}")
        made.places[name] = UUID(msgspec.json.decode(answer)["organization"])
    await stage.granted([("matrix.reader", "operator", made.places["root"])])
    query = "query($c: String) { organization(code: $c) { children(first: 12) { nodes { id code } } } }"
    for names, above in ((("X", "X2"), "79"), (("Y", "Y2"), "82"), (("Z",), "01")):
        answer = await stage.asked("matrix.reader", "operator", query, c=above)
        nodes = answer["organization"]["children"]["nodes"]
        for name, node in zip(names, nodes[-len(names) :], strict=True):
            made.codes[name], made.places[name] = node["code"], id_behind(node["id"], "Organization")


async def _cells(stage: Stage, made: Things) -> None:
    """A cell that is acted on, one beside it, a group below it, one far away, one that will end, two in plans."""
    above = {"A": "X", "B": "X", "E": "X", "C1": "X", "C2": "X", "D": "Y", "Q": "Z", "G": "A"}
    officers = [("matrix.founder", OFFICER, made.places[name]) for name in ("P", "P2", "P3")]
    await stage.granted([*officers, (DRAFTER, OFFICER, made.places["P"])])
    for name, parent in above.items():
        more = {"type": "GROUP"} if name == "G" else {"type": "CELL", "setting": "VILLAGE"}
        given = {"parentId": made.place(parent), "name": f"Chi bộ {name}", "effectiveOn": "2025-07-01", **more}
        thing = await stage.did("matrix.founder", OFFICER, "foundOrganization", "organization", **given)
        made.places[name] = id_behind(thing, "Organization")
        answer = await stage.asked(
            "matrix.founder", OFFICER, "query($i: ID!) { organization(id: $i) { code } }", i=thing
        )
        made.codes[name] = answer["organization"]["code"]
    given = {"parentId": made.place("root"), "name": "Đảng ủy ở ngoài", "type": "CENTRAL_BLOC", "external": True,
             "effectiveOn": "2025-07-01"}  # fmt: skip
    thing = await stage.did(account(OFFICER, "root"), OFFICER, "foundOrganization", "organization", **given)
    made.places["F"] = id_behind(thing, "Organization")


async def _ended(stage: Stage, made: Things) -> None:
    """A cell that has been merged into the one that is acted on: what was held there counts for nothing."""
    merged = {"kind": "MERGE_INTO", "sources": [made.place("E")], "target": made.place("A")}
    await _plan(stage, made, "ended", [merged], until="executeRestructuring")
    query = "query($i: ID!) { organization(id: $i) { status } }"
    for _ in range(200):
        answer = await stage.asked("matrix.reader", "operator", query, i=made.place("E"))
        if answer["organization"]["status"] != "ACTIVE":
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the cell has not ended")


async def _plan(stage: Stage, made: Things, name: str, operations: list[dict], *, until: str = "") -> None:
    """A plan of the province's officer, taken as far as `until`; the digest is kept."""
    drafter, approver = (DRAFTER, OFFICER), (account(APPROVER, "P"), APPROVER)
    thing = "restructuring"
    made.ids[name] = await stage.did(
        *drafter, "draftRestructuring", thing, title="Sắp xếp", effectiveOn=TODAY.isoformat()
    )
    of = {"restructuringId": made.ids[name]}
    await stage.did(*drafter, "addOperations", thing, operations=operations, **of)
    await stage.did(*drafter, "dryRunRestructuring", thing, **of)
    query = "query($i: ID!) { restructuring(id: $i) { report { digest } } }"
    digest = (await stage.asked(*drafter, query, i=made.ids[name]))["restructuring"]["report"]["digest"]
    made.codes[f"digest of {name}"] = digest
    for step in ("approveRestructuring", "executeRestructuring"):
        if until in (step, "executeRestructuring"):
            await stage.did(*approver, step, thing, digest=digest, **of)


async def _plans(stage: Stage, made: Things) -> None:
    """One as drafted, one approved, one that waits for the receiving side."""
    renamed = {"kind": "RENAME", "name": "Chi bộ tên mới"}
    await _plan(stage, made, "plan", [{**renamed, "sources": [made.place("A")]}])
    await _plan(stage, made, "approved", [{**renamed, "sources": [made.place("C1")]}], until="approveRestructuring")
    moved = {"kind": "TRANSFER_ORG", "sources": [made.place("C2")], "target": made.place("Y")}
    await _plan(stage, made, "handed over", [moved], until="approveRestructuring")


async def _members(stage: Stage, made: Things) -> None:
    """A member for every transfer that is open at once, and one who stays."""
    here = ("member", "review", "endorse", "issued", "outside", "home")
    there = ("receive", "present", "admit", "stay")
    for names, cell in ((here, "A"), (there, "D")):
        secretary = account(SECRETARY, cell)
        for name in names:
            number = next(_number)
            given = {
                "organizationId": made.place(cell), "fullName": "Nguyễn Văn Mẫu", "personalId": f"0791991{number:05}",
                "dateOfBirth": "1940-02-03", "state": "FULL", "fileNumber": f"{number:06} MT",
                "homeSince": "2025-07-01", "admittedOn": "1970-01-01", "fullMemberOn": "1971-01-01",
            }  # fmt: skip
            thing = await stage.did(secretary, SECRETARY, "registerMember", "member", **given)
            made.ids[f"member {name}"], made.people[name] = thing, id_behind(thing, "Member")
            made.codes[f"file of {name}"] = given["fileNumber"].replace(" ", "")


async def _transfers(stage: Stage, made: Things) -> None:
    """One waits at each hop for the step that is asked for."""
    leaving = ("A", "X")
    coming = ("D", "Y")
    old = {"actedOn": "2026-05-04"}
    await _moved(stage, made, "review", "D", leaving)
    await _moved(stage, made, "endorse", "D", leaving, "reviewTransfer")
    await _moved(stage, made, "issued", "D", leaving, "reviewTransfer", "endorseTransfer", on=old)
    await _moved(stage, made, "outside", "F", leaving, "reviewTransfer", "endorseTransfer")
    await _moved(stage, made, "receive", "A", coming, "reviewTransfer", "endorseTransfer")
    steps = ("reviewTransfer", "endorseTransfer", "receiveTransfer", "presentTransfer")
    await _moved(stage, made, "present", "A", coming, *steps[:3])
    await _moved(stage, made, "admit", "A", coming, *steps)
    stay = {"kind": "TEMPORARY", "returnBy": "2027-05-01"}
    await _moved(stage, made, "stay", "A", coming, *steps, "admitTransfer", more=stay)


async def _moved(
    stage: Stage, made: Things, name: str, to: str, bodies: tuple[str, str], *steps: str, on: dict | None = None,
    more: dict | None = None,
) -> None:  # fmt: skip
    """A transfer, taken as far as these steps."""
    cell, committee = bodies
    takes = {"reviewTransfer": cell, "endorseTransfer": committee, "receiveTransfer": "X", "presentTransfer": "A",
             "admitTransfer": "A"}  # fmt: skip
    given = {
        "memberId": made.ids[f"member {name}"], "kind": "OFFICIAL", "destinationId": made.place(to),
        "reason": "CHANGE_OF_WORK", "effectiveOn": (on or {}).get("actedOn", "2026-11-02"),
        **(on or {}), **(more or {}),
    }  # fmt: skip
    made.ids[name] = await stage.did(account(SECRETARY, cell), SECRETARY, "requestTransfer", "transfer", **given)
    for step in steps:
        role = SECRETARY if takes[step] in ("A", "D") else OFFICER
        said = {"transferId": made.ids[name], **(on or {})}
        await stage.did(account(role, takes[step]), role, step, "transfer", **said)


async def _letters(stage: Stage, made: Things) -> None:
    """A request about data, a service at home with a visit, a record that may be opened."""
    of = {"memberId": made.ids["member member"]}
    officer = account(OFFICER, "X")
    there = {"organizationId": made.place("X"), "kind": "QUARTER", "name": "Khu phố 1", "validFrom": "2025-07-01"}
    made.ids["place"] = await stage.did(officer, OFFICER, "registerPlace", "place", **there)
    sheet = {"organizationId": made.place("A"), "sheet": "MEMBERS", "form": "CSV", "purpose": "REPORT"}
    made.ids["export"] = await stage.did(officer, OFFICER, "requestSheetExport", "export", **sheet)
    made.ids["data"] = await stage.did(officer, OFFICER, "requestMyData", "request", kind="EXPORT", **of)
    home = {"address": "12 ngõ 3", "neighbourhood": "Khu phố 1", "consent": True, "weak": True, **of}
    home |= {"service": "BADGE_DOSSIER_AT_HOME", "organizationId": made.place("X")}
    made.ids["home"] = await stage.did(officer, OFFICER, "requestHomeService", "homeService", **home)
    planned = {
        "homeServiceId": made.ids["home"],
        "on": TODAY.isoformat(),
        "officer": account("home_visit_officer", "X"),
    }
    await stage.did(officer, OFFICER, "scheduleHomeVisit", "homeService", **planned)


async def _season(stage: Stage, made: Things) -> None:
    """A campaign of the commune, with an evaluation that has been proposed and one that has been decided."""
    officer, secretary = (account(OFFICER, "X"), OFFICER), (account(SECRETARY, "A"), SECRETARY)
    opened = {"organizationId": made.place("X"), "year": TODAY.year, "period": "YEAR"}
    made.ids["campaign"] = await stage.did(*officer, "openCampaign", "campaign", **opened)
    of = {"campaignId": made.ids["campaign"], "subjectKind": "MEMBER"}
    review = {
        "scores": [{"criterion": "COMMON", "points": "25"}, {"criterion": "RESULTS", "points": "60"}],
        "tasks": {"assigned": 20, "onTime": 20, "exceeded": 3, "late": 0},
    }
    for name, member in (("evaluation", "member"), ("decided", "home")):
        subject = {**of, "subjectId": made.ids[f"member {member}"], **review}
        made.ids[name] = await stage.did(*secretary, "submitSelfReview", "evaluation", **subject)
        made.people[name] = made.people[member]
    votes = {"summoned": 6, "present": 6, "excellent": 0, "good": 6, "completed": 0, "notCompleted": 0}
    decided = {"evaluationId": made.ids["decided"]}
    await stage.did(*secretary, "recordCellVote", "evaluation", votes=votes, **decided)
    await stage.did(*secretary, "proposeRating", "evaluation", rating="GOOD", subjectKind="MEMBER", **decided)
    ratings = {"organizationId": made.place("X"), "ratings": [{**decided, "rating": "GOOD"}], **of}
    await stage.did(*officer, "decideRatings", "campaign", **ratings)


def unknown(kind: str) -> str:
    """An id of the API that nothing has."""
    return global_id(kind, uuid4())
