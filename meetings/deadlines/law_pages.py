"""The settings of the law: profile, parameters, the council's own choices, sign-off, and the book of rules."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.deadlines import forms
from meetings.deadlines.blueprint import bp
from meetings.deadlines.moving import law_now, moved_words
from meetings.deadlines.queries import choices_of, law_of, standing_of
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.parameter import Kind
from meetings.deadlines.rules.profiles import PARAMETERS, may_choose
from meetings.deadlines.settings import default_row, idle_choices, in_words, parameter_groups, row_of
from meetings.deadlines.usecases import (
    ClearChoice,
    SetChoice,
    SignOffLaw,
    choose_profile,
    clear_choice,
    set_choice,
    sign_off_law,
)
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission, Role
from meetings.web.access import needs
from meetings.web.doors import current_actor, reading, run, today

_HOME = "/desk/law"


@bp.get(_HOME)
@needs(Permission.MANAGE_LAW)
def law() -> ResponseReturnValue:
    """Which law the council lives under, and everything that follows."""
    return _page({})


@bp.post("/desk/law/profile")
@needs(Permission.MANAGE_LAW)
def profile() -> ResponseReturnValue:
    """Confirm or change the profile."""
    try:
        command = forms.chosen_profile(request.form)
    except Invalid as error:
        return _page(error.fields), 422
    before = law_now()
    run(choose_profile, command)
    flash(f"The law is confirmed: {command.profile.label}. {moved_words(before)}", "success")
    return redirect(_HOME, 303)


@bp.post("/desk/law/sign-off")
@needs(Permission.MANAGE_LAW)
def sign_off() -> ResponseReturnValue:
    """The monitoring officer stands for it."""
    run(sign_off_law, SignOffLaw(request.form.get("note", "")))
    flash("Signed off.", "success")
    return redirect(_HOME, 303)


@bp.get("/desk/law/choices/<name>")
@needs(Permission.MANAGE_LAW)
def choice(name: str) -> ResponseReturnValue:
    """The form for one of the council's own choices."""
    with reading() as session:
        chosen = choices_of(session).get(name)
    values = {"value": chosen.value, "source": chosen.source} if chosen else {}
    return _choice_page(name, values, {})


@bp.post("/desk/law/choices/<name>")
@needs(Permission.MANAGE_LAW)
def save_choice(name: str) -> ResponseReturnValue:
    """Keep it."""
    values = {field: request.form.get(field, "") for field in ("value", "source")}
    before = law_now()
    try:
        run(set_choice, SetChoice(name, values["value"], values["source"]))
    except Invalid as error:
        return _choice_page(name, values, error.fields or {"": error.message}), 422
    flash(f"Your council’s choice is kept. {moved_words(before)}", "success")
    return redirect(f"{_HOME}#{name}", 303)


@bp.post("/desk/law/choices/<name>/clear")
@needs(Permission.MANAGE_LAW)
def drop_choice(name: str) -> ResponseReturnValue:
    """Go back to what is usual."""
    before = law_now()
    run(clear_choice, ClearChoice(name))
    flash(f"The usual rule holds again. {moved_words(before)}", "success")
    return redirect(f"{_HOME}#{name}", 303)


def _page(errors: dict[str, str]) -> str:
    with reading() as session:
        current, standing, choices = law_of(session), standing_of(session), choices_of(session)
    return render_template(
        "deadlines/law.html",
        law=current,
        standing=standing,
        profiles=[(p.value, p.label) for p in Profile],
        groups=parameter_groups(current, choices),
        idle=[
            (PARAMETERS[c.name].title if c.name in PARAMETERS else c.name, c)
            for c in idle_choices(current, choices)
        ],
        may_sign=Role.MONITORING in current_actor().roles(today(), WHOLE_COUNCIL),
        errors=errors,
    )


def _choice_page(name: str, values: dict[str, str], errors: dict[str, str]) -> str:
    with reading() as session:
        current, choices = law_of(session), choices_of(session)
    parameter = PARAMETERS.get(name)
    if parameter is None or not may_choose(current.profile, name):
        abort(404)
    options = [(word, in_words(parameter, word)) for word in parameter.words or ()]
    if name == "holiday_calendar":
        options = [(region, in_words(parameter, region)) for region in ("ENG", "SCT", "NIR")]
    usual = default_row(current, name)
    return render_template(
        "deadlines/choice.html",
        parameter=parameter,
        number=parameter.kind is Kind.NUMBER,
        time=parameter.kind is Kind.TIME,
        options=options,
        row=row_of(current, parameter, choices),
        usual=usual,
        values=values,
        errors=errors,
    )
