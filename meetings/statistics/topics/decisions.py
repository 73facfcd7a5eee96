"""Decisions by kind, for the council and for each committee."""

from __future__ import annotations

from collections import Counter, defaultdict

from meetings.statistics.charts import Bar
from meetings.statistics.queries.business import appointments_made, motions
from meetings.statistics.rules.decided import Decided, decided
from meetings.statistics.rules.facts import Moved
from meetings.statistics.tables import Figure, Note, Table, Topic, chart_of
from meetings.statistics.topics.ask import Ask

_NOTHING = "Nothing was decided in this period."
_HEAD = (
    "Decisions",
    "Resolved",
    "Recommended",
    "Without a vote",
    "By vote",
    "Unanimous",
    "Amended first",
    "Motions lost",
    "Appointments",
    "Items taken in private",
)


def decisions(ask: Ask) -> Topic:
    """The subject whole."""
    moved = motions(ask.session, ask.scope, ask.items)
    made = appointments_made(ask.session, ask.scope, ask.items)
    whole = decided(moved)
    said = _NOTHING
    if whole.carried or whole.lost:
        many = "motion was" if whole.carried == 1 else "motions were"
        said = (
            f"{whole.carried} {many} carried: {whole.by_assent} without a vote and {whole.by_vote} by vote, "
            f"{whole.unanimous} of these unanimously. {whole.lost} {'was' if whole.lost == 1 else 'were'} lost."
        )
    tables = (_kinds(ask, whole, sum(made.values())), _by_body(ask, moved, made))
    figures = (Figure(str(whole.carried), "decisions"),) if whole.carried > 1 else ()
    return Topic("decisions", "Decisions", said, tables, _how(ask), figures)


def _how(ask: Ask) -> tuple[Note, ...]:
    hidden = (
        "Decisions taken in private are counted here."
        if ask.desk
        else "Decisions taken in private are left out; how many items were taken in private is on the agenda."
    )
    return (
        Note(
            "A decision is a motion of substance that was carried. It is recommended, and not resolved, where it "
            "asks another body to decide. Without a vote: nobody asked for one. Unanimous: taken by vote, somebody "
            "for, nobody against, nobody abstaining."
        ),
        ask.cited(f"Amendments and procedural motions are counted apart. {hidden}", "AG-4"),
    )


def exempt_items(ask: Ask) -> Counter[str]:
    """By body, the items on the agendas of these meetings that are not open to the public."""
    found: Counter[str] = Counter()
    for meeting_id, items in ask.items.items():
        held = ask.by_id.get(meeting_id)
        if held is not None:
            found[held.body_id] += sum(not item.public for item in items.values())
    return found


def _kinds(ask: Ask, d: Decided, appointments: int) -> Table:
    kinds = [
        ("Resolved", d.resolved),
        ("Recommended to another body", d.recommended),
        ("Motions lost", d.lost),
        ("Withdrawn, fallen, adjourned or referred", d.other),
        ("Appointments made", appointments),
        ("Amendments carried or accepted", d.amendments_carried),
        ("Amendments lost", d.amendments_lost),
        ("Procedural motions carried", d.procedural),
    ]
    how = [
        ("Of the decisions: without a vote", d.by_assent),
        ("Of the decisions: by vote", d.by_vote),
        ("Of those by vote: unanimous", d.unanimous),
        ("Of those by vote: names recorded", d.recorded),
        ("Of those by vote: by a casting vote", d.casting),
        ("Of the decisions: after an amendment", d.amended),
        ("Resolutions to exclude the public", d.exclusions),
        ("Items taken in private", sum(exempt_items(ask).values())),
    ]
    if ask.desk:
        how.append(("Of the decisions: taken in private", d.private))
    rows = [*kinds, *how] if any(n for _, n in (*kinds, *how)) else []
    return Table(
        "decisions-by-kind",
        "By kind",
        ("Kind", "Number"),
        tuple(rows),
        (1,),
        chart_of(
            "decisions-by-kind",
            "Decisions by kind",
            "; ".join(f"{name}: {n}" for name, n in kinds),
            [Bar(name, (n,), str(n)) for name, n in kinds],
        ),
        _NOTHING,
    )


def _by_body(ask: Ask, moved: tuple[Moved, ...], made: Counter[str]) -> Table:
    own: dict[str, list[Moved]] = defaultdict(list)
    appointed: Counter[str] = Counter()
    for motion in moved:
        own[ask.by_id[motion.meeting_id].body_id].append(motion)
    for meeting_id, number in made.items():
        appointed[ask.by_id[meeting_id].body_id] += number
    exempt = exempt_items(ask)
    found = [(h, decided(own[b]), appointed[b], exempt[b]) for b, h in ask.bodies.items()]
    return Table(
        "decisions-by-committee",
        "By committee",
        ("Committee", *_HEAD),
        tuple((ask.body(h), *_cells(d), appointments, private) for h, d, appointments, private in found),
        tuple(range(1, len(_HEAD) + 1)),
        chart_of(
            "decisions-by-committee",
            "Decisions by committee",
            "; ".join(
                f"{h.body_name}: {d.by_assent} without a vote, {d.by_vote} by vote" for h, d, _, _ in found
            ),
            [Bar(h.body_name, (d.by_assent, d.by_vote), str(d.carried)) for h, d, _, _ in found],
            "Without a vote",
            "By vote",
        ),
        _NOTHING,
    )


def _cells(d: Decided) -> tuple[int, ...]:
    return d.carried, d.resolved, d.recommended, d.by_assent, d.by_vote, d.unanimous, d.amended, d.lost
