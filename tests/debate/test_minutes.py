"""What the minutes and the record viewer say of a debate."""

from __future__ import annotations

from meetings.debate import usecases as debate
from meetings.debate.rules import Limits, Ruling, SpeechKind, Step
from meetings.motions.rules import Effect
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room import usecases as rooms
from tests.debate.test_floor import ask, call, end
from tests.factories.site import Site, words
from tests.factories.world import Sitting
from tests.live.scenarios_debate import procedural


def eventful(site: Site) -> Sitting:
    """Two residents, a point of order, a warning, a member silenced, time up, extended, closed."""
    world = site.world
    sitting = world.body(members=5).meeting("Library hours", "Bins").open()
    register = debate.RegisterSpeaker(
        sitting.id, sitting.items[0], "Ms Loud", on_behalf="Friends of the Library", named=True
    )
    world.run(debate.register_speaker, register)
    quiet = debate.RegisterSpeaker(sitting.id, sitting.items[0], "Mr Quiet", SpeechKind.PETITIONER)
    world.run(debate.register_speaker, quiet)
    end(sitting, call(sitting))
    end(sitting, call(sitting))
    call(sitting, ask(sitting, 1))
    point = call(sitting, ask(sitting, 3, SpeechKind.POINT_OF_ORDER, "Standing order 14.3"))
    ruling = debate.RuleOnPoint(sitting.id, point, Ruling.NOT_UPHELD, "The speech is about the motion.")
    world.run(debate.rule_on_point, ruling)
    rude = sitting.body.members[2]
    world.run(debate.call_to_order, debate.CallToOrder(sitting.id, Step.WARNED, "Shouting", rude))
    world.later(seconds=30)
    silence = procedural(sitting, Effect.NOT_BE_HEARD, "That they be not further heard", person=rude)
    world.run(agree_motion, AgreeMotion(sitting.id, silence))
    world.later(minutes=Limits().sitting)
    world.run(debate.call_time, debate.CallTime(sitting.id))
    longer = procedural(sitting, Effect.EXTEND_MEETING, "That the meeting go on", minutes=30)
    world.run(agree_motion, AgreeMotion(sitting.id, longer))
    world.run(rooms.close_meeting, rooms.CloseMeeting(sitting.id))
    return sitting


def test_the_minutes_of_an_eventful_debate(site: Site) -> None:
    sitting = eventful(site)
    page = words(site.officer.get(f"/desk/meetings/{sitting.id}/minutes"))
    for sentence in (
        "Ms Loud, on behalf of Friends of the Library, spoke on this item",
        "A member of the public presented a petition",
        "Councillor D. Dunmore raised a point of order (Standing order 14.3). The Chair ruled that it was not a "
        "point of order: The speech is about the motion",
        "the Chair warned Councillor C. Cole: Shouting",
        "Councillor C. Cole was not further heard on this item, as the meeting had resolved",
        "the time allowed for the meeting was up. What remained was moved formally and voted on without debate",
        "The time allowed for the meeting was extended to 10.30pm",
    ):
        assert sentence in page, sentence
    assert "Quiet" not in page


def test_the_record_viewer_has_words_for_it(site: Site) -> None:
    sitting = eventful(site)
    page = words(site.officer.get(f"/desk/record/{sitting.id}"))
    for sentence in (
        "Ms Loud was put on the list of speakers (public speaker)",
        "A member of the public who is not named was given the floor (petitioner, 5:00 allowed)",
        "Councillor D. Dunmore asked to speak (point of order, Standing order 14.3)",
        "Councillor C. Cole: not to be heard further",
        "The meeting’s time was up",
        "The meeting’s time was extended by 30 minutes",
    ):
        assert sentence in page, sentence
