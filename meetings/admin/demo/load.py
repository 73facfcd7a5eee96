"""Fills an empty database with the demonstration council, through the same use cases that people use."""

from __future__ import annotations

from sqlalchemy import select

from meetings.admin.demo.actions import load_actions
from meetings.admin.demo.content import demo_content
from meetings.admin.demo.dates import ready_at
from meetings.admin.demo.decisions import load_decisions
from meetings.admin.demo.forward_plan import load_forward_plan
from meetings.admin.demo.interests import load_interests
from meetings.admin.demo.law import load_law
from meetings.admin.demo.load_meetings import load_meeting
from meetings.admin.demo.load_people import load_people
from meetings.admin.demo.members import load_members
from meetings.admin.demo.minutes_life import load_minutes_life
from meetings.admin.demo.notices import load_notices
from meetings.admin.demo.orders import orders_of_business
from meetings.admin.demo.recordings import load_recordings
from meetings.admin.demo.remote import load_remote
from meetings.admin.demo.replies import load_replies
from meetings.admin.demo.schedule import schedule
from meetings.admin.demo.states import load_states
from meetings.admin.demo.styles import load_styles
from meetings.admin.demo.workflow import load_workflow
from meetings.admin.demo.writing import load_writing
from meetings.bodies.models import Council
from meetings.kernel.actor import SYSTEM
from meetings.people.models import Account
from meetings.ports.storage import Storage
from meetings.runtime.jobs import JobContext
from meetings.runtime.usecase import Runner


def is_empty(runner: Runner) -> bool:
    """Whether no council has been set up."""
    with runner.read() as session:
        return session.scalar(select(Council.id)) is None


def is_demo(runner: Runner) -> bool:
    """Whether the council that is here is the demonstration."""
    with runner.read() as session:
        return session.scalar(select(Account.id).where(Account.demo_note != "").limit(1)) is not None


def load(runner: Runner, storage: Storage, context: JobContext) -> None:
    """People and bodies in one transaction, then each meeting in its own. Times are relative to now.

    `context`: what calls to providers are carried out with, as the worker does.
    """
    now = runner.clock.now().astimezone(runner.timezone).replace(tzinfo=None)
    with runner.work(SYSTEM) as work:
        cast = load_people(work, demo_content(), now.date())
        orders_of_business(work)
        load_styles(work)
        load_law(work, cast, now.date())
        load_members(work, cast, now.date())
    ready = ready_at(now)
    for meeting in schedule(ready.date(), ready.time()):
        with runner.work(SYSTEM) as work:
            load_meeting(work, storage, cast, meeting)
    with runner.work(SYSTEM) as work:
        load_forward_plan(work, cast)
    with runner.work(SYSTEM) as work:
        load_decisions(work, cast)
    with runner.work(SYSTEM) as work:
        load_states(work, storage, cast)
    with runner.work(SYSTEM) as work:
        load_replies(work, cast)
    with runner.work(SYSTEM) as work:
        load_workflow(work, cast)
    with runner.work(SYSTEM) as work:
        load_interests(work, cast)
    with runner.work(SYSTEM) as work:
        load_notices(work, cast)
    with runner.work(SYSTEM) as work:
        load_actions(work, cast)
    with runner.work(SYSTEM) as work:
        load_writing(work, cast)
    with runner.work(SYSTEM) as work:
        load_minutes_life(work, cast)
    with runner.work(SYSTEM) as work:
        load_recordings(work, cast, storage)
    load_remote(context)
