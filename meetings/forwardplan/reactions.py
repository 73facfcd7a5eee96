"""What follows from facts of the forward plan: every notice is printed; the desk and the deadlines are told of it."""

from __future__ import annotations

from meetings.forwardplan.desk import forward_plan_step, notices_to_give
from meetings.forwardplan.dues import plan_dues
from meetings.forwardplan.events import NoticePrintAsked, NoticePublished
from meetings.runtime.reactions import on, queue

#: Registered by being imported.
PARTS = (forward_plan_step, notices_to_give, plan_dues)
RENDER = "forwardplan.render"

on(NoticePublished, queue(RENDER))
on(NoticePrintAsked, queue(RENDER))
