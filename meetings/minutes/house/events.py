"""Facts about house style and the numbers of minutes."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("minutes.style_chosen")
@dataclass(frozen=True)
class StyleChosen(Fact):
    """How a body writes its minutes from now on; without a body: how all do that chose nothing themselves."""

    body_id: str
    body: str
    #: what differs from the usual, by name, as JSON
    choices: str


@fact("minutes.style_given_up")
@dataclass(frozen=True)
class StyleGivenUp(Fact):
    """The body writes its minutes as the whole council does again."""

    body_id: str
    body: str


@fact("minutes.numbered")
@dataclass(frozen=True)
class MinutesNumbered(Fact):
    """The minutes of a meeting took their numbers; with a reason where an officer had them begin elsewhere.

    `scheme` "agenda": they gave back those they had, and have the agenda's.
    """

    scheme: str
    year: int
    first: int
    last: int
    reason: str = ""
