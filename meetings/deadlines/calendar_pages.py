"""The officers' calendar of deadlines: as a list, as a month, on paper."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import bodies
from meetings.deadlines.access import require_deadlines
from meetings.deadlines.blueprint import bp
from meetings.deadlines.clocks import DueKind, dues_between
from meetings.deadlines.listing import (
    AHEAD,
    BACK,
    PAGE,
    asked,
    grouped,
    month_days,
    narrowed,
    state_of,
    step,
)
from meetings.deadlines.queries import standing_of
from meetings.web.access import signed_in
from meetings.web.doors import current_actor, reading, today
from meetings.web.fields import page_number


@bp.get("/desk/deadlines")
@signed_in
def deadlines() -> ResponseReturnValue:
    """What falls due, for every committee this person looks after."""
    require_deadlines()
    day = today()
    wanted = asked(request.args, day)
    span = wanted.days if wanted.view == "month" else (day - BACK, day + AHEAD)
    with reading() as session:
        every = dues_between(session, *span, current_actor(), day)
        names = {d.body_id: d.body_name for d in every if d.body_id}
        names |= {b.id: b.name for b in bodies(session) if b.id == wanted.body_id}
        standing = standing_of(session)
    shown = narrowed(every, wanted, day)
    page = page_number(request.args)
    groups = grouped(shown, day)
    ordered = [due for group in groups for due in group.dues]
    part = ordered[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "deadlines/calendar.html",
        wanted=wanted,
        count=len(shown),
        late=sum(d.late(day) for d in shown),
        groups=grouped(part, day),
        page=page,
        pages=-(-len(shown) // PAGE),
        days=month_days(wanted, shown, day),
        caption=f"{wanted.month:%B %Y}",
        before=(f"{step(wanted.month, -1):%B %Y}", wanted.href(view="month", month=step(wanted.month, -1))),
        after=(f"{step(wanted.month, 1):%B %Y}", wanted.href(view="month", month=step(wanted.month, 1))),
        body_options=sorted(names.items(), key=lambda pair: pair[1].casefold()),
        kind_options=[(kind.value, kind.label) for kind in DueKind],
        state_of=lambda due: state_of(due, day),
        standing=standing,
        printed_on=day,
    )
