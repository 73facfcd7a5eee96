"""The meeting itself on the time line: items, breaks, people, the public excluded, who spoke, order and time."""

from __future__ import annotations

from datetime import datetime

from meetings.debate import events as debate
from meetings.debate.rules import Ruling, SpeechKind, Step
from meetings.exclusion import events as exclusion
from meetings.interests import events as interests
from meetings.publicsite.replay.fold import Fold, always, tells
from meetings.publicsite.replay.lines import Kind, spoken
from meetings.room import events as room

UNNAMED = "A member of the public"
SITTING = "The meeting is sitting"


@always(room.MeetingOpened)
def opened(fold: Fold, at: datetime, fact: room.MeetingOpened) -> None:
    """It begins."""
    fold.opened, fold.phase = at, SITTING
    here = sum(fold.present.values())
    members = f"{here} member{'' if here == 1 else 's'} present" if here else ""
    fold.put(at, Kind.MEETING, f"The meeting was opened, {fact.presiding} in the chair", members)


@always(room.MeetingClosed)
def closed(fold: Fold, at: datetime, _fact: room.MeetingClosed) -> None:
    """It is over."""
    fold.closed, fold.phase, fold.item_id, fold.item = at, "The meeting was over", None, ""
    fold.private, fold.speaker = False, ""
    fold.put(at, Kind.MEETING, "The meeting was closed")


@always(room.ItemTaken)
def item_taken(fold: Fold, at: datetime, fact: room.ItemTaken) -> None:
    """An item is before the meeting; of one that is not public only that."""
    fold.item_id, fold.speaker = fact.item_id, ""
    fold.item = fold.title(fact.number, fact.title, fact.item_id)
    if fold.private and fold.veiled:
        return
    detail = "" if fold.readable(fact.item_id) else "Taken in private: nothing of it is shown."
    fold.put(at, Kind.ITEM, f"Item {fold.item}", detail)


@always(exclusion.ExclusionBegan)
def excluded(fold: Fold, at: datetime, _fact: exclusion.ExclusionBegan) -> None:
    """From now on only that it was in private."""
    if not fold.private:
        fold.put(at, Kind.MEETING, "The press and public were excluded", key="private")
    fold.private, fold.speaker = True, ""


@always(exclusion.ExclusionEnded)
def readmitted(fold: Fold, at: datetime, fact: exclusion.ExclusionEnded) -> None:
    """In public again, or over."""
    fold.private = False
    fold.end("private", at)
    if not fact.closed:
        fold.put(at, Kind.MEETING, "The meeting was in public again")


@tells(room.MeetingAdjourned)
def adjourned(fold: Fold, at: datetime, fact: room.MeetingAdjourned) -> None:
    """A break."""
    fold.phase, fold.speaker = "The meeting was adjourned", ""
    fold.put(at, Kind.MEETING, "The meeting was adjourned", fact.reason, key="break")


@tells(room.MeetingResumed)
def resumed(fold: Fold, at: datetime, _fact: room.MeetingResumed) -> None:
    """It goes on."""
    fold.phase = SITTING
    fold.end("break", at)
    fold.put(at, Kind.MEETING, "The meeting resumed")


@tells(room.OrderChanged)
def order_changed(fold: Fold, at: datetime, fact: room.OrderChanged) -> None:
    """Another order of business, or the one before again."""
    if fact.undone:
        fold.drop(f"order {fact.item_id}")
        return
    by = f"varied by the chair, {fact.by}" if fact.by_chair and fact.by else "changed by the meeting"
    text = f"The order of business was {by}: item {fact.number} was to be taken next"
    fold.put(at, Kind.MEETING, text, fact.reason, key=f"order {fact.item_id}")


@tells(room.ChairTaken)
def chair_taken(fold: Fold, at: datetime, fact: room.ChairTaken) -> None:
    """Somebody else presides."""
    fold.put(at, Kind.PEOPLE, f"{fact.name} took the chair")


@always(room.MemberArrived)
def arrived(fold: Fold, at: datetime, fact: room.MemberArrived) -> None:
    """Who is there; by name only who comes after the opening."""
    member = fact.capacity.value in ("member", "non_voting")
    fold.present[fact.person_id] = int(member)
    if fold.opened is not None and not fold.veiled:
        where = " online" if fact.presence.value == "remote" else ""
        fold.put(at, Kind.PEOPLE, f"{fact.name} arrived{where}", key=f"arrived {fact.person_id}")


@always(room.MemberLeft)
def left(fold: Fold, at: datetime, fact: room.MemberLeft) -> None:
    """Who is there no longer."""
    fold.present.pop(fact.person_id, None)
    if fold.opened is not None and not fold.veiled:
        fold.put(at, Kind.PEOPLE, f"{fact.name} left the meeting")


@always(room.ArrivalCorrected)
def never_arrived(fold: Fold, _at: datetime, fact: room.ArrivalCorrected) -> None:
    """It was entered by mistake."""
    fold.present.pop(fact.person_id, None)
    fold.drop(f"arrived {fact.person_id}")


@tells(room.QuorumLost)
def quorum_lost(fold: Fold, at: datetime, fact: room.QuorumLost) -> None:
    """Too few."""
    fold.put(at, Kind.MEETING, f"There was no quorum: {fact.present} present, {fact.needed} needed")


@tells(room.QuorumRegained)
def quorum_regained(fold: Fold, at: datetime, _fact: room.QuorumRegained) -> None:
    """Enough again."""
    fold.put(at, Kind.MEETING, "There was a quorum again")


@tells(interests.InterestDeclared)
def declared(fold: Fold, at: datetime, fact: interests.InterestDeclared) -> None:
    """An interest; what a sensitive one is stands in no fact."""
    moment = max(at, fold.opened) if fold.opened else at
    detail = "" if fact.is_sensitive else fact.nature
    key = f"declared {fact.declaration_id}"
    fold.put(moment, Kind.PEOPLE, f"{fact.name} declared an interest in item {fact.number}", detail, key=key)


@tells(interests.DeclarationWithdrawn)
def not_declared(fold: Fold, _at: datetime, fact: interests.DeclarationWithdrawn) -> None:
    """A mistake."""
    fold.drop(f"declared {fact.declaration_id}")


@tells(interests.LeftForInterest)
def left_for_interest(fold: Fold, at: datetime, fact: interests.LeftForInterest) -> None:
    """Out of the room."""
    fold.put(at, Kind.PEOPLE, f"{fact.name} left the room because of a declared interest")


@tells(interests.ReturnedAfterInterest)
def returned(fold: Fold, at: datetime, fact: interests.ReturnedAfterInterest) -> None:
    """And in again."""
    fold.put(at, Kind.PEOPLE, f"{fact.name} returned")


# --- the debate ---


@tells(debate.FloorGiven)
def floor_given(fold: Fold, at: datetime, fact: debate.FloorGiven) -> None:
    """Somebody speaks."""
    fold.speaker = fact.name or UNNAMED
    what = fact.kind.label.lower()
    text = {
        SpeechKind.SPEECH: f"{fold.speaker} spoke",
        SpeechKind.PUBLIC: f"{fold.speaker} spoke as a public speaker",
        SpeechKind.PETITIONER: f"{fold.speaker} presented a petition",
        SpeechKind.OFFICER: f"{fold.speaker} presented the item",
        SpeechKind.POINT_OF_ORDER: f"{fold.speaker} raised a point of order",
    }.get(fact.kind, f"{fold.speaker}: {what}")
    fold.put(at, Kind.SPEAKER, text, fact.rule, key=f"speech {fact.speech_id}")


@tells(debate.SpeechEnded)
def speech_ended(fold: Fold, at: datetime, fact: debate.SpeechEnded) -> None:
    """Somebody has finished; whom they interrupted has the floor again."""
    fold.end(f"speech {fact.speech_id}", at, spoken(fact.spoken_ms))
    number = fold.places.get(f"speech {fact.returned}") if fact.returned else None
    back = next((line for line in fold.lines if line.seq == number), None)
    fold.speaker = back.text.partition(" spoke")[0].partition(":")[0] if back else ""


@tells(debate.SpeechUndone)
def speech_undone(fold: Fold, _at: datetime, fact: debate.SpeechUndone) -> None:
    """A mistake was taken back."""
    if fact.what == "given":
        fold.drop(f"speech {fact.speech_id}")
        fold.speaker = ""


@tells(debate.PointRuled)
def ruled(fold: Fold, at: datetime, fact: debate.PointRuled) -> None:
    """The chair ruled."""
    words = {Ruling.UPHELD: "was upheld", Ruling.NOT_UPHELD: "was not upheld", Ruling.NOTED: "was heard"}
    fold.put(at, Kind.SPEAKER, f"The point of order {words[fact.ruling]}", fact.text)


@tells(debate.DebateClosed)
def debate_closed(fold: Fold, at: datetime, _fact: debate.DebateClosed) -> None:
    """By a vote."""
    fold.put(at, Kind.MOTION, "The debate was closed")


@tells(debate.OrderCalled)
def called_to_order(fold: Fold, at: datetime, fact: debate.OrderCalled) -> None:
    """Disorder; one of the public is not named."""
    who = fact.name if fact.person_id else UNNAMED
    words = {
        Step.WARNED: "was warned by the chair",
        Step.NOT_HEARD: "was not to be heard further",
        Step.LEFT: "was required to leave",
        Step.REMOVED: "was removed from the room",
    }
    fold.put(at, Kind.PEOPLE, f"{who} {words[fact.step]}")


@tells(debate.TimeWasUp)
def time_was_up(fold: Fold, at: datetime, fact: debate.TimeWasUp) -> None:
    """The guillotine."""
    fold.put(at, Kind.MEETING, "The meeting’s time was up", f"{fact.choice.label}.")


@tells(debate.SittingExtended)
def went_on(fold: Fold, at: datetime, fact: debate.SittingExtended) -> None:
    """Longer."""
    fold.put(at, Kind.MEETING, f"The meeting’s time was extended by {fact.minutes} minutes")
