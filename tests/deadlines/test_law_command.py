"""`script/witan law`: anyone can ask, without a database; bad words and refusals are told apart, in sentences."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.registry import adapters
from meetings.cli import main
from meetings.deadlines.cli import QUESTIONS
from meetings.deadlines.report import examples_in, report, shown_by
from meetings.deadlines.rules.after import Stay, Taken, attendance
from meetings.deadlines.rules.base import Answer, Law, Profile
from meetings.deadlines.rules.book import RULES, rule, rule_for
from meetings.deadlines.rules.meeting import CLOCKS, JUDGES
from meetings.deadlines.rules.profiles import PARAMETERS, check_choice, may_choose, value

ROOT = Path(__file__).parents[2]


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main(["law", *words], adapters(), ROOT / "wsgi.py")
    except SystemExit as end:
        code = int(str(end.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_has_all_that_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "clear-days",
        "--profile",
        "england-principal",
        "--issued",
        "2026-12-01",
        "--meeting",
        "2026-12-08",
        "--json",
    ]
    code, out, err = run(words, capsys)
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["result"] == {"careful": 4, "calendar": 6}
    assert (answer["verdict"], answer["verified"], answer["rule"]) == ("ARGUABLE", True, "CD-1")
    assert answer["citation"]
    assert answer["url"].startswith("https://www.legislation.gov.uk/")
    assert "Sunday 6 December 2026: not counted, a Sunday" in answer["steps"]
    assert {"day": "2026-12-05", "counted": False} in answer["days"]


def test_sentences_count_back_day_by_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["notice", "--profile", "scotland", "--meeting", "2026-12-03"], capsys)
    assert code == 0
    assert "Monday 30 November 2026: not counted, a bank holiday: Saint Andrew's Day" in out
    assert "Answer: Thursday 26 November 2026 (2026-11-26)" in out


def test_neither_a_database_nor_right_settings_are_needed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WITAN_DATABASE_URL", "nonsense")
    monkeypatch.setenv("WITAN_DATA", str(tmp_path / "nowhere"))
    code, out, _ = run(
        ["call-in", "--profile", "england-principal", "--published", "2026-12-22", "--json"], capsys
    )
    assert (code, json.loads(out)["result"]) == (0, "2026-12-31")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("notice --profile england --meeting 2026-12-08", "invalid choice"),
        ("notice --profile wales", "required"),
        ("notice --profile wales --meeting 8/12/2026", "is no day"),
        ("notice --profile wales --meeting 2026-02-30", "is no day"),
        ("notice --profile wales --meeting 20261208", "is no day"),
        ("nonsense", "invalid choice"),
        ("quorum --profile wales --seats many", "is no whole number"),
        ("quorum --profile wales --seats -3", "is no whole number"),
        ("balance --members 10 --group A --committee X=3", "like Planning=13"),
        ("short-notice --profile wales --meeting 2026-12-08 --convened 2026-12-07", "is no moment"),
        (
            "next-minutes --profile wales --meeting 2026-12-08 --later 2026-12-17=odd",
            "extraordinary or annual",
        ),
        ("notice --profile wales --meeting 2026-12-08 --choice nonsense", "NAME=VALUE"),
    ],
)
def test_wrong_words(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(words.split(), capsys)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("clear-days --profile wales --issued 2026-12-09 --meeting 2026-12-08", "after the meeting"),
        ("clear-days --profile wales --issued 1926-12-09 --meeting 2026-12-08", "ten years"),
        ("notice --profile wales --meeting 0001-01-02", "too far off"),
        ("late-item --profile england-parish --public 1900-02-28 --meeting 9999-12-31", "ten years"),
        ("late-item --profile wales --public 2026-12-09 --meeting 2026-12-08", "after the meeting"),
        ("not-key --profile england-principal --required 2026-12-14 --period 999999999", "at most 1000"),
        ("earliest-meeting --profile generic --issued 9999-12-31", "too far off"),
        ("retention --profile england-principal --record minutes --date 9998-01-01", "too far off"),
        ("forward-plan --profile scotland --meeting 2026-12-08", "No notice of key decisions"),
        ("forward-plan --profile england-principal --meeting 2011-12-08", "No notice of key decisions"),
        ("call-in --profile england-parish --published 2026-12-08", "no call-in"),
        ("call-in --profile generic --published 2026-12-08", "choose call_in"),
        ("welsh-note --meeting 2021-04-30", "since 1 May 2021"),
        ("welsh-note --profile scotland --meeting 2026-12-08", "the law of Wales"),
        ("licensing-hearing --profile scotland --hearing 2026-12-08", "not the law of Scotland"),
        ("retention --profile england-parish --record background --date 2026-12-08", "No period"),
        ("annual-meeting --profile wales", "Give the day"),
        ("annual-meeting --profile scotland --meeting 2026-05-01", "No rule on the annual meeting"),
        ("balance --members 10 --group A=4 A=5 --committee X=3", "given twice"),
        ("balance --profile scotland --members 10 --group A=4 --committee X=3", "not shared"),
        ("quorum --profile wales --seats 0", "at least one"),
        ("exclusion --profile wales --on 2026-12-08 --item 9", "Name the paragraph"),
        ("exclusion --profile england-parish --on 2026-12-08 --item 9", "Give the reason"),
        ("notice --profile wales --meeting 2026-12-08 --choice summons_days=1", "the law fixes it"),
        ("notice --profile wales --meeting 2026-12-08 --choice day_mode=odd", "choose one of"),
        ("notice --profile wales --meeting 2026-12-08 --choice odd=1", "no parameter called odd"),
        ("requisition --profile wales --received 2026-12-08 --refused 2026-12-01", "refused before"),
    ],
)
def test_refusals(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(words.split(), capsys)
    assert (code, out) == (1, "")
    assert said in err
    assert err.startswith("witan: ")


def test_lists(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(["rules", "--profile", "wales", "--on", "2026-12-08", "--json"], capsys)
    listed = {each["id"] for each in json.loads(out)}
    assert {"CD-1-W", "RM-3-N"} <= listed
    assert not {"CD-1", "RM-1-W", "RM-2"} & listed
    _, out, _ = run(["rules"], capsys)
    assert "(not verified)" in out
    _, out, _ = run(["choices", "--profile", "england-parish", "--json"], capsys)
    assert json.loads(out)["notice_public_days"] == {
        "title": "Days of public notice",
        "value": 3,
        "local": False,
        "citation": "Local Government Act 1972, Schedule 12 paragraph 10(2): three clear days",
        "verified": True,
    }
    _, out, _ = run(["choices", "--profile", "wales"], capsys)
    assert "post_meeting_note: 7 (the law)" in out


def test_every_parameter_has_a_value_and_a_choice_of_ones_own_only_where_the_law_leaves_it() -> None:
    for profile in Profile:
        for name in PARAMETERS:
            assert value(Law(profile), name).source == ("default" if may_choose(profile, name) else "law")
    bent = Law(Profile.WALES, {"summons_days": "1", "call_in": "10"})
    assert value(bent, "summons_days").number == 3
    assert (value(bent, "call_in").number, value(bent, "call_in").source) == (10, "local")
    with pytest.raises(ValueError, match="whole number"):
        check_choice(Profile.WALES, "call_in", "soon")
    with pytest.raises(ValueError, match="time of day"):
        check_choice(Profile.WALES, "notice_cut_off", "25:00")


def test_the_report_is_current_and_every_computed_rule_is_shown() -> None:
    examples = examples_in(ROOT / "tests" / "deadlines")
    asked = "script/witan law rules --markdown > docs/law.md"
    assert (ROOT / "docs" / "law.md").read_text(encoding="utf-8") == report(examples), asked
    judged = {*JUDGES, *CLOCKS}
    unseen = [
        each.id
        for each in RULES
        if (each.id in judged or each.id.split("-")[0] in ("CD", "EX")) and not shown_by(each, examples)
    ]
    assert not unseen


def test_rules_know_their_dates() -> None:
    before, after = datetime(2002, 9, 30, tzinfo=UTC).date(), datetime(2002, 10, 1, tzinfo=UTC).date()
    ids = [rule_for("CD-1", Profile.ENGLAND_PRINCIPAL, day) for day in (before, after)]
    assert [each.id for each in ids if each] == ["CD-1-2002", "CD-1"]
    assert rule_for("RM-3-N", Profile.SCOTLAND, after) is None
    with pytest.raises(KeyError):
        rule("XX-9")
    assert len(QUESTIONS) == len({question.help for question in QUESTIONS.values()})


def _seven(minutes: int) -> datetime:
    return datetime(2026, 12, 8, 19 + minutes // 60, minutes % 60, tzinfo=UTC)


def _there(law: Law, *stays: Stay) -> Answer:
    items = [Taken(str(number), _seven(8 * number)) for number in range(1, 13)]
    return attendance(law, _seven(0), _seven(120), stays, items)


def test_me_8_attendance_in_the_minutes() -> None:
    england, wales = Law(Profile.ENGLAND_PRINCIPAL), Law(Profile.WALES)
    left = _there(england, Stay(_seven(0), _seven(40))).result
    assert (left["heading"], left["left_during"], left["arrived_during"]) == ("present", "5", None)
    late = _there(england, Stay(_seven(50))).result
    assert (late["present"], late["absent_for"]) == (True, ["1", "2", "3", "4", "5", "6"])
    from_afar = Stay(_seven(0), remote=True)
    assert _there(england, from_afar).result == {"heading": "in attendance (remote)", "present": False}
    assert _there(wales, from_afar).result["present"] is True
    assert _there(england).result["heading"] == "absent"
    assert _there(Law(Profile.SCOTLAND), Stay(_seven(0))).rule.id == "ME-8-L"
