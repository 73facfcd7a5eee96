"""Meetings out of files: on this machine, or sent by somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from meetings.admin.moderngov.imported import ImportedMeeting, ImportedMeetingRef, ImportedMeetings, Kind
from meetings.admin.moderngov.loaded import (
    Loaded,
    LoadedCommittees,
    LoadedMeeting,
    LoadedMeetings,
    LoadedWards,
    NotRead,
    Progress,
    Told,
    untold,
)
from meetings.admin.moderngov.read import (
    kind_of,
    read_committees,
    read_councillors_by_ward,
    read_meeting,
    read_meetings,
)
from meetings.admin.moderngov.tree import LARGEST
from meetings.kernel.errors import Invalid

_Document = tuple[str, Callable[[], bytes]]


class Listed:
    """What the lists say of each meeting. The meeting's own answer does not name its body."""

    def __init__(self) -> None:
        self._meetings: dict[str, ImportedMeetingRef] = {}

    def learn(self, meetings: ImportedMeetings) -> None:
        self._meetings.update(
            (meeting.source_id, meeting) for meeting in meetings.meetings if meeting.source_id
        )

    def name_body(self, meeting: ImportedMeeting) -> ImportedMeeting:
        listed = self._meetings.get(meeting.source_id)
        if listed is None:
            return meeting
        return replace(
            meeting,
            body_id=listed.body_id or meeting.body_id,
            body_title=listed.body_title or meeting.body_title,
        )


def read_answer(origin: str, xml: bytes, listed: Listed, base_url: str = "") -> Loaded:
    """Whichever answer it is. What cannot be read is told, not raised."""
    try:
        kind = kind_of(xml)
        if kind is Kind.MEETING:
            return LoadedMeeting(origin, listed.name_body(read_meeting(xml, base_url)))
        if kind is Kind.COMMITTEES:
            return LoadedCommittees(origin, read_committees(xml))
        if kind is Kind.COUNCILLORS:
            return LoadedWards(origin, read_councillors_by_ward(xml))
        meetings = read_meetings(xml)
    except Invalid as error:
        return NotRead(origin, error.message)
    listed.learn(meetings)
    return LoadedMeetings(origin, meetings)


@dataclass(frozen=True)
class Uploaded:
    """Files that somebody sent: their names and their bytes."""

    files: tuple[tuple[str, bytes], ...]
    where: str = "the files you sent"

    def load(self, told: Told = untold) -> Iterator[Loaded]:
        return _load([(name, _held(content)) for name, content in self.files], told)


@dataclass(frozen=True)
class Files:
    where: str
    paths: tuple[Path, ...]

    def load(self, told: Told = untold) -> Iterator[Loaded]:
        return _load([(str(path), _on_disk(path)) for path in self.paths], told)


def _held(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _on_disk(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            if path.stat().st_size > LARGEST:
                raise Invalid(f"The file is larger than the {LARGEST:,} bytes that are read.")
            return path.read_bytes()
        except OSError as error:
            raise Invalid(f"The file cannot be opened: {error.strerror or error}.") from error

    return read


def _load(documents: Sequence[_Document], told: Told) -> Iterator[Loaded]:
    """Lists before meetings, whatever their names: a list says which body a meeting is of."""
    listed, meetings, done = Listed(), list[_Document](), 0
    for document in documents:
        if _is_meeting(document):
            meetings.append(document)
            continue
        done += 1
        told(Progress(done, len(documents), document[0]))
        yield _read(document, listed)
    for document in meetings:
        done += 1
        told(Progress(done, len(documents), document[0]))
        yield _read(document, listed)


def _is_meeting(document: _Document) -> bool:
    try:
        return kind_of(document[1]()) is Kind.MEETING
    except Invalid:
        return False


def _read(document: _Document, listed: Listed) -> Loaded:
    name, content = document
    try:
        return read_answer(name, content(), listed)
    except Invalid as error:
        return NotRead(name, error.message)
