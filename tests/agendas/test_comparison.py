"""What a new agenda changes, in words."""

from __future__ import annotations

from dataclasses import replace

from meetings.agendas.comparison import Change, ChangeKind, compare
from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper
from meetings.agendas.rules import ItemKind, PaperKind
from meetings.kernel.secrecy import Sensitivity

PAPER = ContentPaper("p1", "Report", "r.pdf", "application/pdf", 9, 2, Sensitivity.PUBLIC, "", "ab")
A, B, C, D = (ContentItem(x, ItemKind.ITEM, str(n), f"Title {x}") for n, x in enumerate("abcd", start=1))


def agenda(*items: ContentItem, papers: tuple[ContentPaper, ...] = ()) -> AgendaContent:
    return AgendaContent(0, items, papers)


def test_the_same_is_no_change() -> None:
    assert compare(agenda(A, B), agenda(A, B)) == ()


def test_a_first_agenda_is_all_new() -> None:
    assert compare(None, agenda(A)) == (Change(ChangeKind.ADDED, "Item 1, “Title a”"),)


def test_added_removed_and_changed_lines() -> None:
    heading = ContentItem("h", ItemKind.HEADING, "", "Part one")
    changed = replace(B, title="Other", text="<p>t</p>", recommendation="That.")
    assert compare(agenda(A, B), agenda(heading, changed)) == (
        Change(ChangeKind.ADDED, "Heading “Part one”"),
        Change(
            ChangeKind.CHANGED,
            "Item 2, “Other”",
            ("title, was “Title b”", "text added", "recommendation added"),
        ),
        Change(ChangeKind.REMOVED, "Item 1, “Title a”"),
    )


def test_a_new_mark_is_told() -> None:
    secret = replace(A, sensitivity=Sensitivity.EXEMPT, exemption="para 3")
    assert compare(agenda(A), agenda(secret))[0].details == ("now exempt, was public",)
    assert compare(agenda(secret), agenda(replace(secret, exemption="para 1")))[0].details == (
        "reason for exemption changed",
    )


def test_only_lines_that_moved_are_named() -> None:
    found = compare(agenda(A, B, C, D), agenda(D, A, B, C))
    assert found == (Change(ChangeKind.CHANGED, "The order of business", ("Item 4, “Title d” moved",)),)


def test_a_new_line_between_moves_nobody() -> None:
    assert [c.kind for c in compare(agenda(A, C), agenda(A, B, C))] == [ChangeKind.ADDED]


def test_papers_of_items_and_of_the_meeting() -> None:
    other = replace(PAPER, id="p2", title="Appendix")
    renamed = replace(PAPER, title="Final report")
    secret = replace(PAPER, sensitivity=Sensitivity.EXEMPT)
    assert compare(agenda(replace(A, papers=(PAPER,))), agenda(replace(A, papers=(renamed, other))))[
        0
    ].details == (
        "paper “Appendix” added",
        "paper “Final report”, was “Report”",
    )
    assert compare(agenda(papers=(PAPER,)), agenda(papers=(secret,))) == (
        Change(ChangeKind.CHANGED, "Papers of the meeting", ("paper “Report” now exempt, was public",)),
    )
    swapped = compare(agenda(papers=(PAPER, other)), agenda(papers=(other, PAPER)))
    assert swapped[0].details == ("papers in another order",)


def test_a_line_that_moved_says_where_it_was() -> None:
    first, second, third = (
        ContentItem(x, ItemKind.ITEM, n, x) for x, n in (("a", "1"), ("b", "2"), ("c", "3"))
    )
    new = agenda(replace(third, number="1"), replace(first, number="2"), replace(second, number="3"))
    (moved,) = compare(agenda(first, second, third), new)
    assert moved.details == ("Item 1, “c” moved, was item 3",)


def test_states_are_told_in_words() -> None:
    late = replace(A, urgent_reason="Grant", urgent_by="Chair", tags=("budget",))
    gone = replace(late, withdrawn=True, withdrawn_reason="More time")
    assert compare(agenda(A), agenda(late))[0].details == ("taken as a late item", "what it is about changed")
    assert compare(agenda(late), agenda(gone))[0].details == ("withdrawn: More time",)
    assert compare(agenda(gone), agenda(late))[0].details == ("taken after all, was withdrawn",)
    assert compare(agenda(late), agenda(replace(late, urgent_by="Vice")))[0].details == (
        "reason for urgency changed",
    )


def test_a_paper_that_has_come_and_its_background_are_told() -> None:
    waiting = replace(PAPER, to_follow=True)
    come = replace(PAPER, background_declared=True, kind=PaperKind.REPORT)
    assert compare(agenda(papers=(waiting,)), agenda(papers=(come,)))[0].details == (
        "paper “Report” has come, was to follow",
        "paper “Report”: now report",
        "paper “Report”: background papers declared",
    )
