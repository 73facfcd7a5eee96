"""A meeting of the demonstration goes into private: what the clerk presses."""

from __future__ import annotations

from meetings.exclusion.queries import exclusion_of, surfaces_of
from meetings.exclusion.readback import read_state
from meetings.exclusion.rules import SurfaceKind
from meetings.exclusion.usecases import ConfirmByEye, KeepReadings, confirm_by_eye, keep_readings
from meetings.runtime.work import Work


def confirm_stopped(work: Work, meeting_id: str) -> None:
    """Read the public state back and look at the rest. Nothing where the public is not excluded."""
    standing = exclusion_of(work.session, meeting_id)
    if standing is None:
        return
    reading = read_state(work.session, meeting_id)
    keep_readings(work, KeepReadings(meeting_id, (reading,)))
    for surface in surfaces_of(work.session, standing.id):
        if surface.kind is not SurfaceKind.OWN:
            confirm_by_eye(work, ConfirmByEye(meeting_id, surface.name))
