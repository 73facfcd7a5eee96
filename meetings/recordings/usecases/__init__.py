"""What is done with recordings and transcripts."""

from meetings.recordings.usecases.adding import AddFile, AddLink, add_file, add_link
from meetings.recordings.usecases.keeping import (
    DeleteRecording,
    KeepRecording,
    SetPolicy,
    delete_due,
    delete_recording,
    keep_recording,
    set_policy,
)
from meetings.recordings.usecases.publishing import (
    PublishRecording,
    WithdrawRecording,
    publish_recording,
    withdraw_recording,
)
from meetings.recordings.usecases.stretches import SetStretches, StretchWish, set_stretches
from meetings.recordings.usecases.transcripts import (
    AddTranscript,
    CorrectLines,
    NameSpeaker,
    PublishTranscript,
    WithdrawTranscript,
    add_transcript,
    correct_lines,
    name_speaker,
    publish_transcript,
    withdraw_transcript,
)

__all__ = [
    "AddFile",
    "AddLink",
    "AddTranscript",
    "CorrectLines",
    "DeleteRecording",
    "KeepRecording",
    "NameSpeaker",
    "PublishRecording",
    "PublishTranscript",
    "SetPolicy",
    "SetStretches",
    "StretchWish",
    "WithdrawRecording",
    "WithdrawTranscript",
    "add_file",
    "add_link",
    "add_transcript",
    "correct_lines",
    "delete_due",
    "delete_recording",
    "keep_recording",
    "name_speaker",
    "publish_recording",
    "publish_transcript",
    "set_policy",
    "set_stretches",
    "withdraw_recording",
    "withdraw_transcript",
]
