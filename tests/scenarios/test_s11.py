"""A presentation is noted, members' questions are points, the chair asks for data: minutes, action and sheet."""

from __future__ import annotations

from datetime import date

from meetings.actions.queries import open_actions
from meetings.actions.usecases import RecordAction, record_action
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.bodies.models import Body
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.usecases import CloseMeeting, TakeItem, TakeNote, close_meeting, take_item, take_note
from tests.factories.site import Site
from tests.factories.world import Sitting
from tests.scenarios.chain import draft_text, published_text, site

__all__ = ["site"]
TITLE = "How the new telephone service is doing"
QUESTIONS = (
    "on waiting times at weekends;",
    "on call-backs, and how many were kept;",
    "on cost; the Chair asked for it",
)
DATA = "Send members the figures of call-backs by month"


def held(site: Site) -> Sitting:
    """A scrutiny committee hears a presentation; its minutes say `RESOLVED:`."""
    world = site.world
    body = world.body("Scrutiny Committee", members=6)
    with world.runner.database.write() as session:
        session.get_one(Body, body.id).resolved_word = "RESOLVED:"
    sitting = body.meeting("Apologies for absence", publish=False)
    sitting.items.append(world.run(add_item, AddItem(sitting.id, TITLE, text="<p>Presentation</p>")))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting.open()


def talked(site: Site, sitting: Sitting) -> None:
    """The clerk writes as it goes; the chair's request becomes an action with an owner and a day."""
    world = site.world
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    world.run(take_note, TakeNote(sitting.id, "Members received a presentation.\nThey asked:"))
    world.run(take_note, TakeNote(sitting.id, "\n".join(f"- {question}" for question in QUESTIONS)))
    world.later(minutes=1)
    world.run(
        record_action,
        RecordAction(sitting.id, sitting.items[1], DATA, "Head of Customer Service", date(2026, 12, 18)),
    )
    world.later(minutes=1)
    motion = sitting.motion("That the presentation be noted")
    world.run(agree_motion, AgreeMotion(sitting.id, motion))
    world.run(close_meeting, CloseMeeting(sitting.id))


def test_points_action_and_resolution_reach_the_public(site: Site) -> None:
    sitting = held(site)
    talked(site, sitting)
    assert DATA in draft_text(site, sitting)
    public = published_text(site, sitting)
    page = site.public.get(f"/meetings/{sitting.id}/minutes").get_data(as_text=True)
    for question in QUESTIONS:
        assert page.count(f"<li>{question}</li>") == 1
    assert public.count(f"Action: {DATA} (Head of Customer Service, by 18 December 2026)") == 1
    assert public.count("RESOLVED: That the presentation be noted.") == 1
    assert (
        public.index("They asked:")
        < public.index(QUESTIONS[0])
        < public.index(DATA)
        < public.index("RESOLVED:")
    )
    with site.world.runner.read() as session:
        (action,) = open_actions(session, sitting.body.id)
    assert (action.text, action.owner) == (DATA, "Head of Customer Service")
    data = site.public.get(f"/meetings/{sitting.id}/minutes.json").get_data(as_text=True)
    assert DATA in data
    assert "That the presentation be noted." in data
    assert TITLE in site.public.get(f"/meetings/{sitting.id}").get_data(as_text=True)
