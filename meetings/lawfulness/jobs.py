"""Printing certificates, and publishing agendas whose time has come."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from meetings.agendas.inspection import inspect_waiting
from meetings.db.record import facts_of
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import DomainError
from meetings.lawfulness.events import CertificateMade
from meetings.lawfulness.models import NoticeCertificate
from meetings.lawfulness.printing import sheet_of
from meetings.lawfulness.queries import fallen_due
from meetings.lawfulness.usecases import (
    KeepCertificate,
    NoteFailure,
    PublishPlanned,
    keep_certificate,
    note_failure,
    publish_planned,
)
from meetings.people.queries import actor_of_account
from meetings.ports.storage import StorageFailed
from meetings.runtime.jobs import GiveUp, Job, JobContext
from meetings.runtime.timed import timed


def render_certificate(context: JobContext, payload: dict[str, Any]) -> None:
    """Print the certificate that a fact is about, once. Raises PdfFailed or StorageFailed after noting why."""
    with context.runner.read() as session:
        made = next(
            (
                e.fact
                for e in facts_of(session, payload["stream"], since=payload["seq"] - 1)
                if e.seq == payload["seq"]
            ),
            None,
        )
        if not isinstance(made, CertificateMade):
            raise GiveUp("there is no such certificate to print")
        row = session.get_one(NoticeCertificate, made.certificate_id)
        sheet = sheet_of(session, row, context.runner.timezone)
        if row.pdf_sha256 is not None:
            return
    try:
        pdf = context.render_pdf(page("pdf/certificate.html", doc=sheet))
        sha256 = context.storage.put(io.BytesIO(pdf)).sha256
    except (PdfFailed, StorageFailed) as error:
        failed = KeepCertificate(made.certificate_id, error=str(error) or type(error).__name__)
        context.runner.run(keep_certificate, failed, actor=SYSTEM)
        raise
    context.runner.run(keep_certificate, KeepCertificate(made.certificate_id, sha256), actor=SYSTEM)


@timed(every=15)
def publish_what_is_due(context: JobContext) -> None:
    """Each as whoever set its time, if that person still may; what cannot be published says why."""
    runner = context.runner
    with runner.read() as session:
        due = [(p.id, p.set_by_id, p.meeting_id) for p in fallen_due(session, runner.clock.now())]
        actors = {account: actor_of_account(session, account) for _, account, _ in due}
    for planned_id, account, meeting_id in due:
        actor = actors[account]
        if actor is None:
            reason = "The account that set the time is no longer in use."
            runner.run(note_failure, NoteFailure(planned_id, reason), actor=SYSTEM)
            continue
        inspect_waiting(runner, context.storage, meeting_id)
        try:
            runner.run(publish_planned, PublishPlanned(planned_id), actor=actor)
        except DomainError as error:
            runner.run(note_failure, NoteFailure(planned_id, error.message), actor=SYSTEM)


JOBS: Mapping[str, Job] = {"certificates.render": render_certificate}
