"""Pages of registers: of one meeting and of a body's year for everybody, of any period for officers."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from meetings.actions.serving import docx_answer, pdf_answer
from meetings.bodies.queries import bodies as all_bodies
from meetings.bodies.queries import body_by_slug
from meetings.documents.printing import page
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.registers.document import Kind, Register
from meetings.registers.queries import register_of
from meetings.registers.scope import council_year, of_meeting, of_period, was_held, year_days, years_of
from meetings.schedule.access import desk_meeting
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import visible_meeting
from meetings.schedule.rules import bodies_for
from meetings.web.access import needs, public
from meetings.web.doors import current_actor, reading, today
from meetings.web.fields import date_of
from meetings.web.services import services
from meetings.web.sheets import as_csv, csv_headers

bp = Blueprint("registers", __name__)
NOT_YET = "This register is made when the meeting has been held and is closed."


@bp.get("/meetings/<meeting_id>/registers/<kind>")
@bp.get("/meetings/<meeting_id>/registers/<kind>.<form>")
@public
def of_one(meeting_id: str, kind: str, form: str = "") -> ResponseReturnValue:
    """A register of one meeting that is over."""
    tz = services().config.timezone
    with reading() as session:
        meeting = visible_meeting(session, meeting_id, current_actor(), today())
        if not meeting.is_public or meeting.status is not MeetingStatus.CLOSED or not was_held(meeting):
            raise NotFound(NOT_YET)
        register = register_of(session, _kind(kind), of_meeting(session, meeting, Audience.PUBLIC, tz))
    here = f"/meetings/{meeting.id}/registers/{kind}"
    crumbs = [("Meetings", "/meetings"), (meeting.title, f"/meetings/{meeting.id}"), (register.title, None)]
    return _answer(register, form, here, "registers/public.html", crumbs=crumbs, others=_others(here, kind))


@bp.get("/bodies/<slug>/registers/<kind>")
@bp.get("/bodies/<slug>/registers/<kind>.<form>")
@public
def of_body(slug: str, kind: str, form: str = "") -> ResponseReturnValue:
    """A register of the meetings of a body in a council's year."""
    tz = services().config.timezone
    this_year = council_year(today())
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else this_year
    with reading() as session:
        body = body_by_slug(session, slug)
        held = years_of(session, body.id, this_year, tz)
        if year not in held:
            raise NotFound("No meeting was held in that year.")
        scope = of_period(session, body, *year_days(year), Audience.PUBLIC, tz)
        register = register_of(session, _kind(kind), scope)
    here = f"/bodies/{slug}/registers/{kind}"
    years = [(y, f"{y} to {y + 1}", f"{here}?year={y}") for y in held]
    crumbs = [("Committees", "/bodies"), (body.name, f"/bodies/{slug}"), (register.title, None)]
    return _answer(
        register,
        form,
        here,
        "registers/public.html",
        query=f"?year={year}",
        crumbs=crumbs,
        others=_others(here, kind, f"?year={year}"),
        years=years,
        year=year,
    )


@bp.get("/desk/registers")
@needs(Permission.WRITE_MINUTES)
def choose() -> ResponseReturnValue:
    """Which register, of which body, from when to when."""
    bodies = bodies_for(current_actor(), Permission.WRITE_MINUTES, today())
    with reading() as session:
        known = [(b.slug, b.name) for b in all_bodies(session) if bodies is None or b.id in bodies]
    first, last = year_days(council_year(today()))
    return render_template(
        "registers/choose.html", bodies=known, kinds=list(Kind), values={"from": first, "to": last}
    )


@bp.get("/desk/registers/<kind>")
@bp.get("/desk/registers/<kind>.<form>")
@needs(Permission.WRITE_MINUTES)
def of_any_period(kind: str, form: str = "") -> ResponseReturnValue:
    """A register of a body for any period, with what is not public."""
    first, last = year_days(council_year(today()))
    errors: dict[str, str] = {}
    start = date_of(request.args, "from", errors, default=first) or first
    end = date_of(request.args, "to", errors, default=last) or last
    with reading() as session:
        body = body_by_slug(session, request.args.get("body", ""))
        bodies = bodies_for(current_actor(), Permission.WRITE_MINUTES, today())
        if bodies is not None and body.id not in bodies:
            raise NotFound("There is no such committee.")
        scope = of_period(session, body, start, end, Audience.OFFICER, services().config.timezone)
        register = register_of(session, _kind(kind), scope)
    query = f"?body={body.slug}&{_days('from', start)}&{_days('to', end)}"
    crumbs = [("Desk", "/desk"), ("Registers", "/desk/registers"), (register.title, None)]
    here = f"/desk/registers/{kind}"
    return _answer(
        register,
        form,
        here,
        "registers/desk.html",
        query=query,
        crumbs=crumbs,
        others=_others(here, kind, query),
    )


@bp.get("/desk/meetings/<meeting_id>/registers/<kind>")
@bp.get("/desk/meetings/<meeting_id>/registers/<kind>.<form>")
@needs(Permission.WRITE_MINUTES)
def of_one_for_officers(meeting_id: str, kind: str, form: str = "") -> ResponseReturnValue:
    """A register of one meeting, with what is not public."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.WRITE_MINUTES)
        if not was_held(meeting):
            raise NotFound(NOT_YET)
        scope = of_meeting(session, meeting, Audience.OFFICER, services().config.timezone)
        register = register_of(session, _kind(kind), scope)
    home, here = f"/desk/meetings/{meeting.id}", f"/desk/meetings/{meeting.id}/registers/{kind}"
    crumbs = [("Desk", "/desk"), (meeting.title, home), (register.title, None)]
    return _answer(register, form, here, "registers/desk.html", crumbs=crumbs, others=_others(here, kind))


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise NotFound("There is no such register.")
    return Kind(text)


def _answer(
    register: Register, form: str, here: str, template: str, query: str = "", **more: object
) -> ResponseReturnValue:
    """The register as a page, or in the form that was asked for."""
    everybody = not register.restricted and here.startswith(("/meetings/", "/bodies/"))
    name = f"{register.kind.value}-register"
    if not form:
        return render_template(template, register=register, here=here, query=query, **more)
    if form == "csv":
        return Response(as_csv(*register.csv_rows()), headers=csv_headers(f"{name}.csv"))
    html = page("pdf/register.html", doc=register)
    if form == "docx":
        return docx_answer(html, f"{name}.docx", register.title, everybody=everybody)
    if form != "pdf":
        raise NotFound("There is no such document.")
    return pdf_answer(html, f"{name}.pdf", f"{here}{query}", everybody=everybody)


def _others(here: str, kind: str, query: str = "") -> list[tuple[str, str]]:
    """The other registers of the same meetings."""
    base = here.removesuffix(kind)
    return [(other.label, f"{base}{other.value}{query}") for other in Kind if other.value != kind]


def _days(name: str, day: date) -> str:
    return f"{name}-day={day.day}&{name}-month={day.month}&{name}-year={day.year}"
