"""The pages of reports, asked without a browser: by authors, consultees, officers and everybody else."""

from __future__ import annotations

import io

import pytest

from meetings.reports.rules.states import ReportState
from tests.documents.word_files import docx, heading, paragraph
from tests.factories.site import Site, Visitor, words
from tests.reports.workshop import Workshop

WRITTEN = {
    "version": "1",
    "title": "Harbour wall",
    "recommendations": "That it be agreed.",
    "background": "",
    "no_background": "yes",
    "sensitivity": "public",
    "section.purpose": "<p>To agree.</p>",
    "section.reasons": "<p>Storms.</p>",
    "section.financial": "<p>£12.</p>",
    "section.legal": "<p>An Act.</p>",
}


def as_(site: Site, shop: Workshop, name: str) -> Visitor:
    """The browser of somebody in the workshop."""
    return Visitor(site.parts, site.world.tokens[name])


@pytest.fixture
def author(site: Site, desk: Workshop) -> Visitor:
    return as_(site, desk, "Anna Author")


@pytest.fixture
def legal(site: Site, desk: Workshop) -> Visitor:
    return as_(site, desk, "Lou Legal")


def test_the_whole_way_by_forms(site: Site, desk: Workshop, author: Visitor, legal: Visitor) -> None:
    begun = author.post("/reports/new", {"title": "Harbour wall", "where": f"meeting.{desk.meeting_id}"})
    home = begun.headers["Location"].removesuffix("/edit")
    report_id = home.rsplit("/", 1)[1]
    assert "Purpose of the report" in words(author.get(f"{home}/edit"))
    assert author.post(f"{home}/edit", WRITTEN).status_code == 303
    assert author.post(f"{home}/ask", {"version": "2"}).status_code == 303
    listed = words(legal.get("/reports/to-clear"))
    assert "Answer as Legal by Monday 25 January 2027" in listed
    page = words(legal.get(home))
    assert "Your answer as Legal" in page
    row = desk.clearance(report_id, "Legal")
    answer = {"version": "2", "outcome": "comments", "words": "Name the Act."}
    assert legal.post(f"{home}/clear/{row.id}", answer).status_code == 303
    desk.answer(report_id, "Finance", desk.finance)
    desk.answer(report_id, "Responsible director", desk.director)
    assert "Everybody has cleared it" in words(author.get(home))
    assert author.post(f"{home}/submit", {"version": "2"}).status_code == 303
    desk.printed(report_id)
    assert "Put on the agenda" in words(site.officer.get("/desk/reports"))
    assert "was cleared by everybody" in words(site.officer.get(f"/desk/reports/{report_id}/accept"))
    put = site.officer.post(
        f"/desk/reports/{report_id}/accept", {"version": "2", "meeting_id": desk.meeting_id, "item": ""}
    )
    assert f"/desk/meetings/{desk.meeting_id}/agenda/" in put.headers["Location"]
    assert desk.report(report_id).state is ReportState.ACCEPTED
    history = words(author.get(f"{home}/history"))
    assert "Legal cleared, with comments, version 2" in history
    assert "Version 2 was put on the agenda" in history


def test_every_page_in_every_state(site: Site, desk: Workshop, author: Visitor) -> None:
    made = {
        "draft": desk.start(),
        "asked": desk.asked(),
        "cleared": desk.cleared(),
        "submitted": desk.submitted(),
        "none yet": desk.start(meeting=False),
    }
    fallen = desk.cleared("Fallen")
    desk.write(fallen, section__purpose="<p>Something quite different.</p>")
    made["fallen"] = fallen
    for report_id in made.values():
        for visitor in (author, site.officer, as_(site, desk, "Mo Nitor")):
            assert visitor.get(f"/reports/{report_id}").status_code == 200
        for page in ("edit", "upload", "versions/1", "history"):
            assert author.get(f"/reports/{report_id}/{page}").status_code == 200
    for page in ("", "/consultees", "/templates/council", f"/templates/{desk.body.id}"):
        assert site.officer.get(f"/desk/reports{page}").status_code == 200
    assert "Clearance fell" in words(author.get("/reports"))
    side = words(author.get(f"/reports/{fallen}/versions/3?from=2"))
    assert "From version 2 to version 3" in side
    assert "Removed: To agree the scheme for the harbour wall." in side
    assert "Added:" in words(author.get(f"/reports/{fallen}/versions/3?from=2&view=inline"))


def test_what_was_typed_comes_back_with_what_somebody_else_saved(desk: Workshop, author: Visitor) -> None:
    report_id = desk.whole()
    desk.write(report_id, desk.world.officer, section__risks="<p>Storms.</p>", wards="Harbour")
    typed = {"version": "2", "title": "Mine", "section.risks": "<p>Floods.</p>"}
    page = author.post(f"/reports/{report_id}/edit", typed)
    assert page.status_code == 409
    said = words(page)
    assert "Priya Nair changed the same text" in said
    assert "Priya Nair saved this meanwhile: Storms." in said
    body = page.get_data(as_text=True)
    assert "Floods." in body
    assert 'value="Mine"' in body
    assert 'value="Harbour"' in body
    assert author.post(f"/reports/{report_id}/edit", typed | {"version": "3"}).status_code == 303
    assert desk.content(report_id).title == "Mine"


def test_a_refused_save_keeps_every_word(desk: Workshop, author: Visitor) -> None:
    report_id = desk.whole()
    typed = {"version": "2", "title": "", "section.purpose": "<p>Typed words.</p>"}
    page = author.post(f"/reports/{report_id}/edit", typed)
    assert page.status_code == 422
    assert "Give the report a title" in words(page)
    assert "Typed words." in page.get_data(as_text=True)


def test_a_word_file_goes_into_the_sections(desk: Workshop, author: Visitor) -> None:
    report_id = desk.start()
    data = docx(
        paragraph("Before all headings."),
        heading("1. Purpose of the report"),
        paragraph("To agree."),
        heading("Weather"),
        paragraph("Storms."),
        heading("LEGAL IMPLICATIONS:"),
        paragraph("An Act."),
    )
    form = {"version": "1", "file": (io.BytesIO(data), "report.docx")}
    answer = author.post(f"/reports/{report_id}/upload", form, content_type="multipart/form-data")
    assert answer.status_code == 303, words(answer)
    content = desk.content(report_id)
    found = {s.key: s.html for s in content.sections if s.html}
    assert found == {
        "purpose": "<p>To agree.</p><h3>Weather</h3><p>Storms.</p>",
        "legal": "<p>An Act.</p>",
        "body": "<p>Before all headings.</p>",
    }


def test_a_file_that_is_none_is_refused_on_the_page(desk: Workshop, author: Visitor) -> None:
    report_id = desk.start()
    form = {"version": "1", "file": (io.BytesIO(b"MZ\x00"), "report.docx")}
    answer = author.post(f"/reports/{report_id}/upload", form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "is not a Word document" in words(answer)
    form = {"title": "", "file": (io.BytesIO(b"MZ\x00"), "x.pdf")}
    answer = author.post(f"/reports/{report_id}/appendices", form, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_remarks_are_made_answered_and_settled(desk: Workshop, author: Visitor, legal: Visitor) -> None:
    report_id = desk.asked()
    home = f"/reports/{report_id}"
    said = {"part": "section.legal", "text": "Which section?", "quote": "Coast Protection Act"}
    assert legal.post(f"{home}/comments", said).status_code == 303
    page = author.get(home)
    assert "Lou Legal , Legal" in words(page)
    remark = page.get_data(as_text=True).split('class="witan-remark" id="remark-')[1].split('"')[0]
    assert author.post(f"{home}/comments", {"parent_id": remark, "text": "Section 4."}).status_code == 303
    author.post(f"{home}/comments/{remark}/settle", {"done": "yes"})
    assert "Dealt with by Anna Author" in words(legal.get(home))
    legal.post(f"{home}/comments", {"parent_id": remark, "text": "And section 5?"})
    assert "Dealt with by Anna Author" not in words(legal.get(home))
    assert author.post(f"{home}/comments", {"text": " "}).status_code == 422


def test_nobody_else_finds_a_report(site: Site, desk: Workshop) -> None:
    mine, other = desk.asked("Harbour wall"), desk.start("Library hours")
    strangers = [
        site.public,
        site.member(desk.body.members[0]),
        as_(site, desk, "Colin Colleague"),
        as_(site, desk, "Stan Stranger"),
        as_(site, desk, "Dana Director"),
    ]
    pages = ("", "/edit", "/upload", "/versions/1", "/history", "/report.pdf", "/files/x")
    for visitor in strangers:
        for page in pages:
            answer = visitor.get(f"/reports/{mine}{page}")
            assert answer.status_code in (302, 303, 401, 403, 404), page
            assert "Harbour" not in answer.get_data(as_text=True)
    finance = as_(site, desk, "Fay Finance")
    assert finance.get(f"/reports/{mine}").status_code == 200
    assert finance.get(f"/reports/{other}").status_code == 404
    assert "Library hours" not in words(finance.get("/reports/to-clear"))
    assert as_(site, desk, "Mo Nitor").get(f"/reports/{other}").status_code == 200


def test_two_hundred_reports_take_no_more_queries_than_three(
    site: Site, desk: Workshop, author: Visitor
) -> None:
    def queries(count: int) -> tuple[int, int]:
        while len(made) < count:
            made.append(desk.start(f"Report {len(made)}"))
        author.get("/reports")
        site.officer.get("/desk/reports")
        with site.counted() as mine:
            author.get("/reports")
        with site.counted() as all_of_them:
            site.officer.get("/desk/reports")
        return len(mine), len(all_of_them)

    made: list[str] = []
    assert queries(3) == queries(12)


def test_consultees_cover_and_templates_by_forms(site: Site, desk: Workshop, legal: Visitor) -> None:
    officer = site.officer
    refused = officer.post("/desk/reports/consultees", {"role_id": "", "name": "", "usual_days": "x"})
    assert refused.status_code == 422
    new = {"role_id": "", "name": "Equalities", "usual_days": "7", "usual": "yes"}
    assert officer.post("/desk/reports/consultees", new).status_code == 303
    template = {
        "lines": "3",
        "place-0": "2",
        "key-0": "purpose",
        "title-0": "Purpose",
        "required-0": "yes",
        "place-1": "1",
        "title-1": "Summary",
        "title-2": "",
        "consultee": [desk.roles["Legal"]],
        f"days-{desk.roles['Legal']}": "8",
        "submit_days": "3",
    }
    assert officer.post(f"/desk/reports/templates/{desk.body.id}", template).status_code == 303
    report_id = desk.start()
    assert [s.title for s in desk.content(report_id).sections] == ["Summary", "Purpose"]
    assert desk.states(report_id) == {"Legal": "planned"}
    assert officer.post(f"/desk/reports/templates/{desk.body.id}", {"lines": "0"}).status_code == 422
    days = {"valid_from-day": "28", "valid_from-month": "11", "valid_from-year": "2026"}
    days |= {"valid_to-day": "4", "valid_to-month": "12", "valid_to-year": "2026"}
    cover = {"cover_id": desk.deputy.account_id or "", **days}
    assert legal.post("/reports/cover", cover).status_code == 303
    assert "Dee Deputy clears in your place" in words(legal.get("/reports/to-clear"))
    assert legal.post("/reports/cover", {"cover_id": ""}).status_code == 422
    assert "Dee Deputy clears in place of Lou Legal" in words(officer.get("/desk/reports/consultees"))


def test_an_answer_without_words_is_refused_and_kept(desk: Workshop, legal: Visitor) -> None:
    report_id = desk.asked()
    row = desk.clearance(report_id, "Legal")
    page = legal.post(f"/reports/{report_id}/clear/{row.id}", {"version": "2", "outcome": "changes"})
    assert page.status_code == 422
    assert "Say what should be changed" in words(page)
    assert desk.states(report_id)["Legal"] == "asked"
