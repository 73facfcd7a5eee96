"""A site on which the life of minutes is walked through, by browsers without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from meetings.kernel.actor import SYSTEM
from meetings.minutes.life.queries import corrections_of
from meetings.people.usecases import DemoSignIn, sign_in_as_demo
from meetings.schedule.models import MeetingKind
from meetings.server.parts import Parts
from tests.factories.world import World
from tests.minutes.life_story import Story, evening

_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@dataclass
class Browser:
    """Somebody, or nobody, looking at the site."""

    client: FlaskClient

    def get(self, path: str, status: int = 200) -> str:
        """The text of a page."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def bytes(self, path: str) -> bytes:
        """What is sent, whatever it is."""
        with self.client.get(path) as answer:
            return answer.get_data()

    def post(self, page: str, path: str, fields: dict[str, str], status: int = 303) -> TestResponse:
        """Send a form that stands on a page."""
        token = _TOKEN.search(self.get(page))
        assert token is not None
        answer = self.client.post(path, data={**fields, "csrf_token": token[1]})
        assert answer.status_code == status, (path, answer.status_code, answer.get_data(as_text=True)[-3000:])
        return answer


def browser(parts: Parts, token: str = "") -> Browser:
    """Signed in with that session; without one, the public."""
    client = parts.app.test_client()
    if token:
        client.set_cookie(parts.services.config.session_cookie, token)
    return Browser(client)


def officer_again(world: World) -> str:
    """The officer, signed in now that time has gone by."""
    assert world.officer.account_id is not None
    token = world.runner.run(sign_in_as_demo, DemoSignIn(world.officer.account_id), actor=SYSTEM).token
    world.officer_token = token
    return token


def calendar(story: Story) -> None:
    """Council 8 December, extraordinary 17 December, ordinary 24 February: the worked example of the law."""
    story.meeting("extraordinary", evening(2026, 12, 17), MeetingKind.EXTRAORDINARY)
    story.meeting("february", evening(2027, 2, 24))


@dataclass
class Way:
    """The way of one set of minutes, on the pages."""

    story: Story
    parts: Parts

    @property
    def meeting(self) -> str:
        return self.story.december.id

    @property
    def home(self) -> str:
        return f"/desk/meetings/{self.meeting}/minutes/life"

    @property
    def mine(self) -> str:
        return f"/my/minutes/{self.meeting}"

    def desk(self) -> Browser:
        return browser(self.parts, officer_again(self.story.world))

    def member(self, which: int) -> Browser:
        self.story.signed_in(which)
        return browser(self.parts, self.story.world.tokens[self.story.body.members[which]])

    def public(self, more: str = "") -> str:
        return browser(self.parts).get(f"/meetings/{self.meeting}/minutes{more}")


SIGNED = {
    "signed_by": "Councillor A. Abara",
    "leaves": "3",
    "on-day": "24",
    "on-month": "2",
    "on-year": "2027",
}


def publish_after_chair(way: Way) -> None:
    """Summary, list, chair's comment, another version, chair's approval, publication."""
    desk, chair = way.desk(), way.member(0)
    sale = {"item_id": way.story.secret_item, "needed": "yes", "text": "The sale of a property was agreed."}
    desk.post(way.home, f"{way.home}/summary", {"version": "2", **sale})
    desk.post(way.home, f"{way.home}/check", {"version": "3"})
    desk.post(way.home, f"{way.home}/ask-chair", {"version": "3"})
    assert "Draft minutes to read" in chair.get(way.mine)
    # What an officer checks after asking takes nothing from the chair's page; an answer does.
    desk.post(way.home, f"{way.home}/check", {"version": "3"})
    assert (way.mine in chair.get("/my"), way.mine in way.member(1).get("/my")) == (True, False)
    chair.post(way.mine, f"{way.mine}/comment", {"version": "3", "comment": "The queues were short."})
    assert "The queues were short." in desk.get(way.home)
    assert way.mine not in chair.get("/my")
    assert way.story.write(open="<p>The Chair spoke of the short queues, five in all.</p>") == 4
    chair.post(way.mine, f"{way.mine}/approve", {"version": "4"})
    desk.post(way.home, f"{way.home}/publish", {"version": "4"})
    assert "short queues" in way.public()
    assert way.mine not in way.public()


def confirm_with_correction(way: Way) -> dict[str, str]:
    """A member's correction, agreed by the next suitable meeting, which confirms. The fields that name that meeting."""
    story = way.story
    wrong = {"before": "five in all", "after": "six in all", "reason": "I counted them."}
    member = way.member(1)
    for place in ("/my", f"/meetings/{way.meeting}/minutes"):
        assert f'href="{way.mine}"' in member.get(place)
    member.post(way.mine, f"{way.mine}/corrections", wrong)
    motion = story.hold("february")
    desk, at = way.desk(), {"at_meeting_id": story.later["february"]}
    page = desk.get(way.home)
    assert "be confirmed as a correct record" in page
    assert "must be decided first" in page
    with story.world.runner.read() as session:
        correction = corrections_of(session, way.meeting)[0].id
    desk.post(way.home, f"{way.home}/corrections/{correction}", {"state": "carried", **at})
    desk.post(way.home, f"{way.home}/confirm", {"version": "4", "motion_id": motion or "", **at})
    assert story.row().version == 5
    return at
