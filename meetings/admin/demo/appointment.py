"""An appointment by show of hands at one of the demonstration's meetings: three nominated, two rounds."""

from __future__ import annotations

from datetime import timedelta

from meetings.appointments import usecases as uc
from meetings.appointments.queries import appointment_of
from meetings.appointments.rules import RoundWay
from meetings.kernel.actor import Actor
from meetings.room.queries import voters_here
from meetings.runtime.work import Work

#: at which item, and to what
_AT = "Political balance and appointment of committees"
_POST = "the Council’s representative on the Harbour Conservancy Board"
_FEWEST = 12


def appoint(work: Work, meeting_id: str, item_title: str, chair: Actor) -> None:
    """Nominate three, vote, drop the last, vote again. Nothing at other items, or where too few are present."""
    here = [h.person_id for h in voters_here(work.session, meeting_id)]
    if item_title != _AT or len(here) < _FEWEST:
        return
    appointment_id = uc.open_appointment(work, uc.OpenAppointment(meeting_id, _POST))
    candidates = []
    for n in (2, 6, 9):
        work.now += timedelta(seconds=40)
        command = uc.Nominate(appointment_id, here[n], here[n - 1], here[n + 1], consent=True)
        candidates.append(uc.nominate(work, command))
    voting = len(here) - 1
    third = voting // 5
    second = (voting - third) // 2 - 1
    _by_hands(
        work,
        appointment_id,
        dict(zip(candidates, (voting - third - second, second, third), strict=True)),
        chair,
    )
    more = voting * 3 // 5
    _by_hands(work, appointment_id, dict(zip(candidates[:2], (more, voting - more), strict=True)), chair)


def _by_hands(work: Work, appointment_id: str, votes: dict[str, int], chair: Actor) -> None:
    """Counted by the clerk, confirmed by whoever presides, declared."""
    round_id = uc.open_round(work, uc.OpenRound(appointment_id, RoundWay.HANDS))
    work.now += timedelta(seconds=50)
    uc.enter_counts(work, uc.EnterCounts(round_id, votes, abstained=1))
    clerk, work.actor = work.actor, chair
    try:
        uc.confirm_counts(work, uc.ConfirmCounts(round_id))
    finally:
        work.actor = clerk
    work.now += timedelta(seconds=20)
    uc.declare_round(work, uc.DeclareRound(round_id))
    assert appointment_of(work.session, appointment_id).current is None
