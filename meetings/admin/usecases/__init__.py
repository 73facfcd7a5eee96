"""Bringing meetings, committees and councillors in from another system, and setting the installation up."""

from meetings.admin.usecases.bodies import Made, StoreCommittees, StoreWards, store_committees, store_wards
from meetings.admin.usecases.importing import (
    NO_COMMITTEE,
    Fate,
    StoredMeeting,
    StoreMeeting,
    store_meeting,
)
from meetings.admin.usecases.setup import (
    Administrator,
    CreateAdministrator,
    RenameCouncil,
    create_administrator,
    may_rename,
    rename_council,
)

__all__ = [
    "NO_COMMITTEE",
    "Administrator",
    "CreateAdministrator",
    "Fate",
    "Made",
    "RenameCouncil",
    "StoreCommittees",
    "StoreMeeting",
    "StoreWards",
    "StoredMeeting",
    "create_administrator",
    "may_rename",
    "rename_council",
    "store_committees",
    "store_meeting",
    "store_wards",
]
