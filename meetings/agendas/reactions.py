"""What follows from facts about agendas: live screens show the new agenda; the desk has its steps."""

from __future__ import annotations

from meetings.agendas import paper_checks as paper_checks
from meetings.agendas import steps as steps
from meetings.agendas.events import AgendaPublished, PaperWithdrawn
from meetings.runtime.reactions import on, push

on(AgendaPublished, push("agenda", "meeting"))
on(PaperWithdrawn, push("agenda"))
