"""One's own ways to hear of deadlines: a secret address for a calendar program, and mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256

from meetings.db.record import council_stream
from meetings.deadlines.events import FeedMade, FeedRevoked
from meetings.deadlines.models import DeadlineFeed, Reminder
from meetings.deadlines.rules.reminding import Reminding
from meetings.kernel.errors import Invalid, NotFound, SignInRequired
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


def _own(work: Work) -> str:
    if work.actor.account_id is None:
        raise SignInRequired("Sign in first.")
    return work.actor.account_id
