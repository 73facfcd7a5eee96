"""Set phrases for minutes, and the words and names that the council writes so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.bodies.queries import councillors
from meetings.db.record import facts_of
from meetings.minutes import queries
from meetings.minutes.document import MinutesDocument, VoteResult
from meetings.minutes.document import Motion as MotionBlock
from meetings.minutes.writing.models import KnownWord, Phrase
from meetings.room.events import MemberArrived
from meetings.schedule.queries import meeting_of

#: What stands in braces in a phrase, and what is put in its place.
FIELDS: Mapping[str, str] = {
    "chair": "who presided",
    "body": "the name of the body",
    "council": "the name of the council",
    "date": "the day of the meeting",
    "place": "where it met",
    "item": "the number of the item",
    "title": "the heading of the item",
    "mover": "who moved the motion of the item",
    "seconder": "who seconded it",
    "for": "votes for, in the item's last vote",
    "against": "votes against",
    "abstained": "abstentions",
}


@dataclass(frozen=True)
class PhraseRow:
    """A phrase as it is offered."""

    id: str
    body_id: str | None
    #: empty: of the council
    body: str
    name: str
    text: str
    language: str
    position: int


def phrases_of(session: Session, body_id: str | None = None) -> list[PhraseRow]:
    """Every phrase, or those that a body is offered: its own first. The starters until somebody has kept one."""
    if session.scalar(select(Phrase.id).limit(1)) is None:
        return [PhraseRow("", None, "", name, text, "en", n) for n, (name, text) in enumerate(STARTERS, 1)]
    query = (
        select(
            Phrase.id, Phrase.body_id, Body.name, Phrase.name, Phrase.text, Phrase.language, Phrase.position
        )
        .outerjoin(Body, Body.id == Phrase.body_id)
        .where(Phrase.removed_at.is_(None))
    )
    if body_id is not None:
        query = query.where(or_(Phrase.body_id.is_(None), Phrase.body_id == body_id))
    rows = session.execute(query.order_by(Phrase.body_id.is_(None), Body.name, Phrase.position, Phrase.id))
    return [PhraseRow(i, b, body or "", n, t, lang, p) for i, b, body, n, t, lang, p in rows]


def words_of_council(session: Session) -> list[str]:
    """The word list, in order."""
    return list(session.scalars(select(KnownWord.word).order_by(KnownWord.key)))


def words_known(session: Session) -> set[str]:
    """The same for the check of names: each word of each entry."""
    return {part for word in words_of_council(session) for part in word.split()}


def names_at(session: Session, meeting_id: str, timezone: ZoneInfo) -> list[str]:
    """Everybody whose name may stand in the minutes: councillors, members of the body, who was there."""
    meeting = meeting_of(session, meeting_id)
    day = meeting.starts_at.astimezone(timezone).date()
    arrived = (e.fact for e in facts_of(session, meeting_id, types=(MemberArrived,)))
    there = [fact.name for fact in arrived if isinstance(fact, MemberArrived)]
    members = [m.name for m in queries.members_at(session, meeting_id, timezone)]
    return sorted({c.name for c in councillors(session, day)} | set(there) | set(members))


def fields_of(document: MinutesDocument) -> dict[str, str]:
    """What the whole meeting puts into a phrase."""
    return {
        "chair": (document.presiding or "").split(",")[0].split(" (")[0],
        "body": document.body,
        "council": document.council,
        "date": document.held_on_words,
        "place": document.place,
    }


def item_fields(document: MinutesDocument) -> dict[str, dict[str, str]]:
    """What each item puts into a phrase, by its id."""
    found: dict[str, dict[str, str]] = {}
    for item in document.items:
        values = {"item": item.number.rstrip("."), "title": item.heading}
        for block in item.blocks:
            if isinstance(block, MotionBlock):
                values |= {"mover": block.mover or "", "seconder": block.seconder or ""}
            elif isinstance(block, VoteResult):
                figures = (block.for_, block.against, block.abstain)
                values |= dict(zip(("for", "against", "abstained"), map(str, figures), strict=True))
        found[item.item_id] = {name: value for name, value in values.items() if value}
    return found


#: Begun with where a council has none: name and text. A body adds its own, and may remove these.
STARTERS: Sequence[tuple[str, str]] = (
    ("Introduced", "{officer} introduced the report and drew attention to {points}."),
    ("Presented", "{member} presented item {item}, {title}."),
    (
        "Whole item: report, discussion, decision",
        "# Report\n{officer} introduced the report on {title} and drew attention to {points}.\n"
        "# Discussion\nDuring discussion the following points were raised:\n- {point}\n- {point}\n"
        "# Reasons\nThe reasons for the decision were {reasons}.",
    ),
    (
        "Whole item: planning application",
        "# Application\n{officer} presented the application and reported {updates}.\n"
        "# Speakers\n{name} spoke against the application.\n{name} spoke for it.\n"
        "# Debate\nMembers considered:\n- {point}\n- {point}",
    ),
    ("Chair welcomed", "{chair} welcomed everyone to the meeting of {body}."),
    ("Noted", "The report was noted."),
    ("Discussion", "During discussion the following points were raised:\n- {point}\n- {point}"),
    ("Question and answer", "{member} asked {question}.\n{officer} replied that {answer}."),
    ("Written answer", "{officer} undertook to give {member} a written answer after the meeting."),
    ("Public speaker", "{name} spoke on item {item} as a member of the public."),
    ("Thanks", "{chair} thanked officers for their work on the report."),
    ("Deferred", "Consideration of item {item} was deferred to a later meeting because {reason}."),
    ("No declarations", "No member present declared an interest in any item of business."),
    (
        "Minutes accurate",
        "The minutes of the last meeting were agreed as a correct record, and {chair} signed them.",
    ),
    ("Moved and seconded", "{mover} moved and {seconder} seconded the recommendation."),
    (
        "Vote in words",
        "On being put to the vote there were {for} votes for and {against} against, with {abstained} abstentions.",
    ),
    ("Reasons", "The reasons for the decision were:\n- {reason}\n- {reason}"),
    ("Alternatives", "{alternative} was considered and rejected because {reason}."),
    ("Site visit", "Members had visited the site before the meeting."),
    ("Left the room", "{member} left the room while this item was considered."),
    ("Date of next meeting", "The next meeting of {body} was to be held on {day}."),
)
