"""The choices of a house style about private business and the recording."""

from __future__ import annotations

from meetings.exclusion.wording import Act, Interest, Layout
from meetings.minutes.house.asking import Choice, Section, switch

PRIVATE = Section(
    "Private business",
    (
        Choice(
            "exclusion_layout",
            "How is the resolution that excludes the public set?",
            options=(
                (Layout.SENTENCE.value, "One sentence with items and paragraphs"),
                (Layout.TABLE.value, "With a table: Item No. 12, Paragraph 3"),
                (Layout.EACH.value, "Each item by itself: Item 5 on the agenda (minute 4): paragraph 3"),
            ),
        ),
        Choice(
            "exclusion_interest",
            "How is the public interest spoken of?",
            options=(
                (Interest.OUTWEIGHS.value, "The interest in maintaining the exemption outweighs …"),
                (Interest.SATISFIES.value, "Keeping it back satisfies the public interest test"),
                (Interest.UNSAID.value, "Not spoken of"),
            ),
        ),
        Choice(
            "exclusion_act",
            "How is the law cited? (England)",
            options=(
                (Act.SECTION.value, "Section 100A(4)"),
                (Act.DESCRIBED.value, "Section 100I"),
                (Act.CHAIN.value, "Section 100A(4) as amended by the Act of 1985 and the Order of 2006"),
            ),
        ),
        switch("exclusion_described", "Say what each paragraph is about", "“paragraph 3 (financial …)”"),
        switch("recording_links", "Link each minute to the recording", "By the times entered with it"),
    ),
)
