"""The items of the awkward minutes: their motions, amendments, votes, resolutions and notes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from meetings.minutes.document import (
    Action,
    Block,
    Interest,
    MinuteItem,
    Motion,
    Narrative,
    Note,
    Resolution,
    VoteResult,
)

_FIRST = (
    "Amina", "Bryn", "Carys", "Daniel", "Esther", "Farouk", "Gwen", "Harriet", "Idris", "Joan",
    "Kwame", "Lucy", "Mohammed", "Nesta", "Owain", "Priya", "Quentin", "Rhian", "Samuel", "Tegwen",
)  # fmt: skip
_LAST = (
    "Ashdown", "Blyth-Carrow", "Cattermole", "Dauntsey", "Eversholt", "Fennimore", "Gathercole", "Hollis",
    "Inchbald", "Jessop", "Kettlewell", "Lascelles", "Marchbanks", "Nightingale-Thorpe", "Oakeshott",
    "Penhaligon", "Quarles", "Rastrick", "Silverlock", "Tŷ-Mawr",
)  # fmt: skip

NAMES = tuple(
    f"Councillor {_FIRST[(i * 7) % 20]} {_LAST[i % 20]}" for i in range(20)
) + tuple(
    f"Councillor {_FIRST[(i * 3 + 5) % 20]} {_LAST[(i * 11 + 4) % 20]}" for i in range(20)
) + tuple(f"Councillor {_FIRST[(i + 9) % 20]} {_LAST[(i * 9 + 2) % 20]}" for i in range(20))  # fmt: skip

AMENDMENT = """That all the words after “notes” be deleted and replaced with:

the report of the Director of Place on the future of the Harbour Street car park, the 1,204 \
responses to the consultation, and the strength of feeling of traders and residents of the four \
wards it serves;

believes that no decision to close a public car park should be taken before the traffic \
assessment which was promised to this Council in November 2019 has been published and \
considered by the Overview and Scrutiny Committee; and

asks the Chief Executive to bring a further report to the ordinary meeting in May, setting out \
(a) the assessment, (b) the cost of keeping the car park open at weekends and on market days, \
(c) the places where blue badge holders would park if it were closed, and (d) what the Council \
would receive for the land, with and without a condition that one hundred spaces be kept for \
public use for not less than fifteen years."""

LONG_NAME = "Councillor Sir Bartholomew Fotheringay-Featherstonehaugh OBE"

_LONG_HEADING = (
    "Announcements of the Mayor, the Leader of the Council, the Chairs of committees and the Head of "
    "Paid Service, and questions on them without notice"
)
_ANNOUNCEMENTS = (
    "<p>The Mayor spoke of the work of the flood wardens in January, and of the death of former "
    'Alderman <span lang="cy">Tegwen Tŷ-Mawr</span>. The meeting stood in silence.</p>'
    "<p>The Leader of the Council answered questions on:</p><ul><li>the opening of the leisure "
    "centre;</li><li>the county’s consultation on buses;</li><li>grants to village halls.</li></ul>"
)
_CLOSE_CAR_PARK = (
    "That the Council notes the report, agrees to close the Harbour Street car park on 30 June 2021, "
    "and authorises the Director of Place to seek offers for the land."
)
_DEBATE = (
    "<p>In the debate members spoke of trade on market days, of air quality in Harbour Street, and of the "
    "covenant of 1931. The Director of Place confirmed that the covenant did not bind the Council.</p>"
)
_BUDGET = (
    "That the revenue budget for 2021/22 of <strong>£14,382,000</strong>, as set out in Appendix A to the "
    "report, be approved.",
    "That the capital programme for 2021/22 to 2024/25, as set out in Appendix C, be approved, subject to a "
    "report on the sea wall at Saltwick before any contract is let.",
    "That the council tax requirement for the Council’s own purposes for 2021/22 (excluding parish precepts) "
    "be calculated as £7,946,210.",
    "That it be noted that on 12 January 2021 the Director of Finance calculated the council tax base as "
    "41,207.4 for the whole area, and for dwellings in each parish as set out in Appendix D.",
    "<p>That the Director of Finance be authorised, in consultation with the Cabinet Member for Resources:</p>"
    "<ol><li>to make such changes to the budget as follow from the final settlement; and</li>"
    "<li>to report them to the next ordinary meeting.</li></ol>",
)
_CABINET = (
    "<p>That the recommendations of the Cabinet of 26 January 2021 be approved:</p>"
    "<ol><li>the revenue budget;</li><li>the capital programme;</li><li>the council tax.</li></ol>"
)
_BANDS = (128.56, 149.99, 171.41, 192.84, 235.69, 278.55, 321.4, 385.68)
_EXEMPT = (
    "The minutes of this item are kept separately, because they hold exempt information under paragraph 3 of "
    "Part 1 of Schedule 12A to the Local Government Act 1972"
)


def at(hour: int, minute: int) -> datetime:
    return datetime(2021, 2, 9, hour, minute, tzinfo=UTC)


def items() -> tuple[MinuteItem, ...]:
    """Minutes 76 to 84."""
    return (
        _item(76, "Apologies for absence", _told("n1", "Apologies were as recorded above.")),
        _item(77, "Declarations of interest", *_interests()),
        _item(78, "Minutes of the last meeting", *_last_minutes()),
        _item(79, _LONG_HEADING, Narrative(id="n2", html=_ANNOUNCEMENTS)),
        _item(80, "Harbour Street car park", *_car_park()),
        _item(81, "Budget and council tax 2021/22", *_budget()),
        _item(82, "Questions from the public", _told("n6", "There were none.")),
        _item(83, "Urgent business"),
        *_private(),
    )


def _item(number: int, heading: str, *blocks: Block) -> MinuteItem:
    return MinuteItem(item_id=f"i{number}", number=str(number), heading=heading, blocks=blocks)


def _told(id_: str, words: str) -> Narrative:
    return Narrative(id=id_, html=f"<p>{words}</p>")


def _interests() -> tuple[Block, ...]:
    pecuniary = (
        f"{NAMES[11]} declared a disclosable pecuniary interest in minute 80 (Harbour Street car park), as "
        "the owner of a shop in Harbour Street, left the meeting and took no part."
    )
    other = (
        f"{NAMES[14]} declared an other registrable interest in minute 81, as a trustee of the Saltwick "
        "Almshouses, and stayed."
    )
    dispensation = "The Monitoring Officer had granted every member a dispensation for minute 81"
    return (
        Interest(id="in1", sentence=pecuniary),
        Interest(id="in2", sentence=other),
        Note(id="no1", text=dispensation),
    )


def _last_minutes() -> tuple[Block, ...]:
    minutes = "That the minutes of the meeting held on 8 December 2020 be confirmed"
    motion = _moved("m1", "procedural", f"{minutes} as a correct record.", 0, "carried_unanimously")
    return (motion, Resolution(id="r1", unanimous=True, parts=(f"{minutes} and signed.",)))


def _moved(id_: str, kind: str, text: str, by: int, outcome: str, seconder: str = "") -> Motion:
    second = seconder or NAMES[by + 1]
    return Motion(id=id_, motion_kind=kind, text=text, mover=NAMES[by], seconder=second, outcome=outcome)


def _car_park() -> tuple[Block, ...]:
    tie = VoteResult(
        id="v2", method="totals", for_=27, against=27, abstain=4, none=2, motion_id="m2", result="lost",
        casting="against", casting_by="the Mayor", title="On the motion",
    )  # fmt: skip
    return (
        _told("n3", "The Council considered the report of the Director of Place."),
        _moved("m2", "substantive", _CLOSE_CAR_PARK, 2, "lost", LONG_NAME),
        _moved("m3", "amendment", AMENDMENT, 13, "lost", NAMES[19]),
        Narrative(id="n4", html=_DEBATE),
        _recorded("v1", "Recorded vote on the amendment", "m3", _split(NAMES, (24, 31, 3, 2))),
        _moved("m4", "procedural", "That the question be now put.", 5, "carried"),
        tie,
    )


def _split(names: tuple[str, ...], counts: tuple[int, int, int, int]) -> tuple[tuple[str, ...], ...]:
    a, b, c, _ = counts
    return names[:a], names[a : a + b], names[a + b : a + b + c], names[a + b + c :]


def _recorded(id_: str, title: str, motion: str, groups: tuple[tuple[str, ...], ...]) -> VoteResult:
    yes, no, abstained, silent = groups
    return VoteResult(
        id=id_, method="recorded", title=title, motion_id=motion, result="lost",
        for_=len(yes), against=len(no), abstain=len(abstained), none=len(silent),
        for_names=yes, against_names=no, abstain_names=abstained, none_names=silent,
        declared_at=at(19, 52),
    )  # fmt: skip


def _budget() -> tuple[Block, ...]:
    rows = "".join(
        f'<tr><th scope="row">Band {band}</th><td>£{amount:,.2f}</td></tr>'
        for band, amount in zip("ABCDEFGH", _BANDS, strict=True)
    )
    head = '<thead><tr><th scope="col">Band</th><th scope="col">Council tax</th></tr></thead>'
    told = f"<p>The Director of Finance presented the report.</p><table>{head}{rows}</table>"
    send = "Send the council tax resolution to the precepting authorities."
    return (
        Narrative(id="n5", html=told),
        _moved("m5", "substantive", _CABINET, 8, "carried"),
        _recorded("v3", "Recorded vote on the budget", "m5", _split(NAMES, (38, 20, 0, 2))),
        Resolution(id="r2", parts=_BUDGET),
        Action(id="a1", text=send, owner="Director of Finance", due=date(2021, 2, 12)),
    )


def _private() -> tuple[MinuteItem, ...]:
    agreed = Resolution(id="r3", parts=("That the recommendations in the exempt report be agreed.",))
    return (
        MinuteItem(
            item_id="s1",
            number="",
            heading="Part 2: not open to the public",
            is_section=True,
            blocks=(Note(id="no2", text="The public left at 9.20pm"),),
        ),
        MinuteItem(
            item_id="i84",
            number="84",
            heading="Sea wall contract",
            is_exempt=True,
            blocks=(Note(id="no3", text=_EXEMPT), agreed),
        ),
    )
