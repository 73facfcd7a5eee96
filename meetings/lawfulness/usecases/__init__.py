"""Certifying a meeting, and publishing its agenda at a time."""

from meetings.lawfulness.usecases.certifying import (
    KeepCertificate,
    MakeCertificate,
    keep_certificate,
    make_certificate,
)
from meetings.lawfulness.usecases.planning import (
    CallOff,
    NoteFailure,
    PlanPublication,
    PublishPlanned,
    call_off_publication,
    note_failure,
    plan_publication,
    publish_planned,
)

__all__ = [
    "CallOff",
    "KeepCertificate",
    "MakeCertificate",
    "NoteFailure",
    "PlanPublication",
    "PublishPlanned",
    "call_off_publication",
    "keep_certificate",
    "make_certificate",
    "note_failure",
    "plan_publication",
    "publish_planned",
]
