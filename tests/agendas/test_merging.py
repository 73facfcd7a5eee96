"""Two officers edit one item at once: nobody's work is lost, and the second sees what changed."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from werkzeug.datastructures import MultiDict

from meetings.agendas.content import ContentItem
from meetings.agendas.forms import ItemForm
from meetings.agendas.merging import chosen, merge
from meetings.agendas.queries import working_agenda
from meetings.kernel.permissions import Role
from tests.factories.site import Site, Visitor, words
from tests.factories.world import Sitting

BASE = ItemForm(title="Budget", text="<p>Old</p>", recommendation="That it is agreed", tags=("budget",))


def test_fields_that_only_one_changed_are_both_kept() -> None:
    mine, theirs = replace(BASE, title="Budget 2027"), replace(BASE, text="<p>New</p>", tags=())
    merged = merge(BASE, mine, theirs)
    assert merged.values == replace(BASE, title="Budget 2027", text="<p>New</p>", tags=())
    assert (merged.taken, merged.clashes) == (("text", "tags"), ())
    assert merged.taken_words == "text, what it is about"


def test_the_same_change_by_both_is_no_clash() -> None:
    both = replace(BASE, title="Budget 2027", text="<p>New</p>")
    merged = merge(BASE, both, replace(both, title="Budget  2027"))
    assert (merged.taken, merged.clashes) == ((), ())


def test_different_words_for_the_same_field_clash_and_mine_stand_in_the_form() -> None:
    mine, theirs = (
        replace(BASE, title="Mine", text="<p>A</p>"),
        replace(BASE, title="Theirs", urgent_by="Chair"),
    )
    merged = merge(BASE, mine, theirs)
    assert (merged.clashes, merged.taken) == (("title",), ("urgent_by",))
    assert (merged.values.title, merged.values.text, merged.values.urgent_by) == ("Mine", "<p>A</p>", "Chair")
    assert chosen(merged.values, theirs, ["title", "nonsense"]).title == "Theirs"


def test_a_mark_is_taken_from_one_person_and_never_half_and_half() -> None:
    mine = replace(BASE, sensitivity="exempt", exempt_paragraphs=("3",))
    theirs = replace(BASE, sensitivity="confidential", confidential_ground="court")
    merged = merge(BASE, mine, theirs)
    assert merged.clashes == ("sensitivity", "confidential_ground")
    assert merged.values == mine


class _Fields(HTMLParser):
    """The fields of the page's main form as a browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        name = a.get("name") or ""
        if tag == "textarea":
            self._area = name
            self.sent.append((name, ""))
        elif tag == "input" and (a.get("type") not in ("checkbox", "radio") or "checked" in a):
            self.sent.append((name, a.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            name, value = self.sent.pop()
            self.sent.append((name, value.removeprefix("\n")))
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            name, value = self.sent.pop()
            self.sent.append((name, value + data))


class Form:
    """An item's page as one officer has it open."""

    def __init__(self, visitor: Visitor, path: str, html: str = "") -> None:
        self.visitor, self.path = visitor, path
        self.values = MultiDict(_Fields(html or visitor.get(path).text).sent)

    def save(self, **changed: str) -> tuple[int, str]:
        """Send it with these fields changed: status, and the page or the address that comes of it."""
        values = self.values.deepcopy()
        for name, value in changed.items():
            values.setlist(name, [value])
        answer = self.visitor.post(self.path, values)
        return answer.status_code, answer.text if answer.status_code != 303 else str(answer.location)


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return site.world.body(members=1).meeting("Budget", publish=False)


def item_of(site: Site, sitting: Sitting) -> ContentItem:
    with site.world.runner.read() as session:
        return working_agenda(session, sitting.id).items[0]


def both(site: Site, sitting: Sitting) -> tuple[Form, Form]:
    path = f"/desk/meetings/{sitting.id}/agenda/{sitting.items[0]}"
    second = Visitor(site.parts, site.world.account("Bo Reid", role=Role.OFFICER))
    return Form(site.officer, path), Form(second, path)


def test_two_officers_change_different_fields_and_both_are_saved(site: Site, sitting: Sitting) -> None:
    one, two = both(site, sitting)
    assert one.save(title="Budget 2027", urgent_reason="Grant", urgent_by="Chair")[0] == 303
    status, there = two.save(recommendation="That it is agreed.\r\nThat it is published.")
    assert (status, there.split("?")[0]) == (303, two.path)
    assert "Changed by the other: title, why it is urgent, who takes it as urgent." in words(
        two.visitor.get(there)
    )
    item = item_of(site, sitting)
    assert item.title == "Budget 2027"
    assert item.recommendation == "That it is agreed.\nThat it is published."
    assert item.urgent_reason == "Grant"


def test_two_officers_change_the_same_field_and_the_second_chooses(site: Site, sitting: Sitting) -> None:
    one, two = both(site, sitting)
    one.save(title="Budget of the council", text="<p>Theirs entirely</p>")
    status, page = two.save(title="Next year’s budget")
    assert status == 409
    assert item_of(site, sitting).title == "Budget of the council"
    for shown in ("Next year’s budget", "Budget of the council", "Taken over from the other", "text."):
        assert shown in page
    again = Form(two.visitor, two.path, page)
    assert again.values["text"] == "<p>Theirs entirely</p>"
    assert again.save()[0] == 303
    assert item_of(site, sitting).title == "Next year’s budget"
    assert item_of(site, sitting).text == "<p>Theirs entirely</p>"


def test_the_second_may_take_over_what_the_first_wrote(site: Site, sitting: Sitting) -> None:
    one, two = both(site, sitting)
    one.save(title="Budget of the council")
    _, page = two.save(title="Next year’s budget", recommendation="That it is agreed.")
    assert Form(two.visitor, two.path, page).save(choose_title="theirs")[0] == 303
    item = item_of(site, sitting)
    assert (item.title, item.recommendation) == ("Budget of the council", "That it is agreed.")


def test_a_third_change_while_choosing_is_not_lost_either(site: Site, sitting: Sitting) -> None:
    one, two = both(site, sitting)
    one.save(title="First")
    _, page = two.save(title="Second")
    Form(site.officer, one.path).save(text="<p>Third</p>")
    assert Form(two.visitor, two.path, page).save()[0] == 303
    item = item_of(site, sitting)
    assert (item.title, item.text) == ("Second", "<p>Third</p>")
