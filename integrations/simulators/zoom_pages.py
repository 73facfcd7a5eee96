"""The pages behind the simulated Zoom's links: opening a meeting as its host, coming in by a personal link."""

from __future__ import annotations

from functools import partial

from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

from integrations.simulators import zoom_acts as acts
from integrations.simulators.base import World
from integrations.simulators.zoom_state import Meeting, Registrant, ZoomState

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>{{ title }}</h1><p>{{ words }}</p>
{% if button %}<form method="post"><button>{{ button }}</button></form>{% endif %}
<p><small>This is a stand-in for Zoom on this machine.</small></p></main></body></html>"""


def add(app: Flask, world: World) -> None:
    """Its addresses: those in start_url and join_url."""
    for rule, name, view in (("s", "pages.host", _host), ("w", "pages.guest", _guest)):
        app.add_url_rule(f"/{rule}/<int:number>", name, partial(view, world), methods=["GET", "POST"])


def _host(world: World, number: int) -> ResponseReturnValue:
    meeting = _meeting(world, number)
    if meeting is None or not request.args.get("zak"):
        return _page("This link opens no meeting"), 404
    if request.method == "POST":
        (acts.opened if meeting.sitting is None else acts.ended)(world, meeting)
        return redirect(request.url, 303)
    if meeting.sitting is None:
        return _page(str(meeting.body["topic"]), "You are the host.", "Start the meeting")
    return _page(str(meeting.body["topic"]), "You are in the meeting as its host.", "End meeting for all")


def _guest(world: World, number: int) -> ResponseReturnValue:
    meeting = _meeting(world, number)
    who = meeting.registrants.get(request.args.get("tk", "")) if meeting else None
    if meeting is None or who is None or who.status != "approved":
        return _page("This link lets nobody in"), 404
    if request.method == "POST":
        _come_or_go(world, meeting, who)
        return redirect(request.url, 303)
    title = f"{meeting.body['topic']}: {who.name}"
    if meeting.sitting is None:
        return _page(title, "Please wait for the host to start this meeting.")
    here = meeting.sitting.here(who.id)
    if here is None:
        return _page(title, "The meeting is on.", "Join")
    waits = here.status == "in_waiting_room"
    return _page(title, "The host will let you in soon." if waits else "You are in the meeting.", "Leave")


def _come_or_go(world: World, meeting: Meeting, who: Registrant) -> None:
    here = meeting.sitting.here(who.id) if meeting.sitting else None
    if here is not None:
        acts.went(world, meeting, here)
    elif meeting.sitting is not None:
        acts.came(world, meeting, who)


def _meeting(world: World, number: int) -> Meeting | None:
    return world.of(ZoomState).meetings.get(number)


def _page(title: str, words: str = "", button: str = "") -> str:
    return render_template_string(_PAGE, title=title, words=words, button=button)
