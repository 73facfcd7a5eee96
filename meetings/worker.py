"""The worker: hands the outbox to the queue and does the jobs, apart from the server that people talk to."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer

from meetings.actions import jobs as actions_jobs
from meetings.agendas import jobs as agendas_jobs
from meetings.conferencing import jobs as conferencing_jobs
from meetings.connections import jobs as connections_jobs
from meetings.connections import redact
from meetings.connections.calls.carriers import Carriers
from meetings.deadlines import jobs as deadlines_jobs
from meetings.decisions import jobs as decisions_jobs
from meetings.documents.pdf_process import PdfRenderer
from meetings.exclusion import jobs as exclusion_jobs
from meetings.forwardplan import jobs as forwardplan_jobs
from meetings.lawfulness import jobs as lawfulness_jobs
from meetings.minutes import jobs as minutes_jobs
from meetings.minutes.life import jobs as minutes_life_jobs
from meetings.notifications import jobs as notifications_jobs
from meetings.packs import jobs as packs_jobs
from meetings.proof.notary import Notary
from meetings.publicsite.following import jobs as following_jobs
from meetings.publicsite.search import jobs as search_jobs
from meetings.recordings import jobs as recordings_jobs
from meetings.reports import jobs as reports_jobs
from meetings.runtime.jobs import Job, JobContext, carry_out, relay, take_up_again
from meetings.runtime.keeping import end_with_input
from meetings.runtime.timed import Timetable
from meetings.server.parts import Parts
from meetings.settings import Settings

log = logging.getLogger("witan.worker")
POLL_SECONDS = 0.5
RETRY_SECONDS = 20
LOST_AFTER = timedelta(minutes=10)

#: Every job by the name that reactions queue it under.
JOBS: Mapping[str, Job] = {
    **notifications_jobs.JOBS,
    **connections_jobs.JOBS,
    **deadlines_jobs.JOBS,
    **forwardplan_jobs.JOBS,
    **agendas_jobs.JOBS,
    **reports_jobs.JOBS,
    **packs_jobs.JOBS,
    **lawfulness_jobs.JOBS,
    **exclusion_jobs.JOBS,
    **conferencing_jobs.JOBS,
    **recordings_jobs.JOBS,
    **minutes_jobs.JOBS,
    **minutes_life_jobs.JOBS,
    **actions_jobs.JOBS,
    **decisions_jobs.JOBS,
    **search_jobs.JOBS,
    **following_jobs.JOBS,
}


def queue_of(settings: Settings) -> Huey:
    """The queue: a SQLite file beside the record, or Redis where several servers share one."""
    if settings.redis_url:
        return RedisHuey("witan", url=settings.redis_url)
    return SqliteHuey("witan", filename=str(settings.data / "queue.sqlite"), fsync=False)


class _Consumer(Consumer):  # type: ignore[misc]
    """Huey's consumer without its own signal handlers: the worker has the process's."""

    def _set_signal_handlers(self) -> None:
        pass


def work(parts: Parts, *, tied: bool = False) -> None:
    """Work until SIGTERM or SIGINT, or until the server that started this process is gone.

    `tied`: the server holds the other end of standard input, which ends with it.
    """
    stop = threading.Event()
    redact.install()
    notary = Notary(parts.runner, parts.settings.signer)
    notary.start()
    if tied:
        # The server says which records are to be sealed at once.
        end_with_input(stop.set, notary.hear)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    huey = queue_of(parts.settings)
    with PdfRenderer() as renderer:
        site = parts.settings.public_url.rstrip("/")
        services = parts.services
        context = JobContext(
            parts.runner,
            services.storage,
            renderer.render,
            services.mail,
            site,
            parts.settings.signer,
            services.providers,
            services.vault,
        )
        task = _task(huey, context)
        consumer = _Consumer(huey, workers=1, periodic=False, initial_delay=0.1, max_delay=1.0)
        carriers = Carriers(context)
        consumer.start()
        carriers.start()
        try:
            _relay_until(stop, parts, task, Timetable(context))
        finally:
            carriers.stop()
            consumer.stop(graceful=True)
            notary.stop()


def _task(huey: Huey, context: JobContext) -> Any:
    @huey.task(retries=10, retry_delay=RETRY_SECONDS, name="witan.outbox")  # type: ignore[untyped-decorator]
    def do(row_id: str) -> None:
        if not carry_out(context, JOBS, row_id):
            raise RuntimeError("not done yet; tried again later")

    return do


def _relay_until(stop: threading.Event, parts: Parts, task: Any, timetable: Timetable) -> None:
    parent = os.getppid()
    take_up_again(parts.runner, parts.runner.clock.now())
    rounds = 0
    while not stop.wait(POLL_SECONDS) and os.getppid() == parent:
        rounds += 1
        try:
            relay(parts.runner, task)
            if rounds % 600 == 0:
                take_up_again(parts.runner, parts.runner.clock.now() - LOST_AFTER)
            timetable.tick()
        except Exception:
            log.exception("the outbox could not be relayed; tried again")
