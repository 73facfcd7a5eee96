"""What is done with connections: calls asked for, accounts connected, tested and taken away."""

from meetings.connections.usecases.asking import (
    Ask,
    RetryCall,
    Withdraw,
    ask,
    retry_call,
    withdraw,
)

__all__ = ["Ask", "RetryCall", "Withdraw", "ask", "retry_call", "withdraw"]
