"""A meeting that was recorded, for pages to be walked: at another service with its text, and as a file of its own."""

from __future__ import annotations

from io import BytesIO

from meetings.recordings.queries import meeting_times
from meetings.recordings.usecases import (
    AddFile,
    AddLink,
    AddTranscript,
    PublishRecording,
    PublishTranscript,
    SetStretches,
    StretchWish,
    add_file,
    add_link,
    add_transcript,
    publish_recording,
    publish_transcript,
    set_stretches,
)
from meetings.recordings.vtt import Line
from tests.publicsite.town import Town

SAID = (
    Line(1_000, 4_000, "Councillor A. Abara", "Good evening, and welcome."),
    Line(4_000, 9_000, "Councillor B. Bell", "I move the motion that stands in my name."),
)


def recorded(town: Town) -> None:
    """The past meeting, as far as it was public, twice."""
    site, meeting_id = town.site, town.past.id
    run = site.world.run
    with site.world.runner.read() as session:
        began, _ = meeting_times(session, meeting_id)
    link = run(add_link, AddLink(meeting_id, "https://www.youtube.com/watch?v=abcDEF12345", "The evening"))
    stored = site.parts.services.storage.put(BytesIO(b"OggS, and no more of it"))
    file = run(add_file, AddFile(meeting_id, stored.sha256, stored.size, "audio/ogg", "Sound alone"))
    for recording in (link, file):
        # Up to where the public was excluded.
        before = StretchWish(began, 0, 19 * 60)
        run(set_stretches, SetStretches(meeting_id, recording, (before,)))
        run(publish_recording, PublishRecording(meeting_id, recording))
    text = run(add_transcript, AddTranscript(meeting_id, link, "en", SAID, "0" * 64))
    run(publish_transcript, PublishTranscript(meeting_id, text, 1))
