"""News from providers: verified, kept once, worked through later by whoever registered for its kind."""

from meetings.connections.news.handlers import NewsHandler, news

__all__ = ["NewsHandler", "news"]
