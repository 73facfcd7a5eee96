"""What we write at YouTube: always acceptable to it, always found again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.youtube.words import LONGEST_TEXT, LONGEST_TITLE, key_of, marked, title, wished_privacy

privacies = st.sampled_from(("public", "unlisted", "private"))
keys = st.text("abcdefghijkmnpqrstuvwxyz23456789", min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.text(max_size=6000), keys, keys, privacies, privacies)
def test_titles_and_descriptions(
    name: str, text: str, first: str, second: str, before: str, after: str
) -> None:
    assert len(title(name)) <= LONGEST_TITLE
    assert not set("<>\n") & set(title(name))
    once = marked(text, first, before)
    again = marked(once, second, after)
    for made, key, privacy in ((once, first, before), (again, second, after)):
        assert len(made.encode()) <= LONGEST_TEXT
        assert not set("<>") & set(made)
        assert (key_of(made), wished_privacy(made)) == (key, privacy)
    old = f"Broadcast reference: {first} ({before})"
    assert old not in again or (first, before) == (second, after)
    assert marked(again, second, after) == again


def test_a_long_description_keeps_its_mark() -> None:
    made = marked("ŵ" * 5000, "k", "public")
    assert made.endswith("Broadcast reference: k (public)")
    assert len(made.encode()) <= LONGEST_TEXT
    assert key_of("Somebody else's broadcast") == ""
