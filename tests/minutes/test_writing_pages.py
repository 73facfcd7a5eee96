"""Writing together as the server has it: texts kept, comments, phrases, words, versions; and who may do what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from meetings.admin.verify import check_stream
from meetings.db.record import council_stream, facts_of
from meetings.kernel.clock import FixedClock
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Role
from meetings.minutes.writing.commenting import MakeComment, make_comment
from meetings.minutes.writing.events import CommentMade
from meetings.minutes.writing.phrasebook import STARTERS
from meetings.minutes.writing.phrasing import KeepPhrase, KeepWord, keep_phrase, keep_word
from meetings.minutes.writing.restoring import RestoreTexts, restore_texts
from meetings.people.queries import actor_of
from meetings.server.parts import Parts
from tests.factories.site import Visitor
from tests.factories.world import EVENING, Sitting, World, furnish, make_parts
from tests.minutes.test_editing import edit, minuted, text
from tests.minutes.test_views import Desk, signed_in

SECRET = "Quillfeather must not be told"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = make_parts(tmp_path_factory.mktemp("writing"), demo=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def council(parts: Parts) -> World:
    clock = FixedClock(EVENING)
    parts.runner.clock = clock
    return furnish(parts.runner, clock)


@pytest.fixture
def sitting(council: World, request: pytest.FixtureRequest) -> Sitting:
    council.clock.at = EVENING
    return minuted(council, f"Body of {request.node.name[:60]}")


@pytest.fixture
def desk(parts: Parts, council: World, sitting: Sitting) -> Desk:
    return Desk(council, sitting, signed_in(parts, council.officer_token))


@pytest.fixture(scope="module")
def other(parts: Parts, council: World) -> Visitor:
    return Visitor(parts, council.account("Bo Reid", role=Role.OFFICER))


def here(parts: Parts, sitting: Sitting, token: str, **asked: Any) -> dict[str, Any]:
    answer = Visitor(parts, token).post(
        f"/desk/meetings/{sitting.id}/minutes/here",
        data=json.dumps({"version": 1, "slot": "", "texts": {}, "mine": {}, **asked}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def start(sitting: Sitting, which: int) -> str:
    return f"start-{sitting.items[which]}"


def shown(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_what_is_typed_is_there_again_for_its_writer_alone(
    parts: Parts, desk: Desk, sitting: Sitting, council: World, other: Visitor
) -> None:
    slot = start(sitting, 1)
    typed = {slot: ["<p>Half a senten</p>", ""]}
    assert here(parts, sitting, council.officer_token, slot=slot, texts=typed)["others"] == []
    page = desk.get(f"{desk.home}/minutes")
    assert "&lt;p&gt;Half a senten&lt;/p&gt;" in page
    assert "have not saved as a version" in page
    assert "Half a senten" not in shown(other.get(f"{desk.home}/minutes"))
    (seen,) = here(parts, sitting, other.token)["others"]
    assert seen == {"name": "Priya Nair", "slot": slot}
    council.later(minutes=1)
    assert here(parts, sitting, other.token)["others"] == []
    assert text(council, sitting, 1) == ""
    assert desk.post(f"{desk.home}/minutes/typed/drop", {}).status_code == 303
    assert "Half a senten" not in desk.get(f"{desk.home}/minutes")
    here(parts, sitting, council.officer_token, texts=typed)
    desk.post(f"{desk.home}/minutes", {"version": "1", desk.slot(1): "<p>Half a sentence.</p>"})
    assert "not saved as a version" not in desk.get(f"{desk.home}/minutes")


def test_what_others_saved_comes_with_the_next_answer(
    parts: Parts, sitting: Sitting, council: World, desk: Desk, other: Visitor
) -> None:
    edit(council, sitting, 1, first="<p>The Mayor spoke.</p>", second="<p>Theirs.</p>")
    mine = {start(sitting, 0): ["<p>The Chair spoke at length.</p>", "<p>The Chair spoke.</p>"]}
    answer = here(parts, sitting, other.token, mine=mine)
    assert (answer["version"], answer["by"], answer["shape"]) == (2, "Priya Nair", False)
    assert answer["changed"] == {start(sitting, 1): "<p>Theirs.</p>"}
    both = answer["both"][start(sitting, 0)]
    assert both["theirs"] == "<p>The Mayor spoke.</p>"
    assert (
        any("mine" in part for part in both["parts"]) or "Mayor spoke at length" in both["parts"][0]["text"]
    )
    here(parts, sitting, other.token, texts=mine)
    page = shown(other.get(f"{desk.home}/minutes"))
    assert "Somebody else saved this meanwhile" in page


def test_names_are_looked_at(parts: Parts, sitting: Sitting, council: World, desk: Desk) -> None:
    slot, wrong = start(sitting, 1), {start(sitting, 1): ["<p>Councillor Brihgt asked.</p>", ""]}
    answer = here(parts, sitting, council.officer_token, texts=wrong)
    assert answer["names"] == {slot: [{"word": "Brihgt", "meant": "Bright"}]}
    council.run(keep_word, KeepWord("Brihgt"))
    assert here(parts, sitting, council.officer_token, texts=wrong)["names"] == {slot: []}
    assert desk.post("/desk/phrases/words/remove", {"word": "Brihgt"}).status_code == 303
    assert "Enter the name or word" in shown(desk.post("/desk/phrases/words", {"word": " "}))


def test_a_page_that_sends_nonsense_is_refused(parts: Parts, sitting: Sitting, council: World) -> None:
    path = f"/desk/meetings/{sitting.id}/minutes/here"
    officer = Visitor(parts, council.officer_token)
    sent = {"data": "[1]", "content_type": "application/json", "headers": {"Accept": "application/json"}}
    assert officer.post(path, **sent).status_code == 422
    assert here(parts, sitting, council.officer_token, texts={"x": [1, 2], "y": "z"}, mine=[])["names"] == {}
    member = Visitor(parts, council.tokens[sitting.body.members[1]])
    assert member.post(path, **{**sent, "data": "{}"}).status_code == 403


def test_comments_are_answered_and_settled_and_never_published(
    parts: Parts, desk: Desk, sitting: Sitting, council: World
) -> None:
    item, page = sitting.items[0], f"{desk.home}/minutes/comments"
    chair = council.actor(sitting.body.members[0])
    assert "Write the comment" in shown(desk.post(page, {"item": item, "text": " "}))
    asked = {"item": item, "text": SECRET, "for_id": chair.account_id or ""}
    assert desk.post(page, asked).status_code == 303
    at_the_chair = signed_in(parts, council.tokens[sitting.body.members[0]])
    assert SECRET in shown(at_the_chair.get(page))
    found = desk.get(f"{page}?item={item}")
    thread = found.split('id="comment-')[1].split('"')[0]
    council.run(make_comment, MakeComment(sitting.id, item, "I agree", thread), chair)
    assert "Comments (1)" in desk.get(f"{desk.home}/minutes")
    assert desk.post(f"{page}/settle", {"thread_id": thread, "item": item}).status_code == 303
    assert "Settled" in desk.get(page)
    for step in ("approve", "publish"):
        assert desk.post(f"{desk.home}/minutes/{step}", {"version": "1"}).status_code == 303
    public = Visitor(parts)
    assert SECRET not in shown(public.get(f"/meetings/{sitting.id}/minutes"))
    assert SECRET not in desk.get(f"{desk.home}/minutes/preview?as=officer")
    assert SECRET not in desk.get(f"/desk/record/{sitting.id}")
    with parts.runner.read() as session:
        facts = [e.fact for e in facts_of(session, sitting.id, types=(CommentMade,))]
        assert [f.for_name for f in facts if isinstance(f, CommentMade)] == [chair.name, ""]
        letters = session.connection().exec_driver_sql("select subject, text from letter").all()
        assert check_stream(session, parts.services.storage, sitting.id).differences == ()
    assert any("Body of" in subject for subject, _ in letters)
    assert not any(SECRET in f"{subject}{body}" for subject, body in letters)
    member = council.actor(sitting.body.members[1])
    with pytest.raises(Denied):
        council.run(make_comment, MakeComment(sitting.id, item, "Hello"), member)


def test_phrases_are_kept_changed_and_removed(
    parts: Parts, desk: Desk, sitting: Sitting, council: World
) -> None:
    offered = f"{desk.home}/minutes/phrases.json"
    first = desk.client.get(offered).get_json()
    assert [p["name"] for p in first["phrases"]] == [name for name, _ in STARTERS]
    chair = council.names[sitting.body.members[0]]
    assert first["fields"]["chair"] == chair
    assert first["items"][sitting.items[0]]["mover"] == chair
    refused = desk.post("/desk/phrases", {"name": "", "text": "Kept text"})
    assert (refused.status_code, "Kept text" in shown(refused)) == (422, True)
    assert "Change “Noted”" in desk.get("/desk/phrases?change=Noted")
    noted = {"name": "Noted", "text": "It was noted.", "replaces": "Noted"}
    assert desk.post("/desk/phrases", noted).status_code == 303
    kept = desk.client.get(offered).get_json()["phrases"]
    assert [p["text"] for p in kept if p["name"] == "Noted"] == ["It was noted."]
    own = {"name": "Own", "text": "{chair} said so.", "body_id": sitting.body.id}
    assert desk.post("/desk/phrases", own).status_code == 303
    second = desk.client.get(offered).get_json()["phrases"]
    assert (second[0]["name"], second[0]["own"], len(second)) == ("Own", True, len(STARTERS) + 1)
    page = desk.get("/desk/phrases")
    assert "{chair} said so." in page
    assert desk.post("/desk/phrases/remove", {"name": STARTERS[0][0]}).status_code == 303
    assert STARTERS[0][0] not in [p["name"] for p in desk.client.get(offered).get_json()["phrases"]]
    with pytest.raises(Denied):
        council.run(keep_phrase, KeepPhrase(None, "A", "B"), council.actor(sitting.body.members[0]))
    with parts.runner.read() as session:
        stream = council_stream(session)
        found = check_stream(session, parts.services.storage, stream).differences
    assert [d for d in found if "phrase" in d or "word" in d] == []


def test_any_two_versions_are_compared_and_an_earlier_text_comes_back(
    parts: Parts, desk: Desk, sitting: Sitting, council: World
) -> None:
    edit(council, sitting, 1, second="<p>One.</p>")
    edit(council, sitting, 2, second="<p>Two.</p>")
    page = desk.get(f"{desk.home}/minutes/compare?from=1&to=3")
    assert "Added: </span>Two.</ins>" in page
    assert "They read the same." in desk.get(f"{desk.home}/minutes/compare?from=2&to=2")
    assert "Bring back the text of version 2" in desk.get(f"{desk.home}/minutes/versions/2")
    assert desk.post(f"{desk.home}/minutes/versions/2/restore", {"version": "3"}).status_code == 303
    assert text(council, sitting, 1) == "<p>One.</p>"
    with pytest.raises(WrongState):
        council.run(restore_texts, RestoreTexts(sitting.id, 2, 3))
    with pytest.raises(WrongState):
        council.run(restore_texts, RestoreTexts(sitting.id, 2, 4))
    for step in ("approve", "publish"):
        desk.post(f"{desk.home}/minutes/{step}", {"version": "4"})
    with pytest.raises(Invalid):
        council.run(restore_texts, RestoreTexts(sitting.id, 1, 4))
    assert council.run(restore_texts, RestoreTexts(sitting.id, 1, 4, "It was better")) == 5
    token = council.account("Kim Poole", role=Role.MONITORING)
    with parts.runner.read() as session:
        monitor = actor_of(session, token, council.clock.now())
    with pytest.raises(Denied):
        council.run(restore_texts, RestoreTexts(sitting.id, 1, 5, "No"), monitor)
