"""Corrections of earlier minutes that the meeting decided on, as sentences under the item on those minutes."""

from __future__ import annotations

from datetime import datetime

from meetings.minutes.document import Declaration
from meetings.minutes.drafting.fold import Fold
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.life.accuracy import sentence_of
from meetings.minutes.life.events import CorrectionDecided


@minutes_of(CorrectionDecided)
def decided(fold: Fold, at: datetime, fact: CorrectionDecided) -> None:
    """What was said to be wrong, what was to stand instead, by whom and why, and what the meeting made of it."""
    text = sentence_of(fact, fold.setting.language)
    fold.put_block(at, Declaration(id=f"correction-{fact.correction_id}", text=text), fact.at_item_id)
