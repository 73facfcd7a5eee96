"""The register of votes: every declared vote with its figures and, where they were recorded, its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from meetings.kernel.secrecy import Audience, may_see_names
from meetings.motions.queries import MotionRow, motions_of
from meetings.motions.rules import MotionKind
from meetings.registers.document import Cell, Kind, Register, Table, cell
from meetings.registers.scope import ItemLine, Scope, items_of, link_to, listing, open_to
from meetings.schedule.queries import MeetingRow
from meetings.voting.around import OwnVoteRow, own_votes_of
from meetings.voting.methods import METHODS
from meetings.voting.queries import VoteView, votes_of
from meetings.voting.rules import Choice, Outcome, VoteState

HEAD = ("Item and motion", "For", "Against", "Abstained", "No vote", "Result")
NOTES = (
    "Listed are votes that were declared. What was agreed without a vote has no figures and is not listed.",
    "Names are listed where it was announced before the vote that they are recorded, and where a member asked straight "
    "after it that their own vote be recorded. Of other votes only the figures are known.",
    "“No vote” is who was present and entitled and cast none. It is not an abstention.",
)
SIDES = {Choice.FOR: "For", Choice.AGAINST: "Against", Choice.ABSTAIN: "Abstained", None: "No vote cast"}
_KINDS = {
    MotionKind.SUBSTANTIVE: "",
    MotionKind.AMENDMENT: "Amendment: ",
    MotionKind.PROCEDURAL: "Procedure: ",
}


def votes_register(session: Session, scope: Scope) -> Register:
    """The register of a meeting or a period. A few queries for each meeting."""
    items = items_of(session, scope)
    tables = []
    found: list[MotionRow] = []
    for meeting in scope.meetings:
        rows = tuple(_rows(session, scope, meeting, items, found))
        if rows:
            on = f"{scope.held(meeting).day} {scope.held(meeting):%B %Y}"
            tables.append(
                Table(f"Meeting of {on}" if not scope.of_one else "Votes", HEAD, rows, (1, 2, 3, 4))
            )
    return Register(
        Kind.VOTES,
        scope.council,
        scope.body,
        scope.when,
        (),
        tuple(tables),
        NOTES,
        "No vote was declared.",
        restricted=_restricted(scope, items, found),
    )


def _rows(
    session: Session,
    scope: Scope,
    meeting: MeetingRow,
    items: dict[tuple[str, str], ItemLine],
    found: list[MotionRow],
) -> Iterator[tuple[Cell, ...]]:
    votes = [v for v in votes_of(session, meeting.id) if v.declared_at is not None]
    if not votes:
        return
    motions = {m.id: m for m in motions_of(session, meeting.id)}
    own = own_votes_of(session, [v.id for v in votes])
    for vote in votes:
        decided = [motions[m] for m in (vote.motion_id, *vote.also) if m in motions]
        readable = [
            m
            for m in decided
            if open_to(
                scope,
                items.get((meeting.id, m.item_id or "")),
                of_item=m.item_id is not None,
                private=m.private,
            )
        ]
        # A vote that decided something exempt as well is listed whole or not at all.
        if readable and len(readable) == len(decided):
            item = items.get((meeting.id, readable[0].item_id or ""))
            found += readable
            yield _row(scope, meeting, vote, readable, item, own.get(vote.id, []))


def _row(
    scope: Scope,
    meeting: MeetingRow,
    vote: VoteView,
    motions: list[MotionRow],
    item: ItemLine | None,
    own: list[OwnVoteRow],
) -> tuple[Cell, ...]:
    title = item.said if item else "No item"
    href = f"/votes/{vote.id}" if _has_page(item, motions) else link_to(scope, meeting)
    texts = [f"{_KINDS[m.kind]}{on_one_line(m.text)}" for m in motions]
    if vote.state is VoteState.VOID:
        void = f"Declared void: {vote.void_reason.rstrip('.')}" if vote.void_reason else "Declared void"
        return (cell(title, *texts, href=href), cell(), cell(), cell(), cell(), cell(void))
    tally = vote.tally
    figures = (tally.for_, tally.against, tally.abstain, tally.none) if tally else ("", "", "", "")
    return (
        cell(title, *texts, *names_of(scope, vote, own), href=href),
        *(cell(figure) for figure in figures),
        cell(*_result(vote)),
    )


def _restricted(scope: Scope, items: dict[tuple[str, str], ItemLine], motions: list[MotionRow]) -> bool:
    """Whether something in it is not for the public."""
    return any(
        not open_to(
            replace(scope, audience=Audience.PUBLIC),
            items.get((m.meeting_id, m.item_id or "")),
            of_item=m.item_id is not None,
            private=m.private,
        )
        for m in motions
    )


def on_one_line(text: str) -> str:
    """A motion of several paragraphs in a row."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(
        f"{line.rstrip('.;')};" if n + 1 < len(lines) and line[-1] != ":" else line
        for n, line in enumerate(lines)
    )


def names_of(scope: Scope, vote: VoteView, own: list[OwnVoteRow]) -> list[str]:
    """The names that may be known: all of a recorded vote, otherwise only of those who asked for it."""
    if may_see_names(recorded=vote.is_recorded, declared=True, audience=scope.audience):
        sides = ((SIDES[choice], vote.names(choice)) for choice in (*Choice, None))
        return [f"{side}: {listing(names)}" for side, names in sides if names]
    return [f"Recorded at their wish: {row.name}, {SIDES[row.choice].lower()}" for row in own]


def _result(vote: VoteView) -> Iterator[str]:
    yield {
        Outcome.CARRIED: "Carried",
        Outcome.LOST: "Lost",
        Outcome.TIED: "Tied",
        Outcome.UNDECIDED: "Not decided",
    }[vote.outcome or Outcome.UNDECIDED]
    if not METHODS[vote.basis].has_casting:
        yield METHODS[vote.basis].label
    if vote.casting is not None:
        yield f"Casting vote: {SIDES[vote.casting].lower()}"
    yield "Names recorded" if vote.is_recorded else "Figures only"


def _has_page(item: ItemLine | None, motions: list[MotionRow]) -> bool:
    """Whether everybody may read the vote's own page."""
    return (item is None or item.sensitivity.value == "public") and not any(m.private for m in motions)
