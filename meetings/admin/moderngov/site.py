"""Meetings from the web: one answer of the service, or every meeting of a council's site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.admin.moderngov.fetch import CannotFetch, Fetcher, FetchRules
from meetings.admin.moderngov.files import Listed, read_answer
from meetings.admin.moderngov.imported import ImportedMeetingRef, Kind
from meetings.admin.moderngov.loaded import (
    Loaded,
    LoadedCommittees,
    LoadedMeetings,
    NotRead,
    Progress,
    Told,
    untold,
)
from meetings.admin.moderngov.service import Service

#: so many failures one after another, and the site is left alone
_GIVE_UP_AFTER = 5


@dataclass(frozen=True)
class Scope:
    """Which meetings of a site. Without limits, all."""

    since: dt.date | None = None
    until: dt.date | None = None
    #: ids of committees; empty for all
    bodies: frozenset[str] = frozenset()
    #: the latest so many
    most: int | None = None

    def chosen(self, meetings: dict[str, ImportedMeetingRef]) -> list[ImportedMeetingRef]:
        """Oldest first, those without a readable date before all."""
        taken = [meeting for meeting in meetings.values() if self._takes(meeting)]
        taken.sort(key=lambda meeting: (meeting.date or dt.date.min, meeting.start or dt.time.min))
        return taken if self.most is None else taken[max(0, len(taken) - self.most) :]

    def _takes(self, meeting: ImportedMeetingRef) -> bool:
        if self.bodies and meeting.body_id not in self.bodies:
            return False
        if meeting.date is None:
            return self.since is None and self.until is None
        return (self.since or dt.date.min) <= meeting.date <= (self.until or dt.date.max)


@dataclass(frozen=True)
class Answer:
    """One answer of the service, or an XML file on the web. Raises Invalid when it cannot be fetched."""

    where: str
    service: Service
    method: Kind | None
    parameters: tuple[tuple[str, str], ...]
    fetcher: Fetcher

    def load(self, told: Told = untold) -> Iterator[Loaded]:
        told(Progress(0, 1, self.where))
        if self.method is None:
            content = self.fetcher.fetch(self.where).content
        else:
            content = self.service.ask(self.method, dict(self.parameters))
        yield read_answer(self.where, content, Listed(), self.service.root)
        told(Progress(1, 1, self.where))


@dataclass(frozen=True)
class Site:
    """Every meeting a site publishes, within the scope."""

    where: str
    scope: Scope
    rules: FetchRules

    def load(self, told: Told = untold) -> Iterator[Loaded]:
        service, listed = Service(self.where, Fetcher(self.rules)), Listed()
        told(Progress(0, None, "committees"))
        # If this does not answer, it is no Modern.Gov site, or it is down: nothing can be had.
        committees = _ask(service, listed, Kind.COMMITTEES, {})
        yield committees
        told(Progress(0, None, "councillors"))
        yield _asked(service, listed, Kind.COUNCILLORS, {})
        meetings: dict[str, ImportedMeetingRef] = {}
        for answer in _lists(service, listed, committees, told):
            yield answer
            if isinstance(answer, LoadedMeetings):
                meetings.update((meeting.source_id, meeting) for meeting in answer.meetings.meetings)
        yield from _meetings(service, listed, self.scope.chosen(meetings), told)


def _lists(service: Service, listed: Listed, committees: Loaded, told: Told) -> Iterator[Loaded]:
    """All meetings in one list; where the service does not give that, committee by committee."""
    told(Progress(0, None, "the list of meetings"))
    answer = _asked(service, listed, Kind.MEETINGS, _meetings_of("0"))
    if isinstance(answer, LoadedMeetings) and answer.meetings.meetings:
        yield answer
        return
    known = committees.committees.committees if isinstance(committees, LoadedCommittees) else ()
    if not known:
        yield answer
    for done, committee in enumerate(known):
        told(Progress(done, len(known), f"meetings of {committee.title}"))
        yield _asked(service, listed, Kind.MEETINGS, _meetings_of(committee.source_id))


def _meetings_of(committee_id: str) -> dict[str, str]:
    """Nought for the dates means all of them."""
    return {"lCommitteeId": committee_id, "sFromDate": "0", "sToDate": "0"}


def _meetings(
    service: Service, listed: Listed, chosen: list[ImportedMeetingRef], told: Told
) -> Iterator[Loaded]:
    failures = 0
    for done, meeting in enumerate(chosen):
        told(Progress(done, len(chosen), f"{meeting.body_title} {meeting.date or ''}".strip()))
        answer = _asked(service, listed, Kind.MEETING, {"lMeetingId": meeting.source_id})
        yield answer
        failures = failures + 1 if isinstance(answer, NotRead) else 0
        if failures == _GIVE_UP_AFTER and done + 1 < len(chosen):
            left = len(chosen) - done - 1
            yield NotRead(
                service.root,
                f"{failures} meetings one after another could not be read, so the other {left} were not "
                "asked for. Try again later.",
            )
            return
    told(Progress(len(chosen), len(chosen), "done"))


def _ask(service: Service, listed: Listed, method: Kind, parameters: dict[str, str]) -> Loaded:
    origin = service.url(method, parameters)
    return read_answer(origin, service.ask(method, parameters), listed, service.root)


def _asked(service: Service, listed: Listed, method: Kind, parameters: dict[str, str]) -> Loaded:
    try:
        return _ask(service, listed, method, parameters)
    except CannotFetch as refusal:
        return NotRead(service.url(method, parameters), refusal.message)
