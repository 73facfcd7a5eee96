"""How public pages are answered: kept per version for everybody, made afresh for whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, make_response, render_template, request
from sqlalchemy.orm import Session

from meetings.kernel.permissions import Permission
from meetings.packs.queries import restricted_packs
from meetings.publicsite.queries import GOING_ON, MeetingVersion, version_of
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import audience_of
from meetings.web.doors import current_actor, may, reading, today
from meetings.web.formats import plural
from meetings.web.pagecache import KeptPage, kept
from meetings.web.services import services

#: Makes the text of an answer from the database.
Render = Callable[[Session, MeetingVersion], str]


def for_everybody() -> bool:
    """Whether this request gets what everybody gets: nobody is signed in, and no message waits to be shown."""
    return not current_actor().signed_in and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


@dataclass(frozen=True)
class OwnLink:
    """A way on for somebody who has a part in a meeting."""

    text: str
    href: str


def own_links(meeting: MeetingRow) -> tuple[OwnLink, ...]:
    """Where officers and members of the body go on from the public page. Nothing for anybody else."""
    if not current_actor().signed_in:
        return ()
    found = []
    if may(Permission.PREPARE_MEETING, meeting.body_id):
        found.append(OwnLink("This meeting at the desk", f"/desk/meetings/{meeting.id}"))
    elif may(Permission.JOIN_AS_MEMBER, meeting.body_id) and meeting.status is not MeetingStatus.CANCELLED:
        words = "Join the meeting" if meeting.status in GOING_ON else "The meeting room"
        found.append(OwnLink(words, f"/room/{meeting.id}"))
    return tuple(found)


def accuracy_links(meeting: MeetingRow) -> tuple[OwnLink, ...]:
    """Where a member of the body says that minutes which are not confirmed yet are not accurate."""
    if not current_actor().signed_in or not may(Permission.JOIN_AS_MEMBER, meeting.body_id):
        return ()
    return (OwnLink("Something is not accurate? Propose a correction", f"/my/minutes/{meeting.id}"),)


def pack_links(session: Session, meeting: MeetingRow) -> tuple[OwnLink, ...]:
    """The restricted packs, for those who may open them. No statement for anybody else."""
    if not current_actor().signed_in or not meeting.agenda_version:
        return ()
    audience = audience_of(current_actor(), meeting.body_id, today())
    return tuple(
        OwnLink(
            f"{pack.kind.label}, with your name on each page (PDF, {plural(pack.pages, 'page')})",
            f"/meetings/{meeting.id}/{pack.kind.value}-pack.pdf",
        )
        for pack in restricted_packs(session, meeting.id, audience)
    )


def meeting_page(meeting_id: str, name: str, render: Render, mimetype: str = "text/html") -> Response:
    """One of the public pages of a meeting, `name` being which. Raises NotFound.

    While nothing in the record of the meeting has changed, the page is the one that was made before: that costs
    one statement. All is read in one transaction, so a page is never kept under a version that it does not show.
    """
    with reading() as session:
        version = version_of(session, meeting_id)
        if not for_everybody():
            return current_app.response_class(render(session, version), mimetype=mimetype)
        key = ("meeting", meeting_id, name, *version.key, today().isoformat())
        cache = services().page_cache
        page: KeptPage | None = cache.get(key)
        if page is None:
            page = cache[key] = kept(render(session, version), mimetype)
    return answer(page)


def page(template: str, **context: Any) -> Response:
    """Any other public page. For the public it has a tag, so that it is not sent twice."""
    text = render_template(template, **context)
    return answer(kept(text)) if for_everybody() else make_response(text)


def answer(page: KeptPage) -> Response:
    """The page, or 304 for somebody who has it."""
    if page.etag in request.if_none_match:
        response = current_app.response_class(status=304)
    else:
        response = current_app.response_class(page.body, mimetype=page.mimetype)
    response.headers["ETag"] = f'"{page.etag}"'
    return response
