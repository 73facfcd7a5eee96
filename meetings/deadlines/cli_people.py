"""What can be asked about members, votes and seats: six months, quorum, majorities, political balance, interests."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from meetings.deadlines.cli_words import Question, day, number, seats, table
from meetings.deadlines.rules.access import (
    DocumentFacts,
    OfficerDecision,
    Reporting,
    delegation_listed,
    exempt,
    may_report,
    record_due,
)
from meetings.deadlines.rules.balance import balance
from meetings.deadlines.rules.base import Answer, Law, Profile
from meetings.deadlines.rules.interests import dispensation, register_by
from meetings.deadlines.rules.people import CouncilMeeting, acceptance, six_months
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.rules.standing_orders import petition
from meetings.deadlines.rules.votes import (
    Basis,
    majority,
    named_vote,
    qualified_votes,
    quorum,
    reconsideration_members,
)
from meetings.kernel.errors import WrongState


def _six_months(words: ArgumentParser) -> None:
    words.add_argument("--last-attended", required=True, type=day, metavar="DAY", help="the last attendance")
    words.add_argument("--suspended-days", type=number, default=0, metavar="N", help="days of suspension")
    words.add_argument("--family-absence-days", type=number, default=0, metavar="N", help="days (Wales)")
    words.add_argument("--approved", type=day, metavar="DAY", help="when the council approved the absence")
    words.add_argument(
        "--council", action="append", type=day, metavar="DAY", help="an ordinary meeting of the council"
    )


def _absence(law: Law, words: Namespace) -> Answer:
    meetings = [CouncilMeeting(each) for each in words.council] if words.council else None
    return six_months(
        law,
        words.last_attended,
        words.suspended_days,
        family_absence_days=words.family_absence_days,
        approved_on=words.approved,
        council_meetings=meetings,
    )


def _seats(words: ArgumentParser) -> None:
    words.add_argument("--seats", required=True, type=number, metavar="N", help="all seats, vacant ones too")


def _majority(words: ArgumentParser) -> None:
    words.add_argument("--for", dest="votes_for", required=True, type=number, metavar="N", help="votes for")
    words.add_argument("--against", required=True, type=number, metavar="N", help="votes against")
    kinds = [each.value for each in Basis]
    words.add_argument("--basis", choices=kinds, default=kinds[0], help=f"one of {', '.join(kinds)}")


def _balance(words: ArgumentParser) -> None:
    words.add_argument("--members", required=True, type=number, metavar="N", help="members of the council")
    for name, text in (
        ("group", "a political group and its members"),
        ("committee", "a committee and its seats"),
    ):
        words.add_argument(
            f"--{name}", required=True, action="extend", nargs="+", type=seats, metavar="NAME=N", help=text
        )


def _shared(law: Law, words: Namespace) -> Answer:
    if value(law, "political_balance").word != "proportional":
        raise WrongState(f"Seats are not shared by political balance there: {law.profile.label}.")
    return balance(words.members, table(words.group, "group"), table(words.committee, "committee"))


def _one(name: str, text: str) -> _One:
    return _One(name, text)


class _One:
    """One number, or with `when` one day."""

    def __init__(self, name: str, text: str, *, when: bool = False) -> None:
        self.name, self.text, self.when = name, text, when

    def __call__(self, words: ArgumentParser) -> None:
        kind, sort = ("DAY", day) if self.when else ("N", number)
        words.add_argument(f"--{self.name}", required=True, type=sort, metavar=kind, help=self.text)


def _dispensation(words: ArgumentParser) -> None:
    words.add_argument("--start", required=True, type=day, metavar="DAY", help="its first day")
    words.add_argument("--end", required=True, type=day, metavar="DAY", help="its last day")


def _petition(words: ArgumentParser) -> None:
    words.add_argument("--signatures", required=True, type=number, metavar="N", help="how many signed")
    words.add_argument("--received", required=True, type=day, metavar="DAY", help="when it was received")
    words.add_argument("--same-before", type=day, metavar="DAY", help="when the same was received before")


def _petitioned(law: Law, words: Namespace) -> Answer:
    threshold = value(law, "petition_debate_signatures").number
    return petition(words.signatures, words.same_before, words.received, threshold)


def _reporting(words: ArgumentParser) -> None:
    kinds = [each.value.replace(" ", "-") for each in Reporting]
    words.add_argument("--how", required=True, choices=kinds, help=f"one of {', '.join(kinds)}")
    words.add_argument("--private", action="store_true", help="the public is excluded")


def _officer(words: ArgumentParser) -> None:
    words.add_argument(
        "--express", action="store_true", help="a meeting gave authority for this very decision"
    )
    words.add_argument("--licence", action="store_true", help="it grants a permission or licence")
    words.add_argument("--rights", action="store_true", help="it affects the rights of an individual")
    words.add_argument("--spend", action="store_true", help="a contract or spending that is material")


def _record(law: Law, words: Namespace) -> Answer:
    return record_due(OfficerDecision(words.express, words.licence, words.rights, words.spend))


def _exempt(words: ArgumentParser) -> None:
    words.add_argument(
        "--paragraph", action="append", default=[], metavar="N", help="a paragraph of the schedule"
    )
    words.add_argument("--test", default="", metavar="REASON", help="why maintaining the exemption outweighs")
    words.add_argument("--disclosure-outweighs", action="store_true", help="the test came out for disclosure")
    words.add_argument(
        "--barred", action="store_true", help="disclosure is barred by an enactment or a court"
    )
    words.add_argument("--registrable", action="store_true", help="it must be registered (Companies Act)")
    words.add_argument("--own-planning", action="store_true", help="the council's own planning application")


def _kept_back(law: Law, words: Namespace) -> Answer:
    outweighs = None if not words.test and not words.disclosure_outweighs else not words.disclosure_outweighs
    facts = DocumentFacts(
        tuple(words.paragraph), outweighs, words.test, words.barred, words.registrable, words.own_planning
    )
    return exempt(law, facts)


def _named(words: ArgumentParser) -> None:
    words.add_argument("--budget", action="store_true", help="a vote about the budget or council tax")
    words.add_argument(
        "--demanded", type=number, default=0, metavar="N", help="members who asked before the vote"
    )
    words.add_argument(
        "--own", action="append", default=[], metavar="NAME", help="who asked for their own vote"
    )


PEOPLE_QUESTIONS = (
    Question("six-months", "When absence ends a membership.", _six_months, _absence),
    Question(
        "quorum", "How many must be present at full council.", _seats, lambda law, w: quorum(law, w.seats)
    ),
    Question(
        "majority",
        "Whether a vote carries: carried, lost or tied.",
        _majority,
        lambda law, w: majority(law, w.votes_for, w.against, w.basis),
    ),
    Question(
        "balance", "The seats of each group on each committee.", _balance, _shared, Profile.ENGLAND_PRINCIPAL
    ),
    Question(
        "recorded-vote",
        "Whose names the minutes carry after a vote.",
        _named,
        lambda law, w: named_vote(law, budget=w.budget, demanded=w.demanded, own=tuple(w.own)),
    ),
    Question(
        "qualified",
        "How many votes make the qualified majority of Northern Ireland.",
        _one("votes", "votes cast"),
        lambda law, w: qualified_votes(w.votes),
        Profile.NORTHERN_IRELAND,
    ),
    Question(
        "reconsideration",
        "How many members can have a decision reconsidered in Northern Ireland.",
        _one("members", "members of the council"),
        lambda law, w: reconsideration_members(w.members),
        Profile.NORTHERN_IRELAND,
    ),
    Question(
        "register-interests",
        "By when a new member notifies interests.",
        _One("since", "the day of becoming a member", when=True),
        lambda law, w: register_by(law, w.since),
    ),
    Question(
        "dispensation",
        "Whether a dispensation may be given for a period.",
        _dispensation,
        lambda law, w: dispensation(w.start, w.end),
        Profile.ENGLAND_PRINCIPAL,
    ),
    Question(
        "acceptance",
        "By when acceptance of office is declared.",
        _One("elected", "the day of the election", when=True),
        lambda law, w: acceptance(law, w.elected),
    ),
    Question("exempt", "Whether a document is exempt, confidential or open.", _exempt, _kept_back),
    Question("petition", "What a petition earns.", _petition, _petitioned),
    Question(
        "filming",
        "Whether somebody may film or report a meeting.",
        _reporting,
        lambda law, w: may_report(law, Reporting(w.how.replace("-", " ")), private=w.private),
    ),
    Question("officer-decision", "Whether an officer's decision needs a record.", _officer, _record),
    Question(
        "delegation",
        "Whether a delegation to an officer is listed.",
        _one("months", "for how many months"),
        lambda law, w: delegation_listed(w.months),
    ),
)
