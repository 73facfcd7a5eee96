"""The page on which a body's rules for appointments are entered."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.appointments import forms, queries, usecases
from meetings.bodies.queries import body_by_slug
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import reading, run

bp = Blueprint("appointment_rules", __name__)


@bp.get("/desk/bodies/<slug>/appointments")
@needs(Permission.MANAGE_BODIES)
def rules(slug: str) -> ResponseReturnValue:
    """How this body makes appointments."""
    with reading() as session:
        body = body_by_slug(session, slug)
        policy = queries.policy_of(session, body.id)
        by_law = queries.final_tie_by_law(session)
    return render_template("appointments/policy.html", body=body, policy=policy, by_law=by_law)


@bp.post("/desk/bodies/<slug>/appointments")
@needs(Permission.MANAGE_BODIES)
def save(slug: str) -> ResponseReturnValue:
    """Keep them, for appointments from now on."""
    with reading() as session:
        body = body_by_slug(session, slug)
    run(usecases.set_policy, forms.policy(body.id, request.form))
    flash("The rules for appointments are kept.", "success")
    return redirect(url_for("appointment_rules.rules", slug=slug), code=303)
