"""Facts about what was brought in from other systems, and about the installation itself."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("admin.meeting_imported")
@dataclass(frozen=True)
class MeetingImported(Fact):
    """A meeting was read from another system; `digest` is of what was read, to know it again."""

    origin: str
    source_ref: str
    digest: str
    #: the body it stands under
    body: str = ""
    #: that body was named by whoever imported it, not by the other system
    named: bool = False


@fact("admin.people_imported")
@dataclass(frozen=True)
class PeopleImported(Fact):
    """Wards and councillors were read from another system."""

    origin: str
    councillors: int


@fact("admin.council_renamed")
@dataclass(frozen=True)
class CouncilRenamed(Fact):
    """The council has another name from now on."""

    name: str
    before: str
