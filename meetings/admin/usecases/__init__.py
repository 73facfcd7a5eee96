"""Bringing meetings, committees and councillors in from another system."""

from meetings.admin.usecases.bodies import StoreCommittees, StoreWards, store_committees, store_wards
from meetings.admin.usecases.importing import Fate, StoredMeeting, StoreMeeting, store_meeting

__all__ = [
    "Fate",
    "StoreCommittees",
    "StoreMeeting",
    "StoreWards",
    "StoredMeeting",
    "store_committees",
    "store_meeting",
    "store_wards",
]
