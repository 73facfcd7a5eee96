"""The public excluded and let in again, step by step, and every step on the record."""

from __future__ import annotations

from meetings.exclusion.usecases.beginning import (
    ExcludeByLaw,
    OpenPrivate,
    begin,
    check_items,
    exclude_by_law,
    open_private,
    private_part,
    why_not_taken,
)
from meetings.exclusion.usecases.confirming import (
    ConfirmByEye,
    ConfirmOverride,
    KeepReadings,
    ProposeOverride,
    Reading,
    confirm_by_eye,
    confirm_override,
    keep_readings,
    propose_override,
)
from meetings.exclusion.usecases.ending import (
    EndExclusion,
    LetPublicReturn,
    before_return,
    end_exclusion,
    end_with_meeting,
    let_public_return,
    readmit,
)

__all__ = [
    "ConfirmByEye",
    "ConfirmOverride",
    "EndExclusion",
    "ExcludeByLaw",
    "KeepReadings",
    "LetPublicReturn",
    "OpenPrivate",
    "ProposeOverride",
    "Reading",
    "before_return",
    "begin",
    "check_items",
    "confirm_by_eye",
    "confirm_override",
    "end_exclusion",
    "end_with_meeting",
    "exclude_by_law",
    "keep_readings",
    "let_public_return",
    "open_private",
    "private_part",
    "propose_override",
    "readmit",
    "why_not_taken",
]
