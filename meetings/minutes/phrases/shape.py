"""Which set phrases minutes are made of: the same in each language, with the same places for what is put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Days and times. `on` stands before a day in a sentence, where the language wants another form there."""

    days: tuple[str, ...]
    days_in_sentence: tuple[str, ...]
    months: tuple[str, ...]
    noon: str
    midnight: str
    am: str
    pm: str
    and_: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands on the page around the minutes themselves."""

    minutes: str
    draft_minutes: str
    title: str
    draft: str
    not_confirmed: str
    not_record: str
    version: str
    confirmed: str
    confirmed_on: str
    signed_by: str
    in_the_chair: str
    chair: str
    date: str
    attendance: str
    present: str
    councillors_present: str
    in_attendance: str
    visiting: str
    present_remotely: str
    apologies: str
    late: str
    absent: str
    substitute: str
    substitute_for: str
    presiding: str
    remotely: str
    arrived: str
    left: str
    during: str
    during_agenda: str
    times: str
    started: str
    ended: str
    exempt: str
    exempt_item: str
    opening: str
    action: str
    by_day: str
    councillor: str
    unnamed: str
    watch: str
    who_present: str
    name: str
    as_: str
    others: str
    agenda_item: str
    summary: str
    written_by: str
    when: str
    both: str
    choose_language: str
    note: str
    language: str
    seats: Mapping[str, str]
    modes: Mapping[str, str]
    kinds: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Motions:
    """Motions and what became of them. `it` is one of the words for a motion, without the article."""

    motion: str
    amendment: str
    as_amended: str
    moved: str
    amendment_moved: str
    by: str
    seconded: str
    that: str
    declared: Mapping[str, str]
    carried: str
    carried_unanimously: str
    lost: str
    agreed: str
    not_agreed: str
    by_assent: str
    became_substantive: str
    tied: str
    altered: str
    accepted: str
    the_mover: str
    in_order: str
    divided: str
    not_decided: str
    resumed: str
    reasons: str
    unanimously: str
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Votes:
    """Counts and names."""

    recorded: str
    vote: str
    ways: Mapping[str, str]
    on: str
    the: str
    together: str
    number: str
    side: str
    for_: str
    against: str
    abstained: str
    no_vote: str
    nobody: str
    councillors: str
    members: str
    totals: str
    totals_no_vote: str
    by_hands: str
    casting: str
    casting_for: str
    casting_against: str
    the_chair: str
    no_casting: str
    casting_not_given: str
    equal: str
    named: str
    needed: str
    majorities: Mapping[str, str]
    workings: Mapping[str, str]
    weights: str
    undecided: str
    proxy: str
    void: str
    own: str
    own_choices: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Room:
    """Who was there, who presided, breaks and the order of business."""

    took_chair: str
    away: str
    public: str
    public_one: str
    item: str
    items: str
    the_chair: str
    chair_named: str
    chair_between: str
    from_: str
    adjourned: str
    resumed: str
    break_start: str
    break_until: str
    break_place: str
    break_end: str
    taken_next: str
    order_varied: str
    quorum_lost: str
    for_item: str
    quorum_back: str
    elsewhere: str
    connection_lost: str
    connection_back: str
    bar_lifted: str
    not_taken: str
    separate: str
    urgent: str
    sealed: str


@dataclass(frozen=True, kw_only=True)
class Interests:
    """Declarations of interest. `kinds` stand after the verb."""

    declared: str
    kinds: Mapping[str, str]
    here: str
    about: str
    everybody: str
    sensitive: str
    dispensed: str
    dispensations: Mapping[str, str]
    went: str
    came_back: str
    no_part: str
    no_vote: str
    actions: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Debate:
    """Speakers from outside, rulings, the time of the meeting, disorder."""

    point: str
    rulings: Mapping[str, str]
    time_up: str
    without_debate: str
    stood_over: str
    extended: str
    steps: Mapping[str, str]
    restored: str
    somebody: str
    behalf: str
    petition: str
    petition_on: str
    question: str
    spoke: str


@dataclass(frozen=True, kw_only=True)
class Private:
    """The press and public excluded."""

    began: str
    ended: str
    overridden: str
    no_representations: str
    one_representation: str
    representations: str


@dataclass(frozen=True, kw_only=True)
class Appointments:
    """Who was appointed, and how."""

    nominated: str
    proposed: str
    proposed_seconded: str
    withdrew: str
    round: str
    round_how: str
    kinds: Mapping[str, str]
    ways: Mapping[str, str]
    figures: str
    figure: str
    abstained: str
    none: str
    spoilt: str
    elected: str
    dropped: str
    run_off: str
    tie_lowest: str
    tie_final: str
    nobody: str
    declined: str
    cast_for: str
    decided_out: str
    by_lot: str
    lot_chosen: str
    lot_dropped: str
    tellers: str
    voted_for: str
    voted_abstained: str
    round_void: str
    uncontested: str
    resolved: str
    not_made: str


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """Every set phrase of minutes in one language; `language` as in HTML."""

    language: str
    calendar: Calendar
    page: Page
    motions: Motions
    votes: Votes
    room: Room
    interests: Interests
    debate: Debate
    private: Private
    appointments: Appointments
