"""The minute of an exempt item is kept apart, and the exclusion is in the words of the nation: England, and Wales."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.house.usecases import ChooseStyle, choose_style
from meetings.minutes.style import HouseStyle, Language
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.usecases import CloseMeeting, TakeItem, TakeNote, close_meeting, take_item, take_note
from tests.factories.private import come_back, confirm, exclude
from tests.factories.site import Site
from tests.factories.world import Sitting
from tests.scenarios.chain import draft_text, plain, published_text, site

__all__ = ["site"]
SECRET = "qzsecret15"
CASES = {
    Profile.ENGLAND_PRINCIPAL: (
        HouseStyle(private_part="IN PRIVATE"),
        ("3",),
        (
            "section 100A(4) of the Local Government Act 1972",
            "paragraph 3 of Part 1 of Schedule 12A",
            "IN PRIVATE",
        ),
    ),
    Profile.WALES: (
        HouseStyle(language=Language.BOTH),
        ("12", "13"),
        (
            "section 100A(4) and (5) of the Local Government Act 1972",
            "paragraphs 12 and 13 of Part 4 of Schedule 12A",
            "adran 100A(4) a (5) o Ddeddf Llywodraeth Leol 1972",
            "ym mharagraffau 12 a 13 o Ran 4 o Atodlen 12A",
            "wedi’i chofnodi ar wahân",
        ),
    ),
}


def held(site: Site, profile: Profile) -> Sitting:
    """An item is taken with the public excluded, something is said and resolved, and the public comes back."""
    style, paragraphs, _ = CASES[profile]
    world = site.world
    world.run(choose_profile, ChooseProfile(profile))
    body = world.body("Employment Committee", members=6)
    world.run(choose_style, ChooseStyle(body.id, replace(style, resolved="RESOLVED")))
    sitting = body.meeting("Minutes of the last meeting", publish=False)
    marked = AddItem(
        sitting.id,
        f"Regrading {SECRET}",
        text=f"<p>{SECRET}</p>",
        sensitivity=Sensitivity.EXEMPT,
        exempt_paragraphs=paragraphs,
        interest_test=f"{SECRET} would be known",
    )
    sitting.items.append(world.run(add_item, marked))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    exclude(sitting, sitting.items[1])
    confirm(sitting)
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    world.run(take_note, TakeNote(sitting.id, f"The post of {SECRET} was discussed."))
    world.run(agree_motion, AgreeMotion(sitting.id, sitting.motion(f"That {SECRET} be regraded")))
    come_back(sitting)
    world.run(take_item, TakeItem(sitting.id, sitting.items[0]))
    world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting


@pytest.mark.parametrize("profile", CASES, ids=lambda p: p.value)
def test_two_documents_in_the_words_of_the_nation(site: Site, profile: Profile) -> None:
    sitting = held(site, profile)
    assert SECRET in draft_text(site, sitting)
    public = published_text(site, sitting)
    for words in CASES[profile][2]:
        assert words in public
    assert "recorded separately, because they contain exempt information" in public
    assert public.count("RESOLVED") == 1
    for path in ("minutes", "minutes.json", "minutes?language=cy", "minutes?language=en", "replay"):
        assert SECRET not in site.public.get(f"/meetings/{sitting.id}/{path}").get_data(as_text=True), path
    exempt = plain(site.officer.get(f"/desk/meetings/{sitting.id}/minutes/exempt").get_data(as_text=True))
    assert f"That {SECRET} be regraded." in exempt
    assert site.public.get(f"/desk/meetings/{sitting.id}/minutes/exempt").status_code in (
        302,
        303,
        401,
        403,
        404,
    )
    if profile is Profile.WALES:
        welsh = plain(site.public.get(f"/meetings/{sitting.id}/minutes?language=cy").get_data(as_text=True))
        assert "PENDERFYNWYD" in exempt
        assert "PENDERFYNWYD" in welsh
        assert "RESOLVED" not in welsh
        assert "Cytunwyd ar y cynnig drwy gydsyniad cyffredinol." in welsh
