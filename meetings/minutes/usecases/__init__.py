"""What is done with minutes: drafting, writing, approving, publishing, confirming, printing."""

from meetings.minutes.usecases.attendance import CorrectAttendance, correct_attendance
from meetings.minutes.usecases.drafts import (
    ImportMinutes,
    RedraftMinutes,
    draft_minutes,
    import_minutes,
    import_minutes_again,
    keep_actions,
    redraft_minutes,
)
from meetings.minutes.usecases.edit import EditConflict, EditMinutes, edit_minutes
from meetings.minutes.usecases.steps import (
    ApproveMinutes,
    ConfirmMinutes,
    KeepPdf,
    PrintAgain,
    PublishMinutes,
    approve_minutes,
    confirm_minutes,
    keep_pdf,
    print_again,
    publish_minutes,
)

__all__ = [
    "ApproveMinutes",
    "ConfirmMinutes",
    "CorrectAttendance",
    "EditConflict",
    "EditMinutes",
    "ImportMinutes",
    "KeepPdf",
    "PrintAgain",
    "PublishMinutes",
    "RedraftMinutes",
    "approve_minutes",
    "confirm_minutes",
    "correct_attendance",
    "draft_minutes",
    "edit_minutes",
    "import_minutes",
    "import_minutes_again",
    "keep_actions",
    "keep_pdf",
    "print_again",
    "publish_minutes",
    "redraft_minutes",
]
