"""What can be done about the law: profile, own choices, closures, overrides, feeds and reminders."""

from meetings.deadlines.usecases.closures import AddClosures, RemoveClosure, add_closure, remove_closure
from meetings.deadlines.usecases.overrides import (
    OverrideRule,
    WithdrawOverride,
    meeting_bodies,
    override_rule,
    withdraw_override,
)
from meetings.deadlines.usecases.profile import (
    ChooseProfile,
    ClearChoice,
    SetChoice,
    SignOffLaw,
    choose_profile,
    clear_choice,
    set_choice,
    sign_off_law,
)
from meetings.deadlines.usecases.reminders import (
    ChooseReminder,
    MakeFeed,
    RevokeFeed,
    SendReminder,
    choose_reminder,
    feed_hash,
    make_feed,
    revoke_feed,
    send_reminder,
)

__all__ = [
    "AddClosures",
    "ChooseProfile",
    "ChooseReminder",
    "ClearChoice",
    "MakeFeed",
    "OverrideRule",
    "RemoveClosure",
    "RevokeFeed",
    "SendReminder",
    "SetChoice",
    "SignOffLaw",
    "WithdrawOverride",
    "add_closure",
    "choose_profile",
    "choose_reminder",
    "clear_choice",
    "feed_hash",
    "make_feed",
    "meeting_bodies",
    "override_rule",
    "remove_closure",
    "revoke_feed",
    "send_reminder",
    "set_choice",
    "sign_off_law",
    "withdraw_override",
]
