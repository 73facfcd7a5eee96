"""Reads about minutes: where they stand, what each version says, and what the public may read of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.queries import published_agenda
from meetings.bodies.models import Body
from meetings.bodies.queries import Member, body_of, council_name, members_of
from meetings.db.record import Entry, facts_of
from meetings.deadlines.queries import law_of, overrides_of
from meetings.deadlines.rules.book import known_rule
from meetings.kernel.errors import NotFound
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.document_json import from_data
from meetings.minutes.drafting import FACTS, ActionNote, Passed, Setting, draft
from meetings.minutes.events import MinutesDrafted
from meetings.minutes.house.queries import in_house_style
from meetings.minutes.life.queries import as_opened
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.recorded import recorded_of
from meetings.minutes.representations import representations_of
from meetings.minutes.rules import public_rendition
from meetings.room.events import ItemTaken, MeetingOpened
from meetings.schedule.models import Meeting, MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

NO_MINUTES = "There are no minutes of this meeting yet."


@dataclass(frozen=True)
class MinutesRow:
    """Where minutes stand. `version` is the newest, `public_version` the one the public reads (0: none)."""

    meeting_id: str
    status: MinutesStatus
    version: int
    public_version: int
    approved_at: datetime | None
    approved_by: str
    published_at: datetime | None
    confirmed_on: date | None
    signed_by: str
    #: of the public version
    pdf_sha256: str | None
    #: the meeting that confirmed them and its motion, where that is known
    confirmed_at_meeting_id: str | None = None
    confirmed_by_motion_id: str | None = None

    @property
    def is_public(self) -> bool:
        """Whether the public reads any version."""
        return self.public_version > 0

    @property
    def is_confirmed(self) -> bool:
        """Whether they are the signed record."""
        return self.status is MinutesStatus.CONFIRMED


@dataclass(frozen=True)
class VersionRow:
    """A version without its content."""

    number: int
    written_at: datetime
    written_by: str
    note: str
    sha256: str
    pdf_sha256: str | None
    full_pdf_sha256: str | None
    pdf_error: str


def minutes_of(session: Session, meeting_id: str) -> MinutesRow | None:
    """Where the minutes of a meeting stand; None before there are any. One query."""
    row = session.execute(_rows().where(Minutes.meeting_id == meeting_id)).one_or_none()
    return None if row is None else _row(row)


def minutes_status_of(session: Session, meeting_ids: Iterable[str]) -> dict[str, MinutesRow]:
    """The same for many meetings in one query; those without minutes are not in it."""
    rows = session.execute(_rows().where(Minutes.meeting_id.in_(list(meeting_ids))))
    return {row.meeting_id: row for row in map(_row, rows)}


def public_minutes(session: Session, meeting_id: str) -> tuple[MinutesDocument, MinutesRow] | None:
    """What the public reads; None unless a version is published. Nothing exempt is in it."""
    row = minutes_of(session, meeting_id)
    if row is None or not row.is_public:
        return None
    return public_form_of(session, row, row.public_version), row


def public_form_of(session: Session, row: MinutesRow, number: int | None = None) -> MinutesDocument:
    """A version as the public may read it: without what is exempt, with what was opened since."""
    return public_rendition(as_opened(session, row.meeting_id, document_of(session, row, number)))


def document_of(session: Session, row: MinutesRow, number: int | None = None) -> MinutesDocument:
    """A version whole, the newest unless a number is given, with exempt items: for officers. Raises NotFound."""
    number = row.version if number is None else number
    query = select(MinutesVersion.content).where(
        MinutesVersion.meeting_id == row.meeting_id, MinutesVersion.number == number
    )
    content = session.scalar(query)
    if content is None:
        raise NotFound("There is no such version of these minutes.")
    return replace(
        from_data(content),
        version=number,
        status=_status(row, number),
        confirmed_on=row.confirmed_on if row.is_confirmed else None,
        signed_by=row.signed_by if row.is_confirmed else None,
    )


def versions_of(session: Session, meeting_id: str) -> list[VersionRow]:
    """Every version, the newest first."""
    query = select(
        MinutesVersion.number,
        MinutesVersion.written_at,
        MinutesVersion.written_by,
        MinutesVersion.note,
        MinutesVersion.sha256,
        MinutesVersion.pdf_sha256,
        MinutesVersion.full_pdf_sha256,
        MinutesVersion.pdf_error,
    ).where(MinutesVersion.meeting_id == meeting_id)
    return [VersionRow(*row) for row in session.execute(query.order_by(MinutesVersion.number.desc()))]


def to_finish(
    session: Session, bodies: Collection[str] | None, limit: int = 20
) -> list[tuple[str, str, datetime, MinutesStatus]]:
    """Minutes that are not confirmed yet, the last meeting first: its id, body and start, where they stand."""
    query = (
        select(Minutes.meeting_id, Body.name, Meeting.starts_at, Minutes.status)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(Minutes.status != MinutesStatus.CONFIRMED.value, Meeting.status == MeetingStatus.CLOSED)
    )
    if bodies is not None:
        query = query.where(Meeting.body_id.in_(bodies))
    rows = session.execute(query.order_by(Meeting.starts_at.desc(), Meeting.id).limit(limit))
    return [(meeting_id, body, at, MinutesStatus(status)) for meeting_id, body, at, status in rows]


def was_held_here(session: Session, meeting_id: str) -> bool:
    """Whether the record has the meeting itself, so that minutes can be drafted from it."""
    return next(iter(facts_of(session, meeting_id, types=(MeetingOpened,))), None) is not None


#: Reads the actions of a meeting; given by the feature that keeps them.
ActionReader = Callable[[Session, str], tuple[ActionNote, ...]]
_ACTIONS: list[ActionReader] = []


def supply_actions(reader: ActionReader) -> None:
    """Let a higher feature say what a meeting asked for."""
    if reader not in _ACTIONS:
        _ACTIONS.append(reader)


def actions_of(session: Session, meeting_id: str) -> tuple[ActionNote, ...]:
    """What the meeting asked for, in the order it was written down."""
    return tuple(note for read in _ACTIONS for note in read(session, meeting_id))


def drafted(session: Session, meeting_id: str, timezone: ZoneInfo, read_to: int) -> MinutesDocument:
    """The minutes as the record has them up to that fact."""
    return draft(*record_of(session, meeting_id, timezone, read_to))


def record_of(
    session: Session, meeting_id: str, timezone: ZoneInfo, read_to: int
) -> tuple[list[Entry], Setting]:
    """What minutes are drafted from: the facts up to that one, and what they do not say."""
    entries = [e for e in facts_of(session, meeting_id, types=FACTS) if e.seq <= read_to]
    taken = {e.fact.item_id for e in entries if isinstance(e.fact, ItemTaken)}
    return entries, _setting(session, meeting_of(session, meeting_id), timezone, taken)


def members_at(session: Session, meeting_id: str, timezone: ZoneInfo) -> list[Member]:
    """The body's members on the day of the meeting: whose attendance the minutes account for."""
    meeting = meeting_of(session, meeting_id)
    return members_of(session, meeting.body_id, meeting.starts_at.astimezone(timezone).date())


def last_read(session: Session, meeting_id: str) -> int | None:
    """The number of the fact up to which the record was read for the last draft; None for imported minutes."""
    facts = [e.fact for e in facts_of(session, meeting_id, types=(MinutesDrafted,))]
    return next((f.read_to for f in reversed(facts) if isinstance(f, MinutesDrafted)), None)


def _setting(session: Session, meeting: MeetingRow, timezone: ZoneInfo, taken: Collection[str]) -> Setting:
    held_on = meeting.starts_at.astimezone(timezone).date()
    body = body_of(session, meeting.body_id)
    mode = "" if meeting.mode is MeetingMode.IN_PERSON else meeting.mode.label
    agenda, former = _items(session, meeting, taken)
    setting = Setting(
        council=council_name(session),
        body=body.name,
        title=f"{meeting.kind.value.capitalize()} meeting",
        held_on=held_on,
        place=meeting.place or mode,
        timezone=timezone.key,
        agenda=agenda,
        kind=meeting.kind.value,
        mode=mode if meeting.place else "",
        profile=law_of(session).profile,
        representations=representations_of(session, meeting.id, agenda),
        broadcast=meeting.broadcast_url or "",
        recorded=recorded_of(session, meeting),
        resolved_word=body.resolved_word,
        members=tuple(members_of(session, meeting.body_id, held_on)),
        actions=actions_of(session, meeting.id),
        passed=passed_of(session, meeting.id, agenda),
        former_items=former,
    )
    return in_house_style(session, setting, body, meeting.id)


def passed_of(session: Session, meeting_id: str, agenda: AgendaContent) -> tuple[Passed, ...]:
    """The rules that were let pass for a meeting, an item or a paper, in the words of each rule."""
    item_of = {p.id: i.id for i in agenda.items for p in i.papers} | {i.id: i.id for i in agenda.items}
    return tuple(
        Passed(o.id, item_of.get(o.subject, ""), law.minute.format(by=o.by, reason=o.reason.rstrip(". ")))
        for o in overrides_of(session, meeting_id)
        if (law := known_rule(o.rule_id)) is not None and law.minute
    )


def _items(
    session: Session, meeting: MeetingRow, taken: Collection[str]
) -> tuple[AgendaContent, dict[str, ContentItem]]:
    """The agenda, and items that were taken and have since gone from it, as they last stood on it."""
    agenda = published_agenda(session, meeting.id)
    if agenda is None:
        raise NotFound("This meeting has no published agenda.")
    missing = {i for i in taken if agenda.item(i) is None}
    former: dict[str, ContentItem] = {}
    for number in range(meeting.agenda_version - 1, 0, -1):
        if not missing:
            break
        older = published_agenda(session, meeting.id, number)
        found = [i for i in older.items if i.id in missing] if older else []
        former.update({i.id: i for i in found})
        missing -= former.keys()
    return agenda, former


def _rows() -> Select[*tuple[Any, ...]]:
    public = (MinutesVersion.meeting_id == Minutes.meeting_id) & (
        MinutesVersion.number == Minutes.public_version
    )
    return select(
        Minutes.meeting_id,
        Minutes.status,
        Minutes.version,
        Minutes.public_version,
        Minutes.approved_at,
        Minutes.approved_by,
        Minutes.published_at,
        Minutes.confirmed_on,
        Minutes.signed_by,
        MinutesVersion.pdf_sha256,
        Minutes.confirmed_at_meeting_id,
        Minutes.confirmed_by_motion_id,
    ).outerjoin(MinutesVersion, public)


def _row(row: Any) -> MinutesRow:
    meeting_id, status, *rest = row
    return MinutesRow(meeting_id, MinutesStatus(status), *rest)


def _status(row: MinutesRow, number: int) -> MinutesStatus:
    """The newest version stands where the minutes stand; the one the public reads is published."""
    if number == row.version:
        return row.status
    return MinutesStatus.PUBLISHED if number == row.public_version else MinutesStatus.DRAFT


def waiting_among(session: Session, meeting_ids: Collection[str]) -> set[str]:
    """Those of the meetings that have minutes which are not confirmed yet. One query."""
    query = select(Minutes.meeting_id).where(
        Minutes.meeting_id.in_(meeting_ids), Minutes.status != MinutesStatus.CONFIRMED.value
    )
    return set(session.scalars(query))
