"""The agenda of meetings at random: every field of an exempt item bears a secret of its own."""

from __future__ import annotations

from typing import Any

from meetings.agendas.content import ContentItem, ContentPaper
from meetings.agendas.rules import PaperKind
from meetings.deadlines.rules.base import Profile
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.drafting import Passed
from meetings.minutes.style import HouseStyle
from tests.minutes.at_random import PARAGRAPH, PEOPLE, Told
from tests.minutes.forms.making import Making, agenda_item, exempt_item


def items(exempt: int) -> list[ContentItem]:
    """Three public items and some exempt ones, every field of which has its own secret."""
    public = [agenda_item(str(n), f"Matter {n}") for n in (1, 2, 3)]
    return [*public, *(_secret(str(n)) for n in range(4, 4 + exempt))]


def _secret(number: str) -> ContentItem:
    def word(name: str) -> str:
        return f"Hush{name}{number}y"

    paper = ContentPaper(
        f"p{number}", word("Paper"), f"{word('File')}.pdf", "application/pdf", 1, 1, Sensitivity.EXEMPT, "",
        kind=PaperKind.REPORT, exemption=word("Mark"),
    )  # fmt: skip
    return exempt_item(
        number, word("Title"), PARAGRAPH, text=word("Text"), recommendation=word("Advice"), papers=(paper,),
        exemption=word("Why"), interest_test=word("Test"), urgent_reason=word("Urgent"), urgent_by=word("By"),
    )  # fmt: skip


def begin(style: HouseStyle, exempt: int) -> Told:
    """The meeting is opened with six of its members."""
    agenda = items(exempt)
    more: dict[str, Any] = {"profile": Profile.ENGLAND_PRINCIPAL}
    hidden = [i for i in agenda if i.sensitivity is not Sensitivity.PUBLIC]
    more["pages"] = {i.id: f"HushPages{i.number}y" for i in hidden}
    more["references"] = {i.id: f"HushReference{i.number}y" for i in hidden}
    making = Making(style=style, agenda=agenda, people=PEOPLE, more=more)
    making.passed = [Passed(f"o{i.number}", i.id, f"HushPassed{i.number}y.") for i in hidden]
    told = Told(making.opened("19:00", absent=("Gwen Gale", "Hugh Hart")))
    for item in hidden:
        fields = (item.title, item.text, item.recommendation, item.exemption, item.interest_test)
        paper = item.papers[0]
        told.secrets += [
            *fields,
            item.urgent_reason,
            item.urgent_by,
            paper.title,
            paper.filename,
            paper.exemption,
        ]
        told.secrets += [more["pages"][item.id], more["references"][item.id], f"HushPassed{item.number}y"]
    return told
