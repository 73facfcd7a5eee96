"""Pages of packs: the officers' page with its progress, who opened what, and the addresses of the packs."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.kernel.permissions import Permission
from meetings.packs import queries, serving
from meetings.packs.rules import PackKind, PackState, is_personal
from meetings.packs.usecases import AskForPacks, ChooseSides, ask_for_packs, choose_sides
from meetings.schedule.access import desk_meeting
from meetings.web.access import needs, public, signed_in
from meetings.web.doors import reading, run
from meetings.web.formats import clock, short_date
from meetings.web.services import services
from meetings.web.sheets import as_csv

bp = Blueprint("packs", __name__)

#: What is the matter with a paper, and how it is mended.
PROBLEMS = {
    "broken": ("Damaged: a sheet stands in its place", "Ask the author for the file again and replace it."),
    "encrypted": (
        "Locked: a sheet stands in its place",
        "Ask for the file without a password and replace it.",
    ),
    "empty": ("Without pages: a sheet stands in its place", "Ask for the file again and replace it."),
    "missing": ("Its file is gone: a sheet stands in its place", "Upload it again."),
    "no_pdf": ("Not converted to PDF: a sheet stands in its place", "Upload it as a PDF."),
    "external": ("On another website: a sheet gives its address", "Upload the file to have it in the pack."),
    "scanned": (
        "Pictures of pages: nobody can search it or have it read aloud",
        "Ask the author for the Word file and replace it: it becomes an accessible PDF by itself.",
    ),
    "untagged": (
        "Without tags: a screen reader finds no headings, lists or tables",
        "Ask the author for the Word file, or for a PDF saved with “tagged for accessibility”, and replace it.",
    ),
}
_GOING_ON = (PackState.WAITING, PackState.BUILDING)
_LATEST = 200


@bp.get("/meetings/<meeting_id>/pack.pdf")
@public
def whole(meeting_id: str) -> ResponseReturnValue:
    """The public pack."""
    return serving.public_pack(meeting_id)


@bp.get("/meetings/<meeting_id>/pack-<int:edition>.pdf")
@public
def edition(meeting_id: str, edition: int) -> ResponseReturnValue:
    """What came with one version of the agenda: the pack as it was first, or a supplement."""
    return serving.public_pack(meeting_id, edition)


@bp.get("/meetings/<meeting_id>/items/<item_id>.pdf")
@public
def item(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """The papers of one item."""
    return serving.item_file(meeting_id, item_id)


@bp.get("/meetings/<meeting_id>/<any(members, exempt):kind>-pack.pdf")
@signed_in
def restricted(meeting_id: str, kind: str) -> ResponseReturnValue:
    """A member's own copy."""
    return serving.restricted_pack(meeting_id, PackKind(kind))


@bp.get("/meetings/<meeting_id>/exempt-pack-<int:edition>.pdf")
@signed_in
def restricted_edition(meeting_id: str, edition: int) -> ResponseReturnValue:
    """A member's own copy of the exempt part of a supplement."""
    return serving.restricted_pack(meeting_id, PackKind.EXEMPT, edition)


@bp.get("/desk/meetings/<meeting_id>/packs/draft.pdf")
@needs(Permission.PREPARE_MEETING)
def draft(meeting_id: str) -> ResponseReturnValue:
    """The draft, for officers."""
    return serving.restricted_pack(meeting_id, PackKind.DRAFT)


@bp.get("/desk/meetings/<meeting_id>/packs")
@needs(Permission.PREPARE_MEETING)
def packs(meeting_id: str) -> ResponseReturnValue:
    """Every pack of a meeting, how far it is, and which papers are not as they should be."""
    return _page("packs/packs.html", meeting_id)


@bp.get("/desk/meetings/<meeting_id>/packs/state")
@needs(Permission.PREPARE_MEETING)
def state(meeting_id: str) -> ResponseReturnValue:
    """The part of the page that changes while packs are made."""
    return _page("packs/_state.html", meeting_id)


@bp.post("/desk/meetings/<meeting_id>/packs/make")
@needs(Permission.PREPARE_MEETING)
def make(meeting_id: str) -> ResponseReturnValue:
    """Make them again."""
    run(ask_for_packs, AskForPacks(meeting_id))
    flash("The packs are being made. What has not changed is not made again.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/packs", 303)


@bp.post("/desk/meetings/<meeting_id>/packs/draft")
@needs(Permission.PREPARE_MEETING)
def make_draft(meeting_id: str) -> ResponseReturnValue:
    """Make a draft of what is being prepared."""
    run(ask_for_packs, AskForPacks(meeting_id, draft=True))
    flash("The draft is being made.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/packs", 303)


@bp.post("/desk/meetings/<meeting_id>/packs/sides")
@needs(Permission.PREPARE_MEETING)
def sides(meeting_id: str) -> ResponseReturnValue:
    """Choose single or double sides for the body."""
    run(choose_sides, ChooseSides(meeting_id, request.form.get("double_sided") == "yes"))
    flash("Saved. Page numbers that were given already stay as they are.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/packs", 303)


@bp.get("/desk/meetings/<meeting_id>/packs/openings")
@needs(Permission.PREPARE_MEETING)
def openings(meeting_id: str) -> ResponseReturnValue:
    """Who opened the restricted packs."""
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        rows = queries.openings(session, meeting_id, limit=_LATEST)
    return render_template("packs/openings.html", meeting=meeting, rows=rows, limit=_LATEST)


@bp.get("/desk/meetings/<meeting_id>/packs/openings.csv")
@needs(Permission.PREPARE_MEETING)
def openings_csv(meeting_id: str) -> ResponseReturnValue:
    """All of them as a table."""
    timezone = services().config.timezone
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        rows = queries.openings(session, meeting_id)
    lines = (
        (
            f"{r.at.astimezone(timezone):%Y-%m-%d}",
            clock(r.at, timezone),
            r.name,
            r.kind.label,
            r.edition or "",
            r.sha256,
        )
        for r in rows
    )
    answer = Response(
        as_csv(("Day", "Time", "Name", "Pack", "Version", "SHA-256 of the pack"), lines), mimetype="text/csv"
    )
    day = short_date(meeting.starts_at, timezone).replace(" ", "-")
    answer.headers["Content-Disposition"] = f'attachment; filename="openings-{meeting.body_slug}-{day}.csv"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _page(template: str, meeting_id: str) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id)
        rows = queries.packs_of(session, meeting_id)
        double_sided = queries.is_double_sided(session, meeting.body_id)
        opened = len(queries.openings(session, meeting_id, limit=_LATEST))
    found = {p.paper_id: p for row in rows for p in row.problems}
    return render_template(
        template,
        meeting=meeting,
        rows=[r for r in rows if r.kind is not PackKind.DRAFT],
        draft=next((r for r in rows if r.kind is PackKind.DRAFT), None),
        going_on=any(r.state in _GOING_ON for r in rows),
        problems=list(found.values()),
        words=PROBLEMS,
        double_sided=double_sided,
        opened=opened,
        address=_address,
        personal=lambda row: is_personal(row.kind, row.has_exempt),
    )


def _address(row: queries.PackRow) -> str:
    home = f"/meetings/{row.meeting_id}"
    if row.kind is PackKind.DRAFT:
        return f"/desk{home}/packs/draft.pdf"
    name = "pack" if row.kind is PackKind.PUBLIC else f"{row.kind.value}-pack"
    return f"{home}/{name}{f'-{row.edition}' if row.edition else ''}.pdf"
