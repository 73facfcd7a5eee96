"""What an item and a paper can be: exempt with its paragraphs, late, withdrawn, to follow, from a supplement."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.agendas.content import AgendaContent, ContentItem
from meetings.agendas.models import Paper
from meetings.agendas.queries import for_audience, published_agenda, working_agenda
from meetings.agendas.rules import BackgroundPaper, PaperKind
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    ChangeItem,
    ChangePaper,
    ItemStates,
    PaperFile,
    PaperStates,
    PublishAgenda,
    ReinstateItem,
    ReplacePaper,
    WithdrawItem,
    add_item,
    add_paper,
    change_item,
    change_paper,
    publish_agenda,
    reinstate_item,
    replace_paper,
    withdraw_item,
)
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.secrecy import Audience, Sensitivity
from tests.factories.world import Sitting, World

FILE = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32, disclosures=())
OTHER = PaperFile("late.pdf", "application/pdf", 950, 3, "cd" * 32, disclosures=())
EXEMPT = Sensitivity.EXEMPT


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=2).meeting("Budget", "Libraries", publish=False)


def working(sitting: Sitting) -> AgendaContent:
    with sitting.world.runner.read() as session:
        return working_agenda(session, sitting.id)


def published(sitting: Sitting, audience: Audience = Audience.OFFICER) -> AgendaContent:
    with sitting.world.runner.read() as session:
        content = published_agenda(session, sitting.id)
    assert content is not None
    return for_audience(content, audience)


def publish(sitting: Sitting, note: str = "") -> None:
    sitting.world.run(publish_agenda, PublishAgenda(sitting.id, note))


def secret(sitting: Sitting, **states: object) -> AddItem:
    return AddItem(sitting.id, "Sale of the quay", sensitivity=EXEMPT, **states)  # type: ignore[arg-type]


def test_the_reason_is_made_of_the_paragraphs(sitting: Sitting) -> None:
    item_id = sitting.world.run(
        add_item,
        secret(
            sitting,
            exempt_paragraphs=("5", "3"),
            interest_test="The price would fall",
            review_on=date(2027, 3, 1),
            negotiation=True,
        ),
    )
    item = working(sitting).item(item_id)
    assert item is not None
    assert item.exempt_paragraphs == ("3", "5")
    assert item.exemption.startswith(
        "paragraphs 3 and 5 of Part 1 of Schedule 12A to the Local Government Act 1972 (financial or business"
    )
    assert (item.review_on, item.negotiation) == (date(2027, 3, 1), True)


def test_a_reason_in_own_words_keeps_its_words_and_gives_its_paragraphs(sitting: Sitting) -> None:
    item_id = sitting.world.run(add_item, secret(sitting, exemption="Paragraphs 1 and 2, see above"))
    item = working(sitting).item(item_id)
    assert item is not None
    assert (item.exemption, item.exempt_paragraphs) == ("Paragraphs 1 and 2, see above", ("1", "2"))


def test_an_item_made_public_says_nothing_of_exemption_any_more(sitting: Sitting) -> None:
    item_id = sitting.world.run(
        add_item, secret(sitting, exempt_paragraphs=("3",), interest_test="The price", negotiation=True)
    )
    sitting.world.run(change_item, ChangeItem(sitting.id, item_id, "Sale of the quay"))
    item = working(sitting).item(item_id)
    assert item == ContentItem(item_id, item.kind, "3", "Sale of the quay")  # type: ignore[union-attr]


def test_confidential_is_said_by_its_ground_and_needs_no_test(sitting: Sitting) -> None:
    item_id = sitting.world.run(
        add_item,
        AddItem(
            sitting.id,
            "Care",
            sensitivity=Sensitivity.CONFIDENTIAL,
            confidential_ground="court",
            interest_test="x",
        ),
    )
    item = working(sitting).item(item_id)
    assert item is not None
    assert item.exemption == "its disclosure to the public is forbidden by the order of a court"
    assert (item.interest_test, item.exempt_paragraphs) == ("", ())
    publish(sitting)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"exemption": "It is secret", "interest_test": "So"}, "does not say under which paragraph"),
        ({"exempt_paragraphs": ("3",)}, "public interest test is blank"),
        ({"exempt_paragraphs": ("9",), "interest_test": "So"}, "paragraph 9 does not describe"),
    ],
)
def test_an_exempt_mark_is_not_published_half_given(
    sitting: Sitting, states: dict[str, object], said: str
) -> None:
    sitting.world.run(add_item, secret(sitting, **states))
    with pytest.raises(Invalid, match=said):
        publish(sitting)


def test_a_report_says_which_background_papers_it_rests_on(sitting: Sitting) -> None:
    world, item_id = sitting.world, sitting.items[0]
    report = AddPaper(sitting.id, item_id, "Report", FILE, kind=PaperKind.REPORT)
    paper_id = world.run(add_paper, report)
    with pytest.raises(Invalid, match="does not say which background papers"):
        publish(sitting)
    papers = (BackgroundPaper("Survey of the wall"), BackgroundPaper("A book", published=True))
    states = PaperStates(kind=PaperKind.REPORT, background=papers)
    world.run(change_paper, ChangePaper(sitting.id, paper_id, "Report", states=states))
    publish(sitting)
    (paper,) = published(sitting, Audience.PUBLIC).items[0].papers
    assert (paper.background_declared, paper.background, paper.kind) == (True, papers, PaperKind.REPORT)


def test_that_there_are_no_background_papers_is_an_answer(sitting: Sitting) -> None:
    report = AddPaper(
        sitting.id, sitting.items[0], "Report", FILE, kind=PaperKind.REPORT, background_declared=True
    )
    sitting.world.run(add_paper, report)
    publish(sitting)


def test_a_paper_to_follow_keeps_its_place_and_is_not_served_before_it_is_published(sitting: Sitting) -> None:
    world, item_id = sitting.world, sitting.items[0]
    first = world.run(add_paper, AddPaper(sitting.id, item_id, "Survey", to_follow=True))
    world.run(add_paper, AddPaper(sitting.id, item_id, "Plan", FILE))
    publish(sitting)
    assert [(p.title, p.to_follow) for p in published(sitting, Audience.PUBLIC).items[0].papers] == [
        ("Survey", True),
        ("Plan", False),
    ]
    assert world.run(replace_paper, ReplacePaper(sitting.id, first, OTHER)) == first
    with world.runner.read() as session:
        row = session.get(Paper, first)
        assert row is not None
        assert (row.published_at, row.to_follow, row.sha256) == (None, False, OTHER.sha256)
    publish(sitting, "The survey has come")
    assert [(p.title, p.supplement) for p in published(sitting).items[0].papers] == [
        ("Survey", 1),
        ("Plan", 0),
    ]


def test_a_paper_is_a_file_or_a_link_or_to_follow_and_only_one(sitting: Sitting) -> None:
    both = AddPaper(sitting.id, None, "Report", FILE, to_follow=True)
    for command in (both, AddPaper(sitting.id, None, "Report")):
        with pytest.raises(Invalid) as no_file:
            sitting.world.run(add_paper, command)
        assert set(no_file.value.fields) == {"file"}


def test_what_comes_later_is_a_supplement_numbered_in_order(sitting: Sitting) -> None:
    world = sitting.world
    publish(sitting)
    world.run(add_item, AddItem(sitting.id, "Flood"))
    publish(sitting, "An item")
    world.run(change_item, ChangeItem(sitting.id, sitting.items[0], "Budget 2027"))
    publish(sitting, "A title corrected")
    world.run(add_paper, AddPaper(sitting.id, sitting.items[1], "Plan", FILE))
    publish(sitting, "A paper")
    content = published(sitting)
    assert [(i.title, i.supplement) for i in content.items] == [
        ("Budget 2027", 0),
        ("Libraries", 0),
        ("Flood", 1),
    ]
    assert [p.supplement for p in content.all_papers()] == [2]
    with pytest.raises(WrongState, match="Nothing has changed"):
        publish(sitting, "Again")


def test_a_withdrawn_item_stays_listed_with_its_number_and_reason(sitting: Sitting) -> None:
    world = sitting.world
    publish(sitting)
    world.run(withdraw_item, WithdrawItem(sitting.id, sitting.items[0], "The  owner asked for time"))
    publish(sitting, "Item 1 is withdrawn")
    first, second = published(sitting, Audience.PUBLIC).items
    assert (first.number, first.withdrawn, first.withdrawn_reason) == ("1", True, "The owner asked for time")
    assert (second.number, second.withdrawn) == ("2", False)
    with pytest.raises(WrongState):
        world.run(withdraw_item, WithdrawItem(sitting.id, sitting.items[0], "Again"))
    for _ in range(2):
        world.run(reinstate_item, ReinstateItem(sitting.id, sitting.items[0]))
    assert not working(sitting).items[0].withdrawn


def test_withdrawing_needs_a_reason_a_right_and_an_item(sitting: Sitting) -> None:
    world, item_id = sitting.world, sitting.items[0]
    with pytest.raises(Invalid):
        world.run(withdraw_item, WithdrawItem(sitting.id, item_id, " "))
    with pytest.raises(NotFound):
        world.run(withdraw_item, WithdrawItem(sitting.id, "nothing", "Why"))
    member = world.actor(sitting.body.members[0])
    for case, command in (
        (withdraw_item, WithdrawItem(sitting.id, item_id, "Why")),
        (reinstate_item, ReinstateItem(sitting.id, item_id)),
    ):
        with pytest.raises(Denied):
            world.run(case, command, member)  # type: ignore[arg-type]


def test_a_late_item_says_why_and_who(sitting: Sitting) -> None:
    states = ItemStates(urgent_reason="The grant lapses on 11 December.")
    with pytest.raises(Invalid) as nobody:
        sitting.world.run(change_item, ChangeItem(sitting.id, sitting.items[0], "Budget", states=states))
    assert set(nobody.value.fields) == {"urgent_by"}
    states = ItemStates(urgent_reason="The grant lapses on 11 December.", urgent_by="The chair")
    sitting.world.run(change_item, ChangeItem(sitting.id, sitting.items[0], "Budget", states=states))
    publish(sitting)
    item = published(sitting, Audience.PUBLIC).items[0]
    assert (item.late, item.urgent_reason, item.urgent_by) == (
        True,
        "The grant lapses on 11 December.",
        "The chair",
    )


def test_the_public_learns_of_an_exempt_item_that_it_is_late_and_withdrawn_not_why(sitting: Sitting) -> None:
    world = sitting.world
    item_id = world.run(
        add_item,
        secret(
            sitting,
            exempt_paragraphs=("3",),
            interest_test="qtestzx",
            urgent_reason="qreasonzx",
            urgent_by="qchairzx",
            tags=("planning",),
            key_decision_id="qkeyzx",
            review_on=date(2027, 1, 1),
        ),
    )
    world.run(withdraw_item, WithdrawItem(sitting.id, item_id, "qwithdrawnzx"))
    publish(sitting)
    seen = published(sitting, Audience.PUBLIC).item(item_id)
    assert seen is not None
    assert (seen.late, seen.withdrawn, seen.exempt_paragraphs) == (True, True, ("3",))
    assert "zx" not in str(seen)
    assert (seen.tags, seen.review_on) == ((), None)
    full = published(sitting, Audience.MEMBER).item(item_id)
    assert full is not None
    assert (full.interest_test, full.urgent_by) == ("qtestzx", "qchairzx")


def test_an_item_with_an_exempt_annex_is_part_exempt_for_everybody(sitting: Sitting) -> None:
    annex = AddPaper(
        sitting.id,
        sitting.items[0],
        "qannexzx",
        FILE,
        EXEMPT,
        exempt_paragraphs=("3",),
        interest_test="Bids",
    )
    sitting.world.run(add_paper, annex)
    publish(sitting)
    for audience in Audience:
        assert [i.part_exempt for i in published(sitting, audience).items] == [True, False]
    assert "qannexzx" not in str(published(sitting, Audience.PUBLIC))
