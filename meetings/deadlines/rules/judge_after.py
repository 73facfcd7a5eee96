"""What the rules say of how one meeting is called and held, who is there, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from meetings.deadlines.rules.after import captions, drafts_until, webcast_until, welsh_note
from meetings.deadlines.rules.base import Finding, Profile, Rule, State
from meetings.deadlines.rules.calling import annual_meeting, next_suitable, requisition
from meetings.deadlines.rules.case import Case, due_by, found
from meetings.deadlines.rules.counting import in_words
from meetings.deadlines.rules.facts import Attendance, Deadline, MeetingForm
from meetings.deadlines.rules.keeping import retention
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import WrongState

_DAY = timedelta(days=1)


def judge_annual(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-1: the annual meeting is held in its season."""
    facts = case.facts
    if facts.form is not MeetingForm.ANNUAL or not facts.is_full_council:
        return
    answer = annual_meeting(case.law, retirement=facts.retirement_on, meeting=facts.on)
    lawful = answer.result["lawful"]
    last = date.fromisoformat(answer.result["last"])
    first = in_words(date.fromisoformat(answer.result["first"]))
    period = f"from {first} to {in_words(last)}"
    if facts.retirement_on is None:
        period += ", in a year without ordinary elections"
    text = f"The annual meeting is held {period}." if lawful else f"The annual meeting must be held {period}."
    yield found(rule, State.MET if lawful else State.NOT_MET, text, answer=answer, due=last)


def judge_requisition(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-2: a meeting that members demanded is held as the law says."""
    asked = case.facts.requisition
    if asked is None:
        return
    answer = requisition(
        case.law,
        asked.received_on,
        signatures=asked.signatures,
        refused=asked.refused_on,
        seats=case.facts.seats,
    )
    hold = answer.result.get("hold_by")
    due = date.fromisoformat(hold) if hold else None
    if not answer.result["valid"]:
        yield found(rule, State.NOT_MET, answer.steps[0].text, answer=answer)
    elif due is not None and case.facts.on > due:
        text = f"Demanded on {in_words(asked.received_on)}: it had to be held by {in_words(due)}."
        yield found(rule, State.NOT_MET, text, answer=answer, due=due)
    else:
        yield found(rule, State.MET, " ".join(step.text for step in answer.steps), answer=answer, due=due)


def judge_attendance(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-8: the names of the members present stand in the minutes."""
    if case.facts.closed_at is None:
        return
    if case.facts.members_present is None:
        yield found(rule, State.NOT_MET, "Record who was present: the minutes must name them.")
    else:
        text = f"{case.facts.members_present} members are recorded as present."
        yield found(rule, State.MET, text)


def judge_minutes(rule: Rule, case: Case) -> Iterator[Finding]:
    """ME-9: at which meeting the minutes are signed."""
    if case.facts.closed_at is None or rule.id == "ME-9-T":
        return
    signed = case.facts.minutes_signed_on
    answer = next_suitable(case.law, case.facts.on, case.facts.later)
    due = date.fromisoformat(answer.result) if answer.result else None
    if signed is not None:
        yield found(rule, State.MET, f"Signed on {in_words(signed)}.", answer=answer, due=due)
    elif due is None:
        yield found(rule, State.DOUBTFUL, answer.steps[-1].text, answer=answer)
    else:
        text = f"To be signed at the meeting on {in_words(due)}."
        state = State.DOUBTFUL if case.past(due) else State.WAITING
        yield found(rule, state, text, answer=answer, due=due)


def judge_presence(rule: Rule, case: Case) -> Iterator[Finding]:
    """RM-1 to RM-5: whether members may take part from elsewhere, and what that makes them."""
    facts, mode = case.facts, case.facts.mode
    if case.law.profile is Profile.WALES and rule.id == "RM-3":
        yield _welsh_presence(rule, case)
    elif mode is Attendance.IN_PERSON:
        return
    elif rule.id in ("RM-2", "RM-5-GAP"):
        yield _one_place(rule, mode)
    elif rule.id == "RM-4" and facts.remote_direction_at is None and not _arranged(case):
        text = "No direction of the convener is recorded: members elsewhere would not be present. Record it under"
        text += " the law, among the council's own choices."
        yield found(rule, State.NOT_MET, text)
    elif rule.id == "RM-5" and not _arranged(case):
        text = (
            "Standing orders on remote meetings must be in force first. Record them under the law, among the"
        )
        text += " council's own choices."
        yield found(rule, State.NOT_MET, text)
    else:
        yield found(rule, State.MET, "Members elsewhere are present while they hear and are heard.")


def _arranged(case: Case) -> bool:
    chosen = value(case.law, "remote_arrangements").word
    return case.facts.remote_arrangements or chosen == "in_force"


def _one_place(rule: Rule, mode: Attendance) -> Finding:
    if mode is Attendance.REMOTE:
        text = "A meeting in law is held in one place with its members there: give it a place."
        return found(rule, State.NOT_MET, text)
    text = "Members who join online watch, and speak if the chair allows: not present, no vote, not in the quorum."
    return found(rule, State.DOUBTFUL, text)


def _welsh_presence(rule: Rule, case: Case) -> Finding:
    if case.facts.mode is Attendance.IN_PERSON and not _arranged(case):
        text = (
            "The council's arrangements must let members take part from elsewhere. Record them under the law,"
        )
        text += " among the council's own choices."
        return found(rule, State.DOUBTFUL, text)
    both = "see and are seen, hear and are heard" if case.facts.is_full_council else "hear and are heard"
    return found(rule, State.MET, f"Members elsewhere are present while they {both}.")


def judge_broadcast(rule: Rule, case: Case) -> Iterator[Finding]:
    """RM-3: full council in Wales is broadcast."""
    if case.facts.is_full_council and not case.facts.broadcast:
        text = "Full council is broadcast live, and can be watched afterwards: give the address."
        yield found(rule, State.NOT_MET, text)


def judge_joining(rule: Rule, case: Case) -> Iterator[Finding]:
    """RM-3: the notice in Wales says how to join."""
    facts = case.facts
    if facts.mode is Attendance.IN_PERSON:
        return
    if facts.says_how_to_join:
        yield found(rule, State.MET, "The notice says when, where and how to join.")
    else:
        state = State.NOT_MET if facts.notice_at or facts.agenda_at else State.WAITING
        text = "Say in the notice how to join online: write it into its place or its notice to the public."
        yield found(rule, state, text)


def judge_note(rule: Rule, case: Case) -> Iterator[Finding]:
    """RM-3: the note of the meeting in Wales."""
    answer = welsh_note(case.law, case.facts.on)
    due = date.fromisoformat(answer.result)
    published = case.day(case.facts.note_at)
    if published is None:
        late = case.past(due)
        text = f"The note of the meeting was due by {in_words(due)}: publish it now."
        text = text if late else f"Publish the note of the meeting by {in_words(due)}."
        yield found(rule, State.NOT_MET if late else State.WAITING, text, answer=answer, due=due)
    else:
        state = State.MET if published <= due else State.NOT_MET
        text = f"The note was published on {in_words(published)}, due {in_words(due)}."
        yield found(rule, state, text, answer=answer, due=due)


def judge_captions(rule: Rule, case: Case) -> Iterator[Finding]:
    """AC-1: captions on the recording."""
    posted = case.facts.recording_posted_on
    if posted is None:
        return
    try:
        answer = captions(case.law, posted)
    except WrongState:
        return
    due = date.fromisoformat(answer.result)
    done = case.facts.captions_on
    if done is None:
        state = State.NOT_MET if case.past(due) else State.WAITING
        text = f"Give the recording captions by {in_words(due)}, or take it down."
    else:
        state = State.MET if done <= due else State.DOUBTFUL
        text = f"Captions since {in_words(done)}, due {in_words(due)}."
    yield found(rule, state, text, answer=answer, due=due)


def requisition_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """ME-2: by when the chair calls it, and by when it is held."""
    asked = case.facts.requisition
    if asked is None:
        return
    result = requisition(
        case.law, asked.received_on, signatures=asked.signatures, seats=case.facts.seats
    ).result
    titles = {
        "chair_by": "Call the meeting that members demanded",
        "hold_by": "Hold the meeting that members demanded",
    }
    for name, title in titles.items():
        if result.get(name):
            done = case.facts.convened_at is not None or case.facts.notice_at is not None
            yield due_by(rule, date.fromisoformat(result[name]), title, done=done)


def minutes_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """ME-9: the meeting at which the minutes are signed."""
    if rule.id == "ME-9-T":
        return
    answer = next_suitable(case.law, case.facts.on, case.facts.later)
    if answer.result:
        done = case.facts.minutes_signed_on is not None
        yield due_by(
            rule,
            date.fromisoformat(answer.result),
            "Put the minutes on the next agenda, to be signed",
            done=done,
        )


def note_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """RM-3: the Welsh note."""
    due = date.fromisoformat(welsh_note(case.law, case.facts.on).result)
    yield due_by(rule, due, "Publish the note of the meeting", done=case.facts.note_at is not None)


def captions_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """AC-1: captions on the recording."""
    posted = case.facts.recording_posted_on
    if posted is not None and posted >= date(2020, 9, 23):
        due = date.fromisoformat(captions(case.law, posted).result)
        yield due_by(rule, due, "Put captions on the recording", done=case.facts.captions_on is not None)


def recording_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """CD-3: until when the sound of full council stays on the website in Northern Ireland."""
    if case.facts.is_full_council and case.facts.closed_at is not None:
        last = date.fromisoformat(retention(case.law, "recording-online", case.facts.on).result)
        yield due_by(rule, last, "The recording may leave the website after this day", done=case.past(last))


def drafts_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """AC-3: when draft transcripts go."""
    if case.facts.minutes_signed_on is not None and case.facts.broadcast:
        last = date.fromisoformat(drafts_until(case.law, case.facts.minutes_signed_on).result)
        yield due_by(rule, last, "Delete draft transcripts and notes", done=False)


def webcast_due(rule: Rule, case: Case) -> Iterator[Deadline]:
    """AC-4: when the webcast may leave the website."""
    if case.facts.recording_posted_on is not None:
        last = date.fromisoformat(webcast_until(case.law, case.facts.recording_posted_on).result)
        yield due_by(rule, last, "The webcast may leave the website after this day", done=case.past(last))
