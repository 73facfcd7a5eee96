"""The order of business of each body of the demonstration, and what is said at the items that come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meetings.admin.demo.agenda import DemoItemKind
from meetings.admin.demo.content import DemoBody
from meetings.admin.demo.plans import AgendaPlan, ItemPlan
from meetings.admin.demo.wording import pick, standing
from meetings.bodies.models import BodyKind

_TITLES = {
    "apologies": "Apologies for absence",
    "declarations": "Declarations of interest",
    "minutes": "Minutes of the last meeting",
    "announcements": "Announcements",
    "public_questions": "Questions from the public",
    "petition": "Petition",
    "member_questions": "Questions from councillors",
    "urgent": "Urgent business",
    "exclusion": "Exclusion of the press and public",
    "next": "Date of the next meeting",
}
_KINDS = {
    "announcements": DemoItemKind.ANNOUNCEMENTS,
    "public_questions": DemoItemKind.QUESTIONS,
    "member_questions": DemoItemKind.QUESTIONS,
    "petition": DemoItemKind.PETITION,
    "exclusion": DemoItemKind.EXCLUSION,
}
#: minutes of the clock that an item takes at least
_MINUTES = {"apologies": 2, "declarations": 2, "minutes": 2, "announcements": 7, "public_questions": 1}
_RESOLVED = "RESOLVED: That "
_CORRECT = (
    "the minutes of the meeting held on {previous} be confirmed as a correct record and signed by the {chair}"
)


@dataclass(frozen=True)
class Line:
    """A line of an agenda: either an item that comes back, by its code, or one of business."""

    code: str
    plan: ItemPlan | None = None

    @property
    def kind(self) -> DemoItemKind:
        """What sort of business it is."""
        return self.plan.kind if self.plan else _KINDS.get(self.code, DemoItemKind.STANDING)


def lines(body: DemoBody, plan: AgendaPlan) -> list[Line]:
    """The agenda in order: opening items, open business, closing items, exempt business last."""
    open_business = [Line("business", i) for i in plan.items if not i.exempt]
    exempt = [Line("business", i) for i in plan.items if i.exempt]
    before = [line for line in open_business if line.kind is DemoItemKind.PROCEDURE]
    business = [line for line in open_business if line.kind is not DemoItemKind.PROCEDURE]
    if body.kind is BodyKind.COUNCIL:
        business = _council(plan, business)
    tail = _closing(body)
    private = [Line("exclusion"), *exempt] if exempt else []
    return [*before, *_opening(body, plan), *business, *map(Line, tail), *private]


def _opening(body: DemoBody, plan: AgendaPlan) -> list[Line]:
    codes = ["apologies", "declarations", "minutes"]
    if body.kind is BodyKind.COUNCIL:
        codes += ["announcements"] if plan.annual else ["announcements", "public_questions"]
        codes += ["petition"] if "petition" in plan.words else []
    elif body.key in ("cabinet", "scrutiny", "health"):
        codes.append("public_questions")
    return [Line(code) for code in codes]


def _council(plan: AgendaPlan, business: Sequence[Line]) -> list[Line]:
    motions = [line for line in business if line.kind is DemoItemKind.MOTION]
    others = [line for line in business if line.kind is not DemoItemKind.MOTION]
    questions = [Line("member_questions")] if "member_questions" in plan.words else []
    return [*others, *questions, *motions]


def _closing(body: DemoBody) -> tuple[str, ...]:
    if body.kind is BodyKind.COUNCIL:
        return ()
    return ("next",) if body.key in ("scrutiny", "health") else ("urgent",)


def title(line: Line) -> str:
    """The title, with its tokens still in it."""
    return line.plan.title if line.plan else _TITLES[line.code]


def purpose(line: Line, body: DemoBody, plan: AgendaPlan) -> str:
    """What the item is for, with its tokens still in it; notices of questions to come are part of it."""
    if line.plan:
        return line.plan.purpose
    code = "apologies_plain" if line.code == "apologies" and not body.substitutes else line.code
    words: str = standing()["purpose"][code]
    notice = plan.words.get(line.code, "") if plan.slot else ""
    return f"{words} {notice}" if notice.startswith("Notice") else words


def said(code: str, plan: AgendaPlan, seed: str) -> tuple[str, tuple[str, ...]]:
    """What was said at an item that comes back, and what was resolved, with tokens still in them."""
    given = plan.words.get("minutes_note" if code == "minutes" else code, "")
    words, _, resolved = given.partition(_RESOLVED)
    parts = (resolved.rstrip("."),) if resolved else ()
    if code == "minutes":
        parts = (_CORRECT,)
    nothing = standing()["nothing"].get(code)
    return words.strip() or (pick(nothing, seed, code) if nothing else ""), parts


def exclusion(body: DemoBody, private: Iterable[tuple[int, ItemPlan]]) -> str:
    """The resolution to exclude the public: section 100A(4), or for an executive regulation 4(2)(b) of SI 2012/2089."""
    rows = list(private)
    numbers = " and ".join(str(number) for number, _ in rows)
    marks = sorted({item.exempt for _, item in rows})
    act = (
        "regulation 4(2)(b) of the Local Authorities (Executive Arrangements) (Meetings and Access to Information) "
        "(England) Regulations 2012"
        if body.kind is BodyKind.CABINET
        else "section 100A(4) of the Local Government Act 1972"
    )
    return (
        f"under {act} the press and public be excluded from the meeting for item{'s' * (len(rows) > 1)} {numbers} "
        f"because of the likely disclosure of exempt information as defined in paragraph{'s' * (len(marks) > 1)} "
        f"{' and '.join(marks)} of Part 1 of Schedule 12A to the Local Government Act 1972, the public interest in "
        "maintaining the exemption outweighing the public interest in disclosing the information"
    )


def length(line: Line, body: DemoBody, plan: AgendaPlan, roll: int) -> int:
    """How many minutes an item took; `roll` is any number, for variety."""
    if line.plan is None:
        spoken = len(plan.words.get(line.code, "").split())
        return _MINUTES.get(line.code, 1) + spoken // 7
    application = line.plan.application
    spoken = len(line.plan.discussion.split()) + (len(application.speakers.split()) if application else 0)
    pace = {"licensing": 3, "planning": 2}.get(body.key, 1)
    return pace * (7 + spoken // 4) + roll % 6
