"""Political balance: shares, targets, a proposal, a grid of one's own, what-ifs by address, and what was agreed."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.deadlines.blueprint import bp
from meetings.deadlines.models import BalanceDecision
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.balance import UNGROUPED
from meetings.deadlines.rules.people_book import BALANCE
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.seats import CouncilNow, Outlook, Scenario, council_now, outlook, scenario_of
from meetings.deadlines.usecases.balance import AgreeBalance, agree_balance
from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import date_of, typed
from meetings.web.sheets import as_csv

_HOME = "/desk/members/balance"
#: what a page address carries: everything else is left out of the links that are handed on
_PREFIXES = ("group-", "seats-", "cell-", "new-")
_WORDS = ("from", "to", "do")


@bp.get(_HOME)
@needs(Permission.MANAGE_LAW)
def balance() -> ResponseReturnValue:
    """The seats as they are, or as the address asks."""
    return _page(dict(request.args), {}, {})


@bp.get("/desk/members/balance/print")
@needs(Permission.MANAGE_LAW)
def balance_print() -> ResponseReturnValue:
    """The same on paper, with the working: an appendix to the report."""
    now, asked, found = _look(dict(request.args))
    return render_template(
        "deadlines/balance_print.html",
        asked=asked,
        found=found,
        now=now,
        rule=BALANCE,
        day=today(),
        back=_HOME + _query(dict(request.args)),
    )


@bp.get("/desk/members/balance.csv")
@needs(Permission.MANAGE_LAW)
def balance_csv() -> ResponseReturnValue:
    """The grid for a spreadsheet."""
    _, asked, found = _look(dict(request.args))
    names = [g.name for g in asked.columns()]
    head = ["Committee", "Seats", *(_in_words(n) for n in names)]
    rows: list[list[str | int]] = []
    if found is not None:
        rows = [[c, size, *(found.grid[c].get(n, 0) for n in names)] for c, size in asked.sizes.items()]
        rows.append(["All", sum(asked.sizes.values()), *(found.total(n) for n in names)])
        rows.append(["In proportion", "", *(found.plan.targets.get(n, 0) for n in names)])
        rows.append(["Exact share", "", *(f"{float(found.plan.quotas[n]):.2f}" for n in names)])
        rows.append(["Members", asked.members, *(g.members for g in asked.columns())])
    answer = Response(as_csv(head, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="political-balance-{today().isoformat()}.csv"'
    )
    return answer


@bp.post(_HOME)
@needs(Permission.MANAGE_LAW)
def agree() -> ResponseReturnValue:
    """Keep the grid that is shown as what the council agreed."""
    args = dict(parse_qsl(request.form.get("query", ""), keep_blank_values=True))
    _, asked, found = _look(args)
    errors: dict[str, str] = {}
    day = date_of(request.form, "decided_on", errors, missing="Enter the day of the decision")
    reason = request.form.get("reason", "")
    try:
        if errors or day is None or found is None:
            raise Invalid("Some of this needs correcting.", errors)
        run(agree_balance, _command(day, reason, asked, found))
    except Invalid as error:
        values = typed(request.form, "reason", "departure", dates=("decided_on",))
        fields = {**error.fields, **errors} or {"": error.message}
        return make_response(_page(args, values, fields), 422)
    flash("The allocation is kept with its reason.", "success")
    return redirect(_HOME, 303)


def _command(day: date, reason: str, asked: Scenario, found: Outlook) -> AgreeBalance:
    departure = bool(request.form.get("departure"))
    return AgreeBalance(day, reason, asked.members, asked.weights, asked.sizes, found.grid, departure)


def _look(args: dict[str, str]) -> tuple[CouncilNow, Scenario, Outlook | None]:
    with reading() as session:
        now = council_now(session, today())
    asked = scenario_of(now, args)
    return now, asked, outlook(asked)


def _page(args: dict[str, str], values: dict[str, Any], errors: dict[str, str]) -> str:
    with reading() as session:
        now = council_now(session, today())
        law = law_of(session)
        agreed = _agreed(session)
    asked = scenario_of(now, args)
    return render_template(
        "deadlines/balance.html",
        now=now,
        asked=asked,
        found=outlook(asked),
        agreed=agreed,
        review=_review(now, agreed),
        applies=value(law, "political_balance").value == "proportional",
        profile=law.profile,
        rule=BALANCE,
        args=args,
        query=_query(args),
        whole_query=urlencode(_kept(args)),
        values={"decided_on": today(), **values},
        errors=errors,
    )


def _kept(args: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in args.items() if k in _WORDS or k.startswith(_PREFIXES)}


def _query(args: dict[str, str]) -> str:
    kept = urlencode(_kept(args))
    return f"?{kept}" if kept else ""


def _in_words(group: str) -> str:
    return "No group" if group == UNGROUPED else group


def _agreed(session: Session) -> list[BalanceDecision]:
    query = select(BalanceDecision).order_by(BalanceDecision.decided_on.desc(), BalanceDecision.at.desc())
    return list(session.scalars(query))


def _review(now: CouncilNow, agreed: list[BalanceDecision]) -> str:
    """Why the sharing must be looked at again; empty: groups and committees are what they were."""
    if not agreed:
        return ""
    last = agreed[0].figures
    asked = Scenario(now.groups, now.committees)
    if asked.weights != last["groups"] or asked.members != last["members"]:
        return "The groups have changed since the last agreed allocation: it must be reviewed."
    if asked.sizes != last["committees"]:
        return "The committees have changed since the last agreed allocation: it must be reviewed."
    return ""
