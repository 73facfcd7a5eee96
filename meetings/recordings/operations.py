"""What is done at providers for recordings: files fetched, captions and chapters sent. Each is safe to repeat."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetings.conferencing.queries import broadcast_by_key, room_by_key
from meetings.connections.calls import Applied, Doing, operation
from meetings.kernel.errors import Invalid
from meetings.kernel.secrecy import Audience
from meetings.ports.conferencing import FileFound
from meetings.ports.providers import Account, Can, NotYet, Permanent, Retryable
from meetings.ports.storage import Storage
from meetings.recordings import queries
from meetings.recordings.events import SentToProvider
from meetings.recordings.models import Recording, Transcript
from meetings.recordings.rules import State
from meetings.recordings.sending import broadcast_ref, captions_file, description_of
from meetings.recordings.usecases.fetched import FetchedFile, FetchedText, keep_fetched
from meetings.recordings.usecases.transcripts import LANGUAGES
from meetings.recordings.vtt import LARGEST, Parsed, parse
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.web.formats import long_date


class _Holder(Protocol):
    """A provider that has files: one of rooms, or a stream server that keeps what it showed."""

    @property
    def name(self) -> str: ...
    @property
    def can(self) -> frozenset[Can]: ...
    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]: ...
    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]: ...


class _Pieces:
    """An iterator of bytes to read from like a file, so that no recording is ever whole in memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def read(self, size: int = -1) -> bytes:
        """The next piece, no longer than asked for; empty at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        wanted = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:wanted], self._rest[wanted:]
        return found


@dataclass(frozen=True)
class _Known:
    meeting_id: str
    ref: str
    #: keys of files that are here already, or that were deleted: they are not fetched again
    keys: frozenset[str]


@operation("recordings.fetch")
def fetch(doing: Doing) -> Applied | None:
    """Bring over every recording of a room that is not here, with its transcript."""
    key = str(doing.payload["key"])
    from_broadcast = bool(doing.payload.get("broadcast"))
    provider = cast(_Holder, doing.broadcast_provider if from_broadcast else doing.room_provider)
    with doing.context.runner.read() as session:
        known = _known(session, doing.provider, key, from_broadcast=from_broadcast)
    if known is None or Can.RECORDINGS not in provider.can:
        return None
    found = provider.files(doing.account, known.ref)
    media = _media(found)
    texts = [f for f in found if f.kind == "transcript"]
    if not media and not texts:
        raise NotYet(f"{provider.name} has no recording of this meeting yet.")
    storage = doing.context.storage
    kept = [_fetched(provider, doing, f) for f in media if f.key not in known.keys]
    said = [_text(provider, doing.account, storage, f) for f in texts]
    lines = tuple(t for t in said if t is not None)
    if not kept and not lines:
        return None

    def keep(work: Work) -> None:
        keep_fetched(work, known.meeting_id, doing.provider, tuple(kept), lines)

    return keep


@operation("broadcast.captions")
def captions(doing: Doing) -> Applied | None:
    """Put the published text under the recording where it is watched; the same again replaces it."""
    recording_id, language = str(doing.payload["recording_id"]), str(doing.payload["language"])
    with doing.context.runner.read() as session:
        row = queries.recording_of(session, recording_id, Audience.OFFICER)
        at = broadcast_ref(session, row.meeting_id, row.address)
        data = captions_file(session, recording_id, language)
    if at is None or data is None or Can.CAPTIONS not in doing.broadcast_provider.can:
        return None
    name = LANGUAGES.get(language, language)
    doing.broadcast_provider.captions(doing.account, at[1], data, language, name)
    version = int(doing.payload["version"])
    note = _sent(row.meeting_id, recording_id, "captions", doing.broadcast_provider.name)

    def keep(work: Work) -> None:
        mine = (Transcript.recording_id == recording_id, Transcript.language == language)
        work.session.execute(update(Transcript).where(*mine).values(sent_version=version))
        note(work)

    return keep


@operation("broadcast.chapters")
def chapters(doing: Doing) -> Applied | None:
    """Write the description with its chapters where the recording is watched."""
    recording_id = str(doing.payload["recording_id"])
    with doing.context.runner.read() as session:
        row = queries.recording_of(session, recording_id, Audience.OFFICER)
        at = broadcast_ref(session, row.meeting_id, row.address)
        day = long_date(meeting_of(session, row.meeting_id).starts_at, doing.context.runner.timezone)
        text = description_of(session, row.meeting_id, row, doing.context.site, day)
    if at is None or row.state is State.DELETED or Can.CHAPTERS not in doing.broadcast_provider.can:
        return None
    doing.broadcast_provider.chapters(doing.account, at[1], text)
    return _sent(row.meeting_id, recording_id, "chapters", doing.broadcast_provider.name)


def _known(session: Session, provider: str, key: str, *, from_broadcast: bool) -> _Known | None:
    room = broadcast_by_key(session, key) if from_broadcast else room_by_key(session, key)
    if room is None or not room.ref:
        return None
    query = select(Recording.provider_key).where(
        Recording.meeting_id == room.meeting_id, Recording.provider == provider
    )
    keys = frozenset(k for k in session.scalars(query) if k)
    return _Known(room.meeting_id, room.ref, keys)


def _media(found: tuple[FileFound, ...]) -> list[FileFound]:
    """The pictures; of a stretch without one, the sound."""
    videos = [f for f in found if f.kind == "video"]
    seen = {f.started_at for f in videos}
    return videos + [f for f in found if f.kind == "audio" and (not videos or f.started_at not in seen)]


def _fetched(provider: _Holder, doing: Doing, file: FileFound) -> FetchedFile:
    """Into our storage, piece by piece; interrupted, nothing of it is kept and it is fetched anew."""
    stored = doing.context.storage.put(cast(BinaryIO, _Pieces(provider.fetch(doing.account, file))))
    if file.size is not None and stored.size != file.size:
        # Somebody may have uploaded the very same piece.
        with doing.context.runner.read() as session:
            known = queries.is_kept(session, stored.sha256)
        if not known:
            doing.context.storage.delete(stored.sha256)
        raise Retryable(f"{provider.name} gave only a part of the recording.")
    return FetchedFile(
        file.key, file.kind, file.media_type, stored.sha256, stored.size, file.started_at, file.ended_at
    )


def _text(provider: _Holder, account: Account, storage: Storage, file: FileFound) -> FetchedText | None:
    """A transcript, read; None for one that makes no sense: an officer can upload a better one."""
    data = b""
    for piece in provider.fetch(account, file):
        data += piece
        if len(data) > LARGEST:
            raise Permanent(
                f"The transcript at {provider.name} is too large.", remedy="Upload a caption file."
            )
    try:
        found: Parsed = parse(data)
    except Invalid:
        return None
    storage.put(io.BytesIO(data))
    language = file.language.split("-")[0].lower() if file.language else "en"
    sha256 = hashlib.sha256(data).hexdigest()
    return FetchedText(
        file.key, language if language in LANGUAGES else "en", found.lines, sha256, file.started_at
    )


def _sent(meeting_id: str, recording_id: str, what: str, provider: str) -> Applied:
    def note(work: Work) -> None:
        work.record(meeting_id, SentToProvider(recording_id, what, provider))

    return note
