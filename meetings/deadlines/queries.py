"""Reads of the law a council lives under."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.reading import once_a_read
from meetings.deadlines.models import (
    CouncilLaw,
    DeadlineFeed,
    LocalChoice,
    OfficeClosure,
    Reminder,
    RuleOverride,
)
from meetings.deadlines.rules.base import Closure, Law, Profile
from meetings.deadlines.rules.reminding import USUAL_HOUR, Reminding

#: What the law is taken to be until somebody has confirmed it; every screen says that nobody has.
UNCONFIRMED = Profile.ENGLAND_PRINCIPAL


@dataclass(frozen=True)
class Standing:
    """Who confirmed the profile, and whether the monitoring officer's sign-off covers everything as it is now."""

    profile: Profile
    chosen_by: str = ""
    chosen_at: datetime | None = None
    signed_by: str = ""
    signed_at: datetime | None = None
    signed_note: str = ""
    changed_at: datetime | None = None

    @property
    def confirmed(self) -> bool:
        """Whether somebody said that this is the council's law."""
        return self.chosen_at is not None

    @property
    def changed_since(self) -> bool:
        """Whether something was changed after the sign-off."""
        if self.signed_at is None or self.changed_at is None:
            return False
        return self.changed_at > self.signed_at


@dataclass(frozen=True)
class ReminderChoice:
    """How and from which hour on somebody is reminded by mail, and when they last were."""

    how: Reminding = Reminding.DAILY
    hour: int = USUAL_HOUR
    sent_on: date | None = None


@dataclass(frozen=True)
class Override:
    """A rule that was let pass. `withdrawn_at` is null as long as that stands."""

    id: str
    meeting_id: str
    rule_id: str
    subject: str
    reason: str
    by: str
    by_id: str | None
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""


@once_a_read
def law_of(session: Session) -> Law:
    """The council's law: profile, own choices and closures. Three queries."""
    chosen = session.scalar(select(CouncilLaw.profile))
    choices = session.execute(select(LocalChoice.name, LocalChoice.value).order_by(LocalChoice.name))
    closures = session.scalars(select(OfficeClosure).order_by(OfficeClosure.day))
    return Law(
        chosen or UNCONFIRMED,
        {row.name: row.value for row in choices},
        tuple(Closure(c.day, c.name, c.mourning) for c in closures),
    )


def standing_of(session: Session) -> Standing:
    """Who stands for the profile."""
    row = session.scalar(select(CouncilLaw))
    if row is None:
        return Standing(UNCONFIRMED)
    return Standing(
        row.profile,
        row.chosen_by,
        row.chosen_at,
        row.signed_by,
        row.signed_at,
        row.signed_note,
        row.changed_at,
    )


def choices_of(session: Session) -> dict[str, LocalChoice]:
    """The council's own choices by parameter name."""
    return {row.name: row for row in session.scalars(select(LocalChoice))}


def closures_of(session: Session) -> list[OfficeClosure]:
    """Every closure, earliest first."""
    return list(session.scalars(select(OfficeClosure).order_by(OfficeClosure.day)))


def overrides_of(session: Session, meeting_id: str, withdrawn: bool = False) -> list[Override]:
    """The overrides that stand for one meeting, oldest first; those withdrawn too if asked."""
    return overrides_by_meeting(session, [meeting_id], withdrawn).get(meeting_id, [])


def overrides_by_meeting(
    session: Session, meeting_ids: Collection[str], withdrawn: bool = False
) -> dict[str, list[Override]]:
    """The same for several meetings in one query; a meeting without any is left out."""
    query = select(RuleOverride).where(RuleOverride.meeting_id.in_(list(meeting_ids)))
    if not withdrawn:
        query = query.where(RuleOverride.withdrawn_at.is_(None))
    found: dict[str, list[Override]] = {}
    for row in session.scalars(query.order_by(RuleOverride.at, RuleOverride.id)):
        found.setdefault(row.meeting_id, []).append(_override(row))
    return found


def feed_made_at(session: Session, account_id: str) -> datetime | None:
    """When this account's secret address was made; None: it has none."""
    return session.scalar(select(DeadlineFeed.made_at).where(DeadlineFeed.account_id == account_id))


def account_of_feed(session: Session, token_hash: str) -> str | None:
    """Whose secret address it is."""
    return session.scalar(select(DeadlineFeed.account_id).where(DeadlineFeed.token_hash == token_hash))


def reminder_choices(session: Session) -> dict[str, ReminderChoice]:
    """What each account has chosen or been sent."""
    rows = session.execute(select(Reminder.account_id, Reminder.how, Reminder.hour, Reminder.sent_on))
    return {row.account_id: ReminderChoice(row.how, row.hour, row.sent_on) for row in rows}


def reminder_of(session: Session, account_id: str) -> ReminderChoice:
    """What one account has chosen, or what is usual."""
    row = session.get(Reminder, account_id)
    return ReminderChoice(row.how, row.hour, row.sent_on) if row else ReminderChoice()


def _override(row: RuleOverride) -> Override:
    return Override(
        row.id,
        row.meeting_id,
        row.rule_id,
        row.subject,
        row.reason,
        row.by,
        row.by_id,
        row.at,
        row.withdrawn_at,
        row.withdrawn_by,
    )
