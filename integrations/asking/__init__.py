"""One careful way of asking a provider by HTTP: always with time limits, errors by what to do next."""

from integrations.asking.client import Asking, checked_base
from integrations.asking.waiting import not_before

__all__ = ["Asking", "checked_base", "not_before"]
