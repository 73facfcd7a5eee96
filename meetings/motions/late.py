"""Nothing is decided on an item that came late without a reason for it (Local Government Act 1972, section 100B(4))."""

from __future__ import annotations

from meetings.deadlines.rules.base import State
from meetings.lawfulness.queries import lawfulness_of
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of

#: the rules on whether an item may be considered at all
_LATE = ("AG-1", "AG-2")


def problem_with_late_item(work: Work, motion: Motion) -> str:
    """Why the motion's item may not be decided at this meeting, in words; empty if it may, or for procedure.

    The chair's reason on the published agenda is enough, or one that a named person may give and has recorded.
    """
    if motion.kind is MotionKind.PROCEDURAL or motion.item_id is None:
        return ""
    meeting = meeting_of(work.session, motion.meeting_id)
    for finding in lawfulness_of(work.session, meeting, work.timezone).of_state(State.NOT_MET):
        if finding.subject == motion.item_id and finding.rule.id.startswith(_LATE):
            return f"This item cannot be decided yet. {finding.sentence} ({finding.rule.citation.text}.)"
    return ""
