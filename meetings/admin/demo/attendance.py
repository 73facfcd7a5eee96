"""Who came to a meeting of the demonstration, and how they voted: worked out once, the same every time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from meetings.admin.demo.agenda import DemoAttendance, DemoBallot, DemoVote
from meetings.admin.demo.content import DemoBody, demo_content
from meetings.admin.demo.plans import AgendaPlan, ItemPlan, VotePlan
from meetings.admin.demo.wording import chance
from meetings.bodies.models import BodyKind

#: of a hundred members, how many on average send apologies
_AWAY = {BodyKind.COUNCIL: 6, BodyKind.CABINET: 6}
_AWAY_COMMITTEE = 13
#: a councillor who comes to nothing: the six months are running out
LONG_AWAY = "mcgettrick"
_CHIEF = ("swithinbank", "quayum", "feltwell")


def attendance(body: DemoBody, plan: AgendaPlan, seed: str) -> tuple[DemoAttendance, ...]:
    """Members, substitutes, co-opted members, visiting councillors and officers."""
    needed = plan.names
    away = [k for k in body.members if _is_away(body, plan, needed, k, seed)]
    rows = [DemoAttendance(k, "member", "apologies" if k in away else "present") for k in body.members]
    rows += _substitutes(body, away, needed, seed)
    rows += _co_opted(body, needed, seed)
    known = {r.person for r in rows}
    visiting = [c.key for c in demo_content().councillors if c.key in needed and c.key not in known]
    rows += [DemoAttendance(k, "visitor") for k in visiting]
    guests = [c.key for c in demo_content().co_opted if c.key in needed and c.key not in known]
    rows += [DemoAttendance(k, "visitor") for k in guests]
    return tuple(rows + _officers(body, plan, seed))


def _is_away(body: DemoBody, plan: AgendaPlan, needed: frozenset[str], key: str, seed: str) -> bool:
    if key == body.chair:
        return plan.chair_absent
    if key == LONG_AWAY:
        return True
    if plan.full or key in needed or key == body.vice_chair:
        return False
    return chance(seed, key, "away") % 100 < _AWAY.get(body.kind, _AWAY_COMMITTEE)


def _substitutes(
    body: DemoBody, away: Sequence[str], needed: frozenset[str], seed: str
) -> list[DemoAttendance]:
    """Committees may have substitutes of the same group, who sit neither there nor on the Cabinet."""
    if not body.substitutes:
        return []
    content = demo_content()
    taken = {*body.members, *content.body("cabinet").members, content.body("council").chair, *needed}
    found: list[DemoAttendance] = []
    for key in away:
        group = content.councillor(key).group
        free = [c.key for c in content.councillors if c.group == group and c.key not in taken]
        if free and chance(seed, key, "substitute") % 10 < 6:
            chosen = free[chance(seed, key, "who") % len(free)]
            taken.add(chosen)
            found.append(DemoAttendance(chosen, "substitute", substitute_for=key))
    return found


def _co_opted(body: DemoBody, needed: frozenset[str], seed: str) -> list[DemoAttendance]:
    mine = [c.key for c in demo_content().co_opted if c.body == body.key]
    absent = {k for k in mine if k not in needed and chance(seed, k, "co-opted") % 10 < 2}
    return [DemoAttendance(k, "co_opted", "apologies" if k in absent else "present") for k in mine]


def _officers(body: DemoBody, plan: AgendaPlan, seed: str) -> list[DemoAttendance]:
    chief = _CHIEF if body.kind in (BodyKind.COUNCIL, BodyKind.CABINET) else ()
    authors = dict.fromkeys([*chief, *(i.by for i in plan.items if i.by)])
    clerk = demo_content().clerk(body.key).key
    authors.pop(clerk, None)
    rows = [DemoAttendance(k, "officer") for k in [*authors, clerk]]
    if body.hybrid and len(rows) > 2:
        at = chance(seed, "remote") % (len(rows) - 1)
        rows[at] = replace(rows[at], remote=True)
    return rows


def movable(rows: Iterable[DemoAttendance], body: DemoBody, plan: AgendaPlan) -> list[DemoAttendance]:
    """Members who could have come late or left early without making anything that was said untrue."""
    fixed = {*plan.names, body.chair, body.vice_chair}
    groups = {key for item in plan.items if item.motions for key in (*_groups(item),)}
    content = demo_content()
    here = [r for r in rows if r.capacity == "member" and r.status == "present" and r.person not in fixed]
    return [r for r in here if content.councillor(r.person).group not in groups]


def _groups(item: ItemPlan) -> Iterable[str]:
    for motion in item.motions:
        yield from motion.vote.keys


def presiding(body: DemoBody, rows: Iterable[DemoAttendance]) -> str:
    """The chair, or the vice-chair in the chair's absence."""
    here = {r.person for r in rows if r.status == "present"}
    return body.chair if body.chair in here else body.vice_chair


def voters(rows: Iterable[DemoAttendance], number: int, item: ItemPlan) -> list[str]:
    """Those with a vote at an item: in the room, not out under an interest, co-opted only on education."""
    out = {person for person, _, _, action in item.interests if action != "stayed"}
    votes_on = {c.key: c.votes_on for c in demo_content().co_opted}
    found = []
    for row in rows:
        seat = row.capacity in ("member", "substitute")
        co_opted = row.capacity == "co_opted" and item.education and votes_on[row.person] == "education"
        if (seat or co_opted) and row.here_at(number) and row.person not in out:
            found.append(row.person)
    return found


def vote(plan: VotePlan, people: Sequence[str]) -> DemoVote:
    """The ballots of those people."""
    if plan.casting:
        return DemoVote(_tied(people), plan.named, plan.casting)
    ballots = tuple(DemoBallot(key, _choice(plan, key)) for key in people)
    return DemoVote(ballots, plan.named)


def _choice(plan: VotePlan, key: str) -> str:
    lists = (("for", plan.favour), ("against", plan.against), ("abstain", plan.abstain))
    own = next((choice for choice, names in lists if key in names), None)
    if own is not None:
        return own
    group = _group_of(key)
    return next((choice for choice, names in lists if group in names), "for")


def _tied(people: Sequence[str]) -> tuple[DemoBallot, ...]:
    """Half and half by group, somebody in the middle abstaining if the number is odd."""
    ordered = sorted(
        people, key=lambda k: ("alliance", "independent", "rural", "forward").index(_group_of(k))
    )
    half, odd = divmod(len(ordered), 2)
    choices = ["for"] * half + ["abstain"] * odd + ["against"] * half
    return tuple(DemoBallot(key, choice) for key, choice in zip(ordered, choices, strict=True))


def _group_of(key: str) -> str:
    groups = {c.key: c.group for c in demo_content().councillors}
    return groups.get(key, "")
