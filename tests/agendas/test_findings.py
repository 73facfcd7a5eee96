"""What is found in a paper stands in the way until it is mended, cleaned, or two people let it pass."""

from __future__ import annotations

import io
from typing import BinaryIO

import pikepdf
import pytest

from meetings.agendas.findings import findings_of, open_findings, renditions_of, uninspected
from meetings.agendas.inspection import inspect_waiting, make_ready, source_of
from meetings.agendas.queries import published_agenda
from meetings.agendas.usecases import (
    AddPaper,
    AllowFinding,
    PaperFile,
    PublishAgenda,
    ReplacePaper,
    add_paper,
    allow_finding,
    publish_agenda,
    replace_paper,
)
from meetings.agendas.usecases.papers import CleanPaper, clean_paper
from meetings.documents.disclosure import Disclosure, disclosures
from meetings.documents.file_types import DOCX, PDF
from meetings.documents.pdf_process import PdfRenderer
from meetings.kernel.actor import Actor
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.permissions import Role
from meetings.people.queries import actor_of
from meetings.ports.scanner import ScanFailed
from meetings.runtime.jobs import JobContext
from tests.documents.files import pdf
from tests.documents.planted import PLANTED, SECRET, word
from tests.factories.site import Site, Visitor, words
from tests.factories.world import Sitting, World

COVERED = Disclosure("covered", 3, words="Sold to [J. Smith]")
FILE = PaperFile("report.pdf", PDF, 900, 2, "ab" * 32, (COVERED,))


def sitting_of(world: World) -> Sitting:
    return world.body(members=2).meeting("Budget", publish=False)


def officer(world: World, name: str) -> Actor:
    world.tokens[name] = world.account(name, role=Role.OFFICER)
    with world.runner.read() as session:
        actor = actor_of(session, world.tokens[name], world.clock.at)
    assert actor is not None
    return actor


def test_a_finding_blocks_publication_until_two_different_people_let_it_pass(sqlite_world: World) -> None:
    world, sitting = sqlite_world, sitting_of(sqlite_world)
    one, two = officer(world, "Ann Lee"), officer(world, "Bo Reid")
    paper_id = world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", FILE))
    with pytest.raises(Invalid, match="two people"):
        world.run(publish_agenda, PublishAgenda(sitting.id))
    with world.runner.read() as session:
        (finding,) = open_findings(session, [paper_id])
    assert (finding.page, finding.words) == (3, "Sold to [J. Smith]")
    with pytest.raises(Invalid):
        world.run(allow_finding, AllowFinding(sitting.id, finding.id, " "), one)
    assert not world.run(allow_finding, AllowFinding(sitting.id, finding.id, "He agreed"), one)
    with pytest.raises(Denied, match="two people"):
        world.run(allow_finding, AllowFinding(sitting.id, finding.id, "Really"), one)
    with pytest.raises(Invalid, match="Ann Lee said"):
        world.run(publish_agenda, PublishAgenda(sitting.id))
    assert world.run(allow_finding, AllowFinding(sitting.id, finding.id, "Seen his letter"), two)
    with pytest.raises(WrongState):
        world.run(allow_finding, AllowFinding(sitting.id, finding.id, "Late"), two)
    world.run(publish_agenda, PublishAgenda(sitting.id))


def test_members_and_strangers_let_nothing_pass(sqlite_world: World) -> None:
    world, sitting = sqlite_world, sitting_of(sqlite_world)
    paper_id = world.run(add_paper, AddPaper(sitting.id, None, "Report", FILE))
    with world.runner.read() as session:
        (finding,) = findings_of(session, [paper_id])
    member = world.actor(sitting.body.members[0])
    with pytest.raises(Denied):
        world.run(allow_finding, AllowFinding(sitting.id, finding.id, "Why not"), member)
    with pytest.raises(NotFound):
        world.run(allow_finding, AllowFinding(sitting.id, "nothing", "Why not"))


def test_another_file_takes_its_findings_with_it(sqlite_world: World) -> None:
    world, sitting = sqlite_world, sitting_of(sqlite_world)
    paper_id = world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", FILE))
    clean = PaperFile("report.pdf", PDF, 900, 2, "cd" * 32, ())
    world.run(replace_paper, ReplacePaper(sitting.id, paper_id, clean))
    with world.runner.read() as session:
        assert (findings_of(session, [paper_id]), uninspected(session, [paper_id])) == ([], [])
    world.run(publish_agenda, PublishAgenda(sitting.id))


def test_a_cleaned_file_takes_the_place_of_the_very_file_that_was_cleaned(sqlite_world: World) -> None:
    world, sitting = sqlite_world, sitting_of(sqlite_world)
    paper_id = world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", FILE))
    clean = PaperFile("report.pdf", PDF, 900, 2, "cd" * 32, ())
    with pytest.raises(WrongState):
        world.run(clean_paper, CleanPaper(sitting.id, paper_id, "ef" * 32, clean))
    assert world.run(clean_paper, CleanPaper(sitting.id, paper_id, FILE.sha256, clean)) == paper_id


def kept(site: Site, sitting: Sitting, data: bytes, media_type: str = PDF, name: str = "report.pdf") -> str:
    stored = site.parts.services.storage.put(io.BytesIO(data))
    file = PaperFile(name, media_type, stored.size, None, stored.sha256)
    return site.world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", file))


def raw(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    with document:
        document.save(buffer)
    return buffer.getvalue()


def test_what_came_without_a_look_is_looked_through_before_it_is_published(site: Site) -> None:
    sitting = sitting_of(site.world)
    paper_id = kept(site, sitting, PLANTED["white text"][2]())
    with site.world.runner.read() as session:
        assert uninspected(session, [paper_id]) == [paper_id]
    answer = site.officer.post(f"/desk/meetings/{sitting.id}/publish", {"note": ""})
    assert answer.status_code == 422
    assert "Text has the colour of what is behind it" in words(answer)
    assert inspect_waiting(site.world.runner, site.parts.services.storage, sitting.id) == 0


def test_a_file_that_cannot_be_looked_through_is_a_finding(site: Site) -> None:
    sitting = sitting_of(site.world)
    paper_id = kept(site, sitting, b"%PDF-1.7 nothing")
    assert inspect_waiting(site.world.runner, site.parts.services.storage, sitting.id) == 1
    with site.world.runner.read() as session:
        assert [f.code for f in open_findings(session, [paper_id])] == ["not_checked"]


def test_the_worker_makes_a_word_paper_into_a_page_and_a_pdf(site: Site) -> None:
    sitting = sitting_of(site.world)
    style = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Costs of the wall. </w:t></w:r>'
    paper_id = kept(site, sitting, word(style), DOCX, "Report.docx")
    with PdfRenderer() as renderer:
        context = JobContext(site.world.runner, site.parts.services.storage, renderer.render)
        for _ in range(2):
            with site.world.runner.read() as session:
                source = source_of(session, paper_id)
            assert source is not None
            make_ready(context, source)
    with site.world.runner.read() as session:
        made = renditions_of(session, [paper_id])[paper_id]
    assert (made.current, made.error, made.pages, made.tagged, made.scanned) == (True, "", 1, True, False)
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    page = site.public.get(f"/papers/{paper_id}/html")
    assert (page.status_code, "Costs of the wall. Report on the quay" in words(page)) == (200, True)
    as_pdf = site.public.get(f"/papers/{paper_id}/pdf")
    assert (as_pdf.status_code, as_pdf.mimetype, as_pdf.data[:5]) == (200, PDF, b"%PDF-")
    assert disclosures(as_pdf.data, PDF) == ()


def test_pages_of_a_paper_are_as_secret_as_the_paper(site: Site) -> None:
    sitting = sitting_of(site.world)
    paper_id = kept(site, sitting, word(), DOCX, "Report.docx")
    for form in ("html", "pdf"):
        for asked in (paper_id, "unknown"):
            assert site.public.get(f"/papers/{asked}/{form}").status_code == 404


@pytest.mark.parametrize(
    ("make", "tagged", "scanned", "said"),
    [
        (lambda: raw(pdf("Words")), False, False, "not tagged"),
        (lambda: raw(pdf("")), False, True, "This paper is a scan: a screen reader cannot read it."),
    ],
)
def test_a_pdf_is_said_to_be_a_scan_or_untagged(
    site: Site, make: object, tagged: bool, scanned: bool, said: str
) -> None:
    sitting = sitting_of(site.world)
    paper_id = kept(site, sitting, make())  # type: ignore[operator]
    with site.world.runner.read() as session:
        source = source_of(session, paper_id)
    assert source is not None
    make_ready(JobContext(site.world.runner, site.parts.services.storage, lambda _: b""), source)
    with site.world.runner.read() as session:
        made = renditions_of(session, [paper_id])[paper_id]
    assert (made.tagged, made.scanned, made.sha256) == (tagged, scanned, source.sha256)
    assert said in words(site.officer.get(f"/desk/meetings/{sitting.id}/papers/{paper_id}"))


def upload(visitor: Visitor, sitting: Sitting, data: bytes, name: str = "report.pdf") -> str:
    form = {
        "item": sitting.items[0],
        "title": "Report",
        "sensitivity": "public",
        "kind": "report",
        "background": "none",
        "file": (io.BytesIO(data), name),
    }
    answer = visitor.post(f"/desk/meetings/{sitting.id}/papers/new", form, content_type="multipart/form-data")
    assert answer.status_code == 303
    return str(answer.location)


def test_an_upload_with_findings_leads_to_them_and_cleaning_mends_what_it_can(site: Site) -> None:
    sitting = sitting_of(site.world)
    there = upload(site.officer, sitting, PLANTED["a comment"][2]())
    page = words(site.officer.get(there))
    assert ("Page 1" in page, SECRET in page, "Can be cleaned" in page) == (True, True, True)
    cleaned = site.officer.post(there.replace("/findings", "/clean"))
    assert "Nothing was found" in words(site.officer.get(cleaned.location))
    assert site.officer.post(f"/desk/meetings/{sitting.id}/publish", {"note": ""}).status_code == 303


def test_two_officers_let_a_finding_pass_on_the_page(site: Site) -> None:
    sitting = sitting_of(site.world)
    there = upload(site.officer, sitting, PLANTED["text under a black box"][2]())
    with site.world.runner.read() as session:
        (finding,) = findings_of(session, [there.split("/")[-2]])
    second = Visitor(site.parts, site.world.account("Bo Reid", role=Role.OFFICER))
    blank = site.officer.post(f"{there}/{finding.id}", {"reason": ""})
    assert (blank.status_code, "Say why this may be published" in words(blank)) == (422, True)
    site.officer.post(f"{there}/{finding.id}", {"reason": "It is a street name"})
    assert "somebody else must agree" in words(site.officer.get(there))
    assert "I agree" in words(second.get(there))
    second.post(f"{there}/{finding.id}", {"reason": "I looked at it too"})
    assert "May be published" in words(second.get(there))


def test_published_files_say_nothing_of_their_makers(site: Site) -> None:
    sitting = sitting_of(site.world)
    for name in ("an author in the PDF", "an author in its XMP", "an attached file", "an earlier version"):
        upload(site.officer, sitting, PLANTED[name][2](), f"{name}.pdf")
    assert site.officer.post(f"/desk/meetings/{sitting.id}/publish", {"note": ""}).status_code == 303
    with site.world.runner.read() as session:
        content = published_agenda(session, sitting.id)
    assert content is not None
    for paper in content.all_papers():
        data = site.public.get(f"/papers/{paper.id}/{paper.filename}").data
        with pikepdf.open(io.BytesIO(data)) as opened:
            assert (dict(opened.docinfo), len(opened.attachments)) == ({}, 0)
        assert data.count(b"%%EOF") == 1


def test_pages_with_findings_cost_the_same_for_one_paper_and_for_thirty(site: Site) -> None:
    world, sitting = site.world, sitting_of(site.world)
    world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", FILE))

    def costs() -> list[int]:
        counts = []
        for page in ("publish", "papers", "agenda", f"agenda/{sitting.items[0]}"):
            with site.counted() as seen:
                assert site.officer.get(f"/desk/meetings/{sitting.id}/{page}").status_code == 200
            counts.append(len(seen))
        return counts

    costs()
    one = costs()
    for n in range(30):
        world.run(add_paper, AddPaper(sitting.id, sitting.items[0], f"Appendix {n}", FILE))
    assert costs() == one


class _Scanner:
    """Finds what it is told to find."""

    def __init__(self, answer: str | ScanFailed | None) -> None:
        self.answer = answer

    def scan(self, stream: BinaryIO) -> str | None:
        assert stream.read(5) == b"%PDF-"
        if isinstance(self.answer, ScanFailed):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ("Test.Signature", 422, "holds malware (Test.Signature)"),
        (ScanFailed("away"), 503, "could not be looked through for malware just now"),
    ],
)
def test_a_file_is_not_taken_with_malware_or_while_nobody_can_look(
    site: Site, answer: str | ScanFailed, status: int, said: str
) -> None:
    sitting = sitting_of(site.world)
    site.parts.services.scanner = _Scanner(answer)
    form = {
        "item": sitting.items[0],
        "title": "Report",
        "file": (io.BytesIO(raw(pdf("Words"))), "report.pdf"),
    }
    path = f"/desk/meetings/{sitting.id}/papers/new"
    refused = site.officer.post(path, form, content_type="multipart/form-data")
    assert (refused.status_code, said in words(refused)) == (status, True)
    site.parts.services.scanner = _Scanner(None)
    upload(site.officer, sitting, raw(pdf("Words")))
