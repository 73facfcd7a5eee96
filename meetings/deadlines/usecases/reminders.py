"""One's own ways to hear of deadlines: a secret address for a calendar program, and mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from meetings.db.record import council_stream
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.digest import BACK, DAYS, digest_of
from meetings.deadlines.events import FeedMade, FeedRevoked
from meetings.deadlines.models import DeadlineFeed, Reminder
from meetings.deadlines.queries import ReminderChoice, reminder_of, standing_of
from meetings.deadlines.rules.reminding import Reminding, reminder_due
from meetings.kernel.errors import Invalid, NotFound, SignInRequired
from meetings.notifications.letters import Letter
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import send_letter
from meetings.people.queries import accounts_as_actors
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class MakeFeed:
    """A new secret address; the earlier one stops working."""


@dataclass(frozen=True)
class RevokeFeed:
    """No address any more."""


@dataclass(frozen=True)
class ChooseReminder:
    """How often and from which hour on."""

    how: Reminding
    hour: int


@dataclass(frozen=True)
class SendReminder:
    """The reminder of this day for one account."""

    account_id: str


def feed_hash(token: str) -> str:
    """What is kept of a token. The purpose is in it, so that no other secret of ours can be used in its place."""
    return sha256(f"deadline-feed:{token}".encode()).hexdigest()


@use_case(permission=None)
def make_feed(work: Work, command: MakeFeed) -> str:
    """The token, which is shown once. Raises SignInRequired."""
    account_id = _own(work)
    token = secrets.token_urlsafe(32)
    row = work.session.get(DeadlineFeed, account_id)
    if row is None:
        row = DeadlineFeed(account_id=account_id)
        work.session.add(row)
    row.token_hash, row.made_at = feed_hash(token), work.now
    work.record(council_stream(work.session), FeedMade(account_id))
    return token


@use_case(permission=None)
def revoke_feed(work: Work, command: RevokeFeed) -> None:
    """Let the address stop working. Raises NotFound when there is none."""
    account_id = _own(work)
    row = work.session.get(DeadlineFeed, account_id)
    if row is None:
        raise NotFound("There is no such address any more.")
    work.session.delete(row)
    work.record(council_stream(work.session), FeedRevoked(account_id))


@use_case(permission=None)
def choose_reminder(work: Work, command: ChooseReminder) -> None:
    """Keep the choice. Raises Invalid for an hour that no day has."""
    if not 0 <= command.hour <= 23:
        raise Invalid("Choose an hour of the day.", {"hour": "Choose an hour of the day"})
    account_id = _own(work)
    row = work.session.get(Reminder, account_id)
    if row is None:
        row = Reminder(account_id=account_id, sent_on=None)
        work.session.add(row)
    row.how, row.hour = command.how, command.hour


@use_case(permission=None, system_only=True)
def send_reminder(work: Work, command: SendReminder) -> bool:
    """Write the reminder if its time has come and there is something to say. Whether a letter was written.

    Asked again on the same day it does nothing: the day is noted in the same transaction, and the letter's key has
    the day in it.
    """
    found = accounts_as_actors(work.session, [command.account_id])
    choice = reminder_of(work.session, command.account_id)
    local = work.now.astimezone(work.timezone)
    if not found or not reminder_due(choice.how, choice.hour, choice.sent_on, local):
        return False
    _note_sent(work, command.account_id, choice)
    actor, email = found[0]
    start, end = work.today - BACK, work.today + timedelta(days=DAYS)
    dues = dues_between(work.session, start, end, actor, work.today)
    digest = digest_of(dues, work.today, standing_of(work.session).confirmed)
    if digest is None:
        return False
    subject, text = digest
    key = f"deadlines:{command.account_id}:{work.today.isoformat()}"
    to = (Recipient(actor.name, email, command.account_id),)
    return bool(send_letter(work, Letter(to, subject, text, LetterKind.REMINDER, key, "/desk/deadlines")))


def _note_sent(work: Work, account_id: str, choice: ReminderChoice) -> None:
    row = work.session.get(Reminder, account_id, with_for_update=True)
    if row is None:
        row = Reminder(account_id=account_id, how=choice.how, hour=choice.hour)
        work.session.add(row)
    row.sent_on = work.today
    work.session.flush()


def _own(work: Work) -> str:
    if work.actor.account_id is None:
        raise SignInRequired("Sign in first.")
    return work.actor.account_id
