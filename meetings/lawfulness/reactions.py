"""What follows from the facts of lawfulness."""

from __future__ import annotations
