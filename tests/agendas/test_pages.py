"""The officers' pages of an agenda, asked without a browser."""

from __future__ import annotations

import json
import re

import pytest

from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import ItemKind
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    ChangeItem,
    PaperFile,
    PublishAgenda,
    add_item,
    add_paper,
    change_item,
    publish_agenda,
)
from meetings.kernel.secrecy import Sensitivity
from tests.factories.site import Site, words
from tests.factories.world import Sitting

FILE = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32)


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return site.world.body(members=2).meeting("Budget", "Libraries", publish=False)


def home(sitting: Sitting) -> str:
    return f"/desk/meetings/{sitting.id}"


def titles(site: Site, sitting: Sitting) -> list[str]:
    with site.world.runner.read() as session:
        return [i.title for i in working_agenda(session, sitting.id).items]


def test_adding_inline_goes_on_below_what_was_added(site: Site, sitting: Sitting) -> None:
    typed = {"title": "Apologies", "kind": "item", "after": sitting.items[0]}
    answer = site.officer.post(f"{home(sitting)}/agenda", typed)
    assert answer.status_code == 303
    assert re.search(r"\?after=\w{16}#add$", answer.headers["Location"])
    assert titles(site, sitting) == ["Budget", "Apologies", "Libraries"]


def test_an_empty_title_is_said_and_the_choice_is_kept(site: Site, sitting: Sitting) -> None:
    page = site.officer.post(f"{home(sitting)}/agenda", {"title": " ", "kind": "heading"})
    assert page.status_code == 422
    assert "Enter a title" in words(page)
    assert re.search(r'value="heading"\s+checked', page.get_data(as_text=True))


def test_order_is_saved_from_the_sortable_list(site: Site, sitting: Sitting) -> None:
    first, second = sitting.items
    answer = site.officer.post(f"{home(sitting)}/agenda/order", json={"order": [second, first]})
    assert (answer.status_code, json.loads(answer.data)) == (200, {"numbers": {second: "1", first: "2"}})
    for wrong, status in (
        ({"order": [first]}, 409),
        ({"order": "x"}, 422),
        ([], 422),
        ({"order": [1, 2]}, 422),
    ):
        answer = site.officer.post(f"{home(sitting)}/agenda/order", json=wrong)
        assert answer.status_code == status
        assert "error" in json.loads(answer.data)


def test_up_and_down_work_without_scripts(site: Site, sitting: Sitting) -> None:
    site.officer.post(f"{home(sitting)}/agenda/{sitting.items[1]}/up")
    assert titles(site, sitting) == ["Libraries", "Budget"]
    site.officer.post(f"{home(sitting)}/agenda/{sitting.items[1]}/down")
    assert titles(site, sitting) == ["Budget", "Libraries"]


def test_removing_offers_to_put_it_back(site: Site, sitting: Sitting) -> None:
    item_id = sitting.items[0]
    answer = site.officer.post(f"{home(sitting)}/agenda/{item_id}/remove")
    page = site.officer.get(answer.headers["Location"])
    assert "“Budget” is off the agenda." in words(page)
    site.officer.post(f"{home(sitting)}/agenda/{item_id}/restore")
    assert titles(site, sitting) == ["Budget", "Libraries"]


def test_two_officers_on_one_item_lose_nothing(site: Site, sitting: Sitting) -> None:
    address = f"{home(sitting)}/agenda/{sitting.items[0]}"
    page = site.officer.get(address).get_data(as_text=True)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    theirs = ChangeItem(
        sitting.id, sitting.items[0], "Budget 2027", "<p>By a colleague.</p>", "That it be noted."
    )
    site.world.run(change_item, theirs)
    mine = {
        "title": "Budget 2028",
        "text": "<p>By me.</p>",
        "recommendation": "That it be noted.",
        "seen": seen,
    }
    answer = site.officer.post(address, mine)
    text = words(answer)
    assert answer.status_code == 409
    assert "Saved by Priya Nair" in text
    assert "Budget 2027" in text
    assert "By a colleague." in text
    assert 'value="Budget 2028"' in answer.get_data(as_text=True)
    assert "&lt;p&gt;By me.&lt;/p&gt;" in answer.get_data(as_text=True)
    assert text.count("That it be noted.") == 1
    fresh = answer.get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]
    assert site.officer.post(address, mine | {"seen": fresh}).status_code == 303
    assert titles(site, sitting)[0] == "Budget 2028"


def test_an_exempt_item_without_reason_is_asked_for_one(site: Site, sitting: Sitting) -> None:
    address = f"{home(sitting)}/agenda/{sitting.items[0]}"
    page = site.officer.post(address, {"title": "Sale", "text": "<p>x</p>", "sensitivity": "exempt"})
    assert page.status_code == 422
    assert "Say why this is not public" in words(page)
    assert 'value="Sale"' in page.get_data(as_text=True)


def test_a_mark_that_is_not_known_is_never_taken_as_public(site: Site, sitting: Sitting) -> None:
    address = f"{home(sitting)}/agenda/{sitting.items[0]}"
    site.officer.post(address, {"title": "Sale", "sensitivity": "secret", "exemption": "para 3"})
    with site.world.runner.read() as session:
        item = working_agenda(session, sitting.id).item(sitting.items[0])
    assert item is not None
    assert item.sensitivity is Sensitivity.EXEMPT


def test_preview_is_what_the_public_reads(site: Site, sitting: Sitting) -> None:
    secret = AddItem(
        sitting.id, "Sale of land", recommendation="Sell", sensitivity=Sensitivity.EXEMPT, exemption="para 3"
    )
    site.world.run(add_item, secret)
    public = words(site.officer.get(f"{home(sitting)}/preview"))
    assert "Exempt: para 3" in public
    assert "Sale of land" not in public
    assert "Sale of land" in words(site.officer.get(f"{home(sitting)}/preview?as=member"))


def test_publishing_from_the_page(site: Site, sitting: Sitting) -> None:
    address = f"{home(sitting)}/publish"
    assert "Nothing stands in the way" in words(site.officer.get(address))
    assert site.officer.post(address).status_code == 303
    assert "Nothing has changed since version 1" in words(site.officer.get(address))
    site.world.run(change_item, ChangeItem(sitting.id, sitting.items[0], "Budget 2027"))
    assert "1 change since version 1" in words(site.officer.get(f"{home(sitting)}/agenda"))
    page = site.officer.get(address)
    assert "title, was “Budget”" in words(page)
    seen = page.get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]
    refused = site.officer.post(address, {"seen": seen, "note": ""})
    assert (refused.status_code, "Say what has changed" in words(refused)) == (422, True)
    assert site.officer.post(address, {"seen": seen, "note": "Title"}).status_code == 303


def test_what_blocks_is_named_and_the_button_is_off(site: Site, sitting: Sitting) -> None:
    appendix = AddPaper(sitting.id, sitting.items[0], "Valuation", FILE, Sensitivity.EXEMPT)
    site.world.run(add_paper, appendix)
    page = site.officer.get(f"{home(sitting)}/publish")
    assert "the paper “Valuation” is not public but has no reason" in words(page)
    assert "disabled" in page.get_data(as_text=True)
    assert site.officer.post(f"{home(sitting)}/publish").status_code == 422


def test_the_next_meeting_from_this_one(site: Site, sitting: Sitting) -> None:
    typed = {
        "date-day": "12",
        "date-month": "1",
        "date-year": "2027",
        "time": "19:00",
        "place": "Town Hall",
        "mode": "in_person",
        "kind": "ordinary",
        "planned_minutes": "120",
        "items": [sitting.items[1]],
    }
    refused = site.officer.post(f"{home(sitting)}/next", typed | {"date-day": ""})
    assert refused.status_code == 422
    assert re.search(rf'value="{sitting.items[1]}"\s+checked', refused.get_data(as_text=True))
    answer = site.officer.post(f"{home(sitting)}/next", typed)
    assert answer.status_code == 303
    text = words(site.officer.get(answer.headers["Location"]))
    assert "Tuesday 12 January 2027, 7pm" in text
    assert "Minutes of the last meeting" in text
    assert "Libraries" in text


@pytest.mark.parametrize("path", ["agenda", "preview", "publish", "papers", "papers/new", "next"])
def test_desk_pages_are_closed_to_members_and_unknown_meetings_are_not_there(
    site: Site, sitting: Sitting, path: str
) -> None:
    assert site.member(sitting.body.members[0]).get(f"{home(sitting)}/{path}").status_code == 403
    assert site.public.get(f"{home(sitting)}/{path}").status_code == 302
    assert site.officer.get(f"/desk/meetings/nothing/{path}").status_code == 404


def test_pages_cost_the_same_for_one_item_and_for_thirty(site: Site, sitting: Sitting) -> None:
    paths = ["", "/agenda", "/preview", "/publish", "/papers", "/next"]
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    site.officer.get("/desk")  # the council's name is kept after the first page

    def costs() -> list[int]:
        found = []
        for path in paths:
            with site.counted() as seen:
                assert site.officer.get(home(sitting) + path).status_code == 200
            found.append(len(seen))
        return found

    before = costs()
    for n in range(30):
        kind = ItemKind.HEADING if n % 10 == 0 else ItemKind.ITEM
        item_id = site.world.run(add_item, AddItem(sitting.id, f"Item {n}", kind))
        site.world.run(add_paper, AddPaper(sitting.id, item_id, f"Paper {n}", FILE))
    assert costs() == before
