"""Pages of the law and its deadlines, each group in a module of its own."""

from __future__ import annotations

from meetings.deadlines import balance_pages as balance_pages
from meetings.deadlines import calendar_pages as calendar_pages
from meetings.deadlines import closure_pages as closure_pages
from meetings.deadlines import law_pages as law_pages
from meetings.deadlines import notice_pages as notice_pages
from meetings.deadlines import reminder_pages as reminder_pages
from meetings.deadlines import requisition_pages as requisition_pages
from meetings.deadlines.blueprint import bp as bp
