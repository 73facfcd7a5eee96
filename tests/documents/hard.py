"""Minutes that are hard to lay out: long names, long texts, large votes, two languages, nothing decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from meetings.minutes.document import (
    Attendee,
    Block,
    Declaration,
    MinuteItem,
    MinutesDocument,
    MinutesStatus,
    Motion,
    Narrative,
    Note,
    Resolution,
    TimeNote,
    VoteResult,
)
from meetings.minutes.rules import public_rendition
from tests.minutes.sample import awkward_minutes
from tests.minutes.sample_items import AMENDMENT, LONG_NAME, NAMES, at

_LONGEST = (
    "Councillor the Right Honourable Dame Wilhelmina Anstruther-Gough-Calthorpe of Llanfairpwllgwyngyll"
)
_TALK = (
    "The Director of Place presented a report, which set out the answers to the consultation and the costs of each "
    "choice over ten years. Members asked how the figures had been arrived at, what would become of staff, and when "
    "residents would hear. The Leader answered that letters would be sent within a fortnight."
)


def told(identity: str, *paragraphs: str) -> Narrative:
    return Narrative(id=identity, html="".join(f"<p>{words}</p>" for words in paragraphs))


def item(number: int, heading: str, *blocks: Block, exempt: bool = False) -> MinuteItem:
    return MinuteItem(
        item_id=f"i{number}", number=str(number), heading=heading, blocks=blocks, is_exempt=exempt
    )


def moved(number: str, text: str, by: int = 0, outcome: str = "carried", kind: str = "substantive") -> Motion:
    return Motion(
        id=f"motion-{number}",
        motion_kind=kind,
        text=text,
        mover=NAMES[by],
        seconder=NAMES[by + 1],
        outcome=outcome,
    )


def recorded(number: str, counts: tuple[int, int, int, int], names: tuple[str, ...] = NAMES) -> VoteResult:
    a, b, c, d = counts
    names = names[: a + b + c + d]
    return VoteResult(
        id=f"vote-{number}", method="recorded", title=f"Recorded vote {number}", motion_id=f"motion-{number}",
        for_=a, against=b, abstain=c, none=d, for_names=names[:a], against_names=names[a : a + b],
        abstain_names=names[a + b : a + b + c], none_names=names[a + b + c :], result="carried",
    )  # fmt: skip


def meeting(
    *items: MinuteItem, people: tuple[str, ...] = NAMES[:12], body: str = "Full Council"
) -> MinutesDocument:
    return MinutesDocument(
        council="Eastmere and Saltwick Borough Council",
        body=body,
        meeting_title="Ordinary meeting",
        held_on=date(2021, 2, 9),
        started_at=at(18, 30),
        ended_at=at(21, 41),
        place="Council Chamber, Civic Centre, Harbour Street, Eastmere",
        presiding=people[0],
        present=tuple(Attendee(name=name, group=("Labour", "Green")[n % 2]) for n, name in enumerate(people)),
        in_attendance=(Attendee(name="Ben Iqbal", post="Democratic Services Manager"),),
        items=items,
    )


def nothing_decided() -> MinutesDocument:
    return replace(
        meeting(
            item(1, "Apologies for absence", told("a", "There were none.")),
            item(2, "Questions from the public", told("b", "There were none.")),
            item(3, "Urgent business"),
        ),
        status=MinutesStatus.CONFIRMED,
        confirmed_on=date(2021, 4, 13),
        signed_by=NAMES[0],
    )


def long_names() -> MinutesDocument:
    people = (_LONGEST, LONG_NAME, *NAMES[:4], _LONGEST.replace(" ", "-"), LONG_NAME.upper())
    document = meeting(
        item(
            1,
            f"Appointment of {_LONGEST} to the {'Joint ' * 6}Committee on Interauthoritycooperationandcoordination",
            Motion(id="motion-1", text="be appointed", mover=_LONGEST, seconder=LONG_NAME, outcome="carried"),
            recorded("1", (5, 2, 1, 0), people),
            Resolution(id="resolution-1", parts=(f"That {_LONGEST} be appointed.", "x" * 140)),
        ),
        people=people,
        body="Joint Overview and Scrutiny Committee on the Reorganisation of Local Government in the Estuary",
    )
    groups = ("Liberal Democrat and Independent Alliance for the Estuary and its Hinterland", "")
    present = tuple(
        replace(person, group=groups[n % 2], post="Deputy Leader and Cabinet Member for Resources")
        for n, person in enumerate(document.present)
    )
    return replace(document, present=present)


def long_amendment() -> MinutesDocument:
    lines = "<p>That all the words after “notes” be left out and these put in:</p><ol>" + "".join(
        f"<li>line {n} of the amendment, which asks the Chief Executive for a report to the next meeting;</li>"
        for n in range(1, 15)
    )
    return meeting(
        item(1, "Apologies", told("a", _TALK, _TALK)),
        item(
            2, "Harbour Street car park", told("b", _TALK, _TALK, _TALK), moved("1", "That it be noted.", 0),
            moved("2", f"{lines}</ol>", 2, "lost", "amendment"), recorded("2", (12, 30, 2, 0)),
            moved("3", AMENDMENT, 4, "carried", "amendment"), told("c", _TALK),
            recorded("1", (30, 12, 2, 0)), Resolution(id="resolution-1", parts=("That it be noted.",)),
        ),
    )  # fmt: skip


def sixty_names() -> MinutesDocument:
    return meeting(
        item(1, "Climate", told("a", *[_TALK] * 5), moved("1", "That a climate emergency be declared.")),
        item(2, "Parking", moved("2", "That it stay."), recorded("2", (31, 27, 1, 1)), told("b", _TALK, _TALK)),
        item(3, "Trees", told("c", *[_TALK] * 3), moved("3", "That trees be planted."), recorded("3", (60, 0, 0, 0)),
             Resolution(id="resolution-3", unanimous=True, parts=("That trees be planted.",))),
        people=NAMES,
    )  # fmt: skip


def two_hundred_items() -> MinutesDocument:
    many = (
        item(
            n,
            f"Item {n}"
            + (", with a heading that is so long that it goes over the end of its line" * (n % 7 == 0)),
            told(f"t{n}", *[_TALK] * (n % 3)),
            *(
                (Resolution(id=f"resolution-{n}", parts=("That it be noted.",) * (1 + n % 3)),)
                if n % 4
                else ()
            ),
        )
        for n in range(1, 201)
    )
    return meeting(*many)


def in_two_languages() -> MinutesDocument:
    document = meeting(
        item(1, "Apologies for absence", told("a", "There were none.")),
        item(2, "Library hours", told("b", _TALK), moved("1", "That the library opens on Sundays."),
             recorded("1", (8, 3, 1, 0)), Resolution(id="resolution-1", parts=("That the library opens on Sundays.",))),
        item(3, "Buses", told("c", *[_TALK] * 6)),
        item(4, "Roads", Resolution(id="resolution-4", parts=("That it be noted.", "That it be paid for."))),
    )  # fmt: skip
    welsh = dict(
        zip(
            [i.heading for i in document.items],
            ("Ymddiheuriadau", "Llyfrgell", "Bysiau", "Ffyrdd"),
            strict=True,
        )
    )
    twin = replace(
        document,
        language="cy",
        items=tuple(
            replace(
                each, heading=welsh[each.heading], blocks=tuple(_in_welsh(block) for block in each.blocks)
            )
            for each in document.items
        ),
    )
    return replace(document, twin=twin)


def _in_welsh(block: Block) -> Block:
    if isinstance(block, Narrative):
        words = (
            "Cyflwynodd y Cyfarwyddwr yr adroddiad, a oedd yn nodi’r ymatebion i’r ymgynghoriad a’r costau. "
            * 3
        )
        return told(block.id, *[words] * block.html.count("<p>"))
    if isinstance(block, Motion | Resolution | VoteResult):
        return replace(block, language="cy")
    return block


def exempt() -> MinutesDocument:
    return meeting(
        item(1, "Minutes of the last meeting", told("a", _TALK)),
        MinuteItem(item_id="s", number="", heading="Part 2: not open to the public", is_section=True),
        item(
            2,
            "Sale of the depot",
            told("b", _TALK),
            Resolution(id="r2", parts=("That it be sold.",)),
            exempt=True,
        ),
        item(3, "Staffing", told("c", _TALK), recorded("3", (20, 18, 2, 1)), exempt=True),
    )


def appointments() -> MinutesDocument:
    rounds = (
        told(f"round-{n}", f"Round {n} (secret ballot): {', '.join(f'{NAMES[c]} {20 - c - n}' for c in range(6 - n))}, "
             "abstained 2, spoilt papers 1. Nobody had more than half of the votes.")
        for n in range(1, 5)
    )  # fmt: skip
    names = ("Harbour Board", "Internal Drainage Board of the Lower Estuary")
    rows = "".join(
        f"<tr><th scope='row'>{names[n % 2]} {n}</th><td>{NAMES[n]}</td><td>May 202{n % 5 + 2}</td></tr>"
        for n in range(45)
    )
    head = "".join(f"<th scope='col'>{words}</th>" for words in ("Body", "Member", "Until"))
    table = Narrative(id="table", html=f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    chosen = Declaration(id="d", text=f"{NAMES[0]} was declared elected Mayor for 2021/22.")
    return meeting(
        item(1, "Election of the Mayor", *rounds, Note(id="lot", text="Lots were drawn"), chosen),
        item(2, "Appointments to outside bodies", told("t", "<strong>Appointments</strong>"), table),
    )


def adjourned_twice() -> MinutesDocument:
    return replace(
        meeting(
            item(1, "Budget scrutiny", told("a", *[_TALK] * 3), Note(id="n1", text="The meeting adjourned "
                 "from 7.10pm to 7.25pm because of disturbance in the public gallery"), told("b", *[_TALK] * 4)),
            item(2, "Buses", told("c", _TALK), Note(id="n2", text="The meeting was adjourned at 8.30pm for an alarm "
                 "and resumed at 8.52pm in Committee Room 1"), told("d", *[_TALK] * 2)),
            item(3, "Close", told("e", "There was no other business.")),
        ),
        times=tuple(TimeNote(at=at(*when), text=text) for when, text in (
            ((19, 10), "the meeting was adjourned"), ((19, 25), "the meeting resumed"),
            ((20, 30), "the meeting was adjourned to Committee Room 1"), ((20, 52), "the meeting resumed"))),
    )  # fmt: skip


def budget() -> MinutesDocument:
    blocks: list[Block] = [told("a", *[_TALK] * 2)]
    for n in range(1, 6):
        blocks += [moved(str(n), f"That £{n}00,000 be moved to buses.", n, "lost", "amendment"),
                   recorded(str(n), (20 - n, 30 + n, 3, 1))]  # fmt: skip
    parts = tuple(
        f"That the sum of £{n},{n * 111:03d},000 be set aside for the purpose in line {n} of Appendix {n}, and that "
        "the Director of Finance be authorised to spend it."
        for n in range(1, 10)
    )
    blocks += [moved("6", "That the budget be approved.", 8), recorded("6", (33, 20, 0, 1))]
    blocks.append(Resolution(id="resolution-6", parts=parts))
    return meeting(item(1, "Budget and council tax", *blocks), people=NAMES[:54])


HARD: dict[str, Callable[[], MinutesDocument]] = {
    "nothing-decided": nothing_decided,
    "long-names": long_names,
    "long-amendment": long_amendment,
    "sixty-names": sixty_names,
    "two-hundred-items": two_hundred_items,
    "two-languages": in_two_languages,
    "exempt": exempt,
    "exempt-public": lambda: public_rendition(exempt()),
    "appointments": appointments,
    "adjourned-twice": adjourned_twice,
    "budget": budget,
    "everything": awkward_minutes,
}
