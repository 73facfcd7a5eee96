"""Making and revoking the links that open screens."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.room.screens.events import ScreenLinkMade, ScreenLinkRevoked
from meetings.room.screens.queries import digest_of, screen_links
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_NAME = 80
MOST = 20


@dataclass(frozen=True)
class MakeScreenLink:
    """`name` says which computer it is for, such as "Chamber, left wall"."""

    meeting_id: str
    name: str


@dataclass(frozen=True)
class RevokeScreenLink:
    """From now on the link opens nothing."""

    meeting_id: str
    link_id: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def make_screen_link(work: Work, command: MakeScreenLink) -> str:
    """Make a link and return its key, which cannot be read again. Raises Invalid, and WrongState at too many."""
    locked(work, command.meeting_id)
    name = " ".join(command.name.split())
    if not name or len(name) > LONGEST_NAME:
        message = f"Say which computer the link is for, in at most {LONGEST_NAME} characters."
        raise Invalid(message, {"name": "Say which computer the link is for"})
    if len(screen_links(work.session, command.meeting_id)) >= MOST:
        raise WrongState("There are many links already. Revoke those that are not in use.")
    key = new_id()
    work.record(command.meeting_id, ScreenLinkMade(new_id(), name, digest_of(key)))
    return key


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def revoke_screen_link(work: Work, command: RevokeScreenLink) -> None:
    """Revoke a link. Raises NotFound for one that is not in force."""
    locked(work, command.meeting_id)
    links = {link.id: link for link in screen_links(work.session, command.meeting_id)}
    if command.link_id not in links:
        raise NotFound("That link is revoked already.")
    work.record(command.meeting_id, ScreenLinkRevoked(command.link_id, links[command.link_id].name))
