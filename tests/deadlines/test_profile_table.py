"""The table of the six profiles: each parameter's value and whether it was read in the law, column by column."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.rules.base import Law, Profile
from meetings.deadlines.rules.book import rule, rules_in_force
from meetings.deadlines.rules.profiles import value

#: England's principal councils, its parishes, Wales, Scotland, Northern Ireland, elsewhere; "?" is: not verified.
TABLE = {
    "notice_public_days": "5 3 3 3 5 5?",
    "summons_days": "5 3 3 3 3 5?",
    "short_notice_allowed": "not_summons no yes yes? public_only yes?",
    "day_mode": "working parish working working working calendar?",
    "notice_channel": "offices noticeboard electronic offices offices_and_web web?",
    "remote_member": "observer observer present on_direction standing_orders present?",
    "proxy_vote": "off? off? off? off? off? off?",
    "broadcast_duty": "none? none? live none? audio none?",
    "quorum_council": "quarter third_at_least_three quarter quarter? quarter? over_half?",
    "special_majority": "two_thirds none? two_thirds two_thirds? qualified none?",
    "casting_vote": "yes yes yes lot_on_appointments? yes yes?",
    "named_vote_trigger": "5? 1 5? 5? 5? 5?",
    "requisition_members": "5 2 5 quarter 5 5?",
    "requisition_days": "7 7 7 0? 7 7?",
    "requisition_hold_days": "0? 0? 0? 14 14 0?",
    "nonattendance": "six_months six_months six_months six_months_open six_months? off?",
    "urgency_reason": "chair_minuted none chair_minuted chair_minuted? chair_minuted chair?",
    "urgency_executive": "no yes? yes? yes? yes? yes?",
    "post_meeting_note": "0? 0? 7 0? 0? 0?",
    "keep_minutes": "6 0? 6 6? 6 6?",
    "keep_background": "4 0? 6 4? 4 4?",
    "exempt_schedule": "12A-1? 1960 12A-4 7A? 6 own?",
    "forward_plan": "28 0? 0? 0? 0? 0?",
    "forward_plan_mode": "calendar? calendar? calendar? calendar? calendar? calendar?",
    "call_in": "5? 0? 5? 5? 5? 0?",
    "call_in_members": "3? 3? 3? 3? 15% 3?",
    "political_balance": "proportional off proportional off? dhondt? off?",
    "interests_days": "28 28 28? 30? 28? 28?",
    "filming_right": "yes yes policy policy? social_media policy?",
    "holiday_calendar": "ENG ENG WLS SCT NIR ?",
    "language": "en? en? en+cy? en? en? en?",
}


@pytest.mark.parametrize("name", TABLE)
def test_the_profiles_differ_as_the_law_says(name: str) -> None:
    chosen = [value(Law(profile), name) for profile in Profile]
    said = [f"{each.value}{'' if each.citation.verified else '?'}" for each in chosen]
    assert " ".join(said) == TABLE[name]
    assert all(each.citation.text for each in chosen)


@pytest.mark.parametrize(
    ("id_", "on", "there"),
    [("AU-1", "2026-07-14", False), ("AU-1", "2026-07-15", True), ("ME-6-M", "2026-12-08", True)],
)
def test_what_was_not_read_in_the_law_is_listed_and_says_so(id_: str, on: str, there: bool) -> None:
    listed = {each.id: each for each in rules_in_force(Profile.ENGLAND_PRINCIPAL, date.fromisoformat(on))}
    assert (id_ in listed) is there
    assert not rule(id_).citation.verified
    assert not rule(id_).in_force(Profile.WALES, date.fromisoformat(on))
