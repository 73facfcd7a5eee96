"""Demands for an extraordinary meeting: the list, a new one, its clock, and a draft of the summons."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import bodies, council_name, members_of
from meetings.bodies.rules import BodyKind
from meetings.deadlines.blueprint import bp
from meetings.deadlines.queries import law_of
from meetings.deadlines.requisitions import demand_of, demands, summons
from meetings.deadlines.usecases.requisitions import (
    AnswerRequisition,
    ReceiveRequisition,
    RefuseRequisition,
    SignRequisition,
    WithdrawRequisition,
    answer_requisition,
    receive_requisition,
    refuse_requisition,
    sign_requisition,
    withdraw_requisition,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import date_of, typed

_HOME = "/desk/members/requisitions"
_ONE = f"{_HOME}/<requisition_id>"


@bp.get(_HOME)
@needs(Permission.MANAGE_LAW)
def requisitions() -> ResponseReturnValue:
    """Every demand and how it stands."""
    with reading() as session:
        found = demands(session, law_of(session))
    return render_template("deadlines/requisitions.html", found=found, today=today())


@bp.get(f"{_HOME}/new")
@needs(Permission.MANAGE_LAW)
def requisition_new() -> ResponseReturnValue:
    """The form for one that was handed in."""
    return _form({"received_on": today(), "body": request.args.get("body", "")}, {}, ())


@bp.post(f"{_HOME}/new")
@needs(Permission.MANAGE_LAW)
def requisition_receive() -> ResponseReturnValue:
    """Enter it; without JavaScript the first step chooses the body, which says who can have signed."""
    signed = tuple(request.form.getlist("signed_by"))
    values = typed(request.form, "body", "business", dates=("received_on",))
    if request.form.get("step") == "members":
        return _form(values, {}, ())
    errors: dict[str, str] = {}
    received = date_of(request.form, "received_on", errors, missing="Enter the day it was received")
    try:
        if errors or received is None:
            raise Invalid("Some of this needs correcting.", errors)
        command = ReceiveRequisition(values["body"], received, values["business"], signed)
        requisition_id = run(receive_requisition, command)
    except Invalid as error:
        return make_response(_form(values, {**error.fields, **errors} or {"": error.message}, signed), 422)
    flash("The demand is entered, and its clock runs.", "success")
    return redirect(url_for("deadlines.requisition", requisition_id=requisition_id), 303)


@bp.get(_ONE)
@needs(Permission.MANAGE_LAW)
def requisition(requisition_id: str) -> ResponseReturnValue:
    """One demand: who signed, by when who must act, a draft of the summons."""
    return _page(requisition_id, {}, {})


@bp.post(f"{_ONE}/sign")
@needs(Permission.MANAGE_LAW)
def requisition_sign(requisition_id: str) -> ResponseReturnValue:
    """Add signatures."""
    try:
        run(sign_requisition, SignRequisition(requisition_id, tuple(request.form.getlist("signed_by"))))
    except Invalid as error:
        return make_response(_page(requisition_id, {}, error.fields), 422)
    flash("The signatures are entered.", "success")
    return redirect(url_for("deadlines.requisition", requisition_id=requisition_id), 303)


@bp.post(f"{_ONE}/refuse")
@needs(Permission.MANAGE_LAW)
def requisition_refuse(requisition_id: str) -> ResponseReturnValue:
    """Enter the chair's refusal."""
    return _dated(
        requisition_id, "refused_on", "The refusal is entered. The members may call the meeting now."
    )


@bp.post(f"{_ONE}/call")
@needs(Permission.MANAGE_LAW)
def requisition_call(requisition_id: str) -> ResponseReturnValue:
    """Enter that the meeting was called."""
    return _dated(requisition_id, "meeting_on", "The meeting is called.")


@bp.post(f"{_ONE}/withdraw")
@needs(Permission.MANAGE_LAW)
def requisition_withdraw(requisition_id: str) -> ResponseReturnValue:
    """The members took it back."""
    run(withdraw_requisition, WithdrawRequisition(requisition_id))
    flash("The demand is taken back.", "success")
    return redirect(_HOME, 303)


def _dated(requisition_id: str, field: str, message: str) -> ResponseReturnValue:
    errors: dict[str, str] = {}
    day = date_of(request.form, field, errors, missing="Enter the day")
    try:
        if day is None:
            raise Invalid("Some of this needs correcting.", errors)
        if field == "refused_on":
            run(refuse_requisition, RefuseRequisition(requisition_id, day))
        else:
            by_members = request.form.get("called_by") == "members"
            run(answer_requisition, AnswerRequisition(requisition_id, day, by_members))
    except Invalid as error:
        values = typed(request.form, "called_by", dates=(field,))
        return make_response(_page(requisition_id, values, error.fields), 422)
    flash(message, "success")
    return redirect(url_for("deadlines.requisition", requisition_id=requisition_id), 303)


def _form(values: dict[str, Any], errors: dict[str, str], signed: tuple[str, ...]) -> str:
    with reading() as session:
        every = bodies(session)
        council = next((b.id for b in every if b.kind is BodyKind.COUNCIL), every[0].id if every else "")
        chosen = next((b for b in every if b.id == values.get("body")), None)
        chosen = chosen or next((b for b in every if b.id == council), None)
        seated = members_of(session, chosen.id, today()) if chosen else []
    return render_template(
        "deadlines/requisition_new.html",
        bodies=[(b.id, b.name) for b in every],
        chosen=chosen,
        members=[(m.person_id, m.name) for m in seated if m.seat.votes],
        signed=signed,
        values=values,
        errors=errors,
    )


def _page(requisition_id: str, values: dict[str, Any], errors: dict[str, str]) -> str:
    with reading() as session:
        demand = demand_of(session, law_of(session), requisition_id)
        seated = members_of(session, demand.body_id, demand.received_on)
        council = council_name(session)
    others = [(m.person_id, m.name) for m in seated if m.seat.votes and m.person_id not in demand.signed_by]
    return render_template(
        "deadlines/requisition.html",
        demand=demand,
        others=others,
        today=today(),
        summons=summons(demand, council),
        values=values,
        errors=errors,
    )
