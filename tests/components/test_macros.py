"""Macros escape what they are given and mark up what screen readers need."""

from __future__ import annotations

import re
from datetime import date, time

from tests.components.pages import environment


def render(call: str, **values: object) -> str:
    """What a call of a macro makes, given as file.macro(arguments)."""
    file, _, rest = call.partition(".")
    name = rest.split("(")[0]
    source = f'{{% from "components/{file}.html" import {name} %}}{{{{ {rest} }}}}'
    return environment().from_string(source).render(**values)


def test_text_input_escapes_label_value_and_error() -> None:
    html = render(
        'forms.text_input("t", x, value=x, error=x, hint=x, attrs={"data-x": x})',
        x='"><script>',
    )
    assert "<script>" not in html


def test_text_input_names_hint_and_error() -> None:
    html = render('forms.text_input("t", "T", error="Bad", hint="Help")')
    assert 'aria-describedby="t-hint t-error"' in html


def test_date_input_takes_a_date_or_what_was_typed() -> None:
    source = 'forms.date_input("d", "D", value=v)'
    assert render(source, v=date(2027, 2, 9)).count(" value=") == 3
    assert render(source, v={"day": "x"}).count(" value=") == 1
    assert render(source, v=None).count(" value=") == 0


def test_time_input_sends_hours_and_minutes() -> None:
    source = 'forms.time_input("t", "T", value=v)'
    assert 'value="18:30"' in render(source, v=time(18, 30))
    assert 'value="18:30"' in render(source, v="18:30")


def test_textarea_keeps_a_first_empty_line() -> None:
    html = render('forms.textarea("t", "T", value=v)', v="\nTwo")
    assert ">\n\nTwo</textarea>" in html


def test_error_summary_leads_to_the_day_of_a_date() -> None:
    source = 'forms.error_summary(e, dates=("d",))'
    html = render(source, e={"d": "When?", "t": "What?", "": "Both are needed"})
    assert re.findall(r'href="([^"]+)"', html) == ["#d-day", "#t"]
    assert "<li>Both are needed</li>" in html
    assert render(source, e={}) == ""


def test_radios_mark_the_choice_whatever_its_type() -> None:
    html = render('forms.radios("n", "N", [(1, "One"), (2, "Two")], value=2)')
    assert html.count("checked") == 1
    assert 'value="2" checked' in html


def test_select_groups_and_marks_the_choice() -> None:
    source = 'forms.select("s", "S", o, value="b", empty="Choose")'
    html = render(source, o=[("a", "A"), {"label": "G", "options": [("b", "B")]}])
    assert '<optgroup label="G"><option value="b" selected>B</option></optgroup>' in html


def test_post_button_carries_the_token_and_its_fields() -> None:
    source = 'buttons.post_button("Go", "/go", fields={"v": "<3"}, confirm="Sure?")'
    html = render(source)
    assert 'name="csrf_token"' in html
    assert 'name="v" value="&lt;3"' in html
    assert 'data-confirm="Sure?"' in html


def test_pagination_shows_ends_and_neighbours() -> None:
    source = 'navigation.pagination(p, 9, "/m?page={page}&q=a")'
    html = render(source, p=4)
    assert re.findall(r'aria-label="Page (\d+)"', html) == ["1", "3", "4", "5", "9"]
    assert 'href="/m?page=5&amp;q=a"' in html
    assert html.count("&ctdot;") == 2


def test_vote_bar_draws_against_everybody_who_could_vote() -> None:
    html = render("meeting.vote_bar(5, 2, 1, not_voting=2)")
    assert re.findall(r'fill" width="([\d.]+)"', html) == ["50.0", "20.0", "10.0", "20.0"]


def test_vote_bar_of_nobody_divides_by_nothing() -> None:
    html = render("meeting.vote_bar(0, 0, 0)")
    assert html.count('width="0.0"') == 3


def test_ballot_marks_the_accepted_choice() -> None:
    source = 'meeting.ballot_buttons([("for", "For"), ("against", "Against")], chosen="for")'
    html = render(source)
    assert 'data-choice="for" aria-pressed="true"' in html
    assert 'data-choice="against" aria-pressed="false"' in html


def test_error_page_of_a_broken_server_needs_no_context() -> None:
    html = environment().get_template("errors/error.html").render(title="Sorry", message="<b>", status=500)
    assert "&lt;b&gt;" in html
    assert "govuk-service-navigation" not in html


def test_layout_without_any_context_renders() -> None:
    assert "Sign in" in environment().get_template("layout/base.html").render()
