"""The one page through which everybody comes into a meeting from elsewhere, whatever service is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from meetings.conferencing.door import Hall, door_for, host_address, safe, telephone_of
from meetings.conferencing.entry import Entry, Part, entry_of
from meetings.conferencing.links import join_link
from meetings.conferencing.models import RemoteRoom
from meetings.conferencing.queries import room_of_meeting
from meetings.conferencing.rules import DoorState, join_path
from meetings.conferencing.usecases.seats import NoteHost, note_host
from meetings.kernel.errors import Denied, SignInRequired, WrongState
from meetings.kernel.permissions import Permission
from meetings.ports.conferencing import ConferenceProvider
from meetings.ports.providers import Can, Permanent, ProviderFailed
from meetings.runtime.vault import Unlockable
from meetings.schedule.queries import MeetingRow, meeting_of, visible_meeting
from meetings.web.access import public, signed_in
from meetings.web.doors import current_actor, may, now, reading, run, today
from meetings.web.headers import CSP
from meetings.web.services import services

bp = Blueprint("joining", __name__)
bp.add_app_template_global(join_link)
_LOOPBACK = "http://127.0.0.1:* http://localhost:*"


@dataclass(frozen=True)
class AtDoor:
    """Somebody at the door of a meeting."""

    meeting: MeetingRow
    entry: Entry
    #: None: there is none, or it was given up
    room: RemoteRoom | None
    provider: ConferenceProvider | None

    @property
    def host(self) -> bool:
        """Whether they may be handed the host's way in."""
        able = self.provider is not None and Can.HOST_LINK in self.provider.can
        return able and may(Permission.RUN_MEETING, self.meeting.body_id)

    @property
    def personal(self) -> bool:
        """Whether everybody has a way in of their own."""
        return self.provider is not None and Can.MEMBER_LINKS in self.provider.can

    @property
    def ready(self) -> bool:
        """Whether there is a room to go into."""
        return self.room is not None and bool(self.room.ref)


@bp.get("/meetings/<meeting_id>/join")
@public
def page(meeting_id: str) -> ResponseReturnValue:
    """When it opens, what one needs, and one button; for everybody else what they can do instead."""
    return _page(_at_door(meeting_id))


@bp.post("/meetings/<meeting_id>/join")
@signed_in
def go_in(meeting_id: str) -> ResponseReturnValue:
    """Their own way in, fetched now, and on to it."""
    door = _at_door(meeting_id)
    room = _enterable(door)
    assert door.entry.guest is not None
    try:
        found = door_for(_hall(), room, door.entry.guest)
        if found.token:
            return redirect(f"/room/{meeting_id}/video", 303)
        if found.url:
            return _away(safe(found.url))
    except (ProviderFailed, Unlockable) as error:
        return _down(door, error)
    return _telephone(door, {"dial_in": found.dial_in, "passcode": found.passcode})


@bp.post("/meetings/<meeting_id>/join/telephone")
@signed_in
def telephone(meeting_id: str) -> ResponseReturnValue:
    """Numbers to call, for who may come in: in this one answer, kept by nobody."""
    door = _at_door(meeting_id)
    room = _enterable(door)
    return _telephone(door, telephone_of(_hall(), room))


@bp.post("/meetings/<meeting_id>/join/host")
@signed_in
def host(meeting_id: str) -> ResponseReturnValue:
    """Open the room as its host, by a fresh link."""
    door = _at_door(meeting_id)
    if not may(Permission.RUN_MEETING, door.meeting.body_id):
        raise Denied("Only officers of the meeting open the room as its host.")
    room = _enterable(door)
    try:
        address = host_address(_hall(), room)
    except (ProviderFailed, Unlockable) as error:
        return _down(door, error)
    run(note_host, NoteHost(meeting_id, room.provider))
    return _away(address)


def _hall() -> Hall:
    return Hall(services().runner, services().providers, services().vault)


def _at_door(meeting_id: str) -> AtDoor:
    actor = current_actor()
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        entry = entry_of(session, actor, meeting, services().config.timezone, now())
        if not entry.entitled:
            meeting = visible_meeting(session, meeting_id, actor, today())
        room = room_of_meeting(session, meeting_id)
    standing = room if room is not None and room.state.stands else None
    provider = services().providers.conferencing.get(standing.provider) if standing else None
    return AtDoor(meeting, entry, standing, provider)


def _enterable(door: AtDoor) -> RemoteRoom:
    """The room, for somebody who may go in now. Raises Denied, WrongState."""
    if not current_actor().signed_in:
        raise SignInRequired("Sign in to come into the meeting.")
    if not door.entry.entitled:
        raise Denied(
            "This door is for members, officers and those invited. Everybody can watch the broadcast."
        )
    if door.entry.kept_out:
        raise Denied(door.entry.kept_out)
    if door.entry.state is not DoorState.OPEN:
        raise WrongState("The room is not open now.")
    if door.room is None or not door.room.ref:
        raise WrongState("There is no room to go into yet.")
    return door.room


def _page(door: AtDoor, status: int = 200, **more: object) -> Response:
    room = door.room
    with_phone = bool(telephone_known(room)) if door.entry.may_enter and room is not None else False
    html = render_template(
        "conferencing/join.html",
        meeting=door.meeting,
        entry=door.entry,
        door=door,
        name=door.provider.name if door.provider is not None else "",
        own=room is not None and room.provider == "builtin",
        with_phone=with_phone,
        officer=may(Permission.PREPARE_MEETING, door.meeting.body_id),
        DoorState=DoorState,
        Part=Part,
        here=join_path(door.meeting.id),
        **{"trouble": "", "remedy": "", "numbers": {}, **more},
    )
    answer = make_response(html, status)
    # The form on this page leads to the service: a browser follows it there only if that is said beforehand.
    site = f"https: {_LOOPBACK}" if request.host.split(":")[0] in ("127.0.0.1", "localhost") else "https:"
    answer.headers["Content-Security-Policy"] = CSP.replace(
        "form-action 'self'", f"form-action 'self' {site}"
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def telephone_known(room: RemoteRoom) -> dict[str, str]:
    """Numbers to call, as far as they can be opened."""
    try:
        return telephone_of(_hall(), room)
    except Unlockable:
        return {}


def _away(address: str) -> Response:
    answer = redirect(address, 303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store, private"
    # Nothing of the address stands in the page that a browser without redirects would show.
    answer.set_data(b"")
    return answer


def _telephone(door: AtDoor, numbers: dict[str, str]) -> Response:
    if not numbers.get("dial_in"):
        flash("No telephone numbers are known for this meeting.", "error")
        return redirect(join_path(door.meeting.id), 303)
    return _page(door, numbers=numbers)


def _down(door: AtDoor, error: ProviderFailed | Unlockable) -> Response:
    """The service does not let anybody in: said plainly, with what else one can do. The meeting goes on."""
    said = error.reason if isinstance(error, ProviderFailed) else "The way in cannot be opened on our side."
    remedy = error.remedy if isinstance(error, Permanent) else "Press the button again in a moment."
    numbers = telephone_known(door.room) if door.room is not None else {}
    return _page(door, 503, trouble=said, remedy=remedy, numbers=numbers)
