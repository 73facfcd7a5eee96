"""The one letter of the desk: something is still being sent although the meeting is long over."""

from __future__ import annotations

from meetings.kernel.permissions import Permission
from meetings.notifications.queries import accounts_with
from meetings.notifications.usecases import Letter, LetterKind, send_letter
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of


def tell_forgotten(work: Work, meeting_id: str, minutes: int, *, public: bool) -> None:
    """Write to those who run the body's meetings."""
    meeting = meeting_of(work.session, meeting_id)
    what = (
        "The public still gets the broadcast" if public else "A picture is still being sent to the broadcast"
    )
    text = (
        f"{meeting.title} was closed {minutes} minutes ago.\n\n"
        f"{what}. End it at the broadcast desk, or where it is sent from."
    )
    send_letter(
        work,
        Letter(
            tuple(accounts_with(work.session, Permission.RUN_MEETING, meeting.body_id, work.today)),
            f"Still on air: {meeting.title}",
            text,
            LetterKind.NOTICE,
            f"stream-forgotten:{meeting_id}:{work.now:%Y%m%d%H%M}",
            link=f"/desk/meetings/{meeting_id}/broadcast",
        ),
    )
