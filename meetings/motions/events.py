"""Facts about motions."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact
from meetings.motions.rules import Effect, MotionKind, MotionStatus


@fact("motions.motion_prepared")
@dataclass(frozen=True)
class MotionPrepared(Fact):
    """A motion was typed before it is moved."""

    motion_id: str
    item_id: str | None
    text: str
    #: of an amendment that is foreshadowed: the motion it would change
    parent_id: str | None = None
    kind: MotionKind = MotionKind.SUBSTANTIVE
    mover_id: str | None = None
    mover: str = ""
    seconder_id: str | None = None
    seconder: str = ""
    private: bool = False


@fact("motions.motion_moved")
@dataclass(frozen=True)
class MotionMoved(Fact):
    """A motion is before the meeting."""

    motion_id: str
    item_id: str | None
    kind: MotionKind
    text: str
    mover_id: str | None
    mover: str
    seconder_id: str | None
    seconder: str
    parent_id: str | None = None
    effect: Effect = Effect.NONE
    effect_item_id: str | None = None
    #: an amendment in the words of standing orders: "After … add …"; empty where the whole text was given
    change: str = ""
    reasons: str = ""
    against_advice: bool = False
    #: moved while the public was excluded: for members and officers only
    private: bool = False
    #: of a motion to exclude the public: the items it names
    effect_items: tuple[str, ...] = ()
    effect_person_id: str | None = None
    effect_minutes: int | None = None
    effect_note: str = ""
    part_of_id: str | None = None


@fact("motions.motion_withdrawn")
@dataclass(frozen=True)
class MotionWithdrawn(Fact):
    """A motion is no longer before the meeting."""

    motion_id: str


@fact("motions.motion_decided")
@dataclass(frozen=True)
class MotionDecided(Fact):
    """A motion was carried or lost; `vote_id` is None when it was agreed without a vote."""

    motion_id: str
    carried: bool
    vote_id: str | None = None
    #: whether the public was excluded at that moment: what came of it is kept from them, wherever it was moved
    private: bool = False


@fact("motions.motion_recommends")
@dataclass(frozen=True)
class MotionRecommends(Fact):
    """Carrying it resolves nothing here but recommends it to another body; an empty name takes that back."""

    motion_id: str
    to: str


@fact("motions.motion_amended")
@dataclass(frozen=True)
class MotionAmended(Fact):
    """An amendment was carried: the motion, as amended, is now the substantive motion."""

    motion_id: str
    amendment_id: str
    text: str
    #: the amendment was moved in private: from now on the motion is as private
    private: bool = False


@fact("motions.motion_altered")
@dataclass(frozen=True)
class MotionAltered(Fact):
    """The mover altered it with the consent of the seconder and of the meeting."""

    motion_id: str
    before: str
    text: str
    private: bool = False


@fact("motions.amendment_accepted")
@dataclass(frozen=True)
class AmendmentAccepted(Fact):
    """The mover of the motion took an amendment into it, with consent: nobody voted on it."""

    motion_id: str
    amendment_id: str
    text: str
    private: bool = False


@fact("motions.amendment_ruled")
@dataclass(frozen=True)
class AmendmentRuled(Fact):
    """The chair ruled that an amendment that had been questioned is in order."""

    motion_id: str
    amendment_id: str
    questioned: str


@fact("motions.motion_divided")
@dataclass(frozen=True)
class MotionDivided(Fact):
    """The motion is put in parts; each is a motion of its own."""

    motion_id: str
    parts: tuple[str, ...]


@fact("motions.motion_put_aside")
@dataclass(frozen=True)
class MotionPutAside(Fact):
    """A motion is no longer before the meeting without having been decided: fallen, adjourned, referred, withdrawn."""

    motion_id: str
    status: MotionStatus
    why: str
    #: the procedural motion that did it
    cause_id: str | None = None


@fact("motions.debate_resumed")
@dataclass(frozen=True)
class DebateResumed(Fact):
    """A motion whose debate was adjourned is before the meeting again."""

    motion_id: str


@fact("motions.reasons_given")
@dataclass(frozen=True)
class ReasonsGiven(Fact):
    """Why the meeting is asked to decide against its officers' advice."""

    motion_id: str
    reasons: str
    private: bool = False


@fact("motions.notice_given")
@dataclass(frozen=True)
class NoticeGiven(Fact):
    """A member gave notice of a motion."""

    notice_id: str
    title: str
    text: str
    mover_id: str
    mover: str
    seconder_id: str | None
    asked: tuple[str, ...] = ()


@fact("motions.notice_signed")
@dataclass(frozen=True)
class NoticeSigned(Fact):
    """Somebody who was asked seconds or signs it."""

    notice_id: str
    title: str
    person_id: str
    name: str


@fact("motions.notice_suggested")
@dataclass(frozen=True)
class NoticeSuggested(Fact):
    """The officer suggests other words; the mover decides."""

    notice_id: str
    title: str
    text: str
    reason: str


@fact("motions.notice_altered")
@dataclass(frozen=True)
class NoticeAltered(Fact):
    """The mover agreed to the words suggested."""

    notice_id: str
    title: str
    text: str


@fact("motions.notice_accepted")
@dataclass(frozen=True)
class NoticeAccepted(Fact):
    """It is on the agenda."""

    notice_id: str
    title: str
    item_id: str
    motion_id: str


@fact("motions.notice_rejected")
@dataclass(frozen=True)
class NoticeRejected(Fact):
    """It does not go on the agenda, and why."""

    notice_id: str
    title: str
    reason: str


@fact("motions.notice_withdrawn")
@dataclass(frozen=True)
class NoticeWithdrawn(Fact):
    """The mover took it back."""

    notice_id: str
    title: str
