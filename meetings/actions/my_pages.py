"""What somebody has to do themselves: their own list, and the page that a reminder leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.actions.forms import read_answer
from meetings.actions.history import HistoryLine, history_of
from meetings.actions.models import Action
from meetings.actions.people import is_own, post_of
from meetings.actions.queries import NO_ACTION, ActionRow, action_of, own_actions
from meetings.actions.sheets import when_words
from meetings.actions.usecases import Answer, AnswerAction, answer_action
from meetings.kernel.errors import Invalid, NotFound
from meetings.schedule.rules import audience_of
from meetings.web.access import signed_in
from meetings.web.doors import current_actor, reading, run, today

bp = Blueprint("my_actions", __name__)


@bp.get("/my/actions")
@signed_in
def index() -> ResponseReturnValue:
    """What is still to be done, and what has been."""
    actor = current_actor()
    with reading() as session:
        post = post_of(session, actor)
        todo = own_actions(session, actor, post)
        finished = own_actions(session, actor, post, finished=True)
    return render_template(
        "actions/mine.html",
        todo=[(row, when_words(row), _title(row)) for row in todo],
        finished=[(row, when_words(row), _title(row)) for row in finished[:20]],
        today=today(),
    )


@bp.get("/my/actions/<action_id>")
@signed_in
def show(action_id: str) -> ResponseReturnValue:
    """One action: what was asked for, what became of it, and what its owner can say."""
    return _page(action_id, {"answer": "", "words": "", "until": None})


@bp.post("/my/actions/<action_id>")
@signed_in
def answer(action_id: str) -> ResponseReturnValue:
    """Keep what the owner says."""
    form = read_answer(request.form)
    try:
        if form.values["answer"] not in set(Answer):
            raise Invalid("Choose what you want to say.", {"answer": "Choose what you want to say"})
        said = Answer(form.values["answer"])
        if said is Answer.MORE_TIME and form.errors:
            raise Invalid(next(iter(form.errors.values())) + ".", form.errors)
        run(answer_action, AnswerAction(action_id, said, form.values["words"], form.until))
    except Invalid as error:
        return _page(action_id, form.values, error.fields), 422
    done = {
        Answer.DONE: "Thank you: it is marked as done. The next meeting is told.",
        Answer.PROGRESS: "Thank you: that stands on the sheet that the next meeting reads.",
        Answer.MORE_TIME: "Democratic services is asked for more time and will answer you.",
    }
    flash(done[said], "success")
    return redirect("/my/actions", 303)


def _page(action_id: str, values: Mapping[str, Any], errors: Mapping[str, str] | None = None) -> str:
    with reading() as session:
        row, steps = _own(session, action_id)
    return render_template(
        "actions/my_action.html",
        action=row,
        title=_title(row),
        when=when_words(row),
        steps=steps,
        values=values,
        errors=errors or {},
        today=today(),
    )


def _own(session: Session, action_id: str) -> tuple[ActionRow, list[HistoryLine]]:
    """Somebody's own action. Raises the same NotFound for another's as for none."""
    actor = current_actor()
    action = session.get(Action, action_id)
    if action is None or action.removed_at or not is_own(action, actor, post_of(session, actor)):
        raise NotFound(NO_ACTION)
    return action_of(session, action_id), history_of(session, action.meeting_id, action_id)


def _title(row: ActionRow) -> str:
    """The item's title, as the owner may know it: what they are to do tells them their part, not the whole item."""
    return row.title_to(audience_of(current_actor(), row.body_id, today()))
