"""What is done in a debate."""

from meetings.debate.usecases.floor import (
    CallSpeaker,
    EndSpeech,
    PauseSpeech,
    RuleOnPoint,
    UndoSpeech,
    call_speaker,
    end_speech,
    pause_speech,
    rule_on_point,
    undo_speech,
)
from meetings.debate.usecases.limits import SetLimits, set_limits
from meetings.debate.usecases.order import CallToOrder, RestoreOrder, call_to_order, restore_order
from meetings.debate.usecases.queue import (
    AddSpeaker,
    AskToSpeak,
    MoveSpeaker,
    OrderQueue,
    RegisterSpeaker,
    WithdrawSpeech,
    add_speaker,
    ask_to_speak,
    move_speaker,
    order_queue,
    register_speaker,
    withdraw_speech,
)
from meetings.debate.usecases.time import CallTime, call_time

__all__ = [
    "AddSpeaker",
    "AskToSpeak",
    "CallSpeaker",
    "CallTime",
    "CallToOrder",
    "EndSpeech",
    "MoveSpeaker",
    "OrderQueue",
    "PauseSpeech",
    "RegisterSpeaker",
    "RestoreOrder",
    "RuleOnPoint",
    "SetLimits",
    "UndoSpeech",
    "WithdrawSpeech",
    "add_speaker",
    "ask_to_speak",
    "call_speaker",
    "call_time",
    "call_to_order",
    "end_speech",
    "move_speaker",
    "order_queue",
    "pause_speech",
    "register_speaker",
    "restore_order",
    "rule_on_point",
    "set_limits",
    "undo_speech",
    "withdraw_speech",
]
