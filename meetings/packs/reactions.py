"""What follows from the facts of packs: a new agenda, a withdrawn paper or a converted one makes them anew."""

from __future__ import annotations

from meetings.agendas.events import AgendaPublished, PaperRendered, PaperWithdrawn
from meetings.packs.usecases import BUILD
from meetings.runtime.reactions import on, queue

on(AgendaPublished, queue(BUILD))
on(PaperWithdrawn, queue(BUILD))
on(PaperRendered, queue(BUILD))
