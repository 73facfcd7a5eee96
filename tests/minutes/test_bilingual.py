"""Minutes in Welsh and in both languages: drafted from the same record, written in apart, read side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from meetings.documents.printing import page
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.bilingual import choices, in_language
from meetings.minutes.document import Action, MinutesDocument, MinutesStatus, Narrative
from meetings.minutes.document_json import from_json, to_json
from meetings.minutes.drafting import draft
from meetings.minutes.editor import editor_items
from meetings.minutes.life.disclosure import given_away
from meetings.minutes.rules import public_rendition
from meetings.minutes.slots import (
    changed_texts,
    conflicts_of,
    texts_of,
    with_actions,
    with_record,
    with_texts,
)
from meetings.minutes.style import HouseStyle, Language, VoteLayout
from meetings.room.events import NoteTaken
from meetings.voting.rules import Choice, VoteMethod
from tests.minutes.reading import html, words
from tests.minutes.telling import AGENDA, Tale, blocks, item

FOR, AGAINST = Choice.FOR, Choice.AGAINST
BOTH = HouseStyle(language=Language.BOTH)


def tale() -> Tale:
    agenda = (*AGENDA, item("i4", "Sale of a site", Sensitivity.EXEMPT))
    told = Tale(agenda).open().take("i2").tell(NoteTaken("n1", "i2", "The hours were discussed."))
    told.move("m1", "i2", "That it open on Sundays.")
    told.vote("m1", {"ann": FOR, "cat": FOR, "bob": AGAINST}, VoteMethod.RECORDED)
    return told.take("i4").tell(NoteTaken("n2", "i4", "Kestrel Homes offered most.")).close()


def drafted(style: HouseStyle = BOTH) -> MinutesDocument:
    told = tale()
    return draft(told.entries, replace(told.setting(), style=style))


def test_the_welsh_has_the_same_items_and_the_same_blocks_of_the_record() -> None:
    document = drafted()
    assert document.twin is not None
    assert [i.item_id for i in document.twin.items] == [i.item_id for i in document.items]
    for english, welsh in document.pairs:
        assert welsh is not None
        record = [b.id for b in english.blocks if not isinstance(b, Narrative)]
        assert [b.id for b in welsh.blocks] == record
    assert from_json(to_json(document)) == document


def test_what_was_typed_and_moved_in_english_is_not_passed_off_as_welsh() -> None:
    page_of = html(drafted())
    assert page_of.count("The hours were discussed.") == 1
    assert re.search(r'PENDERFYNWYD</strong> – <span lang="en">That it open on Sundays\.', page_of)
    assert re.search(r'lang="cy">\s*<h2 class="minute-heading" lang="en">', page_of)


def test_welsh_alone_holds_what_was_typed() -> None:
    document = drafted(HouseStyle(language=Language.WELSH))
    assert (document.language, document.twin) == ("cy", None)
    said = words(html(document))
    assert "The hours were discussed." in said
    assert "Datganwyd bod y cynnig WEDI’I DDERBYN." in said
    assert 'lang="cy"' in html(document)


def test_a_house_style_says_nothing_english_in_welsh() -> None:
    document = drafted(
        replace(BOTH, resolved="Resolved that", votes=VoteLayout.NAMED_PROSE, closed_words="closed")
    )
    assert document.twin is not None
    said = " ".join(words(html(document.twin)))
    assert "Penderfynwyd" in said or "PENDERFYNWYD" in said
    assert "voted" not in said
    assert "closed" not in said


def test_each_language_has_places_of_its_own() -> None:
    document = drafted()
    welsh = with_texts(document, {"start-i2-cy": "<p>Trafodwyd yr oriau.</p>"})
    assert blocks(welsh, "i2") == blocks(document, "i2")
    assert welsh.twin is not None
    assert blocks(welsh.twin, "i2")[0] == Narrative(id="start-i2", html="<p>Trafodwyd yr oriau.</p>")
    assert texts_of(welsh)["start-i2-cy"] == "<p>Trafodwyd yr oriau.</p>"
    assert changed_texts(welsh, {"start-i2-cy": "<p>Trafodwyd yr oriau.</p>"}) == {}
    again = with_record(drafted(), document, welsh)
    assert texts_of(again)["start-i2-cy"] == "<p>Trafodwyd yr oriau.</p>"
    (clash,) = conflicts_of(document, welsh, {"start-i2-cy": "<p>Arall.</p>"})
    assert clash.theirs == "<p>Trafodwyd yr oriau.</p>"


def test_the_editor_offers_both() -> None:
    entries = editor_items(drafted())
    ids = [e.item.item_id for e in entries]
    assert ids[:4] == ["i1", "i1-cy", "i2", "i2-cy"]
    assert {e.language for e in entries} == {"en", "cy"}
    places = {r.place.slot_id for e in entries for r in e.rows if r.place}
    assert {"start-i2", "start-i2-cy"} <= places


def test_actions_stand_in_both() -> None:
    found = with_actions(drafted(), {"i2": (Action(id="action-1", text="Circulate data", owner="Clerk"),)})
    assert found.twin is not None
    assert '<strong>Cam gweithredu:</strong> <span lang="en">Circulate data</span>' in html(found)


def test_nothing_exempt_is_in_either_language_for_the_public() -> None:
    document = with_texts(drafted(), {"start-i4-cy": "<p>Cartrefi Cudyll</p>"})
    assert "Cudyll" in to_json(document)
    public = public_rendition(document)
    said = to_json(public) + html(public) + page("pdf/minutes.html", doc=public)
    for secret in ("Cudyll", "Kestrel", "Sale of a site"):
        assert secret not in said
    assert "Eitem esempt" in said
    assert "wedi’i chofnodi ar wahân" in said


def test_the_reader_chooses_the_language() -> None:
    document = replace(drafted(), status=MinutesStatus.CONFIRMED, signed_by="Councillor Ann Ash")
    assert [code for code, _ in choices(document)] == ["both", "cy", "en"]
    welsh = in_language(document, "cy")
    assert (welsh.language, welsh.is_confirmed) == ("cy", True)
    assert "ac fe’i llofnodwyd gan" in html(welsh)
    assert "Cofnodion" not in html(in_language(document, "en"))
    assert in_language(document, "fr") == document
    assert choices(welsh) == ()
    assert in_language(welsh, "en") == welsh


def test_a_heading_is_welsh_where_somebody_gave_it_and_english_where_not() -> None:
    document = drafted()
    given = with_texts(document, {"heading-i2-cy": "Oriau’r llyfrgell"})
    assert given.twin is not None
    assert [i.heading for i in given.twin.items][:2] == ["Apologies", "Oriau’r llyfrgell"]
    assert [i.heading for i in given.items] == [i.heading for i in document.items]
    assert 'minute-heading"><span class="minute-number">2.</span> Oriau’r llyfrgell' in html(given)
    assert texts_of(given)["heading-i2-cy"] == "<p>Oriau’r llyfrgell</p>"
    assert changed_texts(given, {"heading-i2-cy": "<p>Oriau’r llyfrgell</p>"}) == {}
    again = with_record(drafted(), document, given)
    assert texts_of(again)["heading-i2-cy"] == "<p>Oriau’r llyfrgell</p>"
    back = with_texts(given, {"heading-i2-cy": ""})
    assert back.twin is not None
    assert back.twin.items[1].heading == "Library hours"
    public = public_rendition(with_texts(document, {"heading-i4-cy": "Gwerthu safle"}))
    assert "Gwerthu safle" not in to_json(public) + html(public)


def test_what_the_welsh_would_give_away_is_found() -> None:
    document = with_texts(drafted(), {"start-i4-cy": "<p>Cynigiodd Cartrefi Cudyll £412,000.</p>"})
    assert given_away(document) == ()
    told = with_texts(document, {"start-i2-cy": "<p>Soniwyd am Cartrefi Cudyll.</p>"})
    assert [g.words for g in given_away(told)] == ["Cartrefi Cudyll"]
    english = with_texts(document, {"start-i2-cy": "<p>Soniwyd am Kestrel Homes.</p>"})
    assert [g.words for g in given_away(english)] == ["Kestrel Homes"]


def test_what_is_signed_has_both_languages() -> None:
    printed = page("pdf/minutes_signing.html", doc=drafted(), corrections=())
    assert "Datganwyd bod y cynnig WEDI’I DDERBYN." in printed
    assert "The motion was declared CARRIED." in printed
