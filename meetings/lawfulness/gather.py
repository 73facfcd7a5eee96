"""What the law asks about one meeting, gathered from the calendar, the record, the agenda and its versions."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper, from_json
from meetings.agendas.events import AgendaUnpublished, SummonsSent
from meetings.agendas.models import AgendaVersion
from meetings.agendas.queries import renditions_of
from meetings.agendas.rules import PaperKind, Tag
from meetings.agendas.summons import SummonsKind
from meetings.bodies.queries import body_of, members_of
from meetings.db.record import RecordedFact, facts_of
from meetings.deadlines.rules.facts import (
    Background,
    BackgroundPaper,
    ItemFacts,
    KeyDecisionFacts,
    MeetingFacts,
    PaperFacts,
    PrivateNotice,
)
from meetings.forwardplan.queries import key_decision_facts, private_notices_of
from meetings.kernel.facts import name_of
from meetings.notifications.models import StoredLetter
from meetings.notifications.rules import LetterKind
from meetings.schedule.events import MeetingAnnounced, MeetingArranged, MeetingChanged
from meetings.schedule.lawfacts import facts_of_meetings
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meetings_between

_YEAR = timedelta(days=366)
#: What an item is about says what the meeting does: a licensing item is a hearing.
_FUNCTIONS = {Tag.PLANNING: "planning", Tag.LICENSING: "licensing-hearing"}


@dataclass(frozen=True)
class PublishedVersion:
    """A version of the agenda with when it was published."""

    number: int
    published_at: datetime
    sha256: str
    content: AgendaContent


@dataclass(frozen=True)
class Opened:
    """When each item and paper could first be read, by id."""

    items: Mapping[str, datetime]
    papers: Mapping[str, datetime]


def published_versions(session: Session, meeting_id: str) -> tuple[PublishedVersion, ...]:
    """Every version that is open, the first one first: none from before the agenda was taken back. Two queries."""
    query = (
        select(AgendaVersion.number, AgendaVersion.published_at, AgendaVersion.sha256, AgendaVersion.content)
        .where(AgendaVersion.meeting_id == meeting_id)
        .order_by(AgendaVersion.number)
    )
    back = _taken_back(session, [meeting_id]).get(meeting_id, 0)
    return tuple(
        PublishedVersion(number, at, sha256, from_json(content))
        for number, at, sha256, content in session.execute(query)
        if number > back
    )


def _taken_back(session: Session, meeting_ids: Collection[str]) -> dict[str, int]:
    """The last version of each meeting's agenda that was taken back. One query."""
    query = select(RecordedFact.stream_id, RecordedFact.data).where(
        RecordedFact.stream_id.in_(meeting_ids), RecordedFact.type == name_of(AgendaUnpublished)
    )
    back: dict[str, int] = {}
    for meeting_id, data in session.execute(query):
        back[meeting_id] = max(back.get(meeting_id, 0), int(json.loads(data)["number"]))
    return back


def gather(
    session: Session,
    meeting: MeetingRow,
    content: AgendaContent,
    tz: ZoneInfo,
    publishing_at: datetime | None = None,
) -> MeetingFacts:
    """Everything about a meeting that a rule asks for.

    `content` is the agenda to judge, `publishing_at` a moment at which what is not published yet would be: the
    question of the officer who is about to publish.
    """
    versions = published_versions(session, meeting.id)
    later = meetings_between(
        session, meeting.starts_at, meeting.starts_at + _YEAR, meeting.body_id, public_only=False
    )
    known = [meeting, *(m for m in later if m.id != meeting.id and m.status is not MeetingStatus.CANCELLED)]
    facts = facts_of_meetings(session, known)[meeting.id]
    body = body_of(session, meeting.body_id)
    named = {_FUNCTIONS[tag] for i in content.items for tag in map(Tag, i.tags) if tag in _FUNCTIONS}
    return replace(
        facts,
        starts_at=meeting.starts_at.astimezone(tz),
        time_zone=tz.key,
        functions=facts.functions | named,
        convened_at=_called_at(session, meeting) or publishing_at,
        notice_at=_told_anew(session, meeting, versions),
        agenda_at=facts.agenda_at or publishing_at,
        items=_items(session, meeting, content, _opened(versions), publishing_at),
        seats=facts.seats or _voting_members(session, meeting, facts.on),
        quorum=body.quorum,
    )


def first_published(session: Session, facts: Mapping[str, MeetingFacts]) -> Mapping[str, MeetingFacts]:
    """The facts with when each meeting's agenda was first open, and has been since. Two queries."""
    back = _taken_back(session, list(facts))
    query = select(AgendaVersion.meeting_id, AgendaVersion.number, AgendaVersion.published_at).where(
        AgendaVersion.meeting_id.in_(list(facts))
    )
    first: dict[str, datetime] = {}
    for meeting_id, number, at in sorted(session.execute(query), key=lambda row: -row[1]):
        if number > back.get(meeting_id, 0):
            first[meeting_id] = at
    return {key: replace(f, agenda_at=first.get(key)) for key, f in facts.items()}


def summoned(session: Session, facts: Mapping[str, MeetingFacts]) -> Mapping[str, MeetingFacts]:
    """The facts with when the members were first summoned: when the first letter left, or, where nobody is written
    to by mail, when the officer sent it by post. A letter that waits summons nobody. Two queries.
    """
    left = (
        select(StoredLetter.meeting_id, func.min(StoredLetter.sent_at))
        .where(StoredLetter.meeting_id.in_(list(facts)), StoredLetter.kind == LetterKind.SUMMONS)
        .where(StoredLetter.sent_at.is_not(None))
        .group_by(StoredLetter.meeting_id)
    )
    first = {str(meeting_id): at for meeting_id, at in session.execute(left) if at is not None}
    posted = (
        select(RecordedFact.stream_id, RecordedFact.data, RecordedFact.at)
        .where(RecordedFact.stream_id.in_(list(facts)), RecordedFact.type == name_of(SummonsSent))
        .order_by(RecordedFact.seq)
    )
    for meeting_id, data, at in session.execute(posted):
        sent = json.loads(data)
        if sent["kind"] == SummonsKind.SUMMONS.value and not sent["letters"] and sent["by_post"]:
            first[meeting_id] = min(first.get(meeting_id, at), at)
    return {key: replace(f, summons_at=first.get(key)) for key, f in facts.items()}


def _opened(versions: Sequence[PublishedVersion]) -> Opened:
    items: dict[str, datetime] = {}
    papers: dict[str, datetime] = {}
    for version in versions:
        for item in version.content.items:
            items.setdefault(item.id, version.published_at)
        for paper in version.content.all_papers():
            if not paper.to_follow:
                papers.setdefault(paper.id, version.published_at)
    return Opened(items, papers)


def _told_anew(
    session: Session, meeting: MeetingRow, versions: Sequence[PublishedVersion]
) -> datetime | None:
    """When time or place was last changed after the agenda was open: that is a new notice. None: it never was."""
    if not versions:
        return None
    told: datetime | None = None
    last: tuple[datetime, str] | None = None
    for entry in facts_of(session, meeting.id, types=(MeetingArranged, MeetingChanged)):
        assert isinstance(entry.fact, MeetingArranged | MeetingChanged)
        where = (entry.fact.starts_at, entry.fact.place)
        if last is not None and where != last and entry.at > versions[0].published_at:
            told = entry.at
        last = where
    return told


def _called_at(session: Session, meeting: MeetingRow) -> datetime | None:
    """When the public was first told of it."""
    announced = next(iter(facts_of(session, meeting.id, types=(MeetingAnnounced,))), None)
    return announced.at if announced else None


def _voting_members(session: Session, meeting: MeetingRow, on: date) -> int:
    return sum(m.seat.votes for m in members_of(session, meeting.body_id, on))


def _items(
    session: Session,
    meeting: MeetingRow,
    content: AgendaContent,
    opened: Opened,
    publishing_at: datetime | None,
) -> tuple[ItemFacts, ...]:
    keys = key_decision_facts(session, meeting.id)
    private = private_notices_of(session, meeting.id)
    scanned = _scanned(session, content)
    return tuple(
        _item(item, opened, publishing_at, keys, private, scanned)
        for item in content.items
        if not (item.is_heading or item.withdrawn)
    )


def _scanned(session: Session, content: AgendaContent) -> frozenset[str]:
    rows = renditions_of(session, [p.id for p in content.all_papers()])
    return frozenset(paper_id for paper_id, rendition in rows.items() if rendition.scanned)


def _item(
    item: ContentItem,
    opened: Opened,
    publishing_at: datetime | None,
    keys: Mapping[str, KeyDecisionFacts],
    private: Mapping[str, PrivateNotice],
    scanned: frozenset[str],
) -> ItemFacts:
    entry = item.key_decision_id or ""
    return ItemFacts(
        id=item.id,
        title=item.title,
        number=item.number,
        public_at=opened.items.get(item.id, publishing_at),
        has_decision=bool(item.recommendation),
        urgent_reason=item.urgent_reason,
        urgent_by=item.urgent_by,
        sensitivity=item.sensitivity,
        paragraphs=item.exempt_paragraphs,
        interest_test=item.interest_test,
        review_on=item.review_on,
        negotiation=item.negotiation,
        tags=frozenset(item.tags),
        key_decision=keys.get(entry),
        private_notice=private.get(entry),
        papers=tuple(_paper(p, opened, publishing_at, scanned) for p in item.papers if not p.withdrawn),
    )


def _paper(
    paper: ContentPaper, opened: Opened, publishing_at: datetime | None, scanned: frozenset[str]
) -> PaperFacts:
    listed = tuple(BackgroundPaper(b.title, b.published) for b in paper.background)
    said = Background.LISTED if listed else Background.NONE if paper.background_declared else Background.BLANK
    return PaperFacts(
        id=paper.id,
        title=paper.title,
        is_report=paper.kind is PaperKind.REPORT,
        public_at=None if paper.to_follow else opened.papers.get(paper.id, publishing_at),
        sensitivity=paper.sensitivity,
        paragraphs=paper.exempt_paragraphs,
        interest_test=paper.interest_test,
        review_on=paper.review_on,
        background=said,
        background_papers=listed,
        scanned=paper.id in scanned,
        to_follow=paper.to_follow,
    )
