"""What follows for packs from a new agenda, a withdrawn paper or a converted one: they are made anew."""

from __future__ import annotations

from meetings.agendas.events import AgendaPublished, AgendaUnpublished, PaperRendered, PaperWithdrawn
from meetings.packs import steps as steps
from meetings.packs.usecases import BUILD, give_back, hide_what_was_closed
from meetings.runtime.reactions import on, queue, then

on(AgendaPublished, then(hide_what_was_closed), queue(BUILD))
on(AgendaUnpublished, then(give_back), queue(BUILD))
on(PaperWithdrawn, then(hide_what_was_closed), queue(BUILD))
on(PaperRendered, queue(BUILD))
