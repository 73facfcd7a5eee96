"""What each fact of a meeting's record says, in a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from meetings.admin.words_actions import WORDS as WORDS_OF_ACTIONS
from meetings.admin.words_appointments import WORDS as WORDS_OF_APPOINTMENTS
from meetings.admin.words_before import WORDS as WORDS_BEFORE
from meetings.admin.words_broadcast import WORDS as WORDS_OF_BROADCASTS
from meetings.admin.words_conferencing import WORDS as WORDS_OF_CONFERENCING
from meetings.admin.words_connections import WORDS as WORDS_OF_CONNECTIONS
from meetings.admin.words_debate import WORDS as WORDS_OF_DEBATE
from meetings.admin.words_decisions import WORDS as WORDS_OF_DECISIONS
from meetings.admin.words_minutes_life import WORDS as WORDS_OF_MINUTES_LIFE
from meetings.admin.words_motions import WORDS as WORDS_OF_MOTIONS
from meetings.admin.words_presence import WORDS as WORDS_OF_PRESENCE
from meetings.admin.words_proof import WORDS as WORDS_OF_PROOF
from meetings.admin.words_recordings import WORDS as WORDS_OF_RECORDINGS
from meetings.admin.words_rooms import WORDS as WORDS_OF_ROOMS
from meetings.admin.words_style import WORDS as WORDS_OF_STYLE
from meetings.admin.words_votes import WITH_CHOICES
from meetings.admin.words_votes import WORDS as WORDS_OF_VOTES
from meetings.admin.words_writing import WORDS as WORDS_OF_WRITING
from meetings.kernel.facts import from_data
from meetings.minutes.wording import clock, long_date
from meetings.packs.words import WORDS as PACK_WORDS
from meetings.reports.words import sentence_of as about_report

_LONGEST = 160
_REMOTE = " by remote link"


@dataclass(frozen=True)
class Known:
    """Names for the identifiers in facts, and the votes whose ballots this reader must not see."""

    timezone: ZoneInfo
    people: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    motions: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    hidden_votes: frozenset[str] = frozenset()

    def person(self, key: Any) -> str:
        """A name; the identifier itself for somebody unknown."""
        return self.people.get(key, str(key or "nobody"))

    def item(self, key: Any) -> str:
        """An item's title in quotation marks."""
        return f"“{short(self.items[key])}”" if key in self.items else "an item"

    def motion(self, key: Any) -> str:
        """The text of a motion, shortened, in quotation marks."""
        return f"“{short(self.motions[key])}”" if key in self.motions else "a motion"

    def paper(self, key: Any) -> str:
        """A paper's title in quotation marks."""
        return f"“{short(self.papers[key])}”" if key in self.papers else "a paper"

    def moment(self, text: Any) -> str:
        """A moment in council time."""
        at = datetime.fromisoformat(str(text))
        return f"{long_date(at.astimezone(self.timezone).date())}, {clock(at, self.timezone.key)}"


def short(text: str) -> str:
    """On one line, and not too much of it."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def plural(count: int, one: str) -> str:
    """1 item, 2 items."""
    return f"{count} {one}{'' if count == 1 else 's'}"


def told(kind: str, data: Mapping[str, Any], known: Known) -> str:
    """The sentence. A fact of a kind that is not known here, or of another shape, is named by its kind."""
    words = WORDS.get(kind)
    try:
        if kind.startswith("reports."):
            return about_report(from_data(kind, data)) or _by_kind(kind)
        return words(data, known) if words else _by_kind(kind)
    except (LookupError, TypeError, ValueError):
        return _by_kind(kind)


def is_hidden_ballot(kind: str, data: Mapping[str, Any], known: Known) -> bool:
    """Whether a fact is a ballot whose choice this reader must not see."""
    if kind.startswith("appointments."):
        return True
    return kind in WITH_CHOICES and data.get("vote_id") in known.hidden_votes


def _by_kind(kind: str) -> str:
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


Data = Mapping[str, Any]


def _why(text: Any) -> str:
    return f": {short(str(text))}" if text else ""


def _place(d: Data) -> str:
    return f", {d['place']}" if d.get("place") else ""


def _count(d: Data) -> str:
    figures = (d["count_for"], d["count_against"], d["count_abstain"], d["count_none"])
    return "{} for, {} against, {} abstained, {} cast nothing".format(*figures)


def _published(d: Data, k: Known) -> str:
    lines = sum(line.get("kind") == "item" for line in d.get("lines", ()))
    return f"Published version {d['number']} of the agenda, {plural(lines, 'item')}{_why(d.get('note'))}"


def _arrived(d: Data, k: Known) -> str:
    capacity = {"member": "", "non_voting": " as a member without a vote", "officer": " as an officer"}
    how = capacity.get(d["capacity"], " as a visitor")
    return f"{d['name']} arrived{how}{_REMOTE if d['presence'] != 'in_person' else ''}"


def _moved(d: Data, k: Known) -> str:
    what = {"amendment": "An amendment", "procedural": "A procedural motion"}.get(d["kind"], "A motion")
    second = f", seconded by {d['seconder']}" if d.get("seconder") else ""
    by = f" by {d['mover']}" if d.get("mover") else ""
    return f"{what} was moved{by}{second}: “{short(d['text'])}”"


def _decided(d: Data, k: Known) -> str:
    how = "after a vote" if d.get("vote_id") else "without a vote"
    return f"{k.motion(d['motion_id'])} was {'carried' if d['carried'] else 'lost'} {how}"


def _ballot(d: Data, k: Known) -> str:
    by = {"clerk": " (entered by the clerk)", "proxy": " (by proxy)"}.get(d["channel"], "")
    if is_hidden_ballot("voting.ballot_cast", d, k):
        return f"{k.person(d['person_id'])} cast a ballot{by}"
    words = {"for": "voted for", "against": "voted against", "abstain": "abstained"}
    return f"{k.person(d['person_id'])} {words[d['choice']]}{by}"


def _casting(d: Data, k: Known) -> str:
    if d.get("has_none"):
        return f"{d['name']}, presiding, has no casting vote"
    if d.get("choice") is None:
        return f"{d['name']} declined to give a casting vote"
    return f"{d['name']} gave a casting vote {d['choice']}"


def _opened(d: Data, k: Known) -> str:
    how = "recorded vote" if d["method"] == "recorded" else "vote by totals only"
    voters = plural(len(d["roll"]), "member")
    return f"A {how} was opened on “{short(d['text'])}”: {voters} on the roll"


def _confirmed(d: Data, k: Known) -> str:
    day = date.fromisoformat(d["confirmed_on"])
    on = f"{day.day} {day:%B %Y}"
    return f"Version {d['version']} of the minutes was confirmed on {on} and signed by {d['signed_by']}"


_REPLIES = {
    "coming": "coming",
    "remote": "taking part online",
    "late": "coming late",
    "apologies": "apologies for absence",
}
_TOLD = {
    "summons": "The members were summoned",
    "change": "The members were told of the new time or place",
    "supplement": "The members were told of the new version",
    "cancellation": "The members were told that it is cancelled",
}


def _summoned(d: Data, k: Known) -> str:
    post = f", {len(d['by_post'])} by post" if d["by_post"] else ""
    return f"{_TOLD[d['kind']]}: {plural(d['letters'], 'letter')}{post}"


WORDS: Mapping[str, Callable[[Data, Known], str]] = {
    **PACK_WORDS,
    **WORDS_BEFORE,
    **WORDS_OF_APPOINTMENTS,
    **WORDS_OF_ACTIONS,
    **WORDS_OF_BROADCASTS,
    **WORDS_OF_CONNECTIONS,
    **WORDS_OF_CONFERENCING,
    **WORDS_OF_DEBATE,
    **WORDS_OF_DECISIONS,
    **WORDS_OF_MINUTES_LIFE,
    **WORDS_OF_MOTIONS,
    **WORDS_OF_PRESENCE,
    **WORDS_OF_PROOF,
    **WORDS_OF_RECORDINGS,
    **WORDS_OF_ROOMS,
    **WORDS_OF_VOTES,
    **WORDS_OF_WRITING,
    **WORDS_OF_STYLE,
    "schedule.meeting_arranged": lambda d, k: (
        f"Put in the calendar for {k.moment(d['starts_at'])}{_place(d)}"
    ),
    "schedule.meeting_changed": lambda d, k: (
        f"Now on {k.moment(d['starts_at'])}{_place(d)}{_why(d.get('notice'))}"
    ),
    "schedule.meeting_announced": lambda d, k: "Made known to the public",
    "schedule.meeting_cancelled": lambda d, k: f"Cancelled{_why(d['reason'])}",
    "schedule.member_replied": lambda d, k: f"{d['name']} replied: {_REPLIES[d['kind']]}",
    "schedule.reply_withdrawn": lambda d, k: f"{d['name']} took the reply back",
    "schedule.substitute_named": lambda d, k: f"{d['substitute']} sits in for {d['name']}",
    "schedule.substitute_withdrawn": lambda d, k: f"{d['substitute']} no longer sits in for {d['name']}",
    "agendas.summons_sent": _summoned,
    "law.rule_overridden": lambda d, k: f"Rule {d['rule_id']} was let pass{_why(d['reason'])}",
    "law.override_withdrawn": lambda d, k: f"Rule {d['rule_id']} is to be kept after all",
    "agendas.item_added": lambda d, k: f"Put “{short(d['title'])}” on the working agenda",
    "agendas.item_changed": lambda d, k: f"Changed the {_list(d['fields'])} of “{short(d['title'])}”",
    "agendas.item_removed": lambda d, k: f"Took “{short(d['title'])}” off the working agenda",
    "agendas.item_restored": lambda d, k: f"Put “{short(d['title'])}” back on the working agenda",
    "agendas.reordered": lambda d, k: "Put the working agenda in another order",
    "agendas.paper_added": lambda d, k: f"Added the paper “{short(d['title'])}”",
    "agendas.paper_changed": lambda d, k: f"Changed the details of the paper “{short(d['title'])}”",
    "agendas.paper_replaced": lambda d, k: f"Replaced the file of {k.paper(d['paper_id'])}",
    "agendas.paper_removed": lambda d, k: f"Took the paper “{short(d['title'])}” off the working agenda",
    "agendas.paper_restored": lambda d, k: f"Put the paper “{short(d['title'])}” back",
    "agendas.paper_withdrawn": lambda d, k: f"Withdrew the paper “{short(d['title'])}”{_why(d['reason'])}",
    "agendas.paper_inspected": lambda d, k: (
        f"Looked through {k.paper(d['paper_id'])} before publication: {plural(d['findings'], 'finding')}"
    ),
    "agendas.paper_rendered": lambda d, k: f"Made the PDF form of {k.paper(d['paper_id'])}",
    "agendas.paper_cleaned": lambda d, k: (
        f"Took comments, attachments and names of authors out of {k.paper(d['paper_id'])}"
    ),
    "agendas.finding_allowed": lambda d, k: (
        f"{'Agreed' if d['second'] else 'Said'} that what was found in {k.paper(d['paper_id'])} "
        f"may be published{_why(d['reason'])}"
    ),
    "agendas.item_withdrawn": lambda d, k: f"Withdrew “{short(d['title'])}”{_why(d['reason'])}",
    "agendas.item_reinstated": lambda d, k: f"Put the withdrawn “{short(d['title'])}” back to what is taken",
    "agendas.published": _published,
    "agendas.copied": lambda d, k: f"Began the agenda from an earlier meeting, {plural(d['items'], 'item')}",
    "room.meeting_opened": lambda d, k: f"The meeting was opened, {d['presiding']} in the chair",
    "room.meeting_adjourned": lambda d, k: f"The meeting was adjourned{_why(d.get('reason'))}",
    "room.meeting_resumed": lambda d, k: "The meeting was resumed",
    "room.meeting_closed": lambda d, k: "The meeting was closed",
    "room.item_taken": lambda d, k: f"Item {d['number']} was taken: {short(d['title'])}",
    "room.order_changed": lambda d, k: (
        f"{k.item(d['item_id'])} {'is taken in its turn again' if d.get('undone') else 'was brought forward'}"
        f"{' by the chair' if d.get('by_chair') else ''}{_why(d.get('reason'))}"
    ),
    "room.chair_taken": lambda d, k: f"{d['name']} took the chair",
    "room.member_arrived": _arrived,
    "room.member_left": lambda d, k: f"{d['name']} left",
    "room.arrival_corrected": lambda d, k: f"{d['name']} had been marked present by mistake",
    "room.attendance_corrected": lambda d, k: (
        f"Attendance corrected: {d['name']} was {'' if d['was_present'] else 'not '}present{_why(d['reason'])}"
    ),
    "room.apology_received": lambda d, k: f"Apology for {d['kind']} from {d['name']}",
    "room.apology_withdrawn": lambda d, k: f"The apology of {d['name']} was withdrawn",
    "room.note_taken": lambda d, k: f"The clerk noted: {short(d['text'])}",
    "room.note_changed": lambda d, k: (
        f"The clerk's note now reads: {short(d['text'])}" if d["text"] else "A note of the clerk was removed"
    ),
    "room.public_counted": lambda d, k: f"{d['count']} of the public in the room",
    "motions.motion_prepared": lambda d, k: f"A motion was prepared: “{short(d['text'])}”",
    "motions.motion_moved": _moved,
    "motions.motion_withdrawn": lambda d, k: f"{k.motion(d['motion_id'])} was withdrawn",
    "motions.motion_decided": _decided,
    "motions.motion_amended": lambda d, k: f"The motion as amended now reads: “{short(d['text'])}”",
    "voting.vote_opened": _opened,
    "voting.roll_joined": lambda d, k: f"{d['name']} came while the vote was open and joined the roll",
    "voting.roll_left": lambda d, k: f"{d['name']} left without having voted and is off the roll",
    "voting.ballot_cast": _ballot,
    "voting.vote_closed": lambda d, k: f"The vote was closed: {_count(d)}",
    "voting.casting_vote_given": _casting,
    "voting.vote_declared": lambda d, k: f"The result was declared: {d['outcome']}",
    "minutes.drafted": lambda d, k: f"Version {d['version']} of the minutes was drafted from the record",
    "minutes.imported": lambda d, k: f"Version {d['version']} of the minutes was imported as {d['status']}",
    "minutes.edited": lambda d, k: f"Version {d['version']} of the minutes was written{_why(d.get('note'))}",
    "minutes.approved": lambda d, k: f"Version {d['version']} of the minutes was approved",
    "minutes.published": lambda d, k: f"Version {d['version']} of the minutes was published",
    "minutes.confirmed": _confirmed,
    "minutes.print_asked": lambda d, k: f"Another PDF of version {d['version']} of the minutes was asked for",
    "minutes.printed": lambda d, k: f"The PDF of version {d['version']} of the minutes was made",
    "admin.meeting_imported": lambda d, k: f"Imported from {short(d['origin'])}",
}


def _list(names: Any) -> str:
    words = [str(name).replace("_", " ") for name in names]
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
