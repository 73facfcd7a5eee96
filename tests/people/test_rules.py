"""Pure rules about passwords, names, devices and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.people import rules
from meetings.people.passwords import common_words
from meetings.web.fields import local_path

LOCAL = ("Aldwater Council", "St Wystan's", "Lamb's Acre", "Councillor Niamh O'Driscoll")
TOO_EASY = "too easy to guess"


def problem(password: str) -> str | None:
    return rules.password_problem(password, [*common_words(), *LOCAL])


@pytest.mark.parametrize(
    "password",
    [
        "Password1234",
        "P@$$w0rd2026!",
        "qwertyuiop123",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "abcdefghijklmnop",
        "AldwaterCouncil2026",
        "aldwater-2026-1",
        "St Wystan's 2026",
        "StWystans!!2026",
        "lambs acre 1234",
        "O'Driscoll12345",
        "correcthorsebatterystaple",
        "welcomewelcome1",
    ],
)
def test_password_easy_to_guess_is_refused(password: str) -> None:
    found = problem(password)
    assert found is not None
    assert TOO_EASY in found


@pytest.mark.parametrize(
    "password",
    [
        "copper window letter",
        "tea-lantern-fjord",
        "xk2vq9trmz8w",
        "ŵyneb llwybr gwdihŵ",
        "the mayor eats gravel",
        "        seven gulls",
        "🦊🦊🦊 violin quartz",
    ],
)
def test_password_of_random_words_is_taken_without_rules_of_composition(password: str) -> None:
    assert problem(password) is None


def test_password_length_has_two_bounds() -> None:
    assert problem("violin-gulx") == "Use 12 characters or more. Three random words work well."
    assert problem("violin-gulls") is None
    assert problem("violin gulls harbourside " * 11) == "Use 256 characters or fewer."


@given(st.text(max_size=300))
def test_password_check_answers_for_any_text(password: str) -> None:
    assert (
        problem(password) is None
        or len(password) < 12
        or len(password) > 256
        or TOO_EASY in str(problem(password))
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Councillor Aisha O'Neill", "O'Neill, Aisha"),
        ("Cllr Dr Farhana Chowdhury", "Chowdhury, Farhana"),
        ("Dame Philippa Thackwell", "Thackwell, Philippa"),
        ("The Rt Hon Ann Lee", "Lee, Ann"),
        ("Siobhán Ní Cheallaigh", "Cheallaigh, Siobhán Ní"),
        ("Cher", "Cher"),
        ("Dr", "Dr"),
    ],
)
def test_sort_name_leaves_titles_out(name: str, expected: str) -> None:
    assert rules.sort_name(name) == expected


def test_name_key_orders_as_people_do() -> None:
    names = ["Zeal, A", "ap Rhys, Arwel", "Ó Briain, Liam", "O'Neill, Aisha", "Oak, Jo", "Abel, Zoë"]
    assert sorted(names, key=rules.name_key) == [
        "Abel, Zoë",
        "ap Rhys, Arwel",
        "Ó Briain, Liam",
        "Oak, Jo",
        "O'Neill, Aisha",
        "Zeal, A",
    ]


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 "
            "Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 "
            "Safari/537.36 Edg/130.0",
            "Edge on Windows",
        ),
        ("curl/8.5.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_device_words_name_browser_and_system(user_agent: str, expected: str) -> None:
    assert rules.device_words(user_agent) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.lee@aldwater.example", True),
        ("o'driscoll+votes@sub.aldwater.example", True),
        ("a lee@aldwater.example", False),
        ("aldwater.example", False),
        ("a@b", False),
        ("a@b@c.example", False),
        ("<a@b.example>", False),
        ("a" * 250 + "@b.example", False),
    ],
)
def test_is_email_refuses_what_cannot_be_one(text: str, expected: bool) -> None:
    assert rules.is_email(text) is expected


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        " /desk",
        "",
        None,
    ],
)
def test_local_path_leads_nowhere_else(path: str | None) -> None:
    assert local_path(path) is None


@pytest.mark.parametrize("path", ["/", "/desk", "/meetings/x?page=2#item-3", "/a//b", "/%2f%2fevil.example"])
def test_local_path_keeps_what_is_ours(path: str) -> None:
    assert local_path(path) == path
