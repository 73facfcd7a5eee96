"""Whatever is written, the record stands as it is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.minutes.document import Action, Block, MinutesDocument, Narrative
from meetings.minutes.document_json import from_json, to_json
from meetings.minutes.slots import Slot, laid_out, texts_of, tidied, with_actions, with_record, with_texts
from meetings.motions.events import MotionDecided
from meetings.room.events import NoteTaken
from meetings.voting.rules import Choice, VoteMethod
from tests.minutes.telling import Tale


def told() -> MinutesDocument:
    tale = Tale().open().take("i1").tell(NoteTaken("n1", "i1", "The Chair spoke."))
    tale.take("i2").move("m1", "i2", "That it be agreed.").tell(NoteTaken("n2", "i2", "Debate."))
    tale.vote("m1", {"ann": Choice.FOR, "bob": Choice.FOR}, VoteMethod.RECORDED)
    tale.take("i3").move("m2", "i3", "That it be noted.").tell(MotionDecided("m2", True))
    return tale.close().draft()


DRAFT = told()
HTML = st.sampled_from(
    ["", "<p>a</p>", "typed by hand", "<ul><li>b</li></ul>", "<script>x</script>", "<p> </p>"]
)
TEXTS = st.dictionaries(st.sampled_from([*texts_of(DRAFT), "unknown"]), HTML)


def record(document: MinutesDocument) -> list[Block]:
    return [b for item in document.items for b in item.blocks if not isinstance(b, Narrative)]


@settings(deadline=None)
@given(first=TEXTS, second=TEXTS)
def test_texts_are_kept_where_they_were_written_and_the_record_stays(
    first: dict[str, str], second: dict[str, str]
) -> None:
    document = with_texts(with_texts(DRAFT, first), second)
    assert record(document) == record(DRAFT)
    expected = {**texts_of(DRAFT), **{k: tidied(v) for k, v in {**first, **second}.items()}}
    del_unknown = {k: v for k, v in expected.items() if k != "unknown"}
    assert texts_of(document) == del_unknown
    assert from_json(to_json(document)) == document
    for item in document.items:
        ids = [each.id for each in laid_out(item) if isinstance(each, Slot)]
        assert len(ids) == len(set(ids))


@settings(deadline=None)
@given(texts=TEXTS)
def test_reading_an_unchanged_record_again_changes_nothing(texts: dict[str, str]) -> None:
    written = with_texts(DRAFT, texts)
    assert with_record(DRAFT, DRAFT, written) == written


def test_a_text_whose_place_has_gone_from_the_record_goes_to_the_end_of_its_minute() -> None:
    written = with_texts(
        DRAFT, {"after-resolution-m2": "<p>Kept.</p>", "after-motion-m1": "<p>Longer debate.</p>"}
    )
    fresh = Tale().open().take("i2").close().draft()
    merged = {item.item_id: item.blocks for item in with_record(fresh, DRAFT, written).items}
    assert merged["i2"] == (Narrative(id="after-motion-m1", html="<p>Longer debate.</p>"),)
    assert merged["i3"][-1] == Narrative(id="after-resolution-m2", html="<p>Kept.</p>")


def test_actions_of_another_system_stay_when_one_is_added_or_removed() -> None:
    theirs, ours = Action(id="imported", text="Old"), Action(id="action-1", text="New")
    document = with_actions(with_actions(DRAFT, {"i3": (theirs,)}), {"i3": (ours,)})
    assert record(document)[-2:] == [theirs, ours]
    assert record(with_actions(document, {}, "action-1"))[-1] == theirs


def test_a_place_keeps_its_own_name_when_an_action_before_its_text_comes_back() -> None:
    action = Action(id="action-1", text="Do it")
    with_one = with_actions(DRAFT, {"i1": (action,)})
    written = with_texts(with_one, {"after-action-1": "<p>Said after it.</p>"})
    back = with_actions(with_actions(written, {}, "action-1"), {"i1": (action,)})
    assert len(texts_of(back)) == len([s for i in back.items for s in laid_out(i) if isinstance(s, Slot)])
