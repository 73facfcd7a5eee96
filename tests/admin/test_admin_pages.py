"""The officers' pages for imports and settings: who may, what is refused, what stands on the page afterwards."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from meetings.admin import views
from meetings.admin.events import CouncilRenamed
from meetings.admin.forms import MOST_FILES, ImportForm, file_name, read_import
from meetings.admin.moderngov.tree import LARGEST
from meetings.admin.usecases import CreateAdministrator, RenameCouncil, create_administrator, rename_council
from meetings.bodies.models import Body
from meetings.db.record import council_stream, facts_of
from meetings.kernel.errors import Denied, Invalid
from meetings.kernel.permissions import Role
from meetings.schedule.models import Meeting
from tests.admin.importing import NARRATIVE, RESOLVED, count, item, items_of, meeting
from tests.admin.moderngov_site import serving
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import World

ONE = meeting(item(1, "Dredging", NARRATIVE + RESOLVED))
NAMELESS = meeting(item(1, "Dredging"), committeetitle="", meetingid=78)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def send(visitor: Visitor, *files: tuple[str, bytes], **fields: str) -> TestResponse:
    """The form as a browser sends it; without a file a browser sends one without a name."""
    chosen = [(io.BytesIO(content), name) for name, content in files] or [(io.BytesIO(b""), "")]
    data: dict[str, Any] = {"files": chosen, **fields}
    return visitor.post("/desk/import", data, content_type="multipart/form-data")


def refusal(answer: TestResponse) -> str:
    """The complaint in the summary of a refused form."""
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "<title>Error: " in text
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


# --- Importing


def test_files_are_imported_and_lead_to_the_meetings(site: Site) -> None:
    answer = send(site.officer, ("GetMeeting.xml", ONE), ("Other.xml", NAMELESS))
    said = words(answer)
    assert answer.status_code == 200
    with site.world.runner.read() as session:
        ids = list(session.scalars(select(Meeting.id)))
    page = answer.get_data(as_text=True)
    assert len(ids) == 2
    for meeting_id in ids:
        assert f'href="/desk/meetings/{meeting_id}"' in page
        assert f'href="/meetings/{meeting_id}"' in page
        assert site.public.get(f"/meetings/{meeting_id}").status_code == 200
        assert site.officer.get(f"/desk/meetings/{meeting_id}").status_code == 200
    assert "Harbours Committee Tuesday 17 October 2023 New" in said
    assert "1 resolution" in said
    assert "choose the committee" in said
    again = words(send(site.officer, ("GetMeeting.xml", ONE)))
    assert "Harbours Committee Tuesday 17 October 2023 As it was" in again
    assert "Everything that was read has a place here." in again


def test_the_public_reads_what_was_imported(site: Site) -> None:
    send(site.officer, ("GetMeeting.xml", ONE))
    with site.world.runner.read() as session:
        meeting_id = session.scalar(select(Meeting.id))
    said = words(site.public.get(f"/meetings/{meeting_id}/minutes"))
    assert "RESOLVED – That the plan be noted." in said
    assert "fourth." in said


def test_a_committee_is_chosen_or_entered(site: Site) -> None:
    site.world.body("Parks Committee")
    send(site.officer, ("a.xml", NAMELESS), body="Parks Committee")
    send(site.officer, ("b.xml", meeting(item(1, "Trees"), committeetitle="")), new_body="Trees Panel")
    with site.world.runner.read() as session:
        rows = session.execute(
            select(Body.name).join(Meeting, Meeting.body_id == Body.id).order_by(Body.name)
        )
        assert [row.name for row in rows] == ["Parks Committee", "Trees Panel"]


@pytest.mark.parametrize(
    ("files", "fields", "complaint"),
    [
        ([], {}, "Choose one or more XML files, or give an address below"),
        ([("a.xml", ONE)], {"address": "https://x.example"}, "Choose files or give an address, not both"),
        ([("a.xml", ONE)], {"body": "A", "new_body": "B"}, "Choose a committee or enter a new one, not both"),
        ([("a.xml", b"")], {}, "a.xml is empty"),
        ([("a.xml", b" \n")], {}, "a.xml is empty"),
        ([("a.xml", ONE)] * (MOST_FILES + 1), {}, "Choose 100 files at most at a time"),
        (
            [("a.xml", b"<html><title>Oops</title></html>")],
            {},
            "a.xml: Expected an answer of Modern.Gov's web",
        ),
        ([("a.xml", b"<invoice/>")], {}, "found an XML file of <invoice>"),
        ([("a.docx", b"PK\x03\x04")], {}, "found something that is not XML"),
        ([("a.xml", b"<meeting><meetingid>1")], {}, "found XML that is damaged or breaks off"),
        ([("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><meeting/>")], {}, "not safe to read"),
        ([("a.xml", meeting(item(1, "One"), meetingdate=""))], {}, "This meeting has no date"),
        ([("good.xml", ONE), ("bad.xml", b"nonsense")], {}, "bad.xml: Expected an answer"),
        ([], {"address": "democracy.example.gov.uk"}, "This is not a web address"),
        ([], {"address": "file:///etc/passwd"}, "This is not a web address"),
        ([], {"address": "/etc/passwd"}, "This is not a web address"),
        (
            [],
            {"address": "https://democracy.example/"},
            "script/witan import-moderngov https://democracy.example/",
        ),
        ([], {"address": "http://127.0.0.1/x.xml"}, "Only public addresses are fetched"),
    ],
)
def test_what_cannot_be_read_is_told_on_the_form_and_nothing_is_stored(
    site: Site, files: list[tuple[str, bytes]], fields: dict[str, str], complaint: str
) -> None:
    answer = send(site.officer, *files, **fields)
    assert complaint in refusal(answer).replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
    for typed in fields.values():
        assert f'value="{typed}"' in answer.get_data(as_text=True) or typed == "A"
    assert (count(site.world, Meeting), count(site.world, Body)) == (0, 0)


def test_huge_files_are_refused_before_they_are_read_whole() -> None:
    huge = FileStorage(io.BytesIO(b"x" * (LARGEST + 100)), "huge.xml")
    form, errors = read_import({}, [huge])
    assert (form.files, errors) == (
        (),
        {"files": "huge.xml is larger than the 20 MB that are read of a file"},
    )
    assert huge.stream.tell() == LARGEST + 1
    many = [FileStorage(io.BytesIO(b"x" * LARGEST), f"{n}.xml") for n in range(4)]
    form, errors = read_import({}, many)
    assert (form.files, list(errors)) == ((), ["files"])
    assert "larger than 60 MB together" in errors["files"]


def test_one_meeting_is_fetched_from_an_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_ALLOW_PRIVATE", True)
    with serving() as council:
        answer = send(site.officer, address=f"{council.root}ieListDocuments.aspx?MId=4021")
        missing = send(site.officer, address=f"{council.root}ieListDocuments.aspx?MId=99")
    assert answer.status_code == 200
    assert "Harbours & Drainage Committee Tuesday 17 October 2023 New" in words(answer)
    assert "it knows nothing of this" in refusal(missing)


def test_import_is_for_those_who_may(site: Site) -> None:
    body = site.world.body(members=1)
    _, administrator = signed_in(site.world, "Ada Admin", Role.ADMINISTRATOR)
    for path in ("/desk/import", "/desk/record/x", "/desk/settings"):
        assert site.public.get(path).status_code == 302
        assert site.member(body.members[0]).get(path).status_code == 403
    assert Visitor(site.parts, administrator).get("/desk/import").status_code == 403
    assert send(Visitor(site.parts, administrator), ("a.xml", ONE)).status_code == 403
    assert count(site.world, Meeting) == 0


def test_an_officer_of_one_committee_imports_for_that_one(site: Site) -> None:
    parks = site.world.body("Parks Committee")
    site.world.body("Harbours Committee")
    _, token = signed_in(site.world, "Officer of Parks", Role.OFFICER, parks.id)
    officer = Visitor(site.parts, token)
    form = words(officer.get("/desk/import"))
    assert ("Parks Committee" in form, "Harbours Committee" in form) == (True, False)
    assert "name of a new committee" not in form
    assert "does not bring meetings in for it" in refusal(send(officer, ("a.xml", ONE)))
    assert send(officer, ("b.xml", NAMELESS), body="Parks Committee").status_code == 200
    assert officer.get("/desk/settings").status_code == 403


def test_names_of_files_are_shown_as_names(site: Site) -> None:
    assert file_name("C:\\export\\Get\nMeeting.xml") == "Get Meeting.xml"
    assert file_name("../../etc/passwd") == "passwd"
    assert (file_name(""), len(file_name("x" * 500))) == ("The file", 120)
    assert ImportForm(tuple((f"{n}.xml", b"x") for n in range(5))).where == "0.xml, 1.xml, 2.xml and 2 more"
    assert ImportForm(address="https://x.example").where == "https://x.example"


def test_markup_in_files_is_text_on_the_page(site: Site) -> None:
    evil = meeting(
        item(1, "<script>alert(1)</script>Dredging"), committeetitle="<b>Bold</b> Committee", odd="<i>x</i>"
    )
    page = send(site.officer, ("<img src=x>.xml", evil)).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    with site.world.runner.read() as session:
        meeting_id = session.scalars(select(Meeting.id)).one()
    assert [i.title for i in items_of(site.world, meeting_id)] == ["alert(1) Dredging"]


# --- The council's name


def test_the_council_is_renamed_and_every_page_says_so(site: Site) -> None:
    assert "Northmoor Borough Council" in words(site.public.get("/"))
    answer = site.officer.post("/desk/settings", {"name": " Fenmere   Council "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/settings")
    assert "Fenmere Council" in words(site.public.get("/"))
    assert "Northmoor" not in words(site.public.get("/"))
    assert 'value="Fenmere Council"' in site.officer.get("/desk/settings").get_data(as_text=True)
    with site.world.runner.read() as session:
        stream = council_stream(session)
        facts = [e.fact for e in facts_of(session, stream, types=(CouncilRenamed,))]
    assert facts == [CouncilRenamed("Fenmere Council", "Northmoor Borough Council")]
    site.officer.post("/desk/settings", {"name": "Fenmere Council"})
    with site.world.runner.read() as session:
        assert len(list(facts_of(session, stream, types=(CouncilRenamed,)))) == 1


def test_a_name_that_is_none_is_refused_with_what_was_typed(site: Site) -> None:
    empty = site.officer.post("/desk/settings", {"name": " "})
    assert (empty.status_code, refusal(empty)) == (422, "Enter the council's name".replace("'", "&#39;"))
    long = site.officer.post("/desk/settings", {"name": "N" * 201})
    assert (long.status_code, f'value="{"N" * 201}"' in long.get_data(as_text=True)) == (422, True)


def test_settings_are_for_administrators_and_officers_of_the_council(sqlite_world: World) -> None:
    world = sqlite_world
    parks = world.body("Parks Committee", members=1)
    administrator, _ = signed_in(world, "Ada Admin", Role.ADMINISTRATOR)
    one, _ = signed_in(world, "Officer of Parks", Role.OFFICER, parks.id)
    for actor in (one, world.actor(parks.members[0])):
        with pytest.raises(Denied):
            world.run(rename_council, RenameCouncil("Fenmere"), actor)
    world.run(rename_council, RenameCouncil("Fenmere"), administrator)
    with pytest.raises(Invalid):
        world.run(rename_council, RenameCouncil(""), administrator)
    with pytest.raises(Denied):
        world.run(create_administrator, CreateAdministrator("x@example.org", "X", "hash"), administrator)
