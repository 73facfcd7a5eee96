"""Calls to providers: what each operation does, and how they are carried out.

A feature registers what an operation does with `@operation` and what follows when it is given up with `@failed`; a use
case asks for one with `connections.usecases.ask`. Nothing reaches a provider any other way but plain reading.
"""

from meetings.connections.calls.carrying import carry_out_due
from meetings.connections.calls.operations import Applied, Call, Doing, failed, operation
from meetings.connections.rules import LEASE

__all__ = ["LEASE", "Applied", "Call", "Doing", "carry_out_due", "failed", "operation"]
