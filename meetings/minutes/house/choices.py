"""The choices of a house style as the officer's page offers them: each says with an example what it does."""

from __future__ import annotations

from meetings.minutes.house.asking import Choice as Choice
from meetings.minutes.house.asking import Section as Section
from meetings.minutes.house.asking import switch as _switch
from meetings.minutes.house.choices_private import PRIVATE
from meetings.minutes.style import (
    AttendanceLayout,
    ClockWords,
    Declared,
    Language,
    MinuteNumbers,
    Moved,
    PartMarks,
    SubNumbers,
    VoteLayout,
    VotePlace,
    YearStart,
)

_NUMBERS = Section(
    "Numbers",
    (
        Choice(
            "numbers",
            "How are minutes numbered?",
            options=(
                (MinuteNumbers.AGENDA.value, "As on the agenda: item 5 is minute 5"),
                (
                    MinuteNumbers.PER_MEETING.value,
                    "From 1 at each meeting, in the order of business: 1, 2, 3",
                ),
                (MinuteNumbers.CONTINUOUS.value, "On from the last meeting: 40, 41, 42"),
                (MinuteNumbers.SLASH_YEAR.value, "On from the last meeting, with the year behind: 60/26"),
                (MinuteNumbers.YEAR_POINT.value, "On from the last meeting, with the year before: 26.44"),
            ),
        ),
        Choice(
            "year_start",
            "When do numbers that go on begin again at 1?",
            options=(
                (YearStart.COUNCIL_YEAR.value, "With the council year: at the annual meeting, else on 1 May"),
                (YearStart.CALENDAR_YEAR.value, "On 1 January"),
                (YearStart.NEVER.value, "Never: 2143, 2144"),
            ),
        ),
        Choice(
            "number_prefix",
            "Anything before the number?",
            "Such as C for Council: C44. Leave empty for none.",
            longest=10,
        ),
        Choice(
            "sub_numbers",
            "Numbers below that of a minute?",
            options=(
                (SubNumbers.NONE.value, "None"),
                (SubNumbers.ITEMS.value, "Items 7.1 and 7.2 of the agenda become 38.1 and 38.2"),
                (SubNumbers.RESOLUTIONS.value, "Each resolution has one: 38.1 RESOLVED, 38.2 RESOLVED"),
            ),
        ),
    ),
)
_DECISIONS = Section(
    "Resolutions",
    (
        Choice(
            "resolved",
            "Words before a resolution",
            "RESOLVED becomes “RESOLVED – That …”. Also RESOLVED:, RESOLVED that, Resolved or Decision:",
            longest=40,
        ),
        Choice(
            "recommended",
            "Words before a recommendation to another body",
            "RECOMMENDED becomes “RECOMMENDED to Full Council – That …”. Also RECOMMENDED that",
            longest=40,
        ),
        _switch(
            "agreed_by_assent",
            "What was agreed without a vote has words of its own",
            "“AGREED – That …” instead of “RESOLVED – That …”",
        ),
        Choice("agreed", "Words before what was agreed without a vote", "AGREED, or Agreed that", longest=40),
        _switch("say_unanimous", "Say when everybody was for it", "“RESOLVED (unanimously) – That …”"),
        Choice(
            "parts",
            "How are the parts of a resolution marked?",
            options=(
                (PartMarks.NUMBERS.value, "(1), (2), (3)"),
                (PartMarks.LETTERS.value, "(a), (b), (c)"),
                (PartMarks.ROMAN.value, "(i), (ii), (iii)"),
            ),
        ),
        Choice(
            "moved",
            "Who moved it",
            options=(
                (
                    Moved.TEXT.value,
                    "The motion in full, then the resolution: It was moved by A, seconded by B, that …",
                ),
                (Moved.ON_A_MOTION.value, "On a motion by A, seconded by B, it was – Resolved – That …"),
                (Moved.MOVED_AND.value, "It was moved by A, seconded by B and RESOLVED – That …"),
                (Moved.PROPOSED_BY.value, "Proposed by: A. Seconded by: B. RESOLVED – That …"),
                (Moved.NOTHING.value, "Not said where it became a resolution: RESOLVED – That …"),
            ),
        ),
        Choice(
            "declared",
            "How is it said that a motion was carried or lost?",
            options=(
                (Declared.DECLARED.value, "The motion was declared CARRIED."),
                (
                    Declared.PUT.value,
                    "After being put to the meeting, and a vote taken, the motion was declared CARRIED.",
                ),
                (Declared.PLAIN.value, "The motion was carried. The amendment was not carried."),
                (Declared.BY_MAJORITY.value, "The motion was carried by a majority."),
                (Declared.NOTHING.value, "Only where no resolution says it"),
            ),
        ),
        _switch("number_amendments", "Amendments have numbers", "“Amendment 2 was moved by …”"),
        _switch(
            "procedure_resolved",
            "Motions on procedure are resolutions too",
            "“RESOLVED – That item 7 be taken next” instead of “The motion was agreed.”",
        ),
        _switch("time_before_resolution", "The time before each resolution", "“7.06pm – RESOLVED – That …”"),
        _switch(
            "decision_first",
            "The decision first, then the discussion",
            "The resolution stands at the head of its minute.",
        ),
        Choice("decision_heading", "Heading above the decision, where it comes first", "Such as Decision"),
        Choice(
            "discussion_heading", "Heading above the discussion, where it comes second", "Such as Minutes"
        ),
    ),
)
_VOTES = Section(
    "Votes",
    (
        Choice(
            "votes",
            "How are votes set?",
            "Names stand only where they were recorded.",
            options=(
                (
                    VoteLayout.TABLE.value,
                    "A line of figures, names in a table: For 24, against 10, abstained 1.",
                ),
                (VoteLayout.PROSE.value, "Prose: There voted for the motion 24, against 10, abstained 1."),
                (VoteLayout.NAMED_PROSE.value, "Prose by name: There voted for the motion: A, B and C – 24"),
                (VoteLayout.LINES.value, "Three lines: FOR Unanimous / AGAINST 0 / ABSTENTIONS 0"),
                (VoteLayout.FIGURES.value, "Figures below each other: For: 26 / Against: 32 / Abstention: 0"),
                (VoteLayout.ONE_LINE.value, "One line: For – 9  Against – 0  Abstain – 0"),
                (
                    VoteLayout.RECORD.value,
                    "A voting record: 5 For, 0 Against, 1 Abstention, with type and result",
                ),
                (
                    VoteLayout.SENTENCE.value,
                    "In the sentence: The motion was carried by 22 votes to one, with two abstentions.",
                ),
            ),
        ),
        Choice(
            "vote_place",
            "Where does the vote stand?",
            options=(
                (VotePlace.BEFORE.value, "Above the resolution"),
                (VotePlace.AFTER.value, "Below the resolution: RESOLVED – That …  For – 9 Against – 0"),
            ),
        ),
    ),
)
_PEOPLE = Section(
    "Attendance",
    (
        Choice(
            "attendance",
            "How are those present listed?",
            options=(
                (
                    AttendanceLayout.LISTS.value,
                    "A list below each heading: Present, In attendance, Apologies",
                ),
                (AttendanceLayout.PROSE.value, "Sentences: Present: Councillors A (Chair), B and C."),
                (AttendanceLayout.TABLE.value, "A table: name, role, attendance"),
                (AttendanceLayout.BY_GROUP.value, "Lists by political group: Labour, Conservative"),
                (AttendanceLayout.BY_WARD.value, "Lists by ward: Abbey Ward, Bridge Ward"),
            ),
        ),
        _switch(
            "short_groups", "Political groups by their first letters", "“Ann Ash (L)” instead of “(Labour)”"
        ),
        _switch(
            "remote_apart",
            "Members who took part by video under a heading of their own",
            "“Present remotely”",
        ),
        _switch(
            "visitors_apart",
            "Councillors who are not members under a heading of their own",
            "“Visiting members: Councillor Gale, arrived 6.37pm”",
        ),
        _switch(
            "movement_items",
            "Say which item was being taken when somebody came or went",
            "“arrived 6.37pm, during item 4” instead of “arrived 6.37pm”",
        ),
    ),
)
_LOOK = Section(
    "Look and language",
    (
        Choice(
            "language",
            "Language",
            options=(
                (Language.ENGLISH.value, "English"),
                (Language.WELSH.value, "Welsh: PENDERFYNWYD"),
                (Language.BOTH.value, "Welsh and English side by side"),
            ),
        ),
        _switch("capital_headings", "Headings in capitals", "“LIBRARY HOURS” instead of “Library hours”"),
        Choice("public_part", "Divider above public business", "Such as PART ONE – OPEN TO THE PUBLIC"),
        Choice("private_part", "Divider above private business", "Such as PART TWO – IN PRIVATE"),
        _switch("list_reports", "Name the reports that were before the meeting", "“Report: Budget 2026/27”"),
        _switch("pack_pages", "Cite the pages of the agenda pack", "“(pages 6 to 12 of the agenda pack)”"),
        _switch("cross_references", "Point back to an earlier minute of the item", "“(Minute 27 refers)”"),
        Choice(
            "clock",
            "How are times written?",
            options=(
                (ClockWords.POINT.value, "7.06pm"),
                (ClockWords.COLON.value, "7:06 pm"),
                (ClockWords.TWENTY_FOUR.value, "19:06"),
            ),
        ),
        Choice(
            "closed_words",
            "The meeting …",
            "“ended” makes “The meeting ended at 9.10pm.” Also closed, rose",
            longest=20,
        ),
        _switch(
            "duration", "Say how long the meeting took", "“The meeting ended at 9.10pm (2 hours 10 minutes).”"
        ),
    ),
)
SECTIONS = (_NUMBERS, _DECISIONS, _VOTES, _PEOPLE, _LOOK, PRIVATE)
