"""The public pages: home, calendar, a meeting with its agenda and decisions, its minutes, a vote."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.actions.sheets import TITLE as ACTIONS
from meetings.bodies.queries import bodies
from meetings.debate.queries import adjourned_until
from meetings.kernel.errors import NotFound
from meetings.minutes.bilingual import CHOICES, choices, chosen, in_language
from meetings.minutes.life.public import public_life
from meetings.minutes.queries import minutes_of, public_minutes
from meetings.ports.storage import FileMissing
from meetings.publicsite import filters, queries
from meetings.publicsite.agenda import public_agenda
from meetings.publicsite.listing import calendar_page
from meetings.publicsite.pages import accuracy_links, meeting_page, own_links, pack_links, page
from meetings.publicsite.player.scene import moments_of
from meetings.publicsite.queries import MeetingVersion
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.statistics.queries.diagram import diagram_of
from meetings.voting.statements.queries import with_statement
from meetings.web.access import public
from meetings.web.doors import now, reading
from meetings.web.services import services

bp = Blueprint("public", __name__)
filters.install(bp)

NO_MINUTES = "The minutes of this meeting have not been published."
_PDF_RETRY_SECONDS = 15


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What is on, what is next, what was decided, and the way to a councillor."""
    with reading() as session:
        coming = queries.coming(session, now(), limit=6)
        decisions = queries.latest_decisions(session, limit=5)
        listed = bodies(session)
    return page("public/home.html", coming=coming, decisions=decisions, bodies=listed)


@bp.get("/meetings")
@public
def meetings() -> ResponseReturnValue:
    """The calendar, as a list or as a month."""
    return page("public/meetings.html", **calendar_page(request.args))


@bp.get("/meetings/<meeting_id>")
@public
def meeting(meeting_id: str) -> ResponseReturnValue:
    """A meeting: when and where, agenda and papers, what was decided, minutes."""
    asked = request.args.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else None

    def render(session: Session, version: MeetingVersion) -> str:
        return render_template("public/meeting.html", **_meeting(session, meeting_id, version, number))

    return meeting_page(meeting_id, f"page {number}", render)


@bp.get("/meetings/<meeting_id>/minutes")
@public
def minutes(meeting_id: str) -> ResponseReturnValue:
    """The published minutes."""

    def render(session: Session, version: MeetingVersion) -> str:
        found = public_minutes(session, meeting_id)
        if found is None:
            raise NotFound(NO_MINUTES)
        meeting = meeting_of(session, meeting_id)
        return render_template(
            "public/minutes.html",
            meeting=meeting,
            own_links=() if found[1].is_confirmed else accuracy_links(meeting),
            doc=in_language(found[0], wanted),
            row=found[1],
            life=public_life(session, found[1]),
            council_name=version.council_name,
            languages=choices(found[0]),
            language=chosen(found[0], wanted),
        )

    asked = request.args.get("language", "")
    wanted = asked if asked in dict(CHOICES) else ""
    return meeting_page(meeting_id, f"minutes {wanted}".strip(), render)


@bp.get("/meetings/<meeting_id>/minutes.pdf")
@public
def minutes_pdf(meeting_id: str) -> ResponseReturnValue:
    """The published minutes to print; 503 while they are being made."""
    with reading() as session:
        queries.version_of(session, meeting_id)
        row = minutes_of(session, meeting_id)
        if row is None or not row.is_public:
            raise NotFound(NO_MINUTES)
        meeting = meeting_of(session, meeting_id)
    if row.pdf_sha256 is None:
        return not_printed(meeting)
    name = (
        f"minutes-{meeting.body_slug}-{meeting.starts_at.astimezone(services().config.timezone):%Y-%m-%d}.pdf"
    )
    try:
        stream = services().storage.open(row.pdf_sha256)
    except FileMissing:
        return not_printed(meeting)
    return send_file(
        stream, "application/pdf", download_name=name, conditional=True, etag=row.pdf_sha256, max_age=0
    )


@bp.get("/votes/<vote_id>")
@public
def vote(vote_id: str) -> ResponseReturnValue:
    """A declared vote in full."""
    with reading() as session:
        found = queries.public_vote(session, vote_id)
        checkable = vote_id in with_statement(session, [vote_id])
        config = services().config
        day = found.meeting.starts_at.astimezone(config.timezone).date()
        diagram = diagram_of(session, found.vote, day, config.group_colours)
    known = {"vote": found.vote, "motion": found.motion, "meeting": found.meeting}
    return page("public/vote.html", found=found, checkable=checkable, diagram=diagram, **known)


def not_printed(meeting: MeetingRow) -> ResponseReturnValue:
    """Says that the file is on its way."""
    response = Response(render_template("public/minutes_pdf.html", meeting=meeting), 503)
    response.headers["Retry-After"] = str(_PDF_RETRY_SECONDS)
    return response


def _meeting(
    session: Session, meeting_id: str, version: MeetingVersion, number: int | None
) -> dict[str, Any]:
    """All that the page of a meeting shows, in at most eight statements with its version."""
    meeting = meeting_of(session, meeting_id)
    agenda = public_agenda(session, meeting_id, version, number)
    is_current = agenda is None or agenda.number == version.agenda
    lines = agenda.lines if agenda else {}
    return {
        "meeting": meeting,
        "agenda": agenda,
        "versions": agenda.versions if agenda else (),
        "is_current": is_current,
        "has_actions": is_current and any(line.title == ACTIONS for line in lines.values()),
        "decisions": queries.decisions_of(session, meeting_id, lines) if is_current else [],
        "minutes": minutes_of(session, meeting_id) if version.minutes else None,
        "has_note": bool(version.note),
        "council_name": version.council_name,
        "own_links": own_links(meeting) + pack_links(session, meeting),
        "moments": moments_of(session, meeting_id) if version.recordings else (),
        "recordings": version.recordings,
        "adjourned": adjourned_until(session, meeting_id)
        if meeting.status is MeetingStatus.ADJOURNED
        else None,
    }
