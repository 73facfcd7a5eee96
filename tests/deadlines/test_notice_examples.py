"""Worked examples of counting, notice, retention, agendas and papers: each asks the law and is held to its citation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deadlines.asking import asked

_FIVE = "100A(6)(a)"
_WHAT = ("rule", "cited", "question", "result", "verdict")

NOTICE: tuple[tuple[str, str, str, Any, str | None], ...] = (
    # Five clear working days before a Tuesday: the Monday of the week before.
    ("CD-1", _FIVE, "notice EP --meeting 2026-12-08", "2026-11-30", None),
    ("CD-1", _FIVE, "notice EP --meeting 2026-12-08 --choice day_mode=calendar", "2026-12-02", None),
    ("CD-1", _FIVE, "clear-days EP --issued 2026-12-01 --meeting 2026-12-08", (4, 6), "ARGUABLE"),
    ("CD-1", _FIVE, "clear-days EP --issued 2026-11-30 --meeting 2026-12-08", (5, 7), "SAFE"),
    ("CD-1", _FIVE, "clear-days EP --issued 2026-12-03 --meeting 2026-12-08", (2, 4), "SHORT"),
    ("CD-1", _FIVE, "clear-days EP --issued 2026-12-08 --meeting 2026-12-08", (0, 0), "SHORT"),
    ("CD-1", _FIVE, "notice EP --meeting 2027-01-05", "2026-12-23", None),
    ("CD-1", _FIVE, "notice EP --meeting 2027-01-05 --choice day_mode=calendar", "2026-12-30", None),
    # Good Friday and Easter Monday are left out.
    ("CD-1", _FIVE, "notice EP --meeting 2027-04-06", "2027-03-25", None),
    # Three days until 30 September 2002, five from the next day.
    ("CD-1-2002", "three clear days", "notice EP --meeting 2002-09-30", "2002-09-24", None),
    ("CD-1", "SI 2002/715", "notice EP --meeting 2002-10-01", "2002-09-23", None),
    # The substitute days of Christmas 2027, which falls on a Saturday.
    ("CD-1", _FIVE, "notice EP --meeting 2028-01-05", "2027-12-23", None),
    ("CD-1", _FIVE, "notice EP --meeting 2026-12-08 --closure 2026-12-04=Office", "2026-11-27", None),
    ("CD-1", _FIVE, "earliest-meeting EP --issued 2026-11-30", "2026-12-08", None),
    ("CD-1-M", "Schedule 12 paragraph 4(1A)", "notice EP --meeting 2026-12-08 --summons", "2026-11-30", None),
    ("CD-1-P", "10(2)", "notice PA --meeting 2026-12-08", "2026-12-03", None),
    ("CD-1-P", "10(2)", "clear-days PA --issued 2026-12-04 --meeting 2026-12-08", (2, 3), "ARGUABLE"),
    ("CD-1-P", "10(2)", "clear-days PA --issued 2026-12-05 --meeting 2026-12-08", (1, 2), "SHORT"),
    ("CD-1-P", "10(2)", "clear-days PA --issued 2026-12-03 --meeting 2026-12-08", (3, 4), "SAFE"),
    ("CD-1-P", "10(2)", "notice PA --meeting 2027-01-05", "2026-12-30", None),
    # The mourning of April 2021: every day of it left out.
    (
        "CD-1-P",
        "10(2)",
        "notice PA --meeting 2021-04-20 " + " ".join(f"--mourning 2021-04-{day:02}" for day in range(9, 18)),
        "2021-03-31",
        None,
    ),
    ("CD-1-W", "100A(6)(aa)", "notice WA --meeting 2026-12-08", "2026-12-02", None),
    ("CD-1-S", "Schedule 7 paragraph 2", "notice SC --meeting 2026-12-03", "2026-11-26", None),
    # The same week in England's calendar, which has no St Andrew's Day.
    ("CD-1-W", "100A(6)(aa)", "notice WA --meeting 2026-12-03", "2026-11-27", None),
    ("CD-1-NI", "42(6)", "notice NI --meeting 2026-12-08", "2026-11-30", None),
    ("CD-1-NI", "42(6)", "notice NI --meeting 2026-12-08 --choice day_mode=calendar", "2026-12-02", None),
    ("CD-1-M-NI", "Schedule 5 paragraph 5", "notice NI --meeting 2026-12-08 --summons", "2026-12-02", None),
    (
        "CD-1-M-NI",
        "Schedule 5 paragraph 5",
        "notice NI --meeting 2026-12-08 --summons --choice day_mode=calendar",
        "2026-12-04",
        None,
    ),
    # 17 March is a holiday in Northern Ireland alone.
    ("CD-1-NI", "42(6)", "notice NI --meeting 2027-03-22", "2027-03-11", None),
    ("CD-1", _FIVE, "notice EP --meeting 2027-03-22", "2027-03-12", None),
    ("CD-1-L", "Your own rules", "notice GE --meeting 2026-12-08", "2026-12-02", None),
    (
        "CD-1-L",
        "Your own rules",
        "notice GE --meeting 2026-12-08 --choice notice_public_days=7",
        "2026-11-30",
        None,
    ),
)
KEPT = (
    ("CD-3", "100C(1)", "retention EP --record minutes --date 2026-12-08", "2032-12-07", None),
    ("CD-3-B", "100D(2)", "retention EP --record background --date 2026-12-08", "2030-12-07", None),
    ("CD-3", "100C(1)", "retention EP --record minutes --date 2028-02-29", "2034-02-28", None),
    (
        "CD-3-O",
        "regulation 8(3)",
        "retention EP --record officer-decision --date 2026-12-08",
        "2032-12-07",
        None,
    ),
    ("CD-3-O", "four", "retention EP --record officer-background --date 2026-12-08", "2030-12-07", None),
    ("CD-3-E", "regulation 21", "retention EP --record executive --date 2026-12-08", "2032-12-07", None),
    (
        "CD-3-E",
        "regulation 21",
        "retention EP --record executive-background --date 2026-12-08",
        "2030-12-07",
        None,
    ),
    ("CD-3-W", "100C(1A)", "retention WA --record minutes --date 2026-12-08", "2032-12-07", None),
    ("CD-3-B-W", "100D(2A)", "retention WA --record background --date 2026-12-08", "2032-12-07", None),
    (
        "CD-3-B-2021",
        "four years then",
        "retention WA --record background --date 2020-12-08",
        "2024-12-07",
        None,
    ),
    ("CD-3-P", "for ever", "retention PA --record minutes --date 2026-12-08", "for ever", None),
    ("CD-3-S", "50C", "retention SC --record minutes --date 2026-12-08", "2032-12-07", None),
    ("CD-3-B-S", "50D", "retention SC --record background --date 2026-12-08", "2030-12-07", None),
    ("CD-3-NI", "section 44", "retention NI --record minutes --date 2026-12-08", "2032-12-07", None),
    ("CD-3-B-NI", "section 45", "retention NI --record background --date 2026-12-08", "2030-12-07", None),
    ("CD-3-R", "section 47", "retention NI --record recording-online --date 2026-12-08", "2028-12-07", None),
    ("CD-3-R", "section 47", "retention NI --record recording --date 2026-12-08", "2032-12-07", None),
    ("CD-3-L", "Your own rules", "retention GE --record minutes --date 2026-12-08", "2032-12-07", None),
    ("CD-3-B-L", "Your own rules", "retention GE --record background --date 2026-12-08", "2030-12-07", None),
)


@pytest.mark.parametrize(_WHAT, [*NOTICE, *KEPT])
def test_days(rule: str, cited: str, question: str, result: Any, verdict: str | None) -> None:
    answer = asked(question)
    expected = {"careful": result[0], "calendar": result[1]} if isinstance(result, tuple) else result
    assert (answer["rule"], answer["result"], answer.get("verdict")) == (rule, expected, verdict)
    assert cited in answer["citation"]
    assert answer["steps"]


SHORT = (
    # A committee on Wednesday 9 December, convened on Monday at nine, the agenda open at once, or too late.
    (
        "CD-2",
        "short-notice EP --meeting 2026-12-09 --convened 2026-12-07T09:00 --open 2026-12-07T09:00",
        True,
        True,
    ),
    (
        "CD-2",
        "short-notice EP --meeting 2026-12-09 --convened 2026-12-07T09:00 --open 2026-12-07T11:00",
        True,
        False,
    ),
    ("CD-2", "short-notice EP --meeting 2026-12-09 --full-council", False, None),
    ("CD-2", "short-notice WA --meeting 2026-12-09 --full-council", True, None),
    ("CD-2-P", "short-notice PA --meeting 2026-12-09", False, None),
    ("CD-2-S", "short-notice SC --meeting 2026-12-09 --full-council", True, None),
    ("CD-2-NI", "short-notice NI --meeting 2026-12-09", True, None),
    ("CD-2-NI", "short-notice NI --meeting 2026-12-09 --full-council", False, None),
    ("CD-2-L", "short-notice GE --meeting 2026-12-09", True, None),
)


@pytest.mark.parametrize(("rule", "question", "allowed", "opened"), SHORT)
def test_shorter_notice(rule: str, question: str, allowed: bool, opened: bool | None) -> None:
    answer = asked(question)
    assert (answer["rule"], answer["result"]["allowed"], answer["result"]["open"]) == (rule, allowed, opened)


_GRANT = "Grant offer lapses 11 Dec; received 3 Dec"
LATE = (
    ("AG-1", "100B(4)", "late-item EP --public 2026-11-30 --meeting 2026-12-08", "notice"),
    (
        "AG-1",
        "100B(4)",
        f"late-item EP --public 2026-12-04 --meeting 2026-12-08 --reason '{_GRANT}'",
        "urgent",
    ),
    ("AG-1", "100B(4)", "late-item EP --public 2026-12-04 --meeting 2026-12-08 --reason ''", None),
    ("AG-1", "100B(4)", "late-item EP --public 2026-12-01 --meeting 2026-12-08", "arguable"),
    # The executive has no such door; a meeting at shorter notice is its way.
    (
        "AG-2",
        "regulation 6(2)",
        f"late-item EP --public 2026-12-04 --meeting 2026-12-08 --executive --reason '{_GRANT}'",
        None,
    ),
    (
        "AG-2",
        "regulation 6(2)",
        "late-item EP --public 2026-12-04 --meeting 2026-12-08 --executive --convened 2026-12-04",
        "convened",
    ),
    (
        "AG-1-W",
        "100B(4)",
        f"late-item WA --public 2026-12-04 --meeting 2026-12-08 --executive --reason '{_GRANT}'",
        "urgent",
    ),
    ("AG-1-P", "10(2)", f"late-item PA --public 2026-12-05 --meeting 2026-12-08 --reason '{_GRANT}'", None),
    ("AG-1-S", "50B", f"late-item SC --public 2026-12-05 --meeting 2026-12-08 --reason '{_GRANT}'", "urgent"),
    ("AG-1-NI", "section 43", "late-item NI --public 2026-12-05 --meeting 2026-12-08", None),
    ("AG-1-L", "Your own rules", "late-item GE --public 2026-12-05 --meeting 2026-12-08", None),
)


@pytest.mark.parametrize(("rule", "cited", "question", "limb"), LATE)
def test_late_items(rule: str, cited: str, question: str, limb: str | None) -> None:
    answer = asked(question)
    assert (answer["rule"], answer["result"]) == (rule, {"ok": limb is not None, "limb": limb})
    assert cited in answer["citation"]
    if limb == "urgent":
        assert any(_GRANT in step for step in answer["steps"])


BACKGROUND: tuple[tuple[str, str, str, list[str]], ...] = (
    ("AG-3", "background-papers EP --on 2026-12-08 --list blank", "not_met", []),
    ("AG-3", "background-papers EP --on 2026-12-08 --list none", "met", []),
    ("AG-3", "background-papers EP --on 2026-12-08 --list listed --published 'A book'", "met", []),
    ("AG-3", "background-papers EP --on 2026-12-08 --list listed --exempt Advice", "doubtful", []),
    ("AG-3", "background-papers EP --on 2026-12-08 --list listed --paper Survey", "met", ["Survey"]),
    ("AG-3", "background-papers EP --on 2026-12-08 --list listed", "not_met", []),
    ("AG-3-E", "background-papers EP --on 2026-12-08 --list blank --executive", "not_met", []),
    ("AG-3-S", "background-papers SC --on 2026-12-08 --list blank", "not_met", []),
    ("AG-3-NI", "background-papers NI --on 2026-12-08 --list none", "met", []),
    ("AG-3-L", "background-papers GE --on 2026-12-08 --list none", "met", []),
)


@pytest.mark.parametrize(("rule", "question", "state", "open_to_all"), BACKGROUND)
def test_background_papers(rule: str, question: str, state: str, open_to_all: list[str]) -> None:
    answer = asked(question)
    assert (answer["rule"], answer["result"]) == (rule, {"state": state, "open": open_to_all})


EXCLUSION = (
    ("AG-5", "exclusion EP --on 2026-12-08 --item 9 --paragraph 3", "paragraph 3 of Part 1 of Schedule 12A"),
    (
        "AG-5",
        "exclusion EP --on 2026-12-08 --item 9 --paragraph 3",
        "public interest in maintaining the exemption",
    ),
    ("AG-5-W", "exclusion WA --on 2026-12-08 --item 9 --paragraph 12 --paragraph 13", "12 and 13 of Part 4"),
    ("AG-5-S", "exclusion SC --on 2026-12-08 --item 9 --paragraph 6", "Part 1 of Schedule 7A"),
    ("AG-5-NI", "exclusion NI --on 2026-12-08 --item 9 --paragraph 3", "Part 1 of Schedule 6"),
    (
        "AG-5-P",
        "exclusion PA --on 2026-12-08 --item 9 --reason 'tenders are open'",
        "1960, the press and public",
    ),
    (
        "AG-5-L",
        "exclusion GE --on 2026-12-08 --item 9 --reason 'tenders are open'",
        "item 9: tenders are open.",
    ),
)


@pytest.mark.parametrize(("rule", "question", "words"), EXCLUSION)
def test_exclusion(rule: str, question: str, words: str) -> None:
    answer = asked(question)
    assert answer["rule"] == rule
    assert words in answer["result"]
    assert "item 9" in answer["result"]


def test_exclusion_before_the_public_interest_test() -> None:
    answer = asked("exclusion EP --on 2005-12-08 --item 9 --paragraph 9")
    assert "public interest" not in answer["result"]
