"""What is done with actions: written down, followed up, answered, reminded of, put before the next meeting."""

from meetings.actions.usecases.answering import Answer, AnswerAction, answer_action
from meetings.actions.usecases.common import When
from meetings.actions.usecases.following import (
    AnswerMoreTime,
    CarryForward,
    DropAction,
    FinishAction,
    ReopenAction,
    StartAction,
    answer_more_time,
    carry_forward,
    drop_action,
    finish_action,
    reopen_action,
    start_action,
)
from meetings.actions.usecases.recording import (
    ChangeAction,
    RecordAction,
    RecordPart,
    RemoveAction,
    RestoreAction,
    change_action,
    record_action,
    record_part,
    remove_action,
    restore_action,
)

__all__ = [
    "Answer",
    "AnswerAction",
    "AnswerMoreTime",
    "CarryForward",
    "ChangeAction",
    "DropAction",
    "FinishAction",
    "RecordAction",
    "RecordPart",
    "RemoveAction",
    "ReopenAction",
    "RestoreAction",
    "StartAction",
    "When",
    "answer_action",
    "answer_more_time",
    "carry_forward",
    "change_action",
    "drop_action",
    "finish_action",
    "record_action",
    "record_part",
    "remove_action",
    "reopen_action",
    "restore_action",
    "start_action",
]
