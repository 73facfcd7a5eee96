"""A member's page of one meeting, and the officers' pages that it answers to, without a browser's scripts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.agendas.usecases import PublishAgenda, publish_agenda
from meetings.agendas.usecases.summoning import SendSummons, send_summons
from meetings.bodies.usecases import SetTerm, set_term
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.schedule.members.usecases import SettleSubstitutes, settle_substitutes
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, words
from tests.factories.world import EVENING, Sitting
from tests.publicsite.town import paper


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return site.world.body(members=4).meeting("Library hours")


@pytest.fixture
def me(site: Site, sitting: Sitting) -> Visitor:
    return site.member(sitting.body.members[1])


def reply(visitor: Visitor, sitting: Sitting, kind: str, **more: str) -> int:
    return visitor.post(f"/my/meetings/{sitting.id}/reply", {"kind": kind, **more}).status_code


def test_apologies_take_one_press_from_the_list(sitting: Sitting, me: Visitor) -> None:
    page = me.get("/my")
    assert f'action="/my/meetings/{sitting.id}/reply"' in page.text
    answer = me.post(f"/my/meetings/{sitting.id}/reply", {"kind": "apologies", "from": "list"})
    assert (answer.status_code, answer.location) == (303, "/my")
    said = words(me.get("/my"))
    assert "You sent apologies for absence. Change or take back" in said
    assert "I am coming" not in said


def test_a_reply_is_confirmed_seen_by_the_officer_and_taken_back(
    site: Site, sitting: Sitting, me: Visitor
) -> None:
    assert reply(me, sitting, "apologies", reason="In hospital", needs="Ramp") == 303
    said = words(me.get(f"/my/meetings/{sitting.id}"))
    assert "You sent apologies for absence. Saturday 28 November 2026, 7pm Take it back" in said
    officer = words(site.officer.get(f"/desk/meetings/{sitting.id}/replies"))
    assert "0 expected, quorum 3. Not certain yet 3 voting members have not replied." in officer
    assert "Councillor B. Bright" in officer
    assert "In hospital" in officer
    assert "At this meeting: Ramp" in officer
    assert me.post(f"/my/meetings/{sitting.id}/undo").status_code == 303
    assert "Are you coming?" in words(me.get(f"/my/meetings/{sitting.id}"))


def test_reasons_and_needs_are_for_the_officers_of_the_body_alone(
    site: Site, sitting: Sitting, me: Visitor
) -> None:
    reply(me, sitting, "apologies", reason="qreasonzx", needs="qneedzx")
    me.post("/my/needs", {"dietary": "qfoodzx", "on_paper": "yes"})
    assert "qfoodzx" in me.get("/my/needs").text
    assert all(
        w in site.officer.get(f"/desk/meetings/{sitting.id}/replies").text for w in ("qreasonzx", "qfoodzx")
    )
    other = site.world.body("Audit", members=1)
    _, token = signed_in(site.world, "Officer of another", Role.OFFICER, other.id)
    colleague = site.member(sitting.body.members[0])
    places = (
        f"/desk/meetings/{sitting.id}/replies",
        f"/my/meetings/{sitting.id}",
        f"/meetings/{sitting.id}",
        "/my/needs",
    )
    for visitor in (Visitor(site.parts, token), colleague, site.public, site.member(other.members[0])):
        for place in places:
            text = visitor.get(place).text
            assert [w for w in ("qreasonzx", "qneedzx", "qfoodzx") if w in text] == []
    record = site.officer.get(f"/desk/record/{sitting.id}").text
    assert ("replied: apologies for absence" in record, "qreasonzx" in record) == (True, False)


def test_what_is_typed_is_kept_when_it_is_too_long(sitting: Sitting, me: Visitor) -> None:
    answer = me.post(
        f"/my/meetings/{sitting.id}/reply", {"kind": "late", "reason": "y" * 1001, "needs": "Ramp"}
    )
    assert answer.status_code == 422
    assert "Shorten this to 1000 characters" in words(answer)
    assert ("y" * 1001 in answer.text, "Ramp" in answer.text) == (True, True)
    assert reply(me, sitting, "nonsense") in (303, 422)
    long = me.post("/my/needs", {"access": "y" * 1001})
    assert (long.status_code, "y" * 1001 in long.text) == (422, True)


def test_new_things_are_marked_until_they_are_seen(site: Site, sitting: Sitting, me: Visitor) -> None:
    assert "New agenda" in words(me.get("/my"))
    assert me.post("/my/seen").location == "/my"
    assert "New agenda" not in words(me.get("/my"))
    site.world.later(minutes=5)
    paper(site, sitting, sitting.items[0], "Report on hours")
    site.world.run(publish_agenda, PublishAgenda(sitting.id, "A report was added."))
    for place in ("/my", f"/my/meetings/{sitting.id}"):
        said = words(me.get(place))
        assert "Version 2 of the agenda" in said
        assert "1 new paper" in said
        assert "Report on hours" in said
    assert "Version 2: A report was added." in words(me.get(f"/my/meetings/{sitting.id}"))
    me.post(f"/my/meetings/{sitting.id}/seen")
    assert "new paper" not in words(me.get("/my"))
    assert "New since you looked" not in words(me.get(f"/my/meetings/{sitting.id}"))
    assert "New agenda" in words(site.member(sitting.body.members[0]).get("/my"))


def test_a_cancelled_meeting_asks_for_nothing(site: Site, sitting: Sitting, me: Visitor) -> None:
    site.world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    said = words(me.get(f"/my/meetings/{sitting.id}"))
    assert "This meeting is cancelled. No business" in said
    assert "Send apologies" not in said
    assert reply(me, sitting, "apologies") in (303, 409)
    assert "No reply 4" in words(site.officer.get(f"/desk/meetings/{sitting.id}/replies"))


def test_a_substitute_is_named_and_finds_that_meeting_alone(
    site: Site, sitting: Sitting, me: Visitor
) -> None:
    world, page = site.world, f"/my/meetings/{sitting.id}"
    assert "Substitute" not in words(me.get(page))
    rule = SettleSubstitutes(sitting.body.id, True, same_group=False)
    world.run(settle_substitutes, rule, SYSTEM)
    assert "Nobody is free to sit in for you" in words(me.get(page))
    audit = world.body("Audit", members=0)
    other = world.member(audit.id, 7)
    world.run(set_term, SetTerm(other, None, None, date(2020, 1, 1)), SYSTEM)
    second = sitting.body.meeting("Trees", starts_at=EVENING - timedelta(days=1))
    assert "Until Monday 7 December 2026, 5pm you can name somebody" in words(me.get(page))
    assert me.post(f"{page}/substitute", {"substitute": "nobody"}).status_code == 422
    assert me.post(f"{page}/substitute", {"substitute": other}).status_code == 303
    assert "Councillor H. Hale sits in for you and was written to." in words(me.get(page))
    mine = site.member(other)
    assert f"/my/meetings/{sitting.id}" in mine.get("/my").text
    assert f"/my/meetings/{second.id}" not in mine.get("/my").text
    assert "You sit in for Councillor B. Bright at this meeting." in words(mine.get(page))
    assert "Councillor H. Hale sits in" in words(site.officer.get(f"/desk/meetings/{sitting.id}/replies"))
    me.post(f"{page}/undo", {"what": "substitute"})
    assert mine.get(page).status_code == 404
    assert "You sent apologies for absence." in words(me.get(page))


def test_strangers_have_no_page_of_a_meeting(site: Site, sitting: Sitting) -> None:
    stranger = site.member(site.world.body("Audit", members=1).members[0])
    assert stranger.get(f"/my/meetings/{sitting.id}").status_code == 404
    assert reply(stranger, sitting, "apologies") in (303, 403)
    assert site.public.get(f"/my/meetings/{sitting.id}").status_code in (302, 303)
    assert stranger.get("/my/meetings/nothing").status_code == 404


def test_the_officer_notes_replies_and_the_list_is_complete(site: Site, sitting: Sitting) -> None:
    place = f"/desk/meetings/{sitting.id}/replies"
    for n, kind in enumerate(("coming", "late", "coming")):
        data = {"person_id": sitting.body.members[n], "kind": kind}
        assert site.officer.post(place, data).status_code == 303
    assert "3 expected, quorum 3. Quorum certain" in words(site.officer.get(place))
    site.officer.post(place, {"person_id": sitting.body.members[0], "kind": ""})
    assert "2 expected, quorum 3. Not certain yet" in words(site.officer.get(place))


def test_a_large_council_has_its_list(site: Site) -> None:
    sitting = site.world.body("Council", members=60).meeting()
    site.officer.get(f"/desk/meetings/{sitting.id}/replies")
    with site.counted() as many:
        page = site.officer.get(f"/desk/meetings/{sitting.id}/replies")
    assert page.text.count("letters-replies__row") == 60
    small = site.world.body("Small", members=2).meeting()
    with site.counted() as few:
        site.officer.get(f"/desk/meetings/{small.id}/replies")
    assert len(many) == len(few)


def test_the_summons_page_shows_the_letter_sends_it_and_says_who_has_it(site: Site, sitting: Sitting) -> None:
    place = f"/desk/meetings/{sitting.id}/summons"
    said = words(site.officer.get(place))
    assert "To be sent: summons It goes by e-mail to 4 members" in said
    assert "No mail server is set up" in said
    preview = site.officer.post(
        place, {"preview": "yes", "note": "Bring <b>boots</b>.", "signed_by": "A. Proper"}
    )
    assert "Bring &lt;b&gt;boots&lt;/b&gt;." in preview.text
    assert "A. Proper" in words(preview)
    answer = site.officer.post(place, {"kind": "summons", "note": "Bring boots."})
    assert (answer.status_code, answer.location) == (303, place)
    said = words(site.officer.get(place))
    assert "Not yet sent" in said
    assert said.count("Waiting") >= 4
    assert "Summons sent on Saturday 28 November 2026, 7pm." in words(
        site.officer.get(f"/desk/meetings/{sitting.id}")
    )
    site.world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    assert "Cancellation" in words(site.officer.get("/desk"))
    assert "Tell the members that it is cancelled" in words(site.officer.get(f"/desk/meetings/{sitting.id}"))
    site.world.run(send_summons, SendSummons(sitting.id))
    assert "Members to be told" not in words(site.officer.get("/desk"))
    assert site.member(sitting.body.members[0]).get(place).status_code == 403


def test_letters_for_the_post_are_printed_with_the_words_that_went_by_mail(
    site: Site, sitting: Sitting
) -> None:
    place = f"/desk/meetings/{sitting.id}/summons"
    assert "none asked for paper" in words(site.officer.get(f"{place}/print"))
    site.member(sitting.body.members[2]).post("/my/needs", {"on_paper": "yes"})
    assert "Print a letter for each of them" in words(site.officer.get(place))
    site.officer.post(place, {"kind": "summons", "note": "Bring boots."})
    page = site.officer.get(f"{place}/print")
    assert page.text.count("letters-sheet") == 1
    assert "Councillor C. Cole To the members of the Planning Committee You are summoned" in words(page)
    assert "Bring boots. Priya Nair" in words(page)
    assert "button for apologies" not in words(page)


def test_the_summons_page_waits_for_the_agenda(site: Site) -> None:
    sitting = site.world.body(members=1).meeting(publish=False)
    said = words(site.officer.get(f"/desk/meetings/{sitting.id}/summons"))
    assert "Publish the agenda first" in said
    assert site.officer.get(f"/desk/meetings/{sitting.id}/summons/print").status_code in (303, 409)


def test_substitutes_are_settled_on_the_bodys_page(site: Site, sitting: Sitting) -> None:
    place = "/desk/bodies/planning-committee/substitutes"
    answer = site.officer.post(place, {"allowed": "yes", "listed_only": "on", "until": "noon_before"})
    assert (answer.status_code, "Choose who is on the list" in words(answer)) == (422, True)
    assert (
        site.officer.post(place, {"allowed": "yes", "same_group": "on", "until": "start"}).status_code == 303
    )
    assert 'value="start" checked' in site.officer.get(place).text
    assert site.officer.post(place, {"allowed": "no"}).status_code == 303
    assert site.officer.get("/desk/bodies/nothing/substitutes").status_code == 404
    assert site.member(sitting.body.members[0]).get(place).status_code == 403
