"""The set phrases of minutes in English: interests, debate, private business, appointments."""

from __future__ import annotations

from meetings.minutes.phrases.shape import Appointments, Debate, Interests, Private

INTERESTS = Interests(
    declared="{name} declared {kind}{nature}{done}",
    kinds={
        "dpi": "a disclosable pecuniary interest",
        "registrable": "another registrable interest",
        "personal": "a non-registrable interest",
        "arrears": "that section 106 of the Local Government Finance Act 1992 applies",
        "lobbied": "that they had been lobbied",
    },
    here=" in this item",
    about=" about this item",
    everybody="All members present had been granted a dispensation to {allowed} on this item",
    sensitive=", which is a sensitive interest",
    dispensed="; having a dispensation to {allowed}, they took part to that extent",
    dispensations={"speak": "speak", "vote": "vote", "speak and vote": "speak and vote"},
    went="; they left the room at {at}",
    came_back=", returned at {at}",
    no_part=" and took no part in the discussion or the vote",
    no_vote=" and did not vote",
    actions={
        "left": "; they took no part in the discussion or the vote",
        "spoke": "; they spoke as one of the public and did not vote",
        "no_vote": "; they stayed in the room and took no part in the discussion or the vote",
        "took_part": "; they stayed and took part",
    },
)

DEBATE = Debate(
    point="{name} raised a point of order ({rule}). {ruling}",
    rulings={
        "upheld": "The Chair upheld it",
        "not_upheld": "The Chair ruled that it was not a point of order",
        "noted": "It was noted",
    },
    time_up="At {at} the time allowed for the meeting was up",
    without_debate=". What remained was moved formally and voted on without debate",
    stood_over=". The business that remained ({items}) stood over to the next meeting",
    extended="The time allowed for the meeting was extended to {at}",
    steps={
        "warned": "At {at} the Chair warned {name}: {why}",
        "not_heard": "{name} was not further heard on this item, as the meeting had resolved",
        "left": "{name} was required to leave the meeting at {at}, as the meeting had resolved",
        "removed": "At {at} the Chair had {name} removed from the room: {why}",
    },
    restored="At {at} what had been ordered against {name} was lifted",
    somebody="A member of the public",
    behalf=", on behalf of {name},",
    petition="{who}{behalf} presented a petition",
    petition_on="{who}{behalf} presented a petition: {subject}",
    question="{who}{behalf} put a question: {subject}",
    spoke="{who}{behalf} spoke on this item",
)

PRIVATE = Private(
    no_representations="No representations had been received about taking item {number} in private",
    one_representation="{count} representation had been received about taking item {number} in private",
    representations="{count} representations had been received about taking item {number} in private",
    began="the press and public were excluded (item {numbers})",
    ended="the meeting was open to the press and public again",
    overridden=(
        "{first} and {second} decided to open the private part although it was not confirmed that "
        "everything public had stopped: {why}"
    ),
)

APPOINTMENTS = Appointments(
    nominated="Nominated for appointment as {post}: {people}.",
    proposed="{name} (proposed by {proposer})",
    proposed_seconded="{name} (proposed by {proposer}, seconded by {seconder})",
    withdrew="{name} withdrew from the appointment.",
    round="Round {number}: {figures}. {came}",
    round_how="Round {number} ({how}): {figures}. {came}",
    kinds={"run_off": "run-off", "secret": "secret ballot"},
    ways={"devices": "", "hands": "by show of hands", "roll_call": "by roll call", "paper": "on paper slips"},
    figures="{figures}; {others}",
    figure="{name} {votes}",
    abstained="{count} abstained",
    none="{count} cast no vote",
    spoilt="{count} spoilt",
    elected="{name} was appointed.",
    dropped="{name} had the fewest votes and dropped out.",
    run_off="{names} tied for the fewest votes: a run-off between them.",
    tie_lowest="{names} tied again: one of them drops out.",
    tie_final="{names} had the same number of votes.",
    nobody="Nobody voted.",
    declined="{name} declined to decide the tie. ",
    cast_for="{name}, in the chair, gave a casting vote for {candidate}. ",
    decided_out="{name}, in the chair, decided that {candidate} dropped out. ",
    by_lot="{fate}, drawn by {drawn_by} in the presence of {witness}. ",
    lot_chosen="{name} was chosen by lot",
    lot_dropped="{name} dropped out by lot",
    tellers=" Tellers: {names}.",
    voted_for=" For {name}: {names}.",
    voted_abstained=" Abstained: {names}.",
    round_void="Round {number} was declared void and taken again: {reason}.",
    uncontested="There being no other nominations, no vote was taken.",
    resolved="That {names} be appointed as {post}.",
    not_made="No appointment was made as {post}: {reason}.",
)
