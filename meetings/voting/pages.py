"""Officers' pages: how a body votes, what its members' votes weigh, and who votes for whom at a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import BodyRow, body_by_slug, members_of
from meetings.deadlines.rules.profiles import may_choose
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.room.queries import members_for
from meetings.schedule.queries import meeting_of
from meetings.voting import policy_forms as forms
from meetings.voting.around import policy_at, policy_of, proxies_of, weights_of
from meetings.voting.methods import METHODS
from meetings.voting.policy import VotePolicy, majority_in_words, names_forced, proxies_lawful
from meetings.voting.usecases import (
    EndProxy,
    GiveProxy,
    SettleVotes,
    SettleWeights,
    end_proxy,
    give_proxy,
    settle_votes,
    settle_weights,
)
from meetings.web.access import needs
from meetings.web.doors import reading, require, run, today

bp = Blueprint("voting_pages", __name__)


@bp.get("/desk/bodies/<slug>/voting")
@needs(Permission.MANAGE_BODIES)
def policy(slug: str) -> ResponseReturnValue:
    """How the body votes."""
    with reading() as session:
        body = body_by_slug(session, slug)
        _, found = policy_of(session, body.id)
    return _page(body, found, {})


@bp.post("/desk/bodies/<slug>/voting")
@needs(Permission.MANAGE_BODIES)
def settle(slug: str) -> ResponseReturnValue:
    """Settle it anew."""
    with reading() as session:
        body = body_by_slug(session, slug)
        _, before = policy_of(session, body.id)
    typed, errors = forms.policy(request.form, before)
    if not errors:
        try:
            run(settle_votes, SettleVotes(body.id, typed))
        except Invalid as error:
            errors = error.fields
    if errors:
        return _page(body, typed, errors)
    flash("Kept. It holds for every vote that is opened from now on.", "success")
    return redirect(url_for("voting_pages.policy", slug=slug), code=303)


@bp.post("/desk/bodies/<slug>/voting/weights")
@needs(Permission.MANAGE_BODIES)
def weigh(slug: str) -> ResponseReturnValue:
    """What each member's vote counts for."""
    with reading() as session:
        body = body_by_slug(session, slug)
        _, found = policy_of(session, body.id)
    try:
        run(settle_weights, SettleWeights(body.id, forms.weights(request.form)))
    except Invalid as error:
        return _page(body, found, error.fields or {"weights": error.message})
    flash("Weights kept.", "success")
    return redirect(url_for("voting_pages.policy", slug=slug), code=303)


def _page(body: BodyRow, found: VotePolicy, errors: Mapping[str, str]) -> ResponseReturnValue:
    with reading() as session:
        law, _ = policy_of(session, body.id)
        members, weights = members_of(session, body.id, today()), weights_of(session, body.id)
    context: dict[str, Any] = {
        "ways": forms.WAYS,
        "methods": forms.METHOD_WORDS,
        "orders": forms.ORDERS,
        "majorities": [(key, majority_in_words(law, key)) for key in METHODS],
        "demand_fixed": not may_choose(law.profile, "named_vote_trigger"),
        "proxies_lawful": proxies_lawful(law),
        "budget": names_forced(law, found, budget=True, demanded=0),
        "members": [(m.person_id, m.name, weights.get(m.person_id, 1)) for m in members if m.seat.votes],
    }
    page = render_template("voting/policy.html", body=body, policy=found, errors=errors, **context)
    return page, 422 if errors else 200


@bp.get("/desk/meetings/<meeting_id>/proxies")
@needs(Permission.RUN_MEETING)
def proxies(meeting_id: str) -> ResponseReturnValue:
    """Who votes for whom at a meeting."""
    return _proxies_page(meeting_id, {})


@bp.post("/desk/meetings/<meeting_id>/proxies")
@needs(Permission.RUN_MEETING)
def change_proxy(meeting_id: str) -> ResponseReturnValue:
    """Note a proxy, or take one back."""
    person_id, holder_id = request.form.get("person_id", ""), request.form.get("holder_id", "")
    try:
        if request.form.get("what") == "end":
            run(end_proxy, EndProxy(meeting_id, person_id))
        else:
            run(give_proxy, GiveProxy(meeting_id, person_id, holder_id))
    except Invalid as error:
        return _proxies_page(meeting_id, error.fields or {"holder_id": error.message})
    return redirect(url_for("voting_pages.proxies", meeting_id=meeting_id), code=303)


def _proxies_page(meeting_id: str, errors: Mapping[str, str]) -> ResponseReturnValue:
    with reading() as session:
        meeting = meeting_of(session, meeting_id)
        require(Permission.RUN_MEETING, meeting.body_id)
        law, found = policy_at(session, meeting_id)
        members = [(m.person_id, m.name) for m in members_for(session, meeting) if m.seat.votes]
        given = proxies_of(session, meeting_id)
    page = render_template(
        "voting/proxies.html",
        meeting=meeting,
        members=members,
        given=given,
        lawful=proxies_lawful(law),
        offered=found.proxies,
        errors=errors,
    )
    return page, 422 if errors else 200
