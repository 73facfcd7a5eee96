"""Writing letters, sending them, and what officers and recipients do about them."""

from meetings.notifications.letters import CalendarPart, Letter, LetterAttachment
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases.officers import (
    ChooseKinds,
    SendAgain,
    SendTest,
    SendWaiting,
    choose_kinds,
    send_again,
    send_test,
    send_waiting,
)
from meetings.notifications.usecases.sending import (
    BeginAttempt,
    NoteAttempt,
    NoteBounce,
    QueueDue,
    begin_attempt,
    note_attempt,
    note_bounce,
    queue_due,
)
from meetings.notifications.usecases.writing import send_letter

__all__ = [
    "BeginAttempt",
    "CalendarPart",
    "ChooseKinds",
    "Letter",
    "LetterAttachment",
    "LetterKind",
    "NoteAttempt",
    "NoteBounce",
    "QueueDue",
    "Recipient",
    "SendAgain",
    "SendTest",
    "SendWaiting",
    "begin_attempt",
    "choose_kinds",
    "note_attempt",
    "note_bounce",
    "queue_due",
    "send_again",
    "send_letter",
    "send_test",
    "send_waiting",
]
