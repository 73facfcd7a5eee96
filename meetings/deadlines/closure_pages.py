"""Days on which the offices are closed: added, removed, and what they change."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.deadlines import forms
from meetings.deadlines.blueprint import bp
from meetings.deadlines.moving import law_now, moved_words
from meetings.deadlines.queries import closures_of, law_of
from meetings.deadlines.settings import closure_rows
from meetings.deadlines.usecases import RemoveClosure, add_closure, remove_closure
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import typed
from meetings.web.formats import plural

_PAGE = "/desk/law/closures"


@bp.get(_PAGE)
@needs(Permission.MANAGE_LAW)
def closures() -> ResponseReturnValue:
    """Every closure, and what it changes."""
    return _page({}, {})


@bp.post(_PAGE)
@needs(Permission.MANAGE_LAW)
def add() -> ResponseReturnValue:
    """Add days."""
    before = law_now()
    try:
        added = run(add_closure, forms.new_closures(request.form))
    except Invalid as error:
        values = typed(request.form, "name", "mourning", dates=("first", "last"))
        return _page(values, error.fields or {"": error.message}), 422
    if added:
        flash(f"{plural(added, 'day')} added. {moved_words(before)}", "success")
    else:
        flash("These days were closed already.", "success")
    return redirect(_PAGE, 303)


@bp.post("/desk/law/closures/<closure_id>/remove")
@needs(Permission.MANAGE_LAW)
def remove(closure_id: str) -> ResponseReturnValue:
    """Remove one day."""
    before = law_now()
    run(remove_closure, RemoveClosure(closure_id))
    flash(f"The day is removed. {moved_words(before)}", "success")
    return redirect(_PAGE, 303)


def _page(values: dict[str, Any], errors: dict[str, str]) -> str:
    with reading() as session:
        law = law_of(session)
        rows = closure_rows(session, law, closures_of(session), today())
    past = [r for r in rows if r.days[-1].day < today()]
    return render_template(
        "deadlines/closures.html",
        coming=[r for r in rows if r.days[-1].day >= today()],
        past=list(reversed(past)),
        values=values,
        errors=errors,
    )
