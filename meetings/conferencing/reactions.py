"""What follows in conferencing."""

from __future__ import annotations

from meetings.conferencing import desk_steps as desk_steps
from meetings.conferencing import following as following
from meetings.conferencing import operations as operations
from meetings.conferencing.own import keeping_out as keeping_out
