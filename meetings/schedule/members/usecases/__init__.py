"""What members say before a meeting, and what officers note for them."""

from meetings.schedule.members.usecases.needs import MarkSeen, SaveNeeds, mark_seen, save_needs
from meetings.schedule.members.usecases.replies import (
    RecordReply,
    SendReply,
    WithdrawReply,
    record_reply,
    send_reply,
    withdraw_reply,
)
from meetings.schedule.members.usecases.substitutes import (
    NameSubstitute,
    SettleSubstitutes,
    WithdrawSubstitute,
    name_substitute,
    name_substitute_for,
    settle_substitutes,
    withdraw_substitute,
    withdraw_substitute_for,
)

__all__ = [
    "MarkSeen",
    "NameSubstitute",
    "RecordReply",
    "SaveNeeds",
    "SendReply",
    "SettleSubstitutes",
    "WithdrawReply",
    "WithdrawSubstitute",
    "mark_seen",
    "name_substitute",
    "name_substitute_for",
    "record_reply",
    "save_needs",
    "send_reply",
    "settle_substitutes",
    "withdraw_reply",
    "withdraw_substitute",
    "withdraw_substitute_for",
]
