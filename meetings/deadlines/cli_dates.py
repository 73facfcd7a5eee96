"""What can be asked about meetings: notice, late items, annual and demanded meetings, what is due after."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from meetings.deadlines.cli_words import Question, day, days, number
from meetings.deadlines.rules.after import captions, welsh_note
from meetings.deadlines.rules.agenda import Lateness, background_papers, exclusion_text, may_consider
from meetings.deadlines.rules.base import Answer, Law, Profile
from meetings.deadlines.rules.calling import annual_meeting, next_suitable, requisition
from meetings.deadlines.rules.facts import Background, BackgroundPaper, LaterMeeting, MeetingForm
from meetings.deadlines.rules.keeping import RECORDS, retention
from meetings.deadlines.rules.notice import clear, first_meeting, notice, short_notice_answer
from meetings.deadlines.rules.remote import Link, presence


def _summons(words: ArgumentParser) -> None:
    words.add_argument(
        "--summons", action="store_true", help="the summons to full council, not public notice"
    )


def _notice(words: ArgumentParser) -> None:
    days("meeting")(words)
    _summons(words)


def _clear(words: ArgumentParser) -> None:
    days("issued", "meeting")(words)
    _summons(words)


def _earliest(words: ArgumentParser) -> None:
    days("issued")(words)
    _summons(words)


def _short(words: ArgumentParser) -> None:
    days("meeting")(words)
    words.add_argument("--full-council", action="store_true", help="of the full council")
    words.add_argument(
        "--convened", type=_moment, metavar="MOMENT", help="2026-12-07T09:00: when it was called"
    )
    words.add_argument("--open", type=_moment, metavar="MOMENT", help="since when the papers are open")


def _moment(text: str) -> str:
    day(text[:10])
    if len(text) != 16 or text[10] != "T" or not text[11:].replace(":", "").isdecimal():
        raise ArgumentTypeError(f"{text!r} is no moment: write it as 2026-12-07T09:00")
    return text


def _requisition(words: ArgumentParser) -> None:
    days("received", optional=("refused",))(words)
    words.add_argument("--signatures", type=number, metavar="N", help="members who signed")
    words.add_argument("--seats", type=number, default=0, metavar="N", help="seats of the council (Scotland)")


def _later(words: ArgumentParser) -> None:
    days("meeting")(words)
    words.add_argument(
        "--later",
        action="append",
        default=[],
        type=_meeting,
        metavar="DAY[=KIND]",
        help="a later meeting of the body",
    )


def _meeting(text: str) -> LaterMeeting:
    when, _, kind = text.partition("=")
    try:
        return LaterMeeting(when, day(when), MeetingForm(kind or "ordinary"))
    except ValueError:
        raise ArgumentTypeError(f"{kind!r}: a meeting is ordinary, extraordinary or annual") from None


def _retention(words: ArgumentParser) -> None:
    words.add_argument("--record", required=True, choices=list(RECORDS), help=f"one of {', '.join(RECORDS)}")
    days("date")(words)


def _captions(words: ArgumentParser) -> None:
    days("posted")(words)
    words.add_argument("--live-only", action="store_true", help="a live stream that is not kept")


def _late(words: ArgumentParser) -> None:
    days("meeting", optional=("public", "convened"))(words)
    words.add_argument("--reason", default="", help="the reason for urgency")
    words.add_argument("--executive", action="store_true", help="an item of the executive")


def _lateness(law: Law, words: Namespace) -> Answer:
    return may_consider(
        law, Lateness(words.public, words.meeting, words.convened, words.reason, words.executive)
    )


def _background(words: ArgumentParser) -> None:
    days("on")(words)
    kinds = [each.value for each in Background]
    words.add_argument("--list", required=True, choices=kinds, help=f"one of {', '.join(kinds)}")
    for kind in ("paper", "published", "exempt"):
        words.add_argument(f"--{kind}", action="append", default=[], metavar="TITLE", help=f"listed: {kind}")
    words.add_argument("--executive", action="store_true", help="a report to the executive")


def _listed(law: Law, words: Namespace) -> Answer:
    papers = [
        *(BackgroundPaper(title) for title in words.paper),
        *(BackgroundPaper(title, published=True) for title in words.published),
        *(BackgroundPaper(title, exempt=True) for title in words.exempt),
    ]
    return background_papers(law, words.on, Background(words.list), papers, executive=words.executive)


def _exclusion(words: ArgumentParser) -> None:
    days("on")(words)
    words.add_argument("--item", required=True, help="the item's number")
    words.add_argument(
        "--paragraph", action="append", default=[], metavar="N", help="a paragraph of the schedule"
    )
    words.add_argument("--test", default="", help="the public interest test in words")
    words.add_argument("--reason", default="", help="the reason, where no schedule is named")


_LACKS = ("hears", "heard", "sees", "seen")


def _presence(words: ArgumentParser) -> None:
    days("on")(words)
    words.add_argument("--without", action="append", default=[], choices=_LACKS, help="what the member lacks")
    words.add_argument("--broadcast", action="store_true", help="the meeting must be broadcast")
    words.add_argument("--directed", action="store_true", help="the convener directed it")
    words.add_argument("--standing-orders", action="store_true", help="standing orders on it are in force")


def _present(law: Law, words: Namespace) -> Answer:
    hears, heard, sees, seen = (sense not in words.without for sense in _LACKS)
    return presence(
        law, words.on, Link(hears, heard, sees, seen, words.broadcast, words.directed, words.standing_orders)
    )


def _annual(law: Law, words: Namespace) -> Answer:
    return annual_meeting(law, retirement=words.retirement, meeting=words.meeting)


def _demand(law: Law, words: Namespace) -> Answer:
    return requisition(
        law, words.received, signatures=words.signatures, refused=words.refused, seats=words.seats
    )


DATE_QUESTIONS = (
    Question(
        "notice",
        "The last day on which notice of a meeting can go out (the careful count).",
        _notice,
        lambda law, w: notice(law, w.meeting, summons=w.summons),
    ),
    Question(
        "clear-days",
        "How many clear days lie between issue and meeting, and how that stands.",
        _clear,
        lambda law, w: clear(law, w.issued, w.meeting, summons=w.summons),
    ),
    Question(
        "earliest-meeting",
        "The first day on which a meeting called on a day can be held.",
        _earliest,
        lambda law, w: first_meeting(law, w.issued, summons=w.summons),
    ),
    Question(
        "short-notice",
        "Whether a meeting may be called at shorter notice.",
        _short,
        lambda law, w: short_notice_answer(law, w.meeting, w.full_council, w.convened, w.open),
    ),
    Question("late-item", "Whether an item that came late may be considered.", _late, _lateness),
    Question(
        "background-papers", "Whether a report says enough of its background papers.", _background, _listed
    ),
    Question(
        "exclusion",
        "The resolution to meet without the public.",
        _exclusion,
        lambda law, w: exclusion_text(law, w.on, w.item, tuple(w.paragraph), w.test, w.reason),
    ),
    Question(
        "annual-meeting",
        "When the annual meeting can be held.",
        days(optional=("retirement", "meeting")),
        _annual,
    ),
    Question("requisition", "What follows when members demand a meeting.", _requisition, _demand),
    Question(
        "next-minutes",
        "The meeting at which the minutes are signed.",
        _later,
        lambda law, w: next_suitable(law, w.meeting, w.later),
    ),
    Question(
        "retention",
        "The last day for which a record must be kept.",
        _retention,
        lambda law, w: retention(law, w.record, w.date),
    ),
    Question(
        "welsh-note",
        "By when the note of a meeting in Wales is published.",
        days("meeting"),
        lambda law, w: welsh_note(law, w.meeting),
        Profile.WALES,
    ),
    Question(
        "captions",
        "By when a published recording has captions.",
        _captions,
        lambda law, w: captions(law, w.posted, live_only=w.live_only),
    ),
    Question("presence", "Whether a member who takes part from elsewhere is present.", _presence, _present),
)
