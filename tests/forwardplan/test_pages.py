"""The pages of the forward plan: what the public reads and never reads, and the forms of the desk."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.forwardplan.usecases import RecordRepresentation, record_representation
from meetings.kernel.permissions import Role
from tests.factories.accounts import signed_in
from tests.factories.site import Visitor, words
from tests.forwardplan.conftest import PlanSite
from tests.forwardplan.plans import CANARY

HOME = "/desk/forward-plan"


def typed(served: PlanSite, **more: Any) -> dict[str, Any]:
    """A form of a complete decision."""
    return {
        "body_id": served.town.cabinet,
        "title": "Bridge repairs",
        "matter": "Whether to repair the bridge.",
        "is_key": "yes",
        "amount": "£1,250,000",
        "maker": "body",
        "decide_on-day": "8",
        "decide_on-month": "12",
        "decide_on-year": "2026",
        "documents": "Report\nDrawings",
        "documents_from": "The website.",
        "contact_name": "Priya Nair",
        "contact_phone": "01632 960200",
        "privacy": "public",
    } | more


def entered(served: PlanSite, **more: Any) -> str:
    """Enter it on the page; its id."""
    answer = served.site.officer.post(f"{HOME}/new", typed(served, **more))
    assert answer.status_code == 303, words(answer)
    return answer.location.rsplit("/", 1)[1]


def period(**more: Any) -> dict[str, Any]:
    """The period of the plan as the form sends it."""
    first = {"first-day": "1", "first-month": "11", "first-year": "2026"}
    return {**first, "last-day": "31", "last-month": "3", "last-year": "2027", **more}


def published(served: PlanSite) -> str:
    """Publish on the page; the notice's address."""
    answer = served.site.officer.post(f"{HOME}/publish", period())
    assert answer.status_code == 303, words(answer)
    return answer.location


def test_from_the_form_to_the_public_page(served: PlanSite) -> None:
    entry_id = entered(served)
    assert served.site.public.get(f"/forward-plan/{entry_id}").status_code == 404
    assert "by Monday 9 November 2026" in words(served.site.officer.get(f"{HOME}/{entry_id}"))
    notice = published(served)
    for page in (notice, f"/forward-plan/{entry_id}"):
        said = words(served.site.public.get(page))
        for expected in (
            "Bridge repairs",
            "£1,250,000",
            "Councillor Leader (Chair)",
            "Drawings",
            "01632 960200",
        ):
            assert expected in said, page
    assert "Bridge repairs" in words(served.site.public.get("/forward-plan"))
    assert served.site.public.get(f"{notice}.pdf").status_code == 503


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(served: PlanSite) -> None:
    answer = served.site.officer.post(
        f"{HOME}/new", typed(served, amount="a lot", title="", **{"decide_on-day": "32"})
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Enter the amount in whole pounds" in text
    assert "Enter a real date" in text
    assert 'value="a lot"' in text
    assert "Whether to repair the bridge." in text


def test_somebody_elses_change_is_not_overwritten(served: PlanSite) -> None:
    entry_id = entered(served)
    served.town.change(entry_id, title="Bridge and quay")
    answer = served.site.officer.post(f"{HOME}/{entry_id}/edit", typed(served, version="1", title="Mine"))
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.get_data(as_text=True)
    assert served.town.row(entry_id).decision.title == "Bridge and quay"


def test_filters_of_the_public_list(served: PlanSite) -> None:
    entered(served, all_wards="yes")
    entered(
        served, title="Playground", is_key="no", amount="", maker="officer", maker_name="O", maker_post="Head"
    )
    entered(served, title="Quay", wards=["Harbour", "Mill"])
    published(served)

    def shown(query: str) -> list[str]:
        said = words(served.site.public.get(f"/forward-plan?{query}"))
        return [t for t in ("Bridge repairs", "Playground", "Quay") if t in said.split("Show", 1)[1]]

    assert shown("") == ["Bridge repairs", "Playground", "Quay"]
    assert shown("key=no") == ["Playground"]
    assert shown("ward=Harbour") == ["Bridge repairs", "Quay"]
    assert shown("maker=officer") == ["Playground"]
    assert shown("body=cabinet&key=yes") == ["Bridge repairs", "Quay"]
    assert shown("body=nowhere") == []
    assert shown("show=past") == []


def test_secrets_are_on_no_public_page(served: PlanSite) -> None:
    town = served.town
    entry_id = town.plan_private(
        working_title=f"{CANARY} bid", private_note=f"{CANARY} note", title="Leisure"
    )
    notices = [town.publish()]
    record = RecordRepresentation(entry_id, date(2026, 11, 1), f"{CANARY} sender", "It should be open.")
    town.world.run(record_representation, record)
    served.at(date(2026, 11, 30))
    answer = served.site.officer.post(f"{HOME}/{entry_id}/private/second", {"response": "We considered it."})
    assert answer.status_code == 303
    notices.append(answer.location.rsplit("/", 1)[1])
    defer = {"reason": "More time", "decide_on-day": "12", "decide_on-month": "1", "decide_on-year": "2027"}
    assert served.site.officer.post(f"{HOME}/{entry_id}/defer", defer).status_code == 303
    member = Visitor(served.site.parts, signed_in(town.world, "Ann Author", Role.AUTHOR)[1])
    paths = ["/forward-plan", f"/forward-plan/{entry_id}", "/forward-plan/notices", "/forward-plan.atom", "/"]
    paths += [f"/forward-plan/notices/{n}" for n in notices]
    for visitor in (served.site.public, member):
        for path in paths:
            page = visitor.get(path)
            assert page.status_code == 200, path
            assert CANARY not in page.get_data(as_text=True), path
    control = served.site.public.get(f"/forward-plan/notices/{notices[1]}").get_data(as_text=True)
    assert "It should be open." in control
    assert CANARY in served.site.officer.get(f"{HOME}/{entry_id}").get_data(as_text=True)


def test_too_late_offers_the_exception_and_urgency(served: PlanSite) -> None:
    served.at(date(2026, 12, 1))
    entry_id = entered(served, **{"decide_on-day": "9"})
    said = words(served.site.officer.get(f"{HOME}/{entry_id}"))
    assert "There are not 28 clear days" in said
    assert "it can be decided from Wednesday 9 December 2026" in said
    page = served.site.officer.get(f"{HOME}/{entry_id}/exception")
    assert "Overview and Scrutiny Committee" in words(page)
    form = {"reasons": "", "scrutiny_id": served.town.scrutiny}
    assert served.site.officer.post(f"{HOME}/{entry_id}/exception", form).status_code == 422
    answer = served.site.officer.post(f"{HOME}/{entry_id}/exception", form | {"reasons": "The grant lapses."})
    assert answer.status_code == 303
    assert "The grant lapses." in words(served.site.public.get(answer.location))


def test_urgency_refuses_whoever_may_not_agree(served: PlanSite) -> None:
    served.at(date(2026, 12, 3))
    entry_id = entered(served)
    people = served.town.people
    form = {
        "reasons": "It collapsed.",
        "scrutiny_id": served.town.scrutiny,
        "agreed_by": people["opposition"],
        "agreed_on-day": "3",
        "agreed_on-month": "12",
        "agreed_on-year": "2026",
    }
    refused = served.site.officer.post(f"{HOME}/{entry_id}/urgency", form)
    assert (refused.status_code, "Nobody else" in words(refused)) == (422, True)
    answer = served.site.officer.post(
        f"{HOME}/{entry_id}/urgency", form | {"agreed_by": people["scrutineer"]}
    )
    assert answer.status_code == 303
    assert "Councillor Scrutineer" in words(served.site.officer.get(f"{HOME}/urgent"))


def test_a_request_to_report_from_its_form_to_the_report(served: PlanSite) -> None:
    served.at(date(2026, 12, 14))
    days = {"decided_on-day": "1", "requested_on-day": "14"}
    form = {
        "body_id": served.town.scrutiny,
        "decision": "Lease",
        "reasons": "It is £1m.",
        "period": "",
        **days,
    }
    form |= {f"{n}-month": "12" for n in ("decided_on", "requested_on")}
    form |= {f"{n}-year": "2026" for n in ("decided_on", "requested_on")}
    address = served.site.officer.post(f"{HOME}/requests", form).location
    assert "Wednesday 30 December 2026 (10 working days)" in words(served.site.officer.get(address))
    report = {"decision": "To let it.", "reasons": "Empty.", "maker": "Leader", "not_key": ""}
    report |= {"reported_on-day": "14", "reported_on-month": "12", "reported_on-year": "2026"}
    refused = served.site.officer.post(address, report)
    assert (refused.status_code, "the report must say this" in words(refused)) == (422, True)
    assert served.site.officer.post(address, report | {"not_key": "Below £1m."}).status_code == 303


@pytest.mark.parametrize("profile", [Profile.ENGLAND_PARISH, Profile.WALES, Profile.GENERIC])
def test_where_there_is_no_forward_plan_the_pages_say_so(served: PlanSite, profile: Profile) -> None:
    served.town.world.run(choose_profile, ChooseProfile(profile))
    public, desk = words(served.site.public.get("/forward-plan")), words(served.site.officer.get(HOME))
    assert "This council keeps no forward plan" in public
    assert "This council keeps no forward plan" in desk
    assert ("sets the days of notice" in desk) is (profile is not Profile.ENGLAND_PARISH)
    assert "/desk/forward-plan" not in served.site.officer.get("/desk").get_data(as_text=True)
    assert 'href="/forward-plan"' not in served.site.public.get("/meetings").get_data(as_text=True)


def test_the_menu_leads_to_the_plan(served: PlanSite) -> None:
    assert 'href="/forward-plan"' in served.site.public.get("/meetings").get_data(as_text=True)
    assert 'href="/desk/forward-plan"' in served.site.officer.get("/desk").get_data(as_text=True)


def test_pages_before_anything_is_planned(served: PlanSite) -> None:
    paths = ("/forward-plan", "/forward-plan/notices", "/forward-plan.atom")
    assert [served.site.public.get(p).status_code for p in paths] == [200, 200, 200]
    desk = (HOME, f"{HOME}/new", f"{HOME}/publish", f"{HOME}/urgent", f"{HOME}/requests")
    assert [served.site.officer.get(p).status_code for p in desk] == [200] * 5


def test_the_feed_is_well_formed(served: PlanSite) -> None:
    entered(served, title="Tea & cakes <for> all")
    published(served)
    feed = ElementTree.fromstring(served.site.public.get("/forward-plan.atom").get_data())
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert len(feed.findall("a:entry", names)) == 1


def test_the_list_costs_the_same_for_many(served: PlanSite) -> None:
    def cost() -> int:
        with served.site.counted() as seen:
            assert served.site.public.get("/forward-plan").status_code == 200
        return len(seen)

    served.town.plan()
    served.town.publish()
    cost()
    one = cost()
    for n in range(20):
        served.town.plan(title=f"Decision {n} " + "with a long name " * 10)
    served.town.publish()
    assert cost() == one


def test_an_officer_of_one_body_publishes_its_plan(served: PlanSite) -> None:
    entered(served)
    token = signed_in(served.town.world, "Cay Officer", Role.OFFICER, served.town.cabinet)[1]
    officer = Visitor(served.site.parts, token)
    assert f'name="body_id" value="{served.town.cabinet}"' in officer.get(f"{HOME}/publish").get_data(
        as_text=True
    )
    assert officer.post(f"{HOME}/publish", period()).status_code == 403
    answer = officer.post(f"{HOME}/publish", period(body_id=served.town.cabinet))
    assert (answer.status_code, "Forward plan of Cabinet" in words(officer.get(answer.location))) == (
        303,
        True,
    )


def test_an_officer_of_another_body_finds_nothing(served: PlanSite) -> None:
    entry_id = entered(served)
    token = signed_in(served.town.world, "Olu Officer", Role.OFFICER, served.town.scrutiny)[1]
    other = Visitor(served.site.parts, token)
    for page in ("", "/edit", "/defer", "/private"):
        assert other.get(f"{HOME}/{entry_id}{page}").status_code == 404
    assert "Bridge repairs" not in words(other.get(HOME))
