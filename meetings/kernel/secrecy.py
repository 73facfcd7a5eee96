"""What may be seen by whom: the one policy that every page, push, feed, search, PDF and pack asks."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who is looking. Members, the chair and officers are signed in and belong to the body."""

    PUBLIC = "public"
    MEMBER = "member"
    CHAIR = "chair"
    OFFICER = "officer"


class Sensitivity(StrEnum):
    """How an item or paper is marked (England: Local Government Act 1972, section 100A(2) to (4))."""

    PUBLIC = "public"
    EXEMPT = "exempt"
    CONFIDENTIAL = "confidential"


EXEMPT_TITLE = "Exempt item"


def may_read(sensitivity: Sensitivity, *, published: bool, audience: Audience) -> bool:
    """Whether the content itself may be read: drafts by officers only, exempt content never by the public."""
    if audience is Audience.OFFICER:
        return True
    if not published:
        return False
    return sensitivity is Sensitivity.PUBLIC or audience in (Audience.MEMBER, Audience.CHAIR)


def title_for(title: str, sensitivity: Sensitivity, audience: Audience) -> str:
    """The title as that audience may know it: an exempt item is listed, its title is not given away."""
    if audience is Audience.PUBLIC and sensitivity is not Sensitivity.PUBLIC:
        return EXEMPT_TITLE
    return title


def may_see_meeting(*, published: bool, audience: Audience) -> bool:
    """Whether the meeting is known to that audience: a meeting in preparation is the officers' own."""
    return published or audience is Audience.OFFICER


def may_see_names(*, recorded: bool, declared: bool, audience: Audience) -> bool:
    """Whether it may be seen how each member voted.

    In a recorded vote: everybody, once declared; the chair and the clerk at the read-back before that.
    In a totals-only vote nobody, at any time: that is what was announced when it was opened.
    """
    if not recorded:
        return False
    return declared or audience is not Audience.PUBLIC


def may_see_missing(audience: Audience) -> bool:
    """Whether the names of those who have not voted yet may be seen while the vote is open."""
    return audience in (Audience.CHAIR, Audience.OFFICER)


def may_follow(*, excluded: bool, audience: Audience) -> bool:
    """Whether the live meeting may be followed: while the public is excluded it learns only that it is."""
    return not (excluded and audience is Audience.PUBLIC)


def may_see_proceedings(*, private: bool, audience: Audience) -> bool:
    """Whether what was said, moved and decided may be seen: of what was taken in private the public sees nothing,
    then or later, even where the item itself is on the public agenda."""
    return not (private and audience is Audience.PUBLIC)
