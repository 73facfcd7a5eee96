"""Whatever an answer is wrapped in, it is read; whatever is no answer is refused in words."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.admin.moderngov import tree
from meetings.admin.moderngov.read import (
    kind_of,
    read_committees,
    read_councillors_by_ward,
    read_meeting,
    read_meetings,
)
from meetings.kernel.errors import Invalid

DATA = Path(__file__).parent / "data"
MEETING = (DATA / "GetMeeting_4021.xml").read_bytes()


def a_meeting(inside: str) -> bytes:
    return f"<meeting><meetingid>1</meetingid>{inside}</meeting>".encode()


def said_of(xml: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read_meeting(xml)
    return caught.value.message


@pytest.mark.parametrize(
    "wrapped",
    [
        b"\xef\xbb\xbf" + MEETING,
        b"\r\n  " + MEETING,
        MEETING.decode().replace("utf-8", "utf-16").encode("utf-16"),
        MEETING.replace(b"<meeting>", b'<meeting xmlns="http://moderngov.co.uk/namespaces">', 1),
        MEETING.replace(b"<meeting>", b'<MEETING xmlns:x="urn:x" x:y="">', 1).replace(
            b"</meeting>", b"</MEETING>"
        ),
        MEETING.replace(b"Tide Room", b"Tide\x0b Room&#x1F;"),
    ],
    ids=["bom", "blank", "utf-16", "namespace", "capitals", "control characters"],
)
def test_the_same_meeting_is_read_however_it_is_dressed(wrapped: bytes) -> None:
    assert read_meeting(wrapped) == read_meeting(MEETING)


@pytest.mark.parametrize("as_text", [False, True])
def test_a_soap_envelope_is_taken_off(as_text: bool) -> None:
    inside = re.sub(r"^<\?xml[^>]*>\s*", "", MEETING.decode())
    envelope = (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header/><soap:Body>'
        '<GetMeetingResponse xmlns="http://moderngov.co.uk/namespaces"><GetMeetingResult>'
        f"{html.escape(inside) if as_text else inside}"
        "</GetMeetingResult></GetMeetingResponse></soap:Body></soap:Envelope>"
    )
    assert read_meeting(envelope.encode()) == read_meeting(MEETING)


def test_an_old_encoding_without_a_declaration_is_read() -> None:
    assert read_meeting(
        a_meeting("<meetinglocation>Café – Hall</meetinglocation>").decode().encode("cp1252")
    ).location == ("Café – Hall")


# --- Refusals


def test_the_wrong_answer_is_named() -> None:
    assert said_of((DATA / "GetMeetings.xml").read_bytes()) == (
        "Expected the XML that Modern.Gov answers to GetMeeting; found the answer to GetMeetings instead."
    )


def test_a_web_page_is_named_by_its_title() -> None:
    page = b"<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><p>Sorry</body></html>"
    assert said_of(page) == (
        "Expected the XML that Modern.Gov answers to GetMeeting; found a web page called “Runtime Error”, "
        "perhaps an error page or a sign-in page."
    )


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"", "found nothing: the file is empty"),
        (b"\xef\xbb\xbf \r\n", "found nothing: the file is empty"),
        (b"%PDF-1.7 minutes", "found something that is not XML; it begins “%PDF-1.7 minutes”"),
        (MEETING[:700], "found XML that is damaged or breaks off"),
        (b"<meeting/>", "found an empty <meeting>"),
        (b"<rss><channel/></rss>", "found an XML file of <rss>"),
        (b"<html><head><title>Sign in</title></head></html>", "found a web page called “Sign in”"),
        (b"<Envelope><Body><Fault><faultstring>No such id</faultstring></Fault></Body></Envelope>",
         "the service answered with a fault: No such id"),
        (b'<!DOCTYPE meeting [<!ENTITY a "b">]><meeting>&a;</meeting>', "document type or entities of its own"),
        (b"<a>" * 100 + b"</a>" * 100, "nested deeper"),
        (b"<string>not xml</string>", "found an XML file of <string>"),
    ],
)  # fmt: skip
def test_what_is_no_meeting_is_refused_in_words(xml: bytes, words: str) -> None:
    assert words in said_of(xml)


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    assert "more than the 20,971,520 that are read" in said_of(b"<" * (tree.LARGEST + 1))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_invalid(data: bytes) -> None:
    for read in (read_meeting, read_meetings, read_committees, read_councillors_by_ward, kind_of):
        try:
            read(data)
        except Invalid:
            continue


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(DATA.glob("*.xml"))), st.floats(0, 1), st.binary(max_size=3))
def test_files_cut_short_or_spoilt_raise_nothing_but_invalid(path: Path, where: float, spoilt: bytes) -> None:
    content = path.read_bytes()
    at = int(where * len(content))
    for data in (content[:at], content[:at] + spoilt + content[at + len(spoilt) :]):
        for read in (read_meeting, read_meetings, read_committees, read_councillors_by_ward):
            try:
                read(data)
            except Invalid:
                continue


_FIELDS = st.sampled_from(
    ["meetingdate", "meetingtime", "meetingstatus", "isdisplayallowed", "agendaitemnumber", "minutesitemnumber",
     "agendaitemtitle", "agendatext", "minutesnonemptyhtmlbody", "isrestricted", "linkeddocuments", "linkeddoc",
     "publicationdate", "agendaitems", "agendaitem", "attendees", "attendee", "anything"]
)  # fmt: skip
_XML = st.recursive(
    st.text(max_size=20).map(lambda text: html.escape(re.sub(r"[^\t\n -\ud7ff]", "", text))),
    lambda inner: st.tuples(_FIELDS, st.lists(inner, max_size=4).map("".join)).map(
        lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(_XML)
def test_any_arrangement_of_elements_is_read(inside: str) -> None:
    assert read_meeting(a_meeting(inside)).source_id == "1"
