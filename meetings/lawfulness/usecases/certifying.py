"""Making a notice certificate, and keeping its PDF."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.lawfulness.certificate import certificate_of, digest, to_json
from meetings.lawfulness.events import CertificateMade, CertificatePrinted
from meetings.lawfulness.models import NoticeCertificate
from meetings.lawfulness.queries import lawfulness_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.usecases import lock_meeting


@dataclass(frozen=True)
class MakeCertificate:
    """Certify what was published for a meeting, and when."""

    meeting_id: str


@dataclass(frozen=True)
class KeepCertificate:
    """The PDF of a certificate, or why there is none."""

    certificate_id: str
    sha256: str | None = None
    error: str = ""


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def make_certificate(work: Work, command: MakeCertificate) -> str:
    """Certify it; the certificate's id. Raises WrongState before anything is published."""
    lock_meeting(work.session, command.meeting_id)
    meeting = meeting_of(work.session, command.meeting_id)
    law = lawfulness_of(work.session, meeting, work.timezone)
    if not law.versions:
        raise WrongState("Nothing has been published for this meeting yet, so there is nothing to certify.")
    last = select(func.max(NoticeCertificate.number)).where(NoticeCertificate.meeting_id == meeting.id)
    number = (work.session.scalar(last) or 0) + 1
    content = to_json(certificate_of(law, number, work.now, work.actor.name))
    sha256 = digest(content)
    row = NoticeCertificate(id=new_id(), meeting_id=meeting.id, number=number, made_at=work.now)
    row.made_by, row.content, row.sha256, row.pdf_error = work.actor.name, content, sha256, ""
    work.session.add(row)
    work.record(meeting.id, CertificateMade(row.id, number, sha256))
    return row.id


@use_case(permission=None, system_only=True)
def keep_certificate(work: Work, command: KeepCertificate) -> None:
    """Keep the PDF; once there is one it stays. Raises NotFound."""
    row = work.session.get(NoticeCertificate, command.certificate_id)
    if row is None:
        raise NotFound("There is no such certificate.")
    if row.pdf_sha256 is not None:
        return
    row.pdf_sha256, row.pdf_error = command.sha256, command.error
    if command.sha256:
        work.record(row.meeting_id, CertificatePrinted(row.id, command.sha256))
