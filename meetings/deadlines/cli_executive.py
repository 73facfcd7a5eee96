"""What can be asked about executive decisions, scrutiny and hearings: plan, exceptions, private meetings, call-in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from meetings.deadlines.cli_words import Question, days, number
from meetings.deadlines.rules.base import Answer, Law
from meetings.deadlines.rules.executive import (
    CHAIN,
    Calling,
    call_in,
    called_in,
    decision_statement,
    forward_plan,
    general_exception,
    key_decision,
    not_key,
    private_meeting,
    special_urgency,
)
from meetings.deadlines.rules.hearings import Hearing, equal_time, licensing_hearing, planning_speakers
from meetings.deadlines.rules.scrutiny import scrutiny_papers, scrutiny_response


def _urgency(words: ArgumentParser) -> None:
    days("meeting")(words)
    words.add_argument("--agreed-by", required=True, metavar="OFFICE", help=f"one of: {', '.join(CHAIN)}")
    words.add_argument(
        "--in-office",
        action="append",
        choices=CHAIN,
        metavar="OFFICE",
        help="an office that somebody holds (all)",
    )
    words.add_argument("--reason", default="", help="the published reason")


def _not_key(words: ArgumentParser) -> None:
    days("required")(words)
    words.add_argument("--period", type=number, metavar="N", help="the working days that scrutiny set")
    words.add_argument(
        "--missing", action="append", default=[], metavar="PART", help="a part the report leaves out"
    )


def _call_in(words: ArgumentParser) -> None:
    days("published", optional=("lodged",))(words)
    words.add_argument("--members", type=number, default=0, metavar="N", help="members of the council")
    words.add_argument("--again", action="store_true", help="the decision was called in before")
    words.add_argument("--urgent", default="", metavar="REASON", help="why it was exempt from call-in")


def _called(law: Law, words: Namespace) -> Answer:
    if words.lodged is None:
        return call_in(law, words.published, members=words.members)
    return called_in(law, words.published, Calling(words.lodged, words.again, words.urgent))


def _hearing(words: ArgumentParser) -> None:
    days("hearing")(words)
    kinds = [each.value for each in Hearing]
    words.add_argument("--kind", choices=kinds, default=kinds[0], help=f"one of {', '.join(kinds)}")


def _time(words: ArgumentParser) -> None:
    days("hearing")(words)
    words.add_argument("--minutes", type=number, required=True, metavar="N", help="minutes for each party")
    words.add_argument("--parties", type=number, required=True, metavar="N", help="how many parties")


def _urgent(law: Law, words: Namespace) -> Answer:
    offices = words.in_office or CHAIN
    return special_urgency(law, words.meeting, words.agreed_by, available=offices, reason=words.reason)


def _key(words: ArgumentParser) -> None:
    days("on")(words)
    words.add_argument("--amount", type=number, required=True, metavar="POUNDS", help="spending or saving")
    words.add_argument(
        "--wards", type=number, required=True, metavar="N", help="wards with a significant effect"
    )


def _response(words: ArgumentParser) -> None:
    days("received")(words)
    words.add_argument("--prompt", action="store_true", help="to be dealt with promptly (Northern Ireland)")


EXECUTIVE_QUESTIONS = (
    Question(
        "key-decision",
        "Whether a decision is a key decision.",
        _key,
        lambda law, w: key_decision(law, w.on, w.amount, w.wards),
    ),
    Question(
        "forward-plan",
        "The last day for the notice of a key decision.",
        days("meeting", optional=("published",)),
        lambda law, w: forward_plan(law, w.meeting, w.published),
    ),
    Question(
        "general-exception",
        "The first day for a key decision under the general exception.",
        days("published", optional=("meeting",)),
        lambda law, w: general_exception(law, w.published, w.meeting),
    ),
    Question("special-urgency", "Whether the right office agreed that it is urgent.", _urgency, _urgent),
    Question(
        "private-meeting",
        "The last days for the two notices of a private executive meeting.",
        days("meeting"),
        lambda law, w: private_meeting(law, w.meeting),
    ),
    Question(
        "decision-statement",
        "By when the executive's decisions are published.",
        days("taken"),
        lambda law, w: decision_statement(law, w.taken),
    ),
    Question(
        "not-key",
        "By when the executive reports on a decision not treated as key.",
        _not_key,
        lambda law, w: not_key(law, w.required, period=w.period, missing=w.missing),
    ),
    Question("call-in", "The last day on which a decision can be called in.", _call_in, _called),
    Question(
        "licensing-hearing",
        "The last days for notice of a licensing hearing and the replies.",
        _hearing,
        lambda law, w: licensing_hearing(law, w.hearing, Hearing(w.kind)),
    ),
    Question(
        "hearing-time",
        "The time that each party to a hearing has.",
        _time,
        lambda law, w: equal_time(law, w.hearing, w.minutes, w.parties),
    ),
    Question(
        "planning-speakers",
        "When registration of speakers at a planning committee closes.",
        days("meeting"),
        lambda law, w: planning_speakers(law, w.meeting),
    ),
    Question(
        "scrutiny-response",
        "By when the executive answers a report of scrutiny.",
        _response,
        lambda law, w: scrutiny_response(law, w.received, prompt=w.prompt),
    ),
    Question(
        "scrutiny-papers",
        "By when a member of scrutiny has the executive's papers.",
        days("requested"),
        lambda law, w: scrutiny_papers(law, w.requested),
    ),
)
