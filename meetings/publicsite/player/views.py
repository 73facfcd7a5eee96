"""The pages of recordings: watching beside the agenda, and reading what was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.publicsite.pages import answer, meeting_page
from meetings.publicsite.player.scene import recording_asked, scene_of
from meetings.publicsite.player.searching import LONGEST, marked, paragraphs, words_of
from meetings.publicsite.queries import MeetingVersion, version_of
from meetings.recordings.queries import TranscriptRow, languages_read, meeting_of_recording, transcript_of
from meetings.schedule.queries import meeting_of
from meetings.web.access import public
from meetings.web.doors import reading
from meetings.web.headers import allow_frames
from meetings.web.pagecache import kept

bp = Blueprint("player", __name__)
bp.add_app_template_filter(marked)
NO_TRANSCRIPT = "What is said in this recording is not published as text (yet)."
_LANGUAGES = {"en": "English", "cy": "Welsh"}


@bp.app_template_filter()
def language_name(code: str) -> str:
    """In words, where it is one of this country."""
    return _LANGUAGES.get(code.partition("-")[0], code)


@bp.get("/meetings/<meeting_id>/watch")
@public
def watch(meeting_id: str) -> ResponseReturnValue:
    """A recording beside the agenda. Nothing of another service is loaded before somebody asks for it."""
    with reading() as session:
        version_of(session, meeting_id)
        asked = recording_asked(session, meeting_id, request.args.get("recording", "")[:20])

    def render(session: Session, version: MeetingVersion) -> str:
        return render_template(
            "publicsite/player/watch.html",
            meeting=meeting_of(session, meeting_id),
            scene=scene_of(session, asked),
            council_name=version.council_name,
        )

    response = meeting_page(meeting_id, f"watch {asked.id}", render)
    return allow_frames(response, asked.embed_url) if asked.embed_url else response


@bp.get("/recordings/<recording_id>/transcript")
@public
def transcript(recording_id: str) -> ResponseReturnValue:
    """What is said, to read and to search, without the recording."""
    asked = request.args.get("q", "")[:LONGEST].strip()
    with reading() as session:
        meeting_id, found = _transcript(session, recording_id)
        meeting = meeting_of(session, meeting_id)
        version = version_of(session, meeting_id)
        words = words_of(asked)
        text = render_template(
            "publicsite/player/transcript.html",
            meeting=meeting,
            found=found,
            said=paragraphs(found.cues, words),
            asked=asked,
            words=words,
            others=[code for code in languages_read(session, recording_id) if code != found.language],
            council_name=version.council_name,
        )
    return answer(kept(text))


@bp.get("/recordings/<recording_id>/transcript.json")
@public
def transcript_data(recording_id: str) -> ResponseReturnValue:
    """The same for the player, and for whoever wants to work with it."""
    with reading() as session:
        _, found = _transcript(session, recording_id)
    return jsonify(_as_data(found))


def _transcript(session: Session, recording_id: str) -> tuple[str, TranscriptRow]:
    """Raises NotFound for one that is not published, as for none."""
    meeting_id = meeting_of_recording(session, recording_id)
    language = request.args.get("language", "")[:20]
    found = transcript_of(session, recording_id, Audience.PUBLIC, language)
    if found is None:
        raise NotFound(NO_TRANSCRIPT)
    return meeting_id, found


def _as_data(found: TranscriptRow) -> Mapping[str, Any]:
    return {
        "recording": found.recording_id,
        "language": found.language,
        "cues": [
            {"start": round(c.start, 3), "end": round(c.end, 3), "speaker": c.speaker, "text": c.text}
            for c in found.cues
        ],
    }
