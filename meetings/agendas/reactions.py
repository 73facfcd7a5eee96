"""What follows from facts about agendas: the live screens of a meeting show the new agenda."""

from __future__ import annotations

from meetings.agendas.events import AgendaPublished, PaperWithdrawn
from meetings.runtime.reactions import on, push

on(AgendaPublished, push("agenda", "meeting"))
on(PaperWithdrawn, push("agenda"))
