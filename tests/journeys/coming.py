"""What only a council shortly before a meeting has: packs, a printed notice, findings, a cleared report, requests."""

from __future__ import annotations

import io
from datetime import timedelta

from sqlalchemy import select

from meetings.agendas.usecases import AddPaper, PaperFile, PublishAgenda, add_paper, publish_agenda
from meetings.db.outbox import OutboxRow
from meetings.documents.disclosure import Disclosure
from meetings.documents.pdf_process import PdfRenderer
from meetings.forwardplan.usecases import RequestReport, request_report
from meetings.lawfulness.usecases import MakeCertificate, make_certificate
from meetings.motions.usecases.notices import SaveNotice, save_notice
from meetings.reports.usecases import AddAppendix, StoredFile, SubmitReport, add_appendix, submit_report
from meetings.runtime.jobs import JobContext, carry_out
from meetings.worker import JOBS
from tests.factories.site import Site
from tests.factories.world import EVENING, Sitting
from tests.forwardplan.plans import Town as Plans
from tests.packs.making import PDF, untagged
from tests.publicsite.town import CLOSED, Town
from tests.reports.workshop import make_workshop


def _paper(
    site: Site, sitting: Sitting, item_id: str, title: str, *found: Disclosure, **more: object
) -> None:
    content = untagged(2, title)
    kept = site.parts.services.storage.put(io.BytesIO(content))
    file = PaperFile(f"{title.lower()}.pdf", PDF, kept.size, 2, kept.sha256, found)
    site.world.run(add_paper, AddPaper(sitting.id, item_id, title, file, **more))  # type: ignore[arg-type]


def shortly_before(town: Town) -> Sitting:
    """A meeting with its agenda out and a supplement to it, a pack for each kind of reader, a certificate."""
    site, world = town.site, town.site.world
    starts = EVENING + timedelta(days=21)
    coming = town.planning.meeting("Sea defences", "Contracts", publish=False, starts_at=starts)
    wall, contracts = coming.items
    for title in ("Wall", "Tides"):
        _paper(site, coming, wall, title)
    _paper(site, coming, contracts, "Tenders", **{"interest_test": "Prices"} | CLOSED)
    world.run(publish_agenda, PublishAgenda(coming.id))
    printed(site)
    _paper(site, coming, wall, "Costs")
    _paper(site, coming, contracts, "Prices", **{"interest_test": "Prices"} | CLOSED)
    world.run(publish_agenda, PublishAgenda(coming.id, "A paper on costs."))
    world.run(make_certificate, MakeCertificate(coming.id))
    return coming


def at_their_desks(town: Town) -> None:
    """A paper in which something was found, a report handed in, a decision planned too late, a request to report."""
    world, body_id = town.site.world, town.planning.id
    _paper(town.site, town.draft, town.draft.items[0], "Sale", Disclosure("covered", 1, words="Sold"))
    shop = make_workshop(world, "Coast Committee")
    report = shop.start("Harbour bells")
    kept = town.site.parts.services.storage.put(io.BytesIO(untagged(1, "Plan")))
    plan = StoredFile("plan.pdf", PDF, kept.size, 1, kept.sha256)
    world.run(add_appendix, AddAppendix(report, "Plan", plan), shop.author)
    report = shop.cleared("Harbour lights")
    world.run(submit_report, SubmitReport(report, shop.report(report).version), shop.author)
    member = world.actor(town.planning.members[1])
    notice = SaveNotice(town.coming.id, "Benches", "That benches be put up.", town.planning.members[2])
    world.run(save_notice, notice, member)
    today = world.clock.at.date()
    Plans(world, body_id, body_id, body_id, {}).plan(title="A pump", decide_on=today + timedelta(days=9))
    world.run(request_report, RequestReport(body_id, "To buy a crane", today, today, "It is key.", 10))


def printed(site: Site) -> None:
    """Let the worker do all that waits."""
    with PdfRenderer() as renderer:
        context = JobContext(site.parts.runner, site.parts.services.storage, renderer.render)
        for _ in range(3):
            with site.parts.runner.read() as session:
                waiting = list(session.scalars(select(OutboxRow.id).where(OutboxRow.done_at.is_(None))))
            for row_id in waiting:
                carry_out(context, JOBS, row_id)
