"""What follows from facts about agendas: live screens show the new agenda; the desk has its steps."""

from __future__ import annotations

from meetings.agendas import paper_checks as paper_checks
from meetings.agendas import steps as steps
from meetings.agendas import summons_pages as summons_pages
from meetings.agendas.events import AgendaPublished, PaperAdded, PaperReplaced, PaperWithdrawn, SummonsSent
from meetings.runtime.reactions import on, push, queue

on(AgendaPublished, push("agenda", "meeting"), queue("sheets.render"))
on(PaperAdded, queue("papers.render"))
on(PaperReplaced, queue("papers.render"))
on(PaperWithdrawn, push("agenda"))
on(SummonsSent, queue("sheets.render"))
