"""What follows from facts of the forward plan: every notice is printed; the desk and the deadlines are told of it."""

from __future__ import annotations

from meetings.forwardplan import desk as desk
from meetings.forwardplan import dues as dues
from meetings.forwardplan.events import NoticePrintAsked, NoticePublished
from meetings.runtime.reactions import on, queue

RENDER = "forwardplan.render"

on(NoticePublished, queue(RENDER))
on(NoticePrintAsked, queue(RENDER))
