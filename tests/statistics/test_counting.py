"""What is counted adds up, and comes to the same when somebody counts it another way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.bodies.rules import Seat, Span
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.room.rules import Capacity, Presence
from meetings.statistics.rules.attendance import Mark, by_seat, counted, tally, whole_period
from meetings.statistics.rules.decided import decided, is_recommendation
from meetings.statistics.rules.facts import Held, Present, Stay
from meetings.statistics.rules.times import by_group, by_speaker, lengths
from meetings.statistics.rules.votes import agreement, by_member, groups_on
from meetings.voting.rules import Choice
from tests.statistics import making

_MANY = settings(max_examples=150, deadline=None)
_SEEDS = st.integers(0, 2**32)
_PERIOD = Span(making.START, making.START + timedelta(days=60))


def _each(check: Callable[[Random], None]) -> Callable[[], None]:
    @_MANY
    @given(_SEEDS)
    def run(seed: int) -> None:
        check(Random(seed))

    return run


def _minutes_there(meeting: Held, stay: Stay) -> set[int]:
    end = stay.until or meeting.sat[-1][1]
    return {n for n in range(-10, 200) if stay.since <= making.minute(meeting, n) < end}


def _by_hand(given: Present) -> dict[tuple[str, str], tuple[str, bool, bool, bool]]:
    """The same counted minute by minute: (mark, from elsewhere, part, looked on) by meeting and member."""
    found = {}
    for meeting in given.held:
        own = [s for s in given.stays if s.meeting_id == meeting.id]
        if not own:
            continue
        sat = {n for a, b in meeting.sat for n in range(-10, 200) if a <= making.minute(meeting, n) < b}
        for person in making.PEOPLE:
            days = [s.span for s in given.seats if (s.person_id, s.body_id) == (person, meeting.body_id)]
            if not any(d.first <= meeting.day <= (d.last or date.max) for d in days):
                continue
            mine = [s for s in own if s.person_id == person and s.capacity is not Capacity.VISITOR]
            good = [s for s in mine if _good(given, meeting, s)]
            there = set().union(*(_minutes_there(meeting, s) for s in good)) if meeting.sat else set()
            part = bool(good and sat) and len(sat - there) > 1
            sorry = (meeting.id, person) in given.apologies
            mark = "present" if good else "apologies" if sorry else "absent"
            online = any(s.presence is Presence.REMOTE for s in good)
            found[meeting.id, person] = (mark, online, part, bool(mine) and not good)
    return found


def _good(given: Present, meeting: Held, stay: Stay) -> bool:
    if stay.presence is Presence.IN_PERSON:
        return True
    return stay.presence is Presence.REMOTE and given.remote_counts(meeting.day)


@_each
def test_attendance_is_the_same_counted_minute_by_minute(rng: Random) -> None:
    given = making.presence(rng)
    lines, _ = counted(given)
    found = {(x.meeting_id, x.person_id): (x.mark.value, x.remote, x.part, x.looked_on) for x in lines}
    assert found == _by_hand(given)
    assert len(found) == len(lines)


@_each
def test_present_absent_and_apologies_are_all_who_were_expected(rng: Random) -> None:
    given = making.presence(rng)
    lines, guests = counted(given)
    whole = tally(lines)
    assert whole.present + whole.apologies + whole.absent == whole.expected == len(lines)
    assert max(whole.remote, whole.part) <= whole.present
    assert whole.looked_on + whole.present <= whole.expected
    assert whole.replaced <= whole.apologies + whole.absent
    rows = by_seat(given.seats, lines, _PERIOD)
    assert sum(r.tally.expected for r in rows) == whole.expected
    assert sum(r.tally.present for r in rows) == whole.present
    assert not {(g.meeting_id, g.person_id) for g in guests} & {(x.meeting_id, x.person_id) for x in lines}


@_each
def test_votes_of_members_add_up_to_the_rolls(rng: Random) -> None:
    held = {h.id: h for h in making.meetings(rng)}
    votes, seats = making.recorded(rng, held.values()), making.seats(rng)
    found = by_member(votes, held, seats)
    rolled = Counter(p for v in votes for p, _ in v.roll)
    cast = Counter((p, c) for v in votes for p, c in v.roll)
    for person in making.PEOPLE:
        t = found.get(person)
        if t is None:
            assert not rolled[person]
            continue
        assert t.on_rolls == rolled[person]
        assert t.for_ == cast[person, Choice.FOR]
        assert t.against == cast[person, Choice.AGAINST]
        assert (t.abstain, t.none) == (cast[person, Choice.ABSTAIN], cast[person, None])
        could = [
            v.id
            for v in votes
            if any(
                s.person_id == person
                and s.body_id == held[v.meeting_id].body_id
                and s.seat not in (Seat.CO_OPTED, Seat.CO_OPTED_EDUCATION)
                and s.span.covers(held[v.meeting_id].day)
                for s in seats
            )
        ]
        voted = {v.id for v in votes if person in dict(v.roll)}
        assert t.away == len(set(could) - voted)


@_each
def test_agreement_of_groups_is_the_same_counted_vote_by_vote(rng: Random) -> None:
    held = {h.id: h for h in making.meetings(rng)}
    votes, terms = making.recorded(rng, held.values()), making.terms(rng)
    pairs, unity = agreement(votes, held, groups_on(terms))
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for vote in votes:
        day = held[vote.meeting_id].day
        balance: Counter[str] = Counter()
        for person, choice in vote.roll:
            mine = next(t.group for t in terms if t.person_id == person and t.span.covers(day))
            balance[mine] += {Choice.FOR: 1, Choice.AGAINST: -1}.get(choice, 0) if choice else 0
        civic, progress = balance["Civic"], balance["Progress"]
        if civic and progress:
            both["Civic", "Progress"] += 1
            same["Civic", "Progress"] += (civic > 0) == (progress > 0)
    assert {(p.first, p.second): (p.votes, p.same) for p in pairs} == {
        k: (n, same[k]) for k, n in both.items()
    }
    assert all(u.whole <= u.votes <= len(votes) for u in unity)


@_each
def test_decisions_by_kind_add_up(rng: Random) -> None:
    motions = making.moved(rng)
    d = decided(motions)
    main = [m for m in motions if m.kind is MotionKind.SUBSTANTIVE]
    carried = [m for m in main if m.status is MotionStatus.CARRIED]
    assert d.carried == len(carried) == d.resolved + d.recommended == d.by_assent + d.by_vote
    assert d.recommended == sum("recommend" in m.text for m in carried)
    assert d.unanimous == sum(
        bool(m.vote and m.vote.for_ and not m.vote.against + m.vote.abstain) for m in carried
    )
    assert d.unanimous <= d.by_vote
    assert d.lost == sum(m.status is MotionStatus.LOST for m in main)
    halves = decided(motions[::2]) + decided(motions[1::2])
    assert (halves.carried, halves.lost, halves.procedural) == (d.carried, d.lost, d.procedural)


@_each
def test_time_spoken_adds_up_by_speaker_and_by_group(rng: Random) -> None:
    held = {h.id: h for h in making.meetings(rng)}
    given = making.spoken(rng, held.values())
    whole = sum(s.ms for s in given) // 1000
    group_on = groups_on(making.terms(rng))
    for shares in (by_speaker(given), by_group(given, held, group_on)):
        assert sum(s.seconds for s in shares) == whole
        assert sum(s.speeches for s in shares) == len(given)
    found = lengths(held.values())
    known = [sum((b - a).total_seconds() for a, b in h.sat) for h in held.values() if h.sat]
    assert (found.total if found else 0) == sum(known)


def test_a_seat_for_part_of_the_period_is_said_to_be_one() -> None:
    given = making.presence(Random(3))
    for row in by_seat(given.seats, [], _PERIOD):
        first, last = row.spans[0].first, row.spans[-1].last
        gap = len(row.spans) > 1
        assert whole_period(row, _PERIOD) is (
            first <= making.START and (last is None or last >= (_PERIOD.last or date.max)) and not gap
        )


def test_a_decision_that_asks_another_body_is_a_recommendation() -> None:
    for text in (
        "That Council be recommended to adopt the plan.",
        "To recommend to the Cabinet that the lease ends.",
        "RECOMMENDED that the scheme is approved.",
        "That it be recommended to Full Council that the fees rise.",
        "That the Cabinet recommends the budget to Council.",
    ):
        assert is_recommendation(text), text
    for text in ("That the recommendations in the report are agreed.", "That the report is noted."):
        assert not is_recommendation(text), text


def test_every_mark_is_one_of_three() -> None:
    assert {m.value for m in Mark} == {"present", "apologies", "absent"}
