"""Residents ask, confirm, choose and stop; news is written to those who follow it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, func, select

from meetings.bodies.queries import bodies
from meetings.kernel.errors import Invalid, TooMany
from meetings.kernel.ids import new_id
from meetings.notifications.models import StoredLetter
from meetings.notifications.queries import name_of_council
from meetings.notifications.rules import LetterKind, LetterStatus, Recipient, is_address
from meetings.notifications.usecases import Letter, send_letter
from meetings.publicsite.following.models import Followed, Follower
from meetings.publicsite.following.queries import follower_of, to_tell
from meetings.publicsite.following.rules import (
    ASK_AGAIN_AFTER,
    EVERY_BODY,
    FORGET_AFTER,
    KEEP_LETTERS,
    MOST_AN_HOUR,
    Topic,
    wishes,
)
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work

CONFLICTS["uq_follower_email"] = "You asked twice at the same moment. A letter is on its way."
CONFLICTS["follower.email"] = CONFLICTS["uq_follower_email"]
_BATCH = 200


@dataclass(frozen=True)
class AskToFollow:
    """An address, and what whoever has it would like to hear of."""

    email: str
    topics: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class ChangeFollowing:
    """What somebody who has confirmed wishes from now on."""

    handle: str
    topics: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class ByHandle:
    """Somebody's own page."""

    handle: str


@dataclass(frozen=True)
class News:
    """Something that followers are told. `key` is the same for the same news; `body_id` whose it is."""

    topic: Topic
    key: str
    subject: str
    text: str
    link: str
    body_id: str = EVERY_BODY
    meeting_id: str | None = None
    #: those with greater ids are still to be told
    after: str = ""


@dataclass(frozen=True)
class Tidy:
    """Forget who never confirmed, and old letters to people without an account."""

    batch: int = field(default=500)


@use_case(permission=None)
def ask_to_follow(work: Work, command: AskToFollow) -> None:
    """Send the question whether the address wants this. Whoever asks learns nothing of who follows already.

    Raises Invalid, and TooMany when more addresses are entered than residents would.
    """
    email = command.email.strip().lower()
    errors = {} if is_address(email) else {"email": "Enter an e-mail address, such as name@example.org"}
    wish = _wish(work, command.topics, command.bodies, errors)
    # Before it is known whether the address is: else being refused would tell who follows already.
    _not_too_many(work)
    row = work.session.scalar(select(Follower).where(Follower.email == email))
    if row is not None and (row.confirmed_at or work.now - row.asked_at < ASK_AGAIN_AFTER):
        if row.confirmed_at and work.now - row.asked_at >= ASK_AGAIN_AFTER:
            row.asked_at = work.now
            _remind(work, row)
        return
    if row is None:
        row = Follower(id=new_id(), email=email, handle=secrets.token_urlsafe(24), wish=[], asked_at=work.now)
        work.session.add(row)
    row.wish, row.asked_at = [list(w) for w in wish], work.now
    work.session.flush()
    _question(work, row)


@use_case(permission=None)
def confirm_following(work: Work, command: ByHandle) -> None:
    """The letter was read by whoever has the address. Raises NotFound."""
    row = follower_of(work.session, command.handle)
    if row.confirmed_at is None:
        row.confirmed_at = work.now
        _keep(work, row, [(t, b) for t, b in row.wish])
        row.wish = []


@use_case(permission=None)
def change_following(work: Work, command: ChangeFollowing) -> None:
    """Hear of something else from now on. Raises NotFound, and Invalid without anything chosen."""
    row = follower_of(work.session, command.handle)
    wish = _wish(work, command.topics, command.bodies, {})
    row.confirmed_at = row.confirmed_at or work.now
    _keep(work, row, wish)


@use_case(permission=None)
def stop_following(work: Work, command: ByHandle) -> None:
    """No more letters, and nothing kept: the address is deleted here and on what was sent to it. Raises NotFound."""
    row = follower_of(work.session, command.handle)
    work.session.execute(delete(Followed).where(Followed.follower_id == row.id))
    mine = (StoredLetter.kind == LetterKind.NEWS, StoredLetter.email == row.email)
    work.session.execute(delete(StoredLetter).where(*mine))
    work.session.delete(row)


@use_case(permission=None, system_only=True)
def write_news(work: Work, news: News) -> str:
    """Write to a batch of followers. Returns the id after which to go on; empty when all have their letter."""
    told = to_tell(work.session, news.topic, news.body_id, news.after, _BATCH)
    for one in told:
        send_letter(
            work,
            Letter(
                (Recipient("", one.email),),
                news.subject,
                news.text,
                LetterKind.NEWS,
                news.key,
                link=news.link,
                body_id=news.body_id or None,
                meeting_id=news.meeting_id,
                stop_link=f"/follow/{one.handle}",
            ),
        )
    return told[-1].id if len(told) == _BATCH else ""


@use_case(permission=None, system_only=True)
def tidy(work: Work, command: Tidy) -> None:
    """Forget what is no longer needed: old letters, wishes never confirmed, addresses that do not exist."""
    old = select(Follower.id).where(
        Follower.confirmed_at.is_(None), Follower.asked_at < work.now - FORGET_AFTER
    )
    refused = select(StoredLetter.email).where(
        StoredLetter.kind == LetterKind.NEWS, StoredLetter.status == LetterStatus.REFUSED
    )
    gone = select(Follower.id).where(Follower.email.in_(refused))
    for which in (old, gone):
        ids = list(work.session.scalars(which.limit(command.batch)))
        work.session.execute(delete(Followed).where(Followed.follower_id.in_(ids)))
        work.session.execute(delete(Follower).where(Follower.id.in_(ids)))
    past = (
        select(StoredLetter.id)
        .where(StoredLetter.kind == LetterKind.NEWS, StoredLetter.created_at < work.now - KEEP_LETTERS)
        .limit(command.batch)
    )
    work.session.execute(delete(StoredLetter).where(StoredLetter.id.in_(list(work.session.scalars(past)))))


def _wish(
    work: Work, topics: tuple[str, ...], where: tuple[str, ...], errors: dict[str, str]
) -> list[tuple[str, str]]:
    known = [b.id for b in bodies(work.session)]
    found = wishes(topics, where, known)
    if not wishes(topics, (EVERY_BODY,), known):
        errors["topics"] = "Choose what you want to hear of"
    elif not found:
        errors["bodies"] = "Choose a committee, or all of them"
    if errors:
        raise Invalid("Something is missing.", errors)
    return found


def _keep(work: Work, row: Follower, wish: list[tuple[str, str]]) -> None:
    work.session.execute(delete(Followed).where(Followed.follower_id == row.id))
    work.session.add_all(Followed(follower_id=row.id, topic=Topic(t), body_id=b) for t, b in wish)
    work.session.flush()


def _not_too_many(work: Work) -> None:
    since = work.now - timedelta(hours=1)
    asked = select(func.count()).where(Follower.confirmed_at.is_(None), Follower.asked_at > since)
    if (work.session.scalar(asked) or 0) >= MOST_AN_HOUR:
        raise TooMany("Too many people ask at the moment. Try again in an hour.", retry_after=3600)


def _question(work: Work, row: Follower) -> None:
    council = name_of_council(work.session)
    _letter(
        work,
        row,
        f"Confirm that you want letters from {council}",
        f"Somebody, most likely you, asked {council} to send news of its meetings to this address.\n\n"
        "Open the page below and press the button to confirm. If it was not you, do nothing: you get no more "
        "letters, and the address is deleted after seven days.",
    )


def _remind(work: Work, row: Follower) -> None:
    council = name_of_council(work.session)
    _letter(
        work,
        row,
        f"You follow meetings of {council} already",
        "Somebody, most likely you, asked for letters to this address. You get them already. On the page below you "
        "can choose what you want to hear of, or stop.",
    )


def _letter(work: Work, row: Follower, subject: str, text: str) -> None:
    page = f"/follow/{row.handle}"
    key = f"follow:{row.id}:{row.asked_at.isoformat()}"
    letter = Letter(
        (Recipient("", row.email),), subject, text, LetterKind.NEWS, key, link=page, stop_link=page
    )
    send_letter(work, letter)
