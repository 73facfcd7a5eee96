"""How one hears of deadlines elsewhere: by mail, and in one's own calendar program."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import council_name
from meetings.deadlines.access import require_deadlines
from meetings.deadlines.blueprint import bp
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.feed import AHEAD, BACK, calendar_text
from meetings.deadlines.queries import account_of_feed, feed_made_at, reminder_of
from meetings.deadlines.rules.reminding import Reminding
from meetings.deadlines.usecases import (
    ChooseReminder,
    MakeFeed,
    RevokeFeed,
    choose_reminder,
    feed_hash,
    make_feed,
    revoke_feed,
)
from meetings.kernel.errors import Invalid, NotFound
from meetings.people.queries import accounts_as_actors
from meetings.web.access import public, signed_in
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.services import services

_PAGE = "/desk/deadlines/reminders"
_HOURS = [(str(hour), f"{hour}:00") for hour in range(5, 21)]
_LONGEST_TOKEN = 100


@bp.get(_PAGE)
@signed_in
def reminders() -> ResponseReturnValue:
    """Mail and calendar, as this person has them."""
    require_deadlines()
    return _page("")


@bp.post(_PAGE)
@signed_in
def save_reminder() -> ResponseReturnValue:
    """How often, and from which hour on."""
    require_deadlines()
    how, hour = request.form.get("how", ""), request.form.get("hour", "")
    if how not in set(Reminding) or not hour.isdecimal():
        raise Invalid("Choose how often and when you want to be reminded.")
    run(choose_reminder, ChooseReminder(Reminding(how), int(hour[:3])))
    flash("Your choice is kept.", "success")
    return redirect(_PAGE, 303)


@bp.post("/desk/deadlines/feed")
@signed_in
def new_feed() -> ResponseReturnValue:
    """A new secret address, shown this once."""
    require_deadlines()
    token = run(make_feed, MakeFeed())
    return _page(f"{_root()}/deadlines/{token}.ics")


@bp.post("/desk/deadlines/feed/revoke")
@signed_in
def end_feed() -> ResponseReturnValue:
    """The address works no longer."""
    run(revoke_feed, RevokeFeed())
    flash("The address no longer works. Calendars that used it keep what they have fetched.", "success")
    return redirect(_PAGE, 303)


@bp.get("/deadlines/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The deadlines of whoever made this address. Nobody is signed in: the token is the proof."""
    day = today()
    with reading() as session:
        account_id = account_of_feed(session, feed_hash(token[:_LONGEST_TOKEN]))
        found = accounts_as_actors(session, [account_id]) if account_id else []
        if not found:
            raise NotFound("There is no such calendar. Its address may have been withdrawn.")
        dues = dues_between(session, day - BACK, day + AHEAD, found[0][0], day)
        name = f"{council_name(session)}: deadlines"
    response = Response(calendar_text(dues, name, _root(), now(), day), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(address: str) -> ResponseReturnValue:
    account_id = current_actor().account_id or ""
    with reading() as session:
        choice = reminder_of(session, account_id)
        made_at = feed_made_at(session, account_id)
    page = render_template(
        "deadlines/reminders.html",
        choice=choice,
        how_options=[(how.value, how.label) for how in Reminding],
        hours=_HOURS,
        made_at=made_at,
        address=address,
    )
    response = make_response(page)
    if address:
        response.headers["Cache-Control"] = "no-store"
    return response


def _root() -> str:
    return (services().config.public_url or request.host_url).rstrip("/")
