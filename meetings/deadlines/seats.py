"""Committee seats as they are held today, and as they might be: what the page about political balance is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body, Membership, PoliticalGroup, Term
from meetings.bodies.queries import bodies, councillors, groups
from meetings.bodies.queries.spans import runs
from meetings.bodies.rules import Seat
from meetings.deadlines.rules.balance import UNGROUPED, Allocation, Grid, allocation
from meetings.deadlines.rules.balance_check import Violation, violations

#: A group needs this many members.
LEAST = 2
#: What stands in addresses for the members of no group.
NONE = "none"
NEW = "new"
_OWN_SEATS = (Seat.CHAIR, Seat.VICE_CHAIR, Seat.MEMBER)
_MOST = 300


@dataclass(frozen=True)
class GroupNow:
    """A political group, or those of none, with its members."""

    slug: str
    name: str
    members: int


@dataclass(frozen=True)
class CommitteeNow:
    """A committee whose seats are shared: how many it has and how many each group holds."""

    slug: str
    name: str
    seats: int
    held: Mapping[str, int] = field(default_factory=dict)
    #: nobody entered how many seats it has: those who sit there are counted
    guessed: bool = False


@dataclass(frozen=True)
class CouncilNow:
    """The council's groups and ordinary committees on a day."""

    groups: tuple[GroupNow, ...]
    committees: tuple[CommitteeNow, ...]


def council_now(session: Session, on: date) -> CouncilNow:
    """Groups, committees and seats. Four queries."""
    found = [GroupNow(g.slug, g.name, g.councillors) for g in groups(session, on) if g.councillors]
    rest = len(councillors(session, on)) - sum(g.members for g in found)
    held = _held(session, on)
    committees = []
    for body in bodies(session):
        if body.counts_for_balance:
            row = held.get(body.id, {})
            seats = body.seats or sum(row.values())
            committees.append(CommitteeNow(body.slug, body.name, seats, row, not body.seats))
    ordered = sorted(found, key=lambda g: (-g.members, g.name))
    return CouncilNow((*ordered, GroupNow(NONE, UNGROUPED, rest)), tuple(committees))


def _held(session: Session, on: date) -> dict[str, dict[str, int]]:
    """By body and group: the seats that councillors hold."""
    group = func.coalesce(PoliticalGroup.name, UNGROUPED)
    query = (
        select(Membership.body_id, group, func.count(Membership.id))
        .join(Body, Body.id == Membership.body_id)
        .outerjoin(Term, and_(Term.person_id == Membership.person_id, runs(Term, on)))
        .outerjoin(PoliticalGroup, PoliticalGroup.id == Term.group_id)
        .where(Body.counts_for_balance, Membership.seat.in_(_OWN_SEATS), runs(Membership, on))
        .group_by(Membership.body_id, group)
    )
    found: dict[str, dict[str, int]] = {}
    for body_id, name, number in session.execute(query):
        found.setdefault(body_id, {})[name] = number
    return found


@dataclass(frozen=True)
class Scenario:
    """What is asked: members by group, seats by committee, and a grid somebody drew up (None: propose one)."""

    groups: tuple[GroupNow, ...]
    committees: tuple[CommitteeNow, ...]
    grid: Grid | None = None
    #: whether anything differs from how it is
    changed: bool = False

    @property
    def members(self) -> int:
        """All councillors."""
        return sum(g.members for g in self.groups)

    @property
    def weights(self) -> dict[str, int]:
        """The groups that are groups in law: two members or more."""
        return {g.name: g.members for g in self.groups if g.name != UNGROUPED and g.members >= LEAST}

    @property
    def alone(self) -> tuple[str, ...]:
        """Groups of one member: none in law, so counted among those of no group."""
        return tuple(g.name for g in self.groups if g.name != UNGROUPED and g.members == 1)

    @property
    def sizes(self) -> dict[str, int]:
        """Seats by committee."""
        return {c.name: c.seats for c in self.committees if c.seats}

    def columns(self) -> tuple[GroupNow, ...]:
        """The groups in the grid, those of none last."""
        rest = self.members - sum(self.weights.values())
        found = [g for g in self.groups if g.name in self.weights]
        return (*found, GroupNow(NONE, UNGROUPED, rest)) if rest else tuple(found)


def _number(args: Mapping[str, str], name: str, usual: int) -> int:
    text = args.get(name, "").strip()
    return min(int(text), _MOST) if text.isascii() and text.isdecimal() and len(text) < 5 else usual


def _groups(now: CouncilNow, args: Mapping[str, str]) -> tuple[GroupNow, ...]:
    counts = {g.slug: _number(args, f"group-{g.slug}", g.members) for g in now.groups}
    giver, taker = args.get("from", ""), args.get("to", "")
    if counts.get(giver) and taker in counts and taker != giver:
        counts[giver] -= 1
        counts[taker] += 1
    return tuple(GroupNow(g.slug, g.name, counts[g.slug]) for g in now.groups)


def _committees(now: CouncilNow, args: Mapping[str, str]) -> tuple[CommitteeNow, ...]:
    found = [
        CommitteeNow(c.slug, c.name, _number(args, f"seats-{c.slug}", c.seats), c.held, c.guessed)
        for c in now.committees
    ]
    name = " ".join(args.get("new-name", "").split())[:100]
    size = _number(args, "new-seats", 0)
    if name and size and name not in {c.name for c in found}:
        found.append(CommitteeNow(NEW, name, size))
    return tuple(found)


def scenario_of(now: CouncilNow, args: Mapping[str, str]) -> Scenario:
    """What an address asks. Anything that is no number stays as it is."""
    asked = Scenario(_groups(now, args), _committees(now, args))
    changed = asked.groups != now.groups or asked.committees != now.committees
    grid = None
    if args.get("do") == "check":
        grid = {
            c.name: {g.name: _number(args, f"cell-{c.slug}-{g.slug}", 0) for g in asked.columns()}
            for c in asked.committees
            if c.seats
        }
    return Scenario(asked.groups, asked.committees, grid, changed)


@dataclass(frozen=True)
class Outlook:
    """What comes of it: the proposal, the grid that is shown, and what is amiss with that grid."""

    asked: Scenario
    plan: Allocation
    grid: Grid
    wrong: tuple[Violation, ...]

    @property
    def needs_departure(self) -> bool:
        """Whether the grid may stand only if nobody votes against it."""
        return any(v.needs_departure for v in self.wrong)

    @property
    def adds_up(self) -> bool:
        """Whether every seat is given out once."""
        return all(v.principle != "sum" for v in self.wrong)

    def total(self, group: str) -> int:
        """What the grid that is shown gives a group in all."""
        return sum(row.get(group, 0) for row in self.grid.values())

    def held(self, group: str) -> int:
        """What a group holds today on these committees."""
        return sum(self.held_on(c, group) for c in self.asked.committees)

    def held_on(self, committee: CommitteeNow, group: str) -> int:
        """What a group holds today on one of them; groups of one count among those of no group."""
        names = (group, *self.asked.alone) if group == UNGROUPED else (group,)
        return sum(committee.held.get(name, 0) for name in names)


def outlook(asked: Scenario) -> Outlook | None:
    """The proposal and the check. None: there is nobody, or no committee, to share among. Raises Invalid."""
    if not asked.sizes or not asked.members:
        return None
    plan = allocation(asked.members, asked.weights, asked.sizes)
    grid = asked.grid if asked.grid is not None else plan.grid
    return Outlook(asked, plan, grid, violations(asked.members, asked.weights, asked.sizes, grid))
