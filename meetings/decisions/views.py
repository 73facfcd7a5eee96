"""Pages of decisions: the register, the desk's, the members' own."""

from meetings.decisions import call_in_pages as call_in_pages
from meetings.decisions import desk_pages as desk_pages
from meetings.decisions import meeting_pages as meeting_pages
from meetings.decisions import member_pages as member_pages
from meetings.decisions import register_pages as register_pages
from meetings.decisions import writing_pages as writing_pages
from meetings.decisions.blueprint import bp

__all__ = ["bp"]
