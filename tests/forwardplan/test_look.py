"""Every page of the forward plan in a browser: nothing for axe to find, nothing to scroll sideways for."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Browser

from meetings.forwardplan.usecases import RecordRepresentation, record_representation
from tests.factories.browser import overflow, violations
from tests.forwardplan.conftest import PlanSite
from tests.forwardplan.test_urgency import exception
from tests.publicsite.serving import served as serving

LONG = (
    "A long name of a decision about the Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch bridge "
    * 2
)


def pages(plan: PlanSite) -> list[str]:
    """Public pages first, then those of the desk; with decisions in every state."""
    town = plan.town
    private = town.plan_private(
        title=LONG.strip(), contact_email="a.very.long.address.of.an.officer@example.org"
    )
    for n in range(3):
        town.plan(title=f"Decision {n}", decide_on=date(2027, 1, 12 + n))
    notice = town.publish()
    town.change(private, amount=900_000)
    record = RecordRepresentation(private, date(2026, 11, 1), "A club", "It should be open.")
    town.world.run(record_representation, record)
    plan.at(date(2026, 12, 1))
    late = town.plan(decide_on=date(2026, 12, 9))
    given = exception(town, late)
    blank = town.plan(title="Incomplete", documents=(), contact_name="", decide_on=date(2026, 12, 15))
    public = f" /{private} /{late} /notices /notices/{notice} /notices/{given} ?show=past"
    desk = f" /new /publish /urgent /requests /{private} /{private}/edit /{private}/private /{late}"
    desk += f" /{late}/exception /{late}/urgency /{blank} /{blank}/defer /{blank}/withdraw"
    found = [f"/forward-plan{p}" for p in public.split(" ")]
    return [*found, *(f"/desk/forward-plan{p}" for p in desk.split(" ")), "/desk"]


def test_no_page_has_a_fault_that_axe_finds_or_scrolls_sideways(browser: Browser, served: PlanSite) -> None:
    faults: list[object] = []
    paths = pages(served)
    with serving(served.site.parts) as ready:
        address = f"http://{ready.host}:{ready.port}"
        for width in (1280, 320):
            context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
            context.add_cookies([{"name": "witan", "value": served.site.world.officer_token, "url": address}])
            page = context.new_page()
            for path in paths:
                answer = page.goto(address + path)
                assert answer is not None
                assert answer.status == 200, path
                faults += [(path, width, fault) for fault in violations(page)]
                if overflow(page):
                    faults.append((path, width, f"{overflow(page)} pixels too wide"))
            context.close()
    assert faults == []
