"""The officers' pages, as a browser without scripts uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from meetings.kernel.clock import FixedClock
from meetings.server.parts import Parts
from tests.factories.world import EVENING, Sitting, World, furnish, make_parts
from tests.minutes.reading import newest, status_of
from tests.minutes.test_editing import edit, minuted, text

_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@dataclass
class Desk:
    """Somebody at the desk with a meeting's minutes before them."""

    world: World
    sitting: Sitting
    client: FlaskClient

    @property
    def home(self) -> str:
        return f"/desk/meetings/{self.sitting.id}"

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    def post(self, path: str, fields: dict[str, str], *, json: bool = False) -> TestResponse:
        token = _TOKEN.search(self.get(f"{self.home}/minutes"))
        assert token is not None
        headers = {"Accept": "application/json"} if json else {}
        return self.client.post(path, data={**fields, "csrf_token": token[1]}, headers=headers)

    def slot(self, which: int) -> str:
        return f"text.start-{self.sitting.items[which]}"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = make_parts(tmp_path_factory.mktemp("site"), demo=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def council(parts: Parts) -> World:
    clock = FixedClock(EVENING)
    parts.runner.clock = clock
    return furnish(parts.runner, clock)


def signed_in(parts: Parts, token: str) -> FlaskClient:
    client = parts.app.test_client()
    client.set_cookie(parts.services.config.session_cookie, token)
    return client


@pytest.fixture
def desk(parts: Parts, council: World, request: pytest.FixtureRequest) -> Iterator[Desk]:
    sitting = minuted(council, f"Committee {request.node.name}")
    yield Desk(council, sitting, signed_in(parts, council.officer_token))
    council.clock.at = EVENING


def test_writing_without_scripts_saves_and_says_so(desk: Desk) -> None:
    page = desk.get(f"{desk.home}/minutes")
    assert page.count("From the record</p>") == 1
    answer = desk.post(
        f"{desk.home}/minutes",
        {"version": "1", desk.slot(1): "One line.\r\n\r\nAnother.", "note": "Car parks"},
    )
    assert (answer.status_code, answer.location) == (303, f"{desk.home}/minutes")
    assert "Saved as version 2 at" in desk.get(f"{desk.home}/minutes")
    assert text(desk.world, desk.sitting, 1) == "<p>One line.</p><p>Another.</p>"


def test_a_script_is_told_the_version(desk: Desk) -> None:
    answer = desk.post(f"{desk.home}/minutes", {"version": "1", desk.slot(1): "<p>New.</p>"}, json=True)
    assert (answer.status_code, answer.get_json()["version"]) == (200, 2)
    again = desk.post(f"{desk.home}/minutes", {"version": "2", desk.slot(1): "<p>New.</p>"}, json=True)
    assert again.get_json() == {
        "version": 2,
        "changed": False,
        "message": "Nothing has changed since the last save.",
    }


def test_a_conflict_shows_both_texts_and_loses_nothing(desk: Desk) -> None:
    edit(desk.world, desk.sitting, 1, first="<p>Theirs.</p>")
    fields = {"version": "1", desk.slot(0): "<p>Mine.</p>", desk.slot(1): "<p>Also mine.</p>", "note": "Kept"}
    assert desk.post(f"{desk.home}/minutes", fields, json=True).get_json()["code"] == "edit_conflict"
    answer = desk.post(f"{desk.home}/minutes", fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in page
    for words in (
        "<p>Theirs.</p>",
        "&lt;p&gt;Mine.&lt;/p&gt;",
        "&lt;p&gt;Also mine.&lt;/p&gt;",
        'value="Kept"',
    ):
        assert words in page
    assert '<input type="hidden" name="version" value="2">' in page
    assert newest(desk.world, desk.sitting.id).version == 2


def test_what_others_wrote_elsewhere_is_not_taken_back_by_a_refused_page(desk: Desk) -> None:
    edit(desk.world, desk.sitting, 1, first="<p>Theirs.</p>", second="<p>Theirs too.</p>")
    fields = {"version": "1", desk.slot(0): "<p>Mine.</p>", desk.slot(1): ""}
    page = desk.post(f"{desk.home}/minutes", fields).get_data(as_text=True)
    assert "&lt;p&gt;Theirs too.&lt;/p&gt;" in page


def test_the_steps_are_taken_one_after_the_other(desk: Desk) -> None:
    for step in ("approve", "publish"):
        assert desk.post(f"{desk.home}/minutes/{step}", {"version": "1"}).status_code == 303
    page = desk.get(f"{desk.home}/minutes")
    assert "What you save here is a correction" in page
    unexplained = desk.post(f"{desk.home}/minutes", {"version": "1", desk.slot(1): "<p>More.</p>"})
    assert unexplained.status_code == 422
    assert "Say what is corrected, and why" in unexplained.get_data(as_text=True)
    wrong = {
        "version": "1",
        "on-day": "31",
        "on-month": "2",
        "on-year": "2027",
        "signed_by": "Councillor Lee",
    }
    refused = desk.post(f"{desk.home}/minutes/confirm", wrong)
    assert refused.status_code == 422
    assert 'value="Councillor Lee"' in refused.get_data(as_text=True)
    right = {**wrong, "on-day": "8", "on-month": "12", "on-year": "2026"}
    assert desk.post(f"{desk.home}/minutes/confirm", right).status_code == 303
    assert status_of(desk.world, desk.sitting.id)[1:] == (1, 1)
    assert "data-minutes" not in desk.get(f"{desk.home}/minutes")


def test_preview_versions_and_print(desk: Desk) -> None:
    edit(desk.world, desk.sitting, 1, "Tidied", second="<p>Added.</p>")
    assert "This is exactly what the public will read" in desk.get(f"{desk.home}/minutes/preview")
    page = desk.get(f"{desk.home}/minutes/versions/2")
    assert "Tidied" in page
    assert '<ins><span class="govuk-visually-hidden">Added: </span>Added.</ins>' in page
    assert "This is the first version." in desk.get(f"{desk.home}/minutes/versions/1")
    desk.get(f"{desk.home}/minutes/versions/3", 404)
    desk.get(f"{desk.home}/minutes.pdf", 404)
    state = desk.client.get(f"{desk.home}/minutes/print.json").get_json()
    assert state == {"state": "waiting", "version": 2}


def test_actions_are_written_down_listed_and_done(desk: Desk) -> None:
    item = desk.sitting.items[0]
    fields = {"item_id": item, "text": f"Ask {desk.sitting.id}", "owner": "", "due-day": "x"}
    refused = desk.post(f"{desk.home}/actions", fields)
    assert refused.status_code == 422
    assert f"Ask {desk.sitting.id}" in refused.get_data(as_text=True)
    answer = desk.post(f"{desk.home}/actions", {**fields, "owner": "Clerk", "due-day": ""})
    assert answer.location == f"{desk.home}/minutes#item-{item}"
    assert f"Ask {desk.sitting.id}" in desk.get(f"{desk.home}/minutes")
    found = re.search(rf'/desk/actions/(\w+)">Ask {desk.sitting.id}<', desk.get("/desk/actions"))
    assert found is not None
    done = desk.post(f"/desk/actions/{found[1]}/done", {"next": "/desk/actions?show=open"})
    assert done.location == "/desk/actions?show=open"
    assert f"Ask {desk.sitting.id}" in desk.get("/desk/actions?show=done")
    assert desk.get("/desk/actions?show=nonsense") == desk.get("/desk/actions")


def test_the_chair_reads_and_approves_and_a_member_finds_nothing(parts: Parts, desk: Desk) -> None:
    chair, member = (desk.world.tokens[p] for p in desk.sitting.body.members[:2])
    read = signed_in(parts, chair).get(f"{desk.home}/minutes")
    assert (read.status_code, "textarea" in read.get_data(as_text=True)) == (200, False)
    assert ">Approve</button>" in read.get_data(as_text=True)
    assert signed_in(parts, member).get(f"{desk.home}/minutes").status_code == 403
    assert parts.app.test_client().get(f"{desk.home}/minutes").status_code == 302
    assert parts.app.test_client().get("/desk/actions").status_code == 302


def test_a_chair_of_another_committee_finds_no_minutes_here(parts: Parts, desk: Desk) -> None:
    other = desk.world.body(f"Other than {desk.sitting.id}", members=2)
    client = signed_in(parts, desk.world.tokens[other.members[0]])
    for path in ("minutes", "minutes/preview", "minutes/versions/1", "minutes.pdf", "minutes/print.json"):
        assert client.get(f"{desk.home}/{path}").status_code == 404


def test_attendance_is_put_right_on_the_page(desk: Desk) -> None:
    member = desk.sitting.body.members[4]
    name = desk.world.names[member]
    page = desk.get(f"{desk.home}/minutes")
    assert "Attendance was entered wrongly" in page
    assert f'<option value="{member}">{name}</option>' in page
    fields = {"person_id": member, "was_present": "no", "reason": ""}
    refused = desk.post(f"{desk.home}/minutes/attendance", fields)
    again = refused.get_data(as_text=True)
    assert (refused.status_code, "Say how this is known" in again) == (422, True)
    assert f'<option value="{member}" selected>{name}</option>' in again
    mover = {**fields, "person_id": desk.sitting.body.members[1], "reason": "The attendance sheet"}
    assert "so they were there" in desk.post(f"{desk.home}/minutes/attendance", mover).get_data(as_text=True)
    right = {**fields, "reason": "The attendance sheet"}
    assert desk.post(f"{desk.home}/minutes/attendance", right).status_code == 303
    assert newest(desk.world, desk.sitting.id).absent_members == (name,)
    assert "Absent <" in desk.get(f"{desk.home}/minutes")


def test_items_without_a_word_are_named_before_approval_and_do_not_hold_it_back(desk: Desk) -> None:
    assert "Nothing is written under item 2." in desk.get(f"{desk.home}/minutes")
    edit(desk.world, desk.sitting, 1, second="<p>Noted.</p>")
    assert "Nothing is written" not in desk.get(f"{desk.home}/minutes")
    edit(desk.world, desk.sitting, 2, second="")
    assert desk.post(f"{desk.home}/minutes/approve", {"version": "3"}).status_code == 303
