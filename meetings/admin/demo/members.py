"""The demonstration's seats and time limits: an agreed sharing, a councillor long away, a demand for a meeting."""

from __future__ import annotations

from datetime import date, timedelta

from meetings.admin.demo.attendance import LONG_AWAY
from meetings.admin.demo.load_people import Cast
from meetings.deadlines.rules.balance import allocation
from meetings.deadlines.rules.entries import EntryKind
from meetings.deadlines.seats import Scenario, council_now
from meetings.deadlines.usecases.balance import AgreeBalance, agree_balance
from meetings.deadlines.usecases.members import MakeEntry, make_entry
from meetings.deadlines.usecases.requisitions import ReceiveRequisition, receive_requisition
from meetings.runtime.work import Work

#: near enough to the end of the six months that somebody must do something
_LAST_SEEN = timedelta(days=158)
_MANAGER = "carvalho-webb"
_SIGNED = ("stallybrass", "garside", "uttersby", "balogun", "ng-hartley", "treloar-finch")


def load_members(work: Work, cast: Cast, today: date) -> None:
    """What the pages about members have to show."""
    system = work.actor
    work.actor = cast.actors[_MANAGER]
    _sharing(work, today)
    make_entry(
        work,
        MakeEntry(
            cast.people[LONG_AWAY],
            EntryKind.ATTENDED,
            today - _LAST_SEEN,
            "Meeting of the Estuary Conservancy, as the council’s representative",
        ),
    )
    receive_requisition(
        work,
        ReceiveRequisition(
            cast.bodies["council"],
            today - timedelta(days=4),
            "To consider the proposed closure of the Harbour ward library, and to ask the Cabinet to think again.",
            tuple(cast.people[key] for key in _SIGNED),
        ),
    )
    work.actor = system


def _sharing(work: Work, today: date) -> None:
    now = council_now(work.session, today)
    asked = Scenario(now.groups, now.committees)
    plan = allocation(asked.members, asked.weights, asked.sizes)
    command = AgreeBalance(
        today - timedelta(days=180),
        "Annual meeting of the council, minute 9: that the seats be allocated as set out in the report.",
        asked.members,
        asked.weights,
        asked.sizes,
        plan.grid,
    )
    agree_balance(work, command)
