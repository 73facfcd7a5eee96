"""What is done with connections: calls asked for, accounts connected, tested and taken away."""

from meetings.connections.usecases.asking import Ask, RetryCall, Withdraw, ask, retry_call, withdraw
from meetings.connections.usecases.connecting import (
    BeginSignIn,
    Disconnect,
    EnterValues,
    KeepSignIn,
    NoteChecked,
    ShowNewsAddress,
    TakeSignIn,
    begin_sign_in,
    disconnect,
    enter_values,
    keep_sign_in,
    note_checked,
    show_news_address,
    take_sign_in,
)
from meetings.connections.usecases.looking_after import ReadAgain, read_again, try_call_again

__all__ = [
    "Ask",
    "BeginSignIn",
    "Disconnect",
    "EnterValues",
    "KeepSignIn",
    "NoteChecked",
    "ReadAgain",
    "RetryCall",
    "ShowNewsAddress",
    "TakeSignIn",
    "Withdraw",
    "ask",
    "begin_sign_in",
    "disconnect",
    "enter_values",
    "keep_sign_in",
    "note_checked",
    "read_again",
    "retry_call",
    "show_news_address",
    "take_sign_in",
    "try_call_again",
    "withdraw",
]
