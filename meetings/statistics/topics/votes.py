"""Recorded votes by member, and how often groups voted alike."""

from __future__ import annotations

from functools import lru_cache

from meetings.statistics.charts import Bar
from meetings.statistics.rules.facts import Recorded
from meetings.statistics.rules.votes import VoteTally, agreement, by_member
from meetings.statistics.tables import Cell, Cells, Note, Table, Topic, chart_of, day_cell, of, share
from meetings.statistics.topics.ask import Ask
from meetings.voting.rules import Choice

KEYS = ("For", "Against", "Abstained", "No vote cast")
COLUMNS = ("For", "Against", "Abstained", "No vote cast", "On the roll", "Not on the roll")
NOTHING = "No vote with names was taken in this period."
WORDS = {Choice.FOR: "For", Choice.AGAINST: "Against", Choice.ABSTAIN: "Abstained", None: "No vote cast"}
_OUTCOMES = {"carried": "Carried", "lost": "Lost", "tied": "Tied, not carried", "undecided": "Undecided"}


def votes(ask: Ask) -> Topic:
    """The subject whole."""
    found = ask.recorded
    tallies = by_member(found, ask.by_id, ask.seats)
    people = sorted(ask.people(*tallies).values(), key=lambda p: (p.sort_name.casefold(), p.id))
    drawn = [(p.name, tallies[p.id]) for p in people if tallies[p.id].on_rolls]
    members = Table(
        "votes-by-member",
        "By member",
        ("Member", *COLUMNS),
        tuple((ask.member(p), *vote_cells(tallies[p.id])) for p in people),
        tuple(range(1, 7)),
        chart_of(
            "votes-by-member",
            "Recorded votes by member",
            f"For each of {len(drawn)} members: votes for, against, abstentions, and votes in which they were "
            "present and cast none. The table below has the figures.",
            [vote_bar(name, t) for name, t in drawn],
            *KEYS,
        ),
        NOTHING,
    )
    return Topic("votes", "Recorded votes", _sentence(found), (members, _list(ask, found)), how_counted(ask))


def _sentence(found: tuple[Recorded, ...]) -> str:
    if not found:
        return f"{NOTHING} In most votes only the totals are recorded."
    return (
        f"Names were recorded in {len(found)} {'vote' if len(found) == 1 else 'votes'}. Votes of which only the totals "
        "were announced are not in these figures: nobody is told how a member voted in them."
    )


def how_counted(ask: Ask) -> tuple[Note, ...]:
    """The rules of counting, with the law."""
    return (
        Note(
            "Only votes in which the name and the vote of each member were recorded and declared are counted. Votes "
            "by totals, shows of hands, secret ballots and votes declared void are not."
        ),
        ask.cited(
            "Names are recorded where the law asks for it, and where members ask under standing orders.",
            "ME-7",
        ),
        Note(
            "“No vote cast” is present and entitled to vote, and neither for, against nor abstaining: it is not an "
            "abstention. “Not on the roll” is a member of the committee that day who was not there, or was out "
            "because of an interest. A substitute’s votes are the substitute’s own."
        ),
    )


def vote_cells(t: VoteTally) -> tuple[Cells, ...]:
    """A tally as the columns of a table."""
    return t.for_, t.against, t.abstain, t.none, t.on_rolls, t.away


def vote_bar(label: str, t: VoteTally) -> Bar:
    """A tally as a line of a chart."""
    return Bar(label, (t.for_, t.against, t.abstain, t.none), str(t.on_rolls))


def what(vote: Recorded) -> Cell:
    """The item or, without one, the first words of the motion, with the way to the vote's page."""
    name = f"{vote.number} {vote.title}".strip()
    if vote.kind.value == "amendment":
        name = f"Amendment: {name}"
    elif vote.kind.value == "procedural":
        name = f"Procedural motion: {name}" if name else "Procedural motion"
    return Cell(name or _first_words(vote.text), href=f"/votes/{vote.id}")


@lru_cache(maxsize=512)
def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def _list(ask: Ask, found: tuple[Recorded, ...]) -> Table:
    rows: list[tuple[Cells, ...]] = []
    for vote in found:
        choices = [c for _, c in vote.roll]
        counts = tuple(choices.count(c) for c in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, None))
        held = ask.by_id[vote.meeting_id]
        rows.append((what(vote), held.body_name, day_cell(held.day), *counts, _OUTCOMES[vote.outcome.value]))
    return Table(
        "recorded-votes",
        "Every recorded vote",
        ("Vote", "Committee", "Day", *KEYS, "Result"),
        tuple(rows),
        (3, 4, 5, 6),
        empty=NOTHING,
    )


def groups(ask: Ask) -> Topic:
    """How often groups took the same side."""
    found = ask.recorded
    pairs, unity = agreement(found, ask.by_id, ask.group_on)
    both = Table(
        "groups-together",
        "Two groups on the same side",
        ("Group", "and", "Votes in which both took a side", "The same side", "The same side, %"),
        tuple((p.first, p.second, p.votes, p.same, share(p.same, p.votes)) for p in pairs),
        (2, 3, 4),
        chart_of(
            "groups-together",
            "How often two groups took the same side",
            "; ".join(f"{p.first} and {p.second}: {of(p.same, p.votes)}" for p in pairs),
            [
                Bar(f"{p.first} and {p.second}", (p.same, p.votes - p.same), of(p.same, p.votes))
                for p in pairs
            ],
            "The same side",
            "Different sides",
        ),
        "There is no recorded vote in which two groups took a side in this period.",
    )
    one = Table(
        "groups-whole",
        "All of a group on one side",
        ("Group", "Votes in which two or more took a side", "All on one side", "All on one side, %"),
        tuple((u.group, u.votes, u.whole, share(u.whole, u.votes)) for u in unity),
        (1, 2, 3),
        empty="There is no recorded vote to count in this period.",
    )
    sentence = (
        f"Counted from {len(found)} recorded {'vote' if len(found) == 1 else 'votes'}." if found else NOTHING
    )
    return Topic("groups", "Groups voting alike", sentence, (both, one), _careful())


def _careful() -> tuple[Note, ...]:
    return (
        Note(
            "A group’s side is that of most of its members who voted for or against; where these are equal it took "
            "none, and the vote is left out. Who was in which group is taken as it was on the day of the vote. "
            "Members without a group are left out."
        ),
        Note(
            "Read these figures with care. They say how votes fell, not why. Only recorded votes are known, and those "
            "are mostly the disputed ones. Several votes on one item count several times. Percentages are left out "
            "below 10 votes."
        ),
    )
