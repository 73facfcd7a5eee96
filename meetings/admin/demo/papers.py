"""Officers' reports of the demonstration: the sections that every report has, filled for a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from meetings.admin.demo.agenda import DemoItemKind, DemoReport, DemoSection, DemoTable
from meetings.admin.demo.content import demo_content
from meetings.admin.demo.plans import ApplicationPlan, ItemPlan
from meetings.admin.demo.wording import filled, listed, paragraphs, pick, standing
from meetings.kernel.slugs import slugify

_WITHOUT_REPORT = (DemoItemKind.MOTION, DemoItemKind.PROCEDURE)
_Fill = Callable[[str], str]


def report_for(item: ItemPlan, body: str, day: date) -> DemoReport | None:
    """The report to an item; None for one that has none."""
    if item.kind in _WITHOUT_REPORT:
        return None

    def fill(text: str) -> str:
        return filled(text, day)

    officer = demo_content().officer(item.by)
    sections = _application(item, item.application, fill) if item.application else _ordinary(item, body, fill)
    title = fill(item.title)
    return DemoReport(
        key=f"{slugify(title)[:60].strip('-')}-{day:%Y-%m-%d}",
        title=title,
        author=officer.key,
        author_name=officer.full_name,
        author_post=officer.post,
        lead=_lead(item),
        wards=_wards(item, title),
        key_decision=item.is_key,
        exemption=exemption(item),
        sections=tuple(sections),
    )


def exemption(item: ItemPlan) -> str:
    """The description of the exempt information, empty for an open item."""
    words: str = standing()["exemption"][item.exempt] if item.exempt else ""
    return words


def _lead(item: ItemPlan) -> str:
    if not item.lead:
        return ""
    member = demo_content().councillor(item.lead)
    return f"{member.short_name}, {member.office}"


def _wards(item: ItemPlan, title: str) -> str:
    """The ward of an application, or those that a title names; otherwise all."""
    wards = demo_content().wards
    if item.application is not None:
        return next(w.name for w in wards if w.key == item.application.ward)
    named = [w.name for w in wards if any(part in title for part in re.split(" and | with ", w.name))]
    return listed(named) if named else "All"


def _opening(item: ItemPlan, purpose: str, fill: _Fill) -> list[DemoSection]:
    points = tuple(fill(p) for p in item.recommend)
    return [
        DemoSection("Purpose of the report", (fill(purpose),)),
        DemoSection("Recommendation" if len(points) == 1 else "Recommendations", (), points),
    ]


def _ordinary(item: ItemPlan, body: str, fill: _Fill) -> list[DemoSection]:
    background = paragraphs(fill(item.text["background"]))
    sections = [
        *_opening(item, item.purpose, fill),
        DemoSection("Background", background, table=_table(item.table, fill)),
    ]
    if options := item.text.get("options"):
        sections.append(DemoSection("Options", paragraphs(fill(options))))
    return sections + _implications(item, body, "any", fill)


def _application(item: ItemPlan, plan: ApplicationPlan, fill: _Fill) -> list[DemoSection]:
    sections = [
        *_opening(item, f"To decide the application. {fill(item.purpose)}", fill),
        DemoSection("The site", (fill(item.text["background"]),)),
        DemoSection("Consultation and representations", (fill(plan.consult),)),
        DemoSection("Assessment", (fill(plan.assess),)),
    ]
    if plan.conditions:
        sections.append(
            DemoSection("Conditions", ("If permission is granted, conditions on:",), plan.conditions)
        )
    implications = _implications(item, "planning", "planning", fill)
    file = DemoSection("Background papers", (fill(f"Application file {{yy}}/{plan.ref}."),))
    return [*sections, *implications[:-1], file]


def _implications(item: ItemPlan, body: str, pool: str, fill: _Fill) -> list[DemoSection]:
    words = standing()

    def text(name: str, options: list[str]) -> tuple[str, ...]:
        return paragraphs(fill(item.text.get(name) or pick(options, item.key, name)))

    papers = tuple(fill(p) for p in item.papers)
    return [
        DemoSection("Financial implications", text("finance", words["finance"][pool])),
        DemoSection("Legal implications", text("legal", words["legal"][body])),
        DemoSection("Equalities implications", text("equalities", words["equalities"][pool])),
        DemoSection("Background papers", () if papers else tuple(words["papers"]["any"]), papers),
    ]


def _table(table: DemoTable | None, fill: _Fill) -> DemoTable | None:
    if table is None:
        return None
    rows = tuple(tuple(fill(cell) for cell in row) for row in table.rows)
    return DemoTable(table.caption, tuple(fill(cell) for cell in table.head), rows)
