"""Minutes with everything awkward in them: many names, long names, long texts, ties, and nothing decided."""

from __future__ import annotations

from datetime import date

from meetings.minutes.document import Apology, Attendee, MinutesDocument, TimeNote
from tests.minutes.sample_items import LONG_NAME, NAMES, at, items

_GROUPS = ("Labour", "Conservative", "Liberal Democrat", "Green", "Independent")


def awkward_minutes() -> MinutesDocument:
    """About six pages."""
    return MinutesDocument(
        council="Eastmere and Saltwick Borough Council",
        body="Full Council",
        meeting_title="Ordinary meeting of the Council",
        held_on=date(2021, 2, 9),
        started_at=at(18, 30),
        ended_at=at(21, 41),
        place="Council Chamber, Civic Centre, Harbour Street, Eastmere",
        mode="in person and by video",
        presiding="Councillor Harriet Hollis, Mayor",
        present=tuple(_attendee(i) for i in range(45)),
        apologies=(
            Apology(name=NAMES[50]),
            Apology(name=NAMES[51], substitute=LONG_NAME),
            Apology(name=NAMES[52]),
            Apology(name=NAMES[3], late=True),
        ),
        absent_members=(NAMES[53], LONG_NAME),
        in_attendance=(
            Attendee(name="Dr Miriam Okonjo-Lindqvist", post="Chief Executive and Returning Officer"),
            Attendee(name="Tomos Hale", post="Monitoring Officer"),
            Attendee(name="Ruth Sandiford", post="Director of Finance (section 151 officer)"),
            Attendee(name="Ben Iqbal", post="Democratic Services Manager", remote=True),
        ),
        times=(
            TimeNote(at=at(20, 2), text="the meeting was adjourned"),
            TimeNote(at=at(20, 14), text="the meeting resumed"),
        ),
        items=items(),
    )


def _attendee(i: int) -> Attendee:
    late = i == 3
    return Attendee(
        name="Councillor Harriet Hollis" if i == 7 else NAMES[i],
        post="Mayor, in the chair" if i == 7 else "",
        group=_GROUPS[i % 5],
        remote=i % 17 == 4,
        arrived_at=at(18, 37) if late else None,
        arrived_item="78" if late else "",
        left_at=at(21, 5) if i == 11 else None,
    )
