"""The debate on the pages: what each person sees and presses, the officers' forms and tables, the public's part."""

from __future__ import annotations

import pytest

from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.debate import queries
from meetings.debate import usecases as debate
from meetings.debate.rules import SpeechKind
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.room import usecases as rooms
from meetings.runtime.live import snapshot
from tests.debate.test_floor import ask, call
from tests.factories.private import take_privately
from tests.factories.site import Site, words
from tests.factories.world import Sitting

JSON = {"Accept": "application/json"}
K = SpeechKind


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A meeting on its first item; the second is exempt."""
    sitting = site.world.body(members=5).meeting("Library hours", "Lease of the depot", publish=False)
    exempt = ChangeItem(
        sitting.id,
        sitting.items[1],
        "Lease of the depot",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 3",
        states=ItemStates(interest_test="The rent would rise"),
    )
    site.world.run(change_item, exempt)
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting.open()


def part(site: Site, sitting: Sitting, audience: Audience) -> dict[str, object]:
    with site.parts.runner.read() as session:
        found: dict[str, object] = snapshot(session, sitting.id, audience).parts["debate"]
    return found


def press(site: Site, sitting: Sitting, who: int | None, what: str, **form: str) -> int:
    visitor = site.officer if who is None else site.member(sitting.body.members[who])
    return visitor.post(f"/room/{sitting.id}/debate/{what}", form, headers=JSON).status_code


def test_a_member_asks_with_one_press_and_the_chair_runs_the_debate(site: Site, sitting: Sitting) -> None:
    assert press(site, sitting, 1, "ask", kind="speech") == 200
    assert press(site, sitting, 2, "ask", kind="point_of_order") == 422
    assert press(site, sitting, 2, "ask", kind="nonsense") == 422
    assert press(site, sitting, 1, "call") == 403
    assert press(site, sitting, 0, "call") == 200
    page = words(site.member(sitting.body.members[0]).get(f"/room/{sitting.id}"))
    assert "Speaking now Councillor B. Bright" in page
    assert "End the speech" in page
    with site.parts.runner.read() as session:
        speech_id = queries.floor_of(session, sitting.id).id  # type: ignore[union-attr]
    for what in ("pause", "go_on", "end", "undo", "end"):
        assert press(site, sitting, 0, what, speech_id=speech_id) == 200, what
    assert press(site, sitting, 2, "ask", kind="point_of_order", rule="Standing order 4") == 200
    assert press(site, sitting, None, "call") == 200
    with site.parts.runner.read() as session:
        point = queries.floor_of(session, sitting.id).id  # type: ignore[union-attr]
    assert press(site, sitting, None, "rule", speech_id=point, ruling="upheld", text="So ruled") == 200


def test_the_clerk_enters_orders_and_takes_off(site: Site, sitting: Sitting) -> None:
    people = sitting.body.members
    assert press(site, sitting, None, "add", person_id=people[3], kind="question") == 200
    assert press(site, sitting, None, "add", person_id=people[4], kind="speech") == 200
    assert (
        press(site, sitting, None, "public", item_id=sitting.items[0], name="Ms Quiet", kind="public") == 200
    )
    with site.parts.runner.read() as session:
        ids = [s.id for s in queries.waiting(session, sitting.id, sitting.items[0])]
    assert press(site, sitting, None, "down", speech_id=ids[0]) == 200
    assert press(site, sitting, None, "up", speech_id=ids[2]) == 200
    assert press(site, sitting, None, "order") == 200
    assert press(site, sitting, None, "withdraw", speech_id=ids[1]) == 200
    assert press(site, sitting, None, "disorder", step="warned", reason="Noise", person_id=people[4]) == 200
    with site.parts.runner.read() as session:
        entry = queries.disorders(session, sitting.id)[0].id
    assert press(site, sitting, None, "disorder/lift", disorder_id=entry) == 200
    assert press(site, sitting, None, "time-up") == 409
    assert press(site, sitting, None, "adjourn", minutes="soon") == 422
    assert press(site, sitting, None, "adjourn", day="2026-12-15", time="19:00", place="Guildhall") == 200
    assert press(site, sitting, None, "resume") == 200


def test_what_each_audience_learns(site: Site, sitting: Sitting) -> None:
    register = debate.RegisterSpeaker(sitting.id, sitting.items[0], "Ms Quiet", on_behalf="Friends")
    site.world.run(debate.register_speaker, register)
    call(sitting)
    ask(sitting, 1)
    public, member = part(site, sitting, Audience.PUBLIC), part(site, sitting, Audience.MEMBER)
    clerk = part(site, sitting, Audience.OFFICER)
    assert public["floor"]["name"] == "A member of the public"  # type: ignore[index]
    assert "Quiet" not in str(public)
    assert "Friends" not in str(public)
    assert public["queue"] == []
    assert public["waiting"] == 1
    assert member["floor"]["name"] == "Ms Quiet"  # type: ignore[index]
    assert member["people"] == []
    assert len(clerk["people"]) == 5  # type: ignore[arg-type]


def test_the_public_learns_nothing_of_a_debate_in_private(site: Site, sitting: Sitting) -> None:
    site.world.run(rooms.adjourn_meeting, rooms.AdjournMeeting(sitting.id))
    site.world.run(rooms.resume_meeting, rooms.ResumeMeeting(sitting.id))

    take_privately(sitting, sitting.items[1])
    call(sitting, ask(sitting, 3))
    live = words(site.public.get(f"/meetings/{sitting.id}/live"))
    assert "Dunmore" not in live.partition("Who is here")[0]
    assert "Dunmore" not in site.public.get(f"/meetings/{sitting.id}/timeline.json").get_data(as_text=True)
    officers = words(site.officer.get(f"/desk/meetings/{sitting.id}/timeline"))
    assert "Councillor D. Dunmore spoke" in officers


def test_the_limits_of_a_body(site: Site, sitting: Sitting) -> None:
    page = site.officer.get("/desk/bodies/planning-committee/debate")
    assert 'value="5"' in page.get_data(as_text=True)
    form = {
        "mover": "10", "speech": "2.5", "reply": "5", "question": "1", "public": "3", "petitioner": "5",
        "officer": "0", "more": "2", "amber": "30", "sitting": "150", "extension": "30",
        "at_the_time": "roll_over", "minute_points": "yes",
    }  # fmt: skip
    bad = site.officer.post("/desk/bodies/planning-committee/debate", form | {"speech": "long"})
    assert bad.status_code == 422
    assert 'value="long"' in bad.get_data(as_text=True)
    assert site.officer.post("/desk/bodies/planning-committee/debate", form).status_code == 303
    with site.parts.runner.read() as session:
        assert queries.limits_of(session, sitting.body.id).speech == 150
    member = site.member(sitting.body.members[1])
    assert member.get("/desk/bodies/planning-committee/debate").status_code == 403
    assert member.post("/desk/bodies/planning-committee/debate", form).status_code == 403


def test_public_speakers_are_entered_at_the_desk(site: Site, sitting: Sitting) -> None:
    here = f"/desk/meetings/{sitting.id}/speakers"
    assert "Nobody has registered yet" in words(site.officer.get(here))
    assert site.officer.post(here, {"name": "", "item_id": sitting.items[0]}).status_code == 422
    form = {
        "name": "Ms Loud",
        "item_id": sitting.items[0],
        "kind": "petitioner",
        "named": "yes",
        "minutes": "4",
    }
    assert site.officer.post(here, form).status_code == 303
    page = words(site.officer.get(here))
    assert "Ms Loud" in page
    assert "4 minutes" in page
    with site.parts.runner.read() as session:
        speech_id = queries.registered(session, sitting.id)[0].id
    assert site.officer.post(f"{here}/{speech_id}/remove").status_code == 303
    assert "Withdrawn" in words(site.officer.get(here))
    assert site.member(sitting.body.members[1]).get(here).status_code == 403


def test_speaking_time_is_shown_and_downloaded(site: Site, sitting: Sitting) -> None:
    here = f"/desk/meetings/{sitting.id}/speaking-time"
    assert "Nobody has spoken yet" in words(site.officer.get(here))
    one = call(sitting, ask(sitting, 1))
    site.world.later(seconds=95)
    site.world.run(debate.end_speech, debate.EndSpeech(sitting.id, one))
    assert "1:35" in words(site.officer.get(here))
    table = site.officer.get(f"{here}.csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert "Councillor B. Bright" in table.get_data(as_text=True)
    assert site.member(sitting.body.members[1]).get(here).status_code == 403
