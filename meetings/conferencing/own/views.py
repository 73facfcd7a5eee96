"""The page of the council's own video room, what it asks for, and the officer's buttons."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.conferencing.models import RemoteRoom
from meetings.conferencing.own import tickets
from meetings.conferencing.own.pulse import PULSE
from meetings.conferencing.own.queries import PROVIDER, Entrant, entrant, hosts_of, own_room, waiting
from meetings.conferencing.own.rules import BEAT_SECONDS, Admission
from meetings.conferencing.own.usecases import (
    EmptyRoom,
    Knock,
    Knocked,
    LetIn,
    PutOut,
    empty_room,
    knock,
    let_in,
    put_out,
)
from meetings.conferencing.rules import join_path
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.secrecy import Audience
from meetings.ports.conferencing import Guest
from meetings.ports.own_video import OwnRoom, seat_of, who_of
from meetings.ports.providers import Account, ProviderFailed
from meetings.room.queries import audience_of
from meetings.runtime.live import PROTOCOL
from meetings.runtime.vault import Unlockable
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.web.access import signed_in
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.services import services

bp = Blueprint("own_video", __name__)
_DEVICE = re.compile(r"[a-z0-9]{16}")
_ACCOUNT = Account(PROVIDER, {})
#: the one page that may use camera and microphone
_ALLOWED = "camera=(self), microphone=(self), geolocation=(), display-capture=()"


@bp.get("/room/<meeting_id>/video")
@signed_in
def page(meeting_id: str) -> ResponseReturnValue:
    """The room: the check of camera and microphone first, then the door, then the meeting."""
    with reading() as session:
        own_room(session, meeting_id)
        meeting = meeting_of(session, meeting_id)
        who = _entrant(session, meeting)
        audience = audience_of(session, current_actor(), meeting, today())
    html = render_template(
        "conferencing/own/room.html",
        meeting=meeting,
        who=who,
        beat=BEAT_SECONDS,
        audience=audience.value,
        votes=audience in (Audience.MEMBER, Audience.CHAIR),
        protocol=PROTOCOL,
        back_to=join_path(meeting_id),
    )
    answer = make_response(html)
    answer.headers["Permissions-Policy"] = _ALLOWED
    return answer


@bp.post("/room/<meeting_id>/video/ticket")
@signed_in
def ticket(meeting_id: str) -> ResponseReturnValue:
    """Ask to be let in, or for a fresh ticket: waiting, removed, or what the page needs to go in."""
    device = _matching(_DEVICE, "device")
    inside = _said("inside") is True
    try:
        said = run(knock, Knock(meeting_id, device if inside else ""))
    except Denied:
        if inside:
            _put_out(meeting_id, device)
        raise
    if said.state is not Admission.ADMITTED:
        return jsonify({"state": said.state.value})
    with reading() as session:
        room = own_room(session, meeting_id)
    return jsonify(_inside(room, said, device, meeting_id, renew=inside))


@bp.get("/room/<meeting_id>/video/people")
@signed_in
def people(meeting_id: str) -> ResponseReturnValue:
    """For those who keep the door: who waits, and who is in."""
    with reading() as session:
        room = own_room(session, meeting_id)
        if not _entrant(session, meeting_of(session, meeting_id)).host:
            raise Denied("Only officers and the chair keep the door of the room.")
        standing = [
            {"seat": g.seat, "name": g.name, "removed": g.state is Admission.REMOVED}
            for g in waiting(session, meeting_id, now())
        ]
        hosts = hosts_of(session, meeting_id)
    present = [
        {"who": p.who, "seat": seat_of(p.who), "name": p.name, "host": seat_of(p.who) in hosts}
        for p in _answered(lambda own: own.people(room.ref, _opened(room)))
    ]
    return jsonify({"waiting": standing, "people": present, "on": PULSE.of(meeting_id)})


@bp.post("/room/<meeting_id>/video/admit")
@signed_in
def admit(meeting_id: str) -> ResponseReturnValue:
    """Let one in, or everybody who waits."""
    room = _room(meeting_id)
    for guest in run(let_in, LetIn(meeting_id, _seats())):
        someone = Guest(guest.seat, guest.name)
        _answered(lambda own, someone=someone: own.admit(room.ref, _opened(room), someone))
    return jsonify({"done": True})


@bp.post("/room/<meeting_id>/video/remove")
@signed_in
def remove(meeting_id: str) -> ResponseReturnValue:
    """Put somebody out, with every device."""
    room = _room(meeting_id)
    guest = run(put_out, PutOut(meeting_id, str(_said("seat"))))
    inside = _opened(room)

    def out(own: OwnRoom) -> None:
        own.refuse(room.ref, inside, Guest(guest.seat, guest.name))
        for present in own.people(room.ref, inside):
            if seat_of(present.who) == guest.seat:
                own.kick(room.ref, inside, present.who)

    _answered(out)
    return jsonify({"done": True})


@bp.post("/room/<meeting_id>/video/mute")
@signed_in
def mute(meeting_id: str) -> ResponseReturnValue:
    """Take away the sound of a device, or give it back."""
    with reading() as session:
        room = own_room(session, meeting_id)
        if not _entrant(session, meeting_of(session, meeting_id)).host:
            raise Denied("Only officers and the chair can mute others.")
    who, muted = str(_said("who")), _said("muted") is True
    _answered(lambda own: own.mute(room.ref, _opened(room), who, muted))
    return jsonify({"done": True})


@bp.post("/room/<meeting_id>/video/end")
@signed_in
def end(meeting_id: str) -> ResponseReturnValue:
    """End the room for everybody."""
    room = _room(meeting_id)
    run(empty_room, EmptyRoom(meeting_id))
    _answered(lambda own: own.end(_ACCOUNT, room.ref))
    return jsonify({"done": True})


def _inside(room: RemoteRoom, said: Knocked, device: str, meeting_id: str, *, renew: bool) -> dict[str, Any]:
    """What the page needs in the room. Somebody who was let in is on the list again, whatever happened to the room."""
    who = who_of(said.entrant.seat, device)
    until = int(now().timestamp()) + tickets.GOOD_FOR
    written = tickets.Ticket(meeting_id, room.ref, who, said.entrant.name, until)
    found: dict[str, Any] = {"state": said.state.value, "ticket": tickets.write(services().secret, written)}
    if renew:
        return found
    inside = _opened(room)
    guest = Guest(said.entrant.seat, said.entrant.name, host=said.entrant.host)
    token = _answered(lambda own: own.admit(room.ref, inside, guest))
    relays = _answered(lambda own: own.relays(guest.key, until + 12 * 3600))
    return found | {
        "room": room.ref,
        "who": who,
        "name": guest.name,
        "host": guest.host,
        "token": token,
        "pin": inside["pin"],
        "relays": [
            {"urls": list(r.urls), "username": r.username, "credential": r.credential} for r in relays
        ],
    }


def _entrant(session: Session, meeting: MeetingRow) -> Entrant:
    return entrant(session, current_actor(), meeting, services().config.timezone, now())


def _put_out(meeting_id: str, device: str) -> None:
    """Somebody who is in the room may be so no longer, such as for an item they have an interest in."""
    room, seat = _room(meeting_id), current_actor().person_id or str(current_actor().account_id)
    inside = _opened(room)

    def out(own: OwnRoom) -> None:
        own.refuse(room.ref, inside, Guest(seat, ""))
        own.kick(room.ref, inside, who_of(seat, device))

    _answered(out)


def _room(meeting_id: str) -> RemoteRoom:
    with reading() as session:
        return own_room(session, meeting_id)


def _opened(room: RemoteRoom) -> dict[str, str]:
    vault = services().vault
    if vault is None or room.inside is None:
        raise WrongState("The video room is being made ready. Try again in a moment.")
    try:
        return vault.open(room.inside)
    except Unlockable as error:
        raise WrongState(str(error)) from error


def _answered(ask: Any) -> Any:
    """What the video server answers. Raises WrongState with words when it is not there."""
    own: object = services().providers.conferencing.get(PROVIDER)
    if not isinstance(own, OwnRoom):
        raise WrongState("This installation has no video room of its own.")
    try:
        return ask(own)
    except ProviderFailed as failed:
        raise WrongState(
            f"{failed.reason} The meeting can go on without it: dial in, or come to the room."
        ) from failed


def _seats() -> tuple[str, ...]:
    """Whom; none: everybody."""
    seat = _said("seat")
    return (seat,) if isinstance(seat, str) and seat else ()


def _said(name: str) -> Any:
    """What the page sent under this name; None: nothing."""
    body = request.get_json(silent=True)
    return body.get(name) if isinstance(body, dict) else None


def _matching(pattern: re.Pattern[str], name: str) -> str:
    value = _said(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Invalid("This page was not understood. Load it again.")
    return value
